"""The calculator as people use it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

HEADLINE = "#answer .headline"
# $1,000 up front against 1,000 × 1,000 tokens × $2 / 1M = $2 a month; $1 of platform for each, for
# an approach that costs nothing to run is not described, and nothing is compared with it
SMALL = (
    "/?preset=blank&tuning.build_cost=1000&prompting.output_tokens=1000&prompting.output_price=2"
    "&hybrid.build_cost=90000&prompting.platform_cost=1&tuning.platform_cost=1"
)


def volume_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="How many requests a month?")


def test_changing_the_volume_changes_the_answer_without_a_page_load(open_page):
    page = open_page(SMALL)
    page.evaluate("window.loadedOnce = true")
    first = page.locator(HEADLINE).inner_text()
    assert first.startswith("Prompting stays cheapest")
    volume_of(page).fill("100k")
    page.keyboard.press("Tab")  # $200 a month
    expect(page.locator(HEADLINE)).to_have_text(re.compile("Fine-tuning overtakes .* month 5 "))
    expect(page).to_have_url(re.compile(r"workload\.requests_per_month=100000"))
    assert page.evaluate("window.loadedOnce")
    page.go_back()
    expect(page.locator(HEADLINE)).to_have_text(first)
    expect(volume_of(page)).to_have_value("1,000")
    page.go_forward()
    expect(page.locator(HEADLINE)).to_have_text(re.compile("month 5 "))


def test_without_javascript_the_button_does_the_same(open_page):
    page = open_page(SMALL, java_script_enabled=False)
    first = page.locator(HEADLINE).inner_text()
    volume_of(page).fill("100k")
    page.get_by_role("button", name="Calculate").first.click()
    expect(page.locator(HEADLINE)).to_have_text(re.compile("Fine-tuning overtakes .* month 5 "))
    expect(page).to_have_url(re.compile(r"\?preset=blank&workload\.requests_per_month=100000&"))
    page.go_back()
    expect(page.locator(HEADLINE)).to_have_text(first)


@pytest.mark.parametrize("javascript", [True, False])
def test_picking_a_model_fills_its_prices(open_page, javascript):
    page = open_page("/?preset=internal-tools", java_script_enabled=javascript)
    page.locator("#part-prices > summary").click()
    page.get_by_label("Which model do you prompt?").fill("openai/gpt-4.1")
    if javascript:
        page.keyboard.press("Tab")
    else:
        page.get_by_role("button", name="Calculate").first.click()
    price = page.locator("#prompting-input_price")
    expect(price).to_have_value("2")
    expect(page.locator("#prompting-input_price-source")).to_contain_text("genai-prices")


def test_models_are_suggested_once_a_field_of_that_kind_has_the_focus(open_page):
    page = open_page("/?preset=blank")
    suggested = page.locator("#models option")
    expect(suggested).to_have_count(0)
    page.get_by_label("Which model do you prompt?").focus()
    expect(page.locator("#models option[value='openai/gpt-4.1']")).to_have_count(1)
    assert suggested.count() > 100


def test_a_changed_field_can_be_reset(open_page):
    page = open_page("/?preset=blank&workload.requests_per_month=2000")
    page.get_by_role("link", name="Reset Requests per month").click()
    expect(volume_of(page)).to_have_value("1,000")
    expect(page).to_have_url(re.compile(r"/\?preset=blank$"))


def test_how_sure_the_answer_is_loads_after_it_and_again_after_a_change(open_page):
    page = open_page("/?preset=customer-support")
    outlook = page.locator("#outlook")
    expect(outlook).to_contain_text("How likely each is the cheapest")
    before = page.locator(".likely").inner_text()
    volume_of(page).fill("200k")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month=200000"))
    expect(page.locator(".likely")).not_to_have_text(before)


def test_without_javascript_a_link_says_how_sure_the_answer_is(open_page):
    page = open_page("/?preset=customer-support", java_script_enabled=False)
    page.get_by_role("link", name="How sure is this").click()
    expect(page.locator("#outlook")).to_contain_text("How likely each is the cheapest")
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.locator(HEADLINE)).to_be_visible()


def test_a_break_even_volume_is_one_click_away(open_page):
    page = open_page(SMALL)
    page.get_by_role("link", name="Fine-tuning would pay if “Requests per month” were").click()
    row = page.locator("tr", has_text="Net present value")
    expect(row.locator("td").first).to_have_text(re.compile(r"^.?\$0(\.0+\d*)?$"))


def test_i_do_not_know_takes_the_usual_value_and_range(open_page):
    page = open_page("/?preset=customer-support&workload.requests_per_month=70000")
    field = page.locator(".field", has=page.locator("#workload-requests_per_month"))
    expect(field).to_contain_text("taken as certain")
    field.get_by_role("link", name="I do not know").click()
    expect(volume_of(page)).to_have_value("60,000")
    expect(field).to_contain_text("between 20,000 and 150,000")
