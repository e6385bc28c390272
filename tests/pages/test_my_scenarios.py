"""The scenarios of one browser: the list, and what it does."""

import html
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from tests.conftest import asking
from tests.people import SMALL_QUERY, Ask, Visitor, key_on

MakeVisitor = Callable[[], Visitor]


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture
def owner(visitor: MakeVisitor) -> Visitor:
    return visitor()


def names(page: str) -> list[str]:
    """Return the names in the list, as they stand."""
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        html.unescape(name) for name in re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', table)
    ]


def deleted(page: str) -> list[str]:
    part = page.partition('class="deleted"')[2].partition("</ul>")[0]
    return re.findall(r"<span>([^<]*)</span>", part)


def inner_ids(page: str) -> list[str]:
    return re.findall(r'name="scenario" value="([^"]+)"', page)


# The list


@pytest.mark.every_database
def test_the_list_holds_what_this_browser_saved_the_newest_first(
    owner: Visitor, visitor: MakeVisitor
) -> None:
    assert names(owner.get("/scenarios").text) == []
    owner.save("First")
    owner.save("Second <b>")
    shown = owner.get("/scenarios").text
    assert names(shown) == ["Second <b>", "First"]
    assert "<b>" not in shown.partition("<tbody>")[2]
    assert names(visitor().get("/scenarios").text) == []


def test_a_row_says_verdict_break_even_and_when(owner: Visitor) -> None:
    # $1,000 up front against 100,000 × 1,000 tokens × $2 / 1M = $200 a month: month 5.
    query = (
        "preset=blank&draws=256&tuning.build_cost=1000&workload.requests_per_month=100k"
        "&prompting.output_tokens=1000&prompting.output_price=2&hybrid.build_cost=90000"
        "&prompting.platform_cost=1&tuning.platform_cost=1"
    )
    page = owner.save("Pays", query)
    row = owner.get("/scenarios").text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "Fine-tune" in row
    assert "Fine-tuning: May 2027 (month 5)" in row
    assert "Hybrid: not within the plan" in row
    assert "revision 1" in row
    assert f'href="{page}/edit"' in row


def test_a_forecast_is_a_row_without_a_comparison(owner: Visitor) -> None:
    owner.save("Prompting alone", "preset=blank&prompting.platform_cost=100")
    row = owner.get("/scenarios").text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "A forecast of prompting alone" in row
    assert "Fine-tuning" not in row


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("support", ["Support desk", "SUPPORT ÜBER"]),
        (" über ", ["SUPPORT ÜBER"]),
        ("%", ["100 % legal"]),
        ("_", []),
        ("nothing", []),
        ("", ["Support desk", "SUPPORT ÜBER", "100 % legal"]),
        ("<script>", []),
    ],
)
def test_names_are_searched(listed: Visitor, search: str, found: list[str]) -> None:
    shown = listed.get("/scenarios", params={"q": search}).text
    assert names(shown) == found
    assert f'value="{html.escape(search.strip())}"' in shown
    assert "<script>" not in shown


@pytest.fixture(scope="module")
def listed(ask: Ask) -> Visitor:
    person = Visitor(ask)
    for name in ("100 % legal", "SUPPORT ÜBER", "Support desk"):
        person.save(name)
    return person


def test_a_scenario_is_renamed_by_a_revision(owner: Visitor) -> None:
    page = owner.save("Before")
    assert owner.post(f"{page}/name", data={"name": " After "}).headers["location"] == "/scenarios"
    shown = owner.get("/scenarios").text
    assert names(shown) == ["After"]
    assert "Renamed." in shown
    assert "Renamed." not in owner.get("/scenarios").text  # it is told once
    history = owner.get(f"{page}/revisions").text
    assert "Renamed from Before." in history
    assert "0 inputs changed" in history


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\x00b", "a\u202eb"])
@pytest.mark.every_database
def test_a_name_that_is_none_is_refused(owner: Visitor, name: str) -> None:
    page = owner.save("Before")
    refused = owner.post(f"{page}/name", data={"name": name})
    assert refused.status_code == 422
    assert "The name must" in refused.text
    assert names(owner.get("/scenarios").text) == ["Before"]


def test_a_duplicate_is_a_scenario_of_its_own(owner: Visitor) -> None:
    page = owner.save("Plan")
    copy = owner.post(f"{page}/copies").headers["location"]
    assert names(owner.get("/scenarios").text) == ["Copy of Plan", "Plan"]
    owner.post(f"{copy}/name", data={"name": "Mine"})
    assert sorted(names(owner.get("/scenarios").text)) == ["Mine", "Plan"]


def test_a_deletion_can_be_undone(owner: Visitor, visitor: MakeVisitor) -> None:
    page, _other = owner.save("Deleted"), owner.save("Kept")
    before = visitor().get(page).text

    assert owner.post(f"{page}/deletion").headers["location"] == "/scenarios"
    shown = owner.get("/scenarios").text
    assert (names(shown), deleted(shown)) == (["Kept"], ["Deleted"])
    assert visitor().get(page).status_code == 410
    assert owner.get(page).status_code == 410

    [_kept, inner] = inner_ids(shown)
    undone = owner.post(f"{page}/restoration", data={"scenario": inner})
    assert undone.headers["location"] == "/scenarios"
    assert names(owner.get("/scenarios").text) == ["Kept", "Deleted"]
    assert visitor().get(page).text == before


def test_nobody_else_undoes_a_deletion(owner: Visitor, visitor: MakeVisitor) -> None:
    page = owner.save("Deleted")
    owner.post(f"{page}/deletion")
    [inner] = inner_ids(owner.get("/scenarios").text)
    other = visitor()
    other.save("Their own")
    assert other.post(f"{page}/restoration", data={"scenario": inner}).status_code == 403
    assert owner.get(page).status_code == 410


@pytest.mark.every_database
def test_the_end_of_a_link_is_set_shown_and_taken_away(
    owner: Visitor, visitor: MakeVisitor
) -> None:
    page = owner.save("Plan", expires="2100-01-31")
    assert "works until 31 Jan 2100" in owner.get("/scenarios").text
    assert "works until 31 Jan 2100" in owner.get(page).text
    owner.post(f"{page}/expiry", data={"expires": ""})
    assert "works until" not in owner.get("/scenarios").text
    assert visitor().get(page).status_code == 200


@pytest.mark.parametrize("day", ["2020-01-01", "tomorrow", "9999-12-31", "2100-02-30", "1e9"])
@pytest.mark.every_database
def test_an_end_that_is_none_is_refused(owner: Visitor, day: str) -> None:
    page = owner.save("Plan")
    refused = owner.post(f"{page}/expiry", data={"expires": day})
    assert refused.status_code == 422
    assert "The last day" in refused.text
    saving = owner.post("/scenarios", data={"query": SMALL_QUERY, "name": "x", "expires": day})
    assert saving.status_code == 422
    assert f'value="{day}"' in saving.text


def test_an_expired_scenario_is_still_its_owners(
    owner: Visitor, visitor: MakeVisitor, ask: Ask
) -> None:
    page = owner.save("Expired")
    key = key_on(owner.get(page).text)
    settings = {"expires_at": "2020-01-01T00:00:00Z"}
    api = page.replace("/s/", "/api/v1/scenarios/")
    ask("PUT", f"{api}/settings", json=settings, headers={"Authorization": f"Bearer {key}"})

    for path in ("", "/revisions", "/revisions/1", "/brief", "/edit", "/chart.svg"):
        assert owner.get(page + path).status_code == 200, path
        assert visitor().get(page + path).status_code == 410, path
    assert owner.get(f"/compare?s={page}&s={page}").status_code == 200
    assert visitor().get(f"/compare?s={page}&s={page}").status_code == 422
    assert visitor().post(f"{page}/copies").status_code == 410
    assert "link works until 1 Jan 2020" in owner.get("/scenarios").text
