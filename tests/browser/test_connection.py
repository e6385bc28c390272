"""A page whose connection comes and goes."""

import re

from playwright.sync_api import expect

from tests.browser.test_calculator import HEADLINE, SMALL, volume_of


def test_without_a_connection_the_page_says_so_keeps_entries_and_goes_on_after(
    open_page, complaints
):
    page = open_page(SMALL)
    page.wait_for_load_state("networkidle")
    words = page.locator("#connection")
    expect(words).to_be_hidden()
    headline = page.locator(HEADLINE).inner_text()

    page.context.set_offline(True)
    expect(words).to_be_visible()
    volume_of(page).fill("100k")
    page.keyboard.press("Tab")
    page.wait_for_timeout(200)
    expect(words).to_be_visible()
    expect(volume_of(page)).to_have_value("100k")
    expect(page.locator(HEADLINE)).to_have_text(headline)

    page.context.set_offline(False)
    expect(words).to_be_hidden()
    page.locator("#part-business > summary").click()
    page.get_by_label("Length of the plan", exact=True).fill("24")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month=100000"))
    expect(page).to_have_url(re.compile("horizon_months=24"))
    assert all("ERR_INTERNET_DISCONNECTED" in item or "fetch" in item for item in complaints)
    complaints.clear()


def test_a_server_that_does_not_answer_is_named_until_it_does(open_page, complaints):
    page = open_page(SMALL)
    page.wait_for_load_state("networkidle")
    page.route("**/*", lambda route: route.abort("connectionrefused"))
    volume_of(page).fill("100k")
    page.keyboard.press("Tab")
    expect(page.locator("#connection")).to_be_visible()
    expect(volume_of(page)).to_have_value("100k")

    page.unroute("**/*")
    volume_of(page).fill("200k")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month=200000"))
    expect(page.locator("#connection")).to_be_hidden()
    assert all("ERR_CONNECTION_REFUSED" in item or "fetch" in item for item in complaints)
    complaints.clear()


def test_while_a_new_answer_is_awaited_the_old_one_is_shown_as_such(open_page):
    page = open_page(SMALL)
    page.wait_for_load_state("networkidle")
    waiting = []
    page.route(re.compile(r"/$"), lambda route: waiting.append(route))
    volume_of(page).fill("100k")
    page.keyboard.press("Tab")
    decision = page.locator(".decision")
    expect(decision).to_have_css("opacity", "0.6")
    waiting[0].continue_()
    expect(page).to_have_url(re.compile("requests_per_month=100000"))
    expect(decision).to_have_css("opacity", "1")
