"""The form in a browser: who takes part, what follows, seasons, numbers as people type them."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_calculator import volume_of

TUNED = "/?preset=blank&prompting.call_price=0.002&tuning.build_cost=5000&hybrid.considered=yes"


def enter(page: Page, field: Locator, text: str, *, javascript: bool = True) -> None:
    """Type a text into a field and have it calculated."""
    field.fill(text)
    if javascript:
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.keyboard.press("Tab")
    else:
        page.get_by_role("button", name="Calculate").first.click()


def unfold(page: Page, part: str) -> None:
    """Open a part of the form, whose fields come with JavaScript or by its button."""
    if page.locator(f"#{part}").get_attribute("open") is None:
        page.locator(f"#{part} > summary").click()
    brings = page.locator(f"#{part} [name=open]")
    if brings.count() and not page.evaluate("matchMedia('(scripting: enabled)').matches"):
        brings.click()
    expect(brings).to_have_count(0)


def test_whoever_is_described_takes_part_and_may_be_left_out_again(open_page):
    page = open_page("/?preset=blank&prompting.call_price=0.002")
    takes_part = page.locator("#tuning-considered")
    expect(takes_part).to_be_visible()
    expect(takes_part).to_have_value("no")
    unfold(page, "part-building")
    enter(page, page.locator("#tuning-build_cost"), "5,000")
    expect(takes_part).to_have_value("yes")
    expect(page).to_have_url(
        re.compile(
            r"tuning\.build_cost=5000&ranges\.tuning\.build_cost=3750\.\.6250(&open=building)?$"
        )
    )
    takes_part.select_option("no")
    expect(page).to_have_url(re.compile(r"tuning\.considered=no"))
    expect(takes_part).to_have_value("no")
    expect(page.locator("#tuning-build_cost")).to_have_value("5,000")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_empty_field_of_the_hybrid_follows_fine_tuning(open_page, javascript):
    page = open_page(TUNED, java_script_enabled=javascript)
    unfold(page, "part-building")
    hybrid = page.locator("#hybrid-build_cost")
    cell = page.locator(".cell", has=hybrid)
    expect(hybrid).to_have_attribute("placeholder", "5,000")
    expect(cell).to_contain_text("as fine-tuning")
    enter(page, page.locator("#tuning-build_cost"), "6k", javascript=javascript)
    expect(hybrid).to_have_attribute("placeholder", "6,000")
    unfold(page, "part-building")
    enter(page, hybrid, "7k", javascript=javascript)
    expect(hybrid).to_have_value("7,000")
    expect(cell).not_to_contain_text("as fine-tuning")
    unfold(page, "part-building")
    enter(page, hybrid, "", javascript=javascript)
    expect(cell).to_contain_text("as fine-tuning")
    expect(page).not_to_have_url(re.compile(r"hybrid\.build_cost"))


def test_a_period_beside_the_requests_and_a_season(open_page):
    page = open_page("/?preset=blank")
    enter(page, volume_of(page), "10000/day")
    expect(volume_of(page)).to_have_value(re.compile(r"^304,166\.66"))
    unfold(page, "part-seasons")
    enter(page, page.locator("#workload-december"), "4")
    expect(page).to_have_url(
        re.compile(r"workload\.december=4&.*ranges\.workload\.december=3\.\.5(&open=seasons)?$")
    )
    expect(page.locator("#part-seasons > summary")).to_contain_text("1 yours")


def test_picking_a_currency_fills_its_rate_and_changes_nothing_else(open_page):
    page = open_page("/?preset=customer-support")
    unfold(page, "part-business")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_label("Currency", exact=True).select_option("Japanese Yen (JPY)")
    expect(page).to_have_url(re.compile(r"\?preset=customer-support&finance\.currency=JPY$"))
    expect(page.locator("#finance-exchange_rate")).not_to_have_value("1")
    expect(page.locator("#finance-exchange_rate-source")).to_contain_text("European Central Bank")


def test_the_twelve_months_stand_in_few_rows_and_nothing_is_cut_off(open_page):
    page = open_page("/?preset=blank")
    unfold(page, "part-seasons")
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        months = page.locator(".small-fields .cell")
        tops = {round(months.nth(number).bounding_box()["y"]) for number in range(12)}
        assert len(tops) <= 4
        assert page.evaluate("document.documentElement.scrollWidth") <= width
