"""The whole journey without a mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_recalculation import reach, settle

MOST_STOPS = 400
MODEL = "openai/gpt-6-luna"
STILL = {"reduced_motion": "reduce"}  # where the page scrolls at once
# What shows where the focus is: an outline, or the ring that Pico draws round fields.
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return outlined || style.boxShadow !== "none";
}"""
# Where the keys are now, in words.
STOP = """() => {
  const place = document.activeElement;
  const words = place.getAttribute("aria-label") || place.labels?.[0]?.innerText || place.innerText;
  return (words || "").replace(/\\s+/g, " ").trim();
}"""
# Whether the place itself, not something above it, is what the eye meets there.
IN_SIGHT = """() => {
  const place = document.activeElement;
  const box = place.getClientRects()[0];  // of a link that wraps, its first line
  const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  return Boolean(top) && [place, ...(place.labels ?? [])].some((one) => one.contains(top));
}"""

OUTER = "() => document.activeElement.outerHTML.slice(0, 80)"


def test_from_the_first_key_to_a_saved_scenario(open_page):
    page = open_page("/?preset=blank")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP) == "Skip to the answer"
    tab_to(page, "How many requests a month?")
    page.keyboard.type("100k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("requests_per_month=100000"))
    tab_to(page, "How long is an answer")
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("output_tokens=300"))
    tab_to(page, "Which model do you prompt")
    page.keyboard.type(MODEL)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"prompting.model={MODEL}"))
    tab_to(page, "Right and wrong answers|People and quality")
    page.keyboard.press("Enter")
    tab_to(page, "Read the chart month by month")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#figure .reading")).to_contain_text("Month 1,")
    tab_to(page, "Monthly")
    page.keyboard.press("Enter")
    expect(page.locator("#figure figcaption")).to_contain_text("Cost of each month")
    tab_to(page, "Name")
    page.keyboard.type("By keys alone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="By keys alone")).to_be_visible()


def test_the_link_that_skips_leads_past_the_form(open_page):
    page = open_page("/?preset=blank")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#answer$"))
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('#answer'))")


def test_every_stop_of_the_calculator_shows_the_focus_and_is_in_sight(open_page):
    walk(open_page("/?preset=customer-support", **STILL))


def test_every_stop_on_a_phone_shows_the_focus_and_is_in_sight(open_page):
    phone = {"width": 360, "height": 640}
    walk(open_page("/?preset=customer-support", viewport=phone, **STILL))


def test_every_stop_of_a_saved_scenario_shows_the_focus_and_is_in_sight(open_page, examples):
    page = open_page("/", **STILL)
    examples.give_keys(page)
    page.goto(examples.server + examples.support.page)
    walk(page)


def walk(page: Page) -> None:
    """Press Tab through the whole page, once round."""
    reach(page)
    settle(page)
    hidden = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not page.evaluate(SHOWS_FOCUS) or not page.evaluate(IN_SIGHT):
            hidden.append(f"{page.evaluate(STOP)}: {page.evaluate(OUTER)}")
    else:
        raise AssertionError("the keys never left the page")
    assert hidden == []


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what has these words; it shows at each stop."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert page.evaluate(SHOWS_FOCUS), stop
        if re.match(words, stop):
            return
    raise AssertionError(f"no key leads to {words}")
