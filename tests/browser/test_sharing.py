"""Scenarios that people share, with a browser for each of them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

# $1,000 up front against 100,000 × 1,000 tokens × $2 / 1M = $200 a month: month 5; $1 of platform
# for each, for nothing is compared with an approach that costs nothing to run.
PLAN = (
    "/?preset=blank&draws=256&tuning.build_cost=1000&workload.requests_per_month=100000"
    "&prompting.output_tokens=1000&prompting.output_price=2&hybrid.build_cost=90000"
    "&prompting.platform_cost=1&tuning.platform_cost=1"
)
HEADLINE = "#answer .headline"
HALVED = "would save about $200"  # with 50,000 requests: 12 × $100 − $1,000
Open = Callable[..., Page]


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def origin(page: Page) -> str:
    return str(page.evaluate("location.origin"))


def save(page: Page, name: str = "Our plan") -> str:
    """Save the calculator's answer and return the path of its page."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Save and get a link").click()
    page.wait_for_url("**/s/*")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    return path_of(page.url)


def volume_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="How many requests a month?")


def link_called(page: Page, name: str) -> Locator:
    """Return a link by its words, also one that looks like a button."""
    return page.locator("a", has_text=re.compile(f"^{name}$"))


def open_parts(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def edit_link(page: Page) -> str:
    open_parts(page)
    return page.get_by_label(re.compile("^Edit link")).input_value()


def change_volume(page: Page, path: str, volume: str) -> None:
    """Save a revision with another volume."""
    page.goto(f"{origin(page)}{path}/edit")
    volume_of(page).fill(volume)
    page.get_by_role("button", name="Save the revision").click()
    page.wait_for_url(f"**{path}")


def compare_with(page: Page, own: str, link: str) -> None:
    """Compare one's own scenario, from its page, with the one at a link."""
    page.locator("#answer").get_by_role("link", name="Compare").click()
    expect(page.get_by_label("Scenario 1")).to_have_value(own.removeprefix("/s/"))
    page.get_by_label("Or the link of another one").fill(link)
    page.get_by_label("Curves of").select_option("Prompting")
    page.get_by_role("button", name="Compare").click()


def test_one_saves_and_edits_the_other_looks_copies_and_compares(open_page: Open) -> None:
    owner = open_page(PLAN)
    path = save(owner)
    read_link = owner.get_by_label(re.compile("^Read link")).input_value()
    assert path_of(read_link) == path

    reader = open_page(path_of(read_link))
    expect(reader.locator(HEADLINE)).to_contain_text("It pays from")
    expect(reader.locator(HEADLINE)).to_contain_text("May 2027")
    expect(link_called(owner, "Edit")).to_have_count(1)
    expect(link_called(reader, "Edit")).to_have_count(0)
    expect(reader.get_by_label("Edit link")).to_have_count(0)
    expect(reader.get_by_role("button", name="Delete")).to_have_count(0)

    change_volume(owner, path, "50k")
    expect(owner.locator(HEADLINE)).to_contain_text(HALVED)
    reader.reload()
    expect(reader.locator(HEADLINE)).to_contain_text(HALVED)

    reader.goto(f"{read_link}/edit")
    expect(reader.get_by_role("button", name="Save the revision")).to_have_count(0)
    expect(reader.get_by_label("Edit link or key")).to_be_visible()

    reader.goto(read_link)
    reader.get_by_role("button", name="Save a copy of my own").click()
    expect(reader.get_by_role("heading", name="Copy of Our plan")).to_be_visible()
    copy = path_of(reader.url)
    assert copy != path
    change_volume(reader, copy, "200k")  # theirs to change
    expect(reader.locator(HEADLINE)).to_contain_text("pays from")

    compare_with(reader, copy, read_link)
    # 200,000 requests cost $400 a month and 50,000 cost $100: 12 × $300 less.
    expect(reader.locator("#answer")).to_contain_text("costs $3,600 less in “Our plan” (2)")
    expect(reader.locator("#answer")).to_contain_text("requests per month”: 50,000")
    expect(reader.locator("svg.chart polyline")).to_have_count(2)

    owner.reload()
    expect(owner.locator(HEADLINE)).to_contain_text(HALVED)  # as the owner left it


def test_the_edit_link_opens_editing_and_leaves_the_address_bar(open_page: Open) -> None:
    owner = open_page(PLAN)
    path = save(owner)
    link = edit_link(owner)
    key = link.partition("#")[2]
    assert len(key) == 22

    other = open_page("/connect", fresh=True)  # to go back to
    other.goto(f"{origin(other)}{path_of(link)}")
    editing = other.get_by_role("heading", name="Editing Our plan")
    expect(editing).to_be_visible()
    assert key not in other.url
    assert path_of(other.url) == f"{path}/edit"
    assert key not in other.evaluate("document.cookie")
    other.go_back()
    expect(other).to_have_url(re.compile("/connect$"))
    other.go_forward()
    expect(editing).to_be_visible()
    assert key not in other.url

    change_volume(other, path, "50k")
    owner.reload()
    expect(owner.locator(HEADLINE)).to_contain_text(HALVED)


def test_a_wrong_key_is_said_so_and_opens_nothing(open_page: Open) -> None:
    path = save(open_page(PLAN))
    other = open_page(f"{path}/edit#{'x' * 22}")
    expect(other.locator(".error")).to_contain_text("This key opens nothing here")
    expect(other.get_by_role("button", name="Save the revision")).to_have_count(0)


def test_without_javascript_one_pastes_the_edit_link_and_edits(open_page: Open) -> None:
    owner = open_page(PLAN)
    path = save(owner)
    link = edit_link(owner)

    other = open_page(path_of(link), java_script_enabled=False)
    other.get_by_label("Edit link or key").fill(link)
    other.get_by_role("button", name="Edit").click()
    volume_of(other).fill("50k")
    other.get_by_role("button", name="Calculate").first.click()
    other.get_by_role("button", name="Save the revision").click()
    expect(other.locator(HEADLINE)).to_contain_text(HALVED)
    assert path_of(other.url) == path


def test_a_click_on_save_right_after_typing_saves_what_was_typed(open_page: Open) -> None:
    page = open_page(PLAN)
    page.get_by_label("Name", exact=True).fill("In a hurry")
    volume_of(page).fill("50k")
    page.get_by_role("button", name="Save and get a link").click()
    page.wait_for_url("**/s/*")
    expect(page.locator(HEADLINE)).to_contain_text(HALVED)


def test_a_click_on_save_right_after_a_mistake_saves_nothing(open_page: Open) -> None:
    page = open_page(PLAN)
    page.get_by_label("Name", exact=True).fill("In a hurry")
    volume_of(page).fill("many")
    page.get_by_role("button", name="Save and get a link").click()
    expect(page.get_by_role("alert")).to_contain_text("Requests per month must be a number")
    expect(page.get_by_role("button", name="Save and get a link")).to_be_hidden()
    volume_of(page).fill("50k")
    page.keyboard.press("Tab")
    expect(page.locator(HEADLINE)).to_contain_text(HALVED)
    assert "/s/" not in page.url
    expect(page.get_by_label("Name", exact=True)).to_have_value("In a hurry")


@pytest.fixture
def conflict(open_page: Open) -> Page:
    """The page on which the second of two editors learns of the first."""
    first = open_page(PLAN)
    path = save(first)
    second = open_page(path_of(edit_link(first)))
    expect(second.get_by_role("heading", name="Editing Our plan")).to_be_visible()
    change_volume(first, path, "50k")

    open_parts(second)
    second.locator("#tuning-build_cost").fill("600")
    second.get_by_label("Note: what changed, and why").fill("Cheaper training")
    second.get_by_label("Your name, as readers should see it").fill("Grace")
    second.get_by_role("button", name="Save the revision").click()
    expect(second.get_by_role("heading", name="Somebody saved before you")).to_be_visible()
    return second


def test_two_edits_at_once_are_both_kept(conflict: Page) -> None:
    expect(conflict.get_by_role("alert")).to_contain_text("saved revision 2")
    theirs = conflict.get_by_role("region", name="What they changed")
    expect(theirs).to_contain_text("100,000 requests50,000 requests")
    mine = conflict.get_by_role("region", name="What you changed")
    expect(mine).to_contain_text("1,000 USD600 USD")
    expect(conflict.get_by_label("Note")).to_have_value("Cheaper training")
    expect(conflict.get_by_label("Your name")).to_have_value("Grace")

    conflict.get_by_role("button", name="Save both together").click()
    # $600 up front against $100 a month: month 6, and 12 × $100 − $600.
    expect(conflict.locator(HEADLINE)).to_contain_text("It pays from June 2027")
    expect(conflict.locator(HEADLINE)).to_contain_text("saves about $600")
    link_called(conflict, "History").click()
    expect(conflict.get_by_role("heading", name=re.compile("^Revision "))).to_have_count(3)
    expect(conflict.locator(".revisions")).to_contain_text("Cheaper training")
    expect(conflict.locator(".revisions")).to_contain_text("Grace")


def test_a_deletion_is_undone_and_a_file_moves_all_to_another_browser(
    open_page: Open, tmp_path: Path
) -> None:
    owner = open_page(PLAN)
    save(owner, "First plan")
    owner.goto(origin(owner) + PLAN)
    save(owner, "Second plan")
    owner.goto(f"{origin(owner)}/scenarios")
    rows = owner.locator("tbody tr")
    expect(rows).to_have_count(2)

    open_parts(owner)
    owner.locator("tr", has_text="First plan").get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(1)
    owner.get_by_role("button", name="Undo deleting First plan").click()
    expect(rows).to_have_count(2)

    with owner.expect_download() as download:
        owner.get_by_role("link", name="Export all as one file").click()
    file = tmp_path / "crossover-scenarios.json"
    download.value.save_as(file)
    assert len(json.loads(file.read_text())["scenarios"]) == 2

    other = open_page("/scenarios")
    expect(other.locator("tbody tr")).to_have_count(0)
    other.get_by_label("Import a file exported from Crossover").set_input_files(file)
    other.get_by_role("button", name="Import", exact=True).click()
    expect(other.locator("tbody tr")).to_have_count(2)
    other.get_by_label("Search by name").fill("second")
    other.get_by_role("button", name="Search").click()
    expect(other.locator("tbody tr")).to_have_count(1)
    other.get_by_label("Compare Second plan").check()
    other.get_by_role("button", name="Compare those ticked").click()
    expect(other.get_by_role("heading", name="Compare scenarios")).to_be_visible()
