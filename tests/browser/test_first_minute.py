"""Somebody who has never heard of tokens reaches an answer in ten fields, and shares it."""

import re

from playwright.sync_api import Page, expect

MOST_QUESTIONS = 10
DECIDES_MOST = (
    r"This decides most. Not known\? The answer says how many to check. "
    r"Fine-tuned: [\d.]+ %, a guess. Change it under Quality."
)
PROMPT = "You answer customers of a shop politely and briefly. " * 40
ANSWER = "Your parcel left our warehouse this morning and arrives tomorrow. " * 5


def test_a_first_answer_takes_a_use_and_ten_questions_at_most(open_page):
    page = open_page("/")
    questions = page.locator(".essentials .question")
    assert questions.count() <= 1 + MOST_QUESTIONS
    seen = page.locator(".essentials :is(input, select, textarea):visible")
    assert seen.count() == questions.count() + 2  # two of them ask for two numbers
    lines = [item.inner_text() for item in page.locator(".essentials .help").all()[1:]]
    longer = [line for line in lines if len(line) >= 60]
    assert len(longer) == 1  # what decides most also says what is taken of fine-tuning
    assert re.fullmatch(DECIDES_MOST, longer[0])


def test_a_case_is_described_answered_saved_and_shared(open_page):
    page = open_page("/")
    page.get_by_label("What is it for?").select_option("customer-support")
    expect(page).to_have_url(re.compile("preset=customer-support"))
    enter(page, "How many requests a month?", "40,000", "workload.requests_per_month=40000")
    paste(page, "How long is your prompt?", PROMPT, "prompting.prompt_tokens=")
    paste(page, "How long is an answer?", ANSWER, "tuning.output_tokens=")
    enter(page, "examples", "800", "tuning.dataset_examples=800")
    enter(page, "USD each", "6", "quality.error_cost=6")
    enter(page, "How often do things change?", "4", "tuning.upkeep_every_months=4")
    page.locator("#part-business > summary").click()
    enter(page, "Length of the plan", "36", "finance.horizon_months=36")

    verdict = page.locator(".decision .verdict").inner_text()
    assert verdict
    page.get_by_label("Name", exact=True).fill("Our support")
    page.get_by_role("button", name="Save and get a link").click()
    expect(page.get_by_role("heading", name="Our support")).to_be_visible()
    link = page.get_by_role("textbox", name="Read link").input_value()

    reader = open_page("", at=link)
    expect(reader.get_by_role("heading", name="Our support")).to_be_visible()
    expect(reader.locator(".decision .verdict")).to_have_text(verdict)
    expect(reader.get_by_role("link", name="Edit", exact=True)).to_have_count(0)


def test_an_example_is_read_step_by_step(open_page):
    page = open_page("/")
    page.get_by_role("link", name="Show me an example").click()
    guide = page.locator(".guide")
    for step in guide.locator("ol a").all():
        place = step.get_attribute("href")
        expect(page.locator(place)).to_be_visible()
    guide.get_by_role("link", name="Start with my own case").click()
    expect(page.locator(".guide")).to_have_count(0)


def enter(page: Page, question: str, text: str, address: str) -> None:
    page.get_by_role("textbox", name=question, exact=question == "examples").fill(text)
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(re.escape(address)))


def paste(page: Page, words: str, text: str, address: str) -> None:
    page.locator(".paste > summary", has_text=words).click()
    page.get_by_role("textbox", name=f"Text to count: {words}").fill(text)
    page.keyboard.press("Tab")  # to its button
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(address)))
