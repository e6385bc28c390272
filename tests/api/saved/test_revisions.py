"""A saved scenario's revisions in the API: listed, what changed between them, and handed on."""

import re

import pytest

from tests.people import SMALL_PLAN, Ask, Kept

pytestmark = pytest.mark.every_database


def test_the_history_lists_every_revision_with_its_figures(ask: Ask, revised: Kept) -> None:
    newest, oldest = ask("GET", f"{revised.api}/revisions").json()

    assert [newest["revision"], oldest["revision"]] == [2, 1]
    assert (newest["name"], newest["note"], newest["author"]) == (
        *("Second", "A second offer", "Grace"),
    )
    assert (oldest["note"], oldest["author"]) == ("First", "Ada")
    assert oldest["read_url"] == f"http://test/s/{revised.id}/revisions/1"
    # $1,000 and then $1,500 up front against nothing at all.
    assert oldest["summary"]["comparisons"]["tuning"]["npv"] == -1000
    assert newest["summary"]["comparisons"]["tuning"]["npv"] == -1500
    assert oldest["summary"] == ask("GET", f"{revised.api}/revisions/1/summary").json()


def test_the_history_pages(ask: Ask, revised: Kept) -> None:
    first = ask("GET", f"{revised.api}/revisions?most=1")
    assert [item["revision"] for item in first.json()] == [2]
    following = re.fullmatch(r'<http://test([^>]+)>; rel="next"', first.headers["link"])
    second = ask("GET", following[1])
    assert [item["revision"] for item in second.json()] == [1]
    assert "link" not in second.headers
    assert ask("GET", f"{revised.api}/revisions?before=1").json() == []


@pytest.mark.parametrize(
    ("query", "field", "bounds"),
    [
        ("most=0", "most", "from 1 to 200"),
        ("most=201", "most", "from 1 to 200"),
        ("most=x", "most", "from 1 to 200"),
        ("most=1&most=2", "most", "from 1 to 200"),
        ("before=x", "before", "from 0 to 1,000,000"),
        ("before=1000001", "before", "from 0 to 1,000,000"),
    ],
)
def test_a_number_that_cannot_be_asked_for_is_refused_with_its_bounds(
    ask: Ask, revised: Kept, query: str, field: str, bounds: str
) -> None:
    (error,) = ask("GET", f"{revised.api}/revisions?{query}").json()["errors"]
    assert error["input"] == field
    assert error["message"] == f"{field} must be a whole number {bounds}, once."


def test_changes_name_every_input_and_range_and_what_they_did(ask: Ask, revised: Kept) -> None:
    answer = ask("GET", f"{revised.api}/changes").json()

    assert (answer["before"], answer["after"]) == (1, 2)
    changed = {"input": "tuning.build_cost"}
    assert answer["inputs"] == [changed | {"before": 1000, "after": 1500}]
    assert answer["ranges"] == [
        changed | {"before": {"low": 500, "high": 2000}, "after": None},
    ]
    [tuning] = answer["effects"]  # the hybrid takes no part
    assert (tuning["npv_before"], tuning["npv_after"]) == (-1000, -1500)

    back = ask("GET", f"{revised.api}/changes?from=2&to=1").json()
    assert back["inputs"] == [changed | {"before": 1500, "after": 1000}]
    same = ask("GET", f"{revised.api}/changes?from=1&to=1").json()
    assert same["inputs"] == same["ranges"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [("from=0", 404), ("to=3", 404), ("from=x", 422), ("to=1e9", 422), ("to=99999999", 422)],
)
def test_changes_of_revisions_that_are_not_there_are_none(
    ask: Ask, revised: Kept, query: str, status: int
) -> None:
    assert ask("GET", f"{revised.api}/changes?{query}").status_code == status


def test_an_exported_scenario_is_imported_as_a_new_one_with_its_history(
    ask: Ask, revised: Kept
) -> None:
    kept = revised
    exported = ask("GET", f"{kept.api}/export")
    assert kept.key not in exported.text
    assert kept.id not in exported.text

    [made] = ask("POST", "/api/v1/scenarios/imports", json=exported.json()).json()["scenarios"]

    assert (made["id"], made["edit_key"]) != (kept.id, kept.key)
    again = Kept(made["id"], made["edit_key"])
    links = {"read_url": None}
    assert [item | links for item in ask("GET", f"{again.api}/revisions").json()] == [
        item | links for item in ask("GET", f"{kept.api}/revisions").json()
    ]
    assert ask("GET", f"{again.api}/export").json() == exported.json()
    body = SMALL_PLAN | {"name": "Ours now"}
    assert ask("PUT", again.api, json=body, headers=again.at(2)).status_code == 200
