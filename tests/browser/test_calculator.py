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
    assert first.startswith("Fine-tuning would cost about ")
    volume_of(page).fill("100k")
    page.keyboard.press("Tab")  # $200 a month
    expect(page.locator(HEADLINE)).to_have_text(re.compile("It pays from May 2027 "))
    expect(page).to_have_url(re.compile(r"workload\.requests_per_month=100000"))
    assert page.evaluate("window.loadedOnce")
    page.go_back()
    expect(page.locator(HEADLINE)).to_have_text(first)
    expect(volume_of(page)).to_have_value("1,000")
    page.go_forward()
    expect(page.locator(HEADLINE)).to_have_text(re.compile("from May 2027 "))


def test_without_javascript_the_button_does_the_same(open_page):
    page = open_page(SMALL, java_script_enabled=False)
    first = page.locator(HEADLINE).inner_text()
    volume_of(page).fill("100k")
    page.get_by_role("button", name="Calculate").first.click()
    expect(page.locator(HEADLINE)).to_have_text(re.compile("It pays from May 2027 "))
    expect(page).to_have_url(re.compile(r"\?preset=blank&workload\.requests_per_month=100000&"))
    page.go_back()
    expect(page.locator(HEADLINE)).to_have_text(first)


def test_picking_a_model_fills_its_prices(open_page):
    page = open_page("/?preset=internal-tools&open=prices")
    page.get_by_label("Which model do you prompt?", exact=True).fill("gpt 4.1")
    page.keyboard.press("Tab")
    price = page.locator("#prompting-input_price")
    expect(price).to_have_value("2")
    expect(page.get_by_label("Which model do you prompt?", exact=True)).to_have_value(
        "gpt 4.1 · OpenAI"
    )
    expect(page).to_have_url(re.compile("prompting.model=openai/gpt-4.1(&open=prices)?$"))
    expect(page.locator("#prompting-input_price-sure")).to_contain_text("published")
    expect(page.locator("#prompting-input_price-source")).to_contain_text("genai-prices")


def test_models_are_suggested_once_a_field_of_that_kind_has_the_focus(open_page):
    page = open_page("/?preset=blank")
    suggested = page.locator("#models option")
    expect(suggested).to_have_count(0)
    page.get_by_label("Which model do you prompt?", exact=True).focus()
    expect(page.locator("#models option[value='Claude Haiku 4.5 · Anthropic']")).to_have_count(1)
    assert suggested.count() > 100
    page.get_by_label("Which model would you fine-tune?", exact=True).focus()
    expect(page.locator("#tuned-models option").first).to_have_attribute(
        "value", re.compile("fine-tuned")
    )


def test_without_javascript_models_are_picked_from_a_list_by_maker(open_page):
    page = open_page(
        "/?preset=internal-tools&workload.requests_per_month=9000", java_script_enabled=False
    )
    page.get_by_role("link", name="Pick models from a list").click()
    page.get_by_label("Which model do you prompt?", exact=True).select_option(
        "Claude Haiku 4.5 · Anthropic"
    )
    page.get_by_role("button", name="Use these").click()
    expect(page).to_have_url(
        re.compile(r"requests_per_month=9000&prompting.model=anthropic/claude-haiku-4-5$")
    )


def test_what_several_models_are_called_is_asked_back(open_page):
    page = open_page("/?preset=internal-tools")
    page.get_by_label("Which model do you prompt?", exact=True).fill("haiku")
    page.keyboard.press("Tab")
    expect(page.locator("#prompting-model-error")).to_contain_text(
        "Several models are called haiku: pick Claude Haiku"
    )
    expect(page.get_by_label("Which model do you prompt?", exact=True)).to_have_value("haiku")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_number_is_about_exact_or_the_usual_one(open_page, javascript):
    page = open_page("/?preset=blank", java_script_enabled=javascript)
    sure = page.locator("#workload-requests_per_month-sure")
    expect(sure).to_contain_text("usual")
    volume_of(page).fill("2,000")
    page.keyboard.press("Enter")
    expect(sure).to_contain_text("yours · about")
    expect(page).to_have_url(re.compile(r"ranges\.workload\.requests_per_month=1500\.\.2500$"))
    press(sure, "It is exact")
    expect(sure).to_contain_text("yours · exact")
    expect(page).to_have_url(re.compile(r"\?preset=blank&workload\.requests_per_month=2000$"))
    press(sure, "It is about this")
    expect(sure).to_contain_text("yours · about")
    press(sure, "Take the usual")
    expect(volume_of(page)).to_have_value("1,000")
    expect(page).to_have_url(re.compile(r"/\?preset=blank$"))


def press(sure: Locator, name: str) -> None:
    """Press a button of a control, which a page without JavaScript has closed again."""
    if sure.get_attribute("open") is None:
        sure.locator("summary").click()
    sure.get_by_role("button", name=name).click()


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
    page.get_by_role("link", name="How sure is this?", exact=True).click()
    expect(page.locator("#outlook")).to_contain_text("How likely each is the cheapest")
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.locator(HEADLINE)).to_be_visible()


def test_a_break_even_volume_is_one_click_away(open_page):
    page = open_page(SMALL)
    page.locator("#sureness > summary").click()
    page.locator("#outlook").get_by_role(
        "link", name="Fine-tuning would pay if “Requests per month” were"
    ).click()
    page.locator("#figures > summary").click()
    row = page.locator("tr", has_text="Net present value")
    expect(row.locator("td").first).to_have_text(re.compile(r"^.?\$0(\.0+\d*)?$"))


def test_the_usual_value_is_taken_with_its_range(open_page):
    page = open_page("/?preset=customer-support&workload.requests_per_month=70000")
    sure = page.locator("#workload-requests_per_month-sure")
    expect(sure).to_contain_text("yours · exact")
    press(sure, "Take the usual")
    expect(volume_of(page)).to_have_value("60,000")
    expect(sure).to_contain_text("guess")
    expect(sure.get_by_label("Between")).to_have_value("20,000 to 150,000")


def test_ends_of_ones_own_are_typed_into_the_control(open_page):
    page = open_page("/?preset=customer-support")
    sure = page.locator("#prompting-error_rate-sure")
    sure.locator("summary").click()
    sure.get_by_label("Between").first.fill("4 to 7")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"ranges\.prompting\.error_rate=0\.04\.\.0\.07$"))
    expect(sure).to_have_attribute("open", "")
