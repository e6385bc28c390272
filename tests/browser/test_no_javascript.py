"""The whole journey without JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.test_calculator import volume_of

PROMPT = "A secret of ours. " * 30


def test_from_a_pasted_prompt_to_a_second_revision_by_the_key(open_page):
    page = open_page("/?preset=blank", java_script_enabled=False)
    volume_of(page).fill("40,000")
    page.locator("#prompting-prompt_tokens-paste > summary").click()
    page.get_by_role("textbox", name="Text to count: How long is your prompt?").fill(PROMPT)
    page.get_by_role("button", name="Count").first.click()
    expect(page).to_have_url(re.compile(r"prompting\.prompt_tokens=\d+"))
    expect(page).to_have_url(re.compile("requests_per_month=40000"))
    assert "secret" not in page.url
    page.get_by_label("Name", exact=True).fill("Without scripts")
    page.get_by_role("button", name="Save and get a link").click()
    expect(page.get_by_role("heading", name="Without scripts")).to_be_visible()
    edit_link = page.get_by_label("Edit link").input_value()

    other = open_page("", at=edit_link, java_script_enabled=False)
    other.get_by_label("Edit link or key").fill(edit_link)
    other.get_by_role("button", name="Edit").click()
    expect(other.get_by_role("heading", name="Editing Without scripts")).to_be_visible()
    volume_of(other).fill("50,000")
    other.get_by_role("button", name="Calculate").first.click()
    expect(other).to_have_url(re.compile("requests_per_month=50000"))
    other.get_by_role("button", name="Save the revision").click()
    expect(other.locator("article")).to_contain_text("Saved on")
    page.reload()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="Revision 2")).to_be_visible()


def test_another_use_case_takes_its_values_along(open_page):
    page = open_page("/?preset=blank", java_script_enabled=False)
    page.get_by_label("What is it for?").select_option("legal-drafting")
    page.get_by_role("button", name="Calculate").first.click()
    expect(page).to_have_url(re.compile(r"\?preset=legal-drafting(&open=who)?$"))


def test_a_wrong_entry_is_named_at_the_top_and_beside_its_field(open_page):
    page = open_page("/?preset=blank", java_script_enabled=False)
    volume_of(page).fill("many")
    page.get_by_role("button", name="Calculate").first.click()
    link = page.get_by_role("alert").get_by_role("link")
    words = link.inner_text()
    expect(page.locator("#workload-requests_per_month-error")).to_have_text(words)
    link.click()
    expect(volume_of(page)).to_be_focused()
