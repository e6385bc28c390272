"""The calculator in one hand."""

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 360, "height": 640}
LEAST_TARGET = 24  # pixels; WCAG 2.2, 2.5.8
# Buttons, fields and links that stand alone; links within a sentence are excepted.
SMALL_TARGETS = f"""() => [...document.querySelectorAll(
  "button:not([aria-hidden]), select, summary, textarea, " +
  "input:not([type=hidden], [type=checkbox]), nav a, a.button, a.peek, .switches a, .tiles a")]
  .filter((place) => place.checkVisibility())
  .filter((place) => place.getBoundingClientRect().height < {LEAST_TARGET})
  .map((place) => place.outerHTML.slice(0, 90))"""


@pytest.fixture
def phone(open_page) -> Page:
    page = open_page("/?preset=customer-support", viewport=PHONE, has_touch=True, is_mobile=True)
    page.wait_for_load_state("networkidle")
    return page


def test_the_verdict_stays_in_sight_until_the_answer_is_reached(phone):
    bar = phone.locator("#peek")
    expect(bar).to_contain_text(phone.locator("#answer .verdict").inner_text())
    expect(bar).to_be_in_viewport()
    phone.get_by_role("heading", name="Everything else").scroll_into_view_if_needed()
    expect(bar).to_be_in_viewport()
    phone.locator("#figure").scroll_into_view_if_needed()
    expect(bar).not_to_be_in_viewport()


def test_the_verdict_covers_nothing_that_stands_there(phone):
    ends, begins = phone.evaluate(
        """["#peek", "#form"].map((place, index) =>
        document.querySelector(place).getBoundingClientRect()[index ? "top" : "bottom"])"""
    )
    assert ends <= begins


def test_what_the_keys_reach_is_not_below_the_verdict(phone):
    phone.get_by_label("Which model would you fine-tune?", exact=True).focus()
    for _ in range(4):
        phone.keyboard.press("Shift+Tab")
        focused = phone.locator(":focus").bounding_box()
        bar = phone.locator("#peek").bounding_box()
        assert focused["y"] >= bar["y"] + bar["height"]


def test_how_sure_it_is_is_asked_for_when_the_answer_comes_near_or_is_another_one(open_page):
    page = open_page("/?preset=customer-support", viewport=PHONE, has_touch=True, is_mobile=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0]))
    page.wait_for_load_state("networkidle")
    assert not outlooks(asked)
    page.locator("#peek").tap()
    expect(page.locator("#answer .decision .sure")).to_contain_text("in 10")
    assert len(outlooks(asked)) == 1
    volume = page.get_by_label("How many requests a month?", exact=True)
    volume.fill("200k")
    volume.blur()
    expect(page).to_have_url(re.compile("requests_per_month=200000"))
    with page.expect_response(re.compile("/outlook")):
        page.locator("#peek").tap()
    assert len(outlooks(asked)) == 2


def outlooks(asked: list[str]) -> list[str]:
    """Return the requests that ask how sure an answer is."""
    return [address for address in asked if address.endswith("/outlook")]


def test_the_verdict_leads_to_the_answer(phone):
    phone.locator("#peek").tap()
    expect(phone.locator("#answer .verdict")).to_be_in_viewport()


def test_the_verdict_at_the_edge_is_the_new_one_after_a_change(phone):
    bar = phone.locator("#peek")
    before = bar.inner_text()
    volume = phone.get_by_label("How many requests a month?", exact=True)
    volume.fill("3 million")
    volume.fill("3M")
    volume.blur()
    expect(bar).not_to_have_text(before)
    expect(bar).to_contain_text(phone.locator("#answer .verdict").inner_text())


def test_whatever_is_tapped_is_large_enough(phone):
    phone.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    expect(phone.locator("details[open] [name=open]")).to_have_count(0)
    assert phone.evaluate(SMALL_TARGETS) == []


def test_wide_tables_scroll_by_themselves(phone):
    phone.goto(f"{phone.url.partition('?')[0]}?workload.requests_per_month=90M")
    phone.locator("#figures > summary").click()
    table = phone.get_by_role("region", name="Cost by line")
    assert table.evaluate("region => region.scrollWidth > region.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
