"""What a recalculation changes on the page, and what it leaves alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_calculator import SMALL, volume_of
from tests.browser.test_sharing import PLAN

PASTED = "A secret of ours. " * 30
MOST_SHIFT = 0.02  # of the screen; 0.1 counts as good
# The cumulative layout shift of what matches; also right after a key, where it usually goes free.
COUNT_SHIFTS = """(place) => {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // What was nowhere before has not moved.
      const inside = ({node, previousRect}) => previousRect.height &&
        (node?.closest ? node : node?.parentElement)?.closest(place);
      if (entry.sources.some(inside)) window.shift += entry.value;
    }
  }).observe({type: "layout-shift", buffered: true});
}"""
NOT_LAID_OUT = '#answer > .card:not([style*="content-visibility: visible"])'
TOP_OF_SAVE = "document.querySelector('form.save button').getBoundingClientRect().top + scrollY"
HEAR = """
  window.heard = [];
  new MutationObserver((changes) => {
    for (const change of changes) {
      const place = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      const region = place?.closest("[role=status], [role=alert], [aria-live]");
      if (region) window.heard.push(region.innerText);
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
"""


def test_only_the_new_headline_is_announced(open_page):
    page = open_page(SMALL)
    settle(page)
    page.evaluate(HEAR)
    change_volume(page, "100k")
    settle(page)
    assert set(page.evaluate("heard")) == {page.locator(".decision .said").inner_text()}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_new_answer_does_not_shift_the_answer(open_page, width):
    page = open_page("/?preset=customer-support", viewport={"width": width, "height": 800})
    reach(page)
    settle(page)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.evaluate(COUNT_SHIFTS, "#answer")
    change_volume(page, "300k")
    reach(page)
    settle(page)
    assert page.evaluate("shift") < MOST_SHIFT


def test_loading_the_page_shifts_nothing(open_page):
    page = open_page("/?preset=customer-support")
    settle(page)
    page.evaluate(COUNT_SHIFTS, "body")
    page.wait_for_timeout(100)
    assert page.evaluate("shift") < MOST_SHIFT


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_the_focus_is_not_lost(open_page, key):
    page = open_page(SMALL)
    volume_of(page).fill("100k")
    page.keyboard.press(key)
    expect(page).to_have_url(re.compile("requests_per_month=100000"))
    focused = page.evaluate("document.activeElement.closest('.field').innerText")
    assert focused.startswith("How many requests a month?")


@pytest.mark.parametrize(
    ("changed", "text", "typed_in"),
    [
        ("#workload-requests_per_month", "100k", "#together-output_tokens"),
        ("#prompting-model", "anthropic/claude-haiku-4-5", "#prompting-input_price"),  # follows it
    ],
)
def test_what_is_typed_while_an_answer_arrives_is_kept_and_counts(
    open_page, changed, text, typed_in
):
    page = open_page("/?preset=customer-support")
    settle(page)
    page.locator("#part-prices > summary").click()
    expect(page.locator("#part-prices [name=open]")).to_have_count(0)  # its fields are there
    waiting: list[Route] = []
    page.route(re.compile(r"/$"), lambda route: waiting.append(route))
    page.locator(changed).fill(text)
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator(typed_in).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("73")
    page.keyboard.press("ArrowLeft")
    waiting[0].continue_()
    page.unroute(re.compile(r"/$"))
    expect(page).to_have_url(re.compile(changed[1:].split("-", 1)[1]))
    page.keyboard.type("5")
    expect(page.locator(typed_in)).to_have_value("753")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(r"(output_tokens|input_price)=753\b"))


def test_a_value_in_other_words_is_shown_in_ours(open_page):
    page = open_page(SMALL)
    with page.expect_response(lambda response: response.request.method == "POST"):
        volume_of(page).fill("1k")
        page.keyboard.press("Tab")
    expect(volume_of(page)).to_have_value("1,000")


def test_resetting_a_value_leaves_the_focus_on_the_page(open_page):
    page = open_page(f"{SMALL}&workload.requests_per_month=2000")
    page.locator("#workload-requests_per_month-sure > summary").click()
    reset = page.get_by_role("button", name="Take the usual")
    reset.focus()
    page.keyboard.press("Enter")
    expect(reset).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "workload-requests_per_month"


@pytest.mark.parametrize("place", ["sure", "flip", "flips"])
def test_a_link_to_what_comes_then_leaves_the_focus_in_its_place(open_page, place):
    page, send = open_without_outlook(open_page, "/?preset=customer-support", 1280)
    page.locator(f"[id^={place}-] a").focus()
    send()
    focused = page.evaluate("document.activeElement.closest('[id^=sure-], [id^=flip]')?.id ?? ''")
    assert re.match(f"{place}-", focused)


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("plan", ["/?preset=customer-support", PLAN], ids=["tied", "clear"])
def test_the_button_that_saves_stays_when_it_comes_how_sure_the_answer_is(open_page, plan, width):
    page, send = open_without_outlook(open_page, plan, width)
    before = page.evaluate(TOP_OF_SAVE)
    send()
    assert page.evaluate(TOP_OF_SAVE) == pytest.approx(before, abs=1)


def test_what_is_unfolded_stays_so_in_form_and_answer(open_page):
    page = open_page("/?preset=customer-support")
    settle(page)
    unfolded = ["#part-prices", "#tuning-input_price-sure", "#figure-table", "#factors", "#figures"]
    for place in unfolded:
        page.locator(f"{place} > summary").click()
    change_volume(page, "300k")
    for place in unfolded:
        expect(page.locator(place)).to_have_attribute("open", "")


def test_a_pasted_text_is_counted_cleared_and_in_no_address(open_page):
    asked: list[str] = []
    page = open_page("/?preset=blank")
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#prompting-prompt_tokens-paste > summary").click()
    area = page.get_by_role("textbox", name="Text to count: How long is your prompt?")
    area.fill(PASTED)
    page.get_by_role("button", name="Count").first.click(delay=300)  # as a finger does
    expect(page.locator(".counted")).to_contain_text("in your 120 words")
    expect(page).to_have_url(re.compile(r"prompting\.prompt_tokens="))
    expect(area).to_have_value("")
    expect(page.locator(".counted")).to_be_visible()
    volume_of(page).fill("9k")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month=9000"))
    assert asked
    assert not any("secret" in address for address in [*asked, page.url])


def test_a_text_pasted_before_the_outlook_is_there_is_kept(open_page):
    page = open_page("/?preset=customer-support")
    page.locator("#prompting-prompt_tokens-paste > summary").click()
    area = page.get_by_role("textbox", name="Text to count: How long is your prompt?")
    area.fill(PASTED)
    page.evaluate(
        """document.querySelector("[id^=outlook]").dispatchEvent(new CustomEvent("htmx:after:swap",
        {bubbles: true, detail: {ctx: {target: document.querySelector("[id^=outlook]")}}}))"""
    )
    expect(area).to_have_value(PASTED)


def test_a_pasted_text_is_kept_beside_an_entry_that_is_refused(open_page):
    page = open_page("/?preset=blank")
    volume_of(page).fill("many")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#prompting-prompt_tokens-paste > summary").click()
    area = page.get_by_role("textbox", name="Text to count: How long is your prompt?")
    area.fill(PASTED)
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    expect(area).to_have_value(PASTED)
    assert "secret" not in page.url


def change_volume(page: Page, text: str) -> None:
    """Type another volume and wait for its answer."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        volume_of(page).fill(text)
        page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month="))


def open_without_outlook(
    open_page: Callable[..., Page], address: str, width: int
) -> tuple[Page, Callable[[], None]]:
    """Open a plan up to where its outlook is asked for, and return what sends that."""
    page = open_page("/healthz", viewport={"width": width, "height": 800})
    waiting: list[Route] = []
    page.route(re.compile("/outlook"), lambda route: waiting.append(route))
    with page.expect_request(re.compile("/outlook")):
        page.goto(page.url.replace("/healthz", address))
        page.evaluate("document.getElementById('answer').scrollIntoView({behavior: 'instant'})")
    expect(page.locator(NOT_LAID_OUT)).to_have_count(0)

    def send() -> None:
        waiting[0].continue_()
        expect(page.locator("#outlook")).to_be_attached()

    return page, send


def reach(page: Page) -> None:
    """Go to the answer where it is out of sight: a phone asks then how sure it is."""
    if page.locator("#peek").is_visible():
        page.evaluate("document.getElementById('answer').scrollIntoView({behavior: 'instant'})")


def settle(page: Page) -> None:
    """Wait until the answer and how sure it is are there."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("#outlook")).to_be_attached()
