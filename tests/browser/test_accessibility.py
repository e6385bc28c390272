"""Axe on every page and in every state: light and dark, on a phone and on a wide screen."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import private_window
from tests.browser.examples import Examples

SAVED = "/s/{support}"
READ = {
    "calculator": "/",
    "calculator, values of one's own": "/?preset=customer-support&workload.requests_per_month=9",
    "calculator, errors": "/?preset=blank&tuning.epochs=x&workload.requests_per_month=many&form=1",
    "example": "/example",
    "evidence": "/evidence",
    "list of models": "/model-list?preset=customer-support",
    "chart": "/chart?preset=legal-drafting&view.kind=monthly&view.hide=hybrid",
    "outlook": "/outlook?preset=customer-support&draws=256",
    "outlook, no ranges": "/outlook?preset=blank",
    "scenario, reader": SAVED,
    "frozen revision": f"{SAVED}/revisions/1",
    "key": f"{SAVED}/edit",
    "key, wrong": f"{SAVED}/edit",
    "history, reader": f"{SAVED}/revisions",
    "after the decision, reader": "/s/{contracts}/actuals",
    "after the decision, a change": "/s/{contracts}/actuals/1",
    "my scenarios, empty": "/scenarios",
    "compare, chooser": "/compare",
    "compare": "/compare?s={support}&s={contracts}&approach=tuning",
    "compare, error": "/compare?s={support}&s=nonsense",
    "brief": "/brief?preset=legal-drafting",
    "models": "/models?preset=customer-support&maker=openai&beside=openai/gpt-6-luna",
    "models, one's own": "/models?preset=customer-support&candidates.1.retry_rate=x&all=yes",
    "prices": "/prices",
    "prices, nothing found": "/prices?q=nonsense",
    "prices, tuned": "/prices?kind=tuned&preset=blank&tuning.build_cost=1000",
    "methodology": "/methodology?preset=customer-support",
    "explain, result": "/explain?result=tuning.npv&preset=customer-support",
    "explain, volume": "/explain?result=tuning.break_even_requests_per_month",
    "explain, line": "/explain?line=hybrid.input&month=7&preset=customer-support",
    "connect": "/connect?preset=customer-support",
    "connect, saved": "/connect?s={support}",
    "404": "/nothing-here",
    "404, scenario": "/s/none",
    "410": "/s/{deleted}",
    "422": f"{SAVED}/revisions?from=1&to=99",
}
OWN = {
    "scenario, owner": SAVED,
    "history, from and to": f"{SAVED}/revisions?from=1&to=3",
    "edit": f"{SAVED}/edit",
    "conflict": f"{SAVED}/edit?revision=1&preset=customer-support&quality.error_cost=9",
    "my scenarios, some deleted": "/scenarios",
    "my scenarios, nothing found": "/scenarios?q=nonsense",
    "brief, saved": f"{SAVED}/brief",
    "after the decision, nothing yet": f"{SAVED}/actuals",
    "after the decision, owner": "/s/{contracts}/actuals",
}
# Pages of a kind that is looked at by itself: there its colours are seen, and what can differ on a
# phone. Here, what their own words, fields and headings could break.
LIKE_ANOTHER = {
    *("calculator, values of one's own", "example", "edit", "conflict", "frozen revision"),
    *("outlook, no ranges", "scenario, reader", "history, reader", "key", "brief, saved"),
    *("my scenarios, empty", "my scenarios, nothing found", "compare, chooser", "compare, error"),
    *("prices, nothing found", "prices, tuned", "explain, volume", "connect, saved"),
    *("404, scenario", "410", "422", "after the decision, nothing yet"),
}
# Their form is that of the calculator, which is looked at with all of its 150 fields unfolded.
FOLDED = (
    *("calculator, values of one's own", "calculator, errors"),
    *("example", "edit", "conflict"),
)
LONGEST_TABLE = 12  # rows
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "document.querySelectorAll('details').forEach((part) => { part.open = true })"
# Axe takes seconds for the cells of a long table, and one row is like the next.
SHORTEN = f"""document.querySelectorAll("tbody").forEach((body) => {{
  [...body.rows].slice({LONGEST_TABLE}).forEach((row) => row.remove());
}})"""
# Nearly all of axe's time goes into contrast, text by text, and a form has 150 fields. A text's
# contrast depends on its own look and on what is painted below it: of each kind axe sees one text.
MARK_KINDS = """() => {
  const seen = new Set();
  const grounds = new Map();
  const ground = (place) => {
    if (!place) return "";
    if (!grounds.has(place)) {
      const look = getComputedStyle(place);
      const painted = [look.backgroundColor, look.backgroundImage, look.opacity, look.filter];
      const lifted = look.position === "static" ? "" : `${place.localName}.${place.className}`;
      grounds.set(place, `${ground(place.parentElement)}|${painted}${lifted}`);
    }
    return grounds.get(place);
  };
  for (const place of document.querySelectorAll("body *")) {
    const look = getComputedStyle(place);
    const text = [look.color, look.fontSize, look.fontWeight, look.textShadow, look.visibility];
    const says = [...place.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    const kind = `${place.localName} ${place.disabled} ${text} ${ground(place)}`;
    const first = (says || "value" in place) && place.checkVisibility() && !seen.has(kind);
    place.toggleAttribute("data-first-of-its-kind", first);
    if (first) seen.add(kind);
  }
  return seen.size;
}"""
FIRST_OF_THEIR_KIND = {"id": "color-contrast", "selector": "[data-first-of-its-kind]"}
# What can differ between light and dark, or between a phone and a wide screen.
RULES_THAT_DIFFER = [
    *("color-contrast", "link-in-text-block"),
    *("target-size", "scrollable-region-focusable", "region", "page-has-heading-one"),
    *("empty-heading", "heading-order", "label", "link-name", "button-name", "bypass"),
]
DIFFERENT = {"type": "rule", "values": RULES_THAT_DIFFER}


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    return []


@pytest.fixture(scope="module")
def two_windows(
    browser: Browser, examples: Examples, complaints: list[str]
) -> Iterator[dict[bool, Page]]:
    """A window that holds the keys of the examples, and one that does not.

    Each shows one state after the other: a new one would load and compile all scripts anew.
    """
    with ExitStack() as stack:
        pages = {
            owns: stack.enter_context(private_window(browser, complaints.append))
            for owns in (True, False)
        }
        examples.give_keys(pages[True])
        yield pages


@pytest.fixture(scope="module", params=[*READ, *OWN])
def page(
    request: pytest.FixtureRequest,
    two_windows: dict[bool, Page],
    examples: Examples,
    complaints: list[str],
) -> Iterator[Page]:
    """A page in one of its states, with everything unfolded."""
    page = two_windows[request.param in OWN]
    look_at(page, 1280, "light")
    page.goto(examples.server + examples.path((READ | OWN)[request.param]))
    if request.param == "conflict":
        page.get_by_role("button", name="Save the revision").click()
        page.get_by_role("heading", name="Somebody saved before you").wait_for()
    if request.param == "key, wrong":
        page.get_by_label("Edit link or key").fill("wrong")
        page.get_by_role("button", name="Edit").click()
        page.locator(".error").first.wait_for()
    page.wait_for_load_state("networkidle")
    if request.param not in FOLDED:
        page.evaluate(UNFOLD)
        expect(page.locator("details[open] [name=open]")).to_have_count(0)  # fields are there
    page.evaluate(SHORTEN)
    page.evaluate(AXE_SCRIPT)
    yield page
    assert complaints == []


def test_axe_finds_nothing_to_complain_of(page, request):
    without = ["color-contrast"] if is_like_another(request) else []
    look_at(page, 1280, "light")
    assert complaints_of_axe(page, TAGS, without=without) == []


def test_axe_finds_nothing_on_a_phone_in_the_dark_either(page, request):
    if is_like_another(request):
        return
    look_at(page, 360, "dark")
    assert complaints_of_axe(page, DIFFERENT) == []


def is_like_another(request: pytest.FixtureRequest) -> bool:
    return request.node.callspec.params["page"] in LIKE_ANOTHER


def test_whatever_is_like_another_page_is_a_page():
    assert LIKE_ANOTHER - (READ | OWN).keys() == set()


def look_at(page: Page, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("scrollTo(0, 0)")  # the headline's bar is at rest there


def complaints_of_axe(page: Page, rules: Any, *, without: Sequence[str] = ()) -> list[str]:
    """Return each rule that axe finds broken, with the places."""
    assert page.evaluate(MARK_KINDS) > 0
    page.evaluate("(rule) => axe.configure({ rules: [rule] })", FIRST_OF_THEIR_KIND)
    options = {
        "runOnly": rules,
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html']}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_a_faint_text_among_150_fields_is_found_out(open_page):
    page = open_page("/")
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    page.evaluate("[...document.querySelectorAll('fieldset label')].at(-1).style.color = '#ccc'")
    found = complaints_of_axe(page, {"type": "rule", "values": ["color-contrast"]})
    assert any(complaint.startswith("color-contrast: <label") for complaint in found), found


def test_nothing_is_wider_than_the_screen(page):
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
