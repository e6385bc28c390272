"""Numbers in German style, with and without JavaScript, and the switch in the footer."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_calculator import volume_of

SMALL = "/?preset=blank&tuning.build_cost=1000&draws=256"


def test_the_journey_without_javascript_in_german(open_page):
    page = open_page(SMALL, java_script_enabled=False, locale="de-DE")
    volume_of(page).fill("40.000")
    page.get_by_role("textbox", name="USD each").fill("1.234,50 $")
    page.get_by_role("button", name="Calculate").first.click()
    expect(page).to_have_url(re.compile(r"error_cost=1234\.5(&|$)"))
    expect(page).to_have_url(re.compile("requests_per_month=40000"))
    expect(volume_of(page)).to_have_value("40.000")
    page.get_by_label("Name", exact=True).fill("Auf Deutsch")
    page.get_by_role("button", name="Save and get a link").click()
    expect(page.get_by_role("heading", name="Auf Deutsch")).to_be_visible()
    expect(page.locator("body")).to_contain_text("1.000 $")
    page.goto(f"{page.url}/edit")
    volume_of(page).fill("1.250.000")
    page.get_by_role("button", name="Calculate").first.click()
    expect(page).to_have_url(re.compile("requests_per_month=1250000"))
    page.get_by_role("button", name="Save the revision").click()
    expect(page.locator("article")).to_contain_text("Saved on")


def test_a_changed_number_is_read_and_answered_in_german(open_page):
    page = open_page("/?preset=customer-support", locale="de-DE")
    volume_of(page).fill("1,5M")
    volume_of(page).press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month=1500000"))
    expect(volume_of(page)).to_have_value("1.500.000")
    expect(page.locator(".decision")).to_contain_text(re.compile(r"\d\.\d{3}\s\$"))


@pytest.mark.parametrize("scripted", [True, False])
def test_the_switch_keeps_the_plan_and_the_choice(open_page, scripted):
    page = open_page("/?preset=customer-support", java_script_enabled=scripted)
    volume_of(page).fill("90,000")
    if scripted:
        volume_of(page).press("Tab")
    else:
        page.get_by_role("button", name="Calculate").first.click()
    expect(page).to_have_url(re.compile("requests_per_month=90000"))
    page.get_by_role("button", name="1.234,5").click()
    expect(volume_of(page)).to_have_value("90.000")
    expect(page.get_by_role("button", name="1.234,5", pressed=True)).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}prices")
    expect(page.get_by_role("button", name="1.234,5", pressed=True)).to_be_visible()
    page.get_by_role("button", name="as my browser does").click()
    expect(page.get_by_role("button", name="1,234.5", pressed=True)).to_be_visible()
