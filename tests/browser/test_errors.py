"""Wrong entries: named at the top, in the same words beside the field, one link apart."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_calculator import volume_of

# One field that is in sight, one in a folded section, one in a row over the approaches.
WRONG = {
    "workload.requests_per_month": "many",
    "finance.discount_rate": "much",
    "tuning.epochs": "x",
}
WRONG_RANGE = {"ranges.workload.requests_per_month": "9..1"}  # read once the values are right


def address_with(wrong: dict[str, str]) -> str:
    return "/?preset=blank&form=1&" + "&".join(f"{name}={text}" for name, text in wrong.items())


@pytest.mark.parametrize(
    ("name", "javascript"),
    [*((name, True) for name in (*WRONG, *WRONG_RANGE)), ("tuning.epochs", False)],
)
def test_a_link_in_the_summary_leads_to_the_field_even_where_it_is_folded_away(
    open_page, name, javascript
):
    wrong = WRONG if name in WRONG else WRONG_RANGE
    page = open_page(address_with(wrong), java_script_enabled=javascript)
    field = page.locator(f"[name='{name}']")
    if javascript:
        page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = false })")
    link = page.get_by_role("alert").locator(f"a[href='#{name.replace('.', '-')}']")
    words = link.inner_text()
    link.click()
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(field).to_have_attribute("aria-invalid", "true")
    said = field.get_attribute("aria-describedby").split()[-1]
    expect(page.locator(f"#{said}")).to_have_text(words)


def test_the_summary_counts_and_stands_before_the_form(open_page):
    page = open_page(address_with(WRONG))
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_have_text(f"{len(WRONG)} entries need correcting")
    assert summary.bounding_box()["y"] < page.locator("#form").bounding_box()["y"]
    for name, text in WRONG.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(text)


def test_a_corrected_entry_leaves_the_summary(open_page):
    page = open_page("/?preset=blank")
    volume = volume_of(page)
    volume.fill("many")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("Requests per month must be a number")
    volume.fill("2k")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).to_have_url(re.compile("requests_per_month=2000"))
