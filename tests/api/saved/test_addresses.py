"""Addresses of saved scenarios that lead nowhere, and the document that says which there are."""

import re
from typing import Any

import pytest

from tests.people import SMALL_PLAN, Ask, Kept

pytestmark = pytest.mark.every_database

JSON_FEEDS = ["projection", "summary", "months", "years", "inputs", "uncertainty", "verdict"]


@pytest.mark.parametrize(
    "scenario_id",
    [
        *(
            "none",
            "x" * 22,
            "x" * 10_000,
            "%00",
            "%F0%9F%92%A9",
            "%FF%FE",
            "a%2Fb",
            "..%2F..",
            "'--",
        ),
        *("%0A", "%EF%BF%BE", "*", "{scenario_id}", "-1", "null", "%25s"),
    ],
)
def test_an_id_that_is_none_is_not_found(ask: Ask, scenario_id: str) -> None:
    api, page = f"/api/v1/scenarios/{scenario_id}", f"/s/{scenario_id}"
    for path in (api, f"{api}/summary", f"{api}/revisions/1", page, f"{page}/revisions/1/brief"):
        assert ask("GET", path).status_code == 404, path
    headers = {"Authorization": "Bearer key", "If-Match": '"1"'}
    assert ask("PUT", api, json=SMALL_PLAN | {"name": "x"}, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "number",
    ["0", "2", "-1", "abc", "1.5", "1e3", "%00", "99999999", "9" * 30, "9" * 5000, "²"],
)
def test_a_revision_that_is_none_is_not_found(ask: Ask, untouched: Kept, number: str) -> None:
    for path in (untouched.api, untouched.page):
        for rest in ("", "/summary" if path == untouched.api else "/brief"):
            response = ask("GET", f"{path}/revisions/{number}{rest}")
            assert response.status_code == 404, response.text[:300]


def test_a_method_that_an_address_does_not_take_is_refused(ask: Ask, untouched: Kept) -> None:
    kept = untouched
    for method, path in (
        ("PATCH", kept.api),
        ("POST", kept.api),
        ("DELETE", f"{kept.api}/revisions/1"),
        ("PUT", f"{kept.api}/revisions/1"),
        ("DELETE", kept.page),
    ):
        assert ask(method, path, headers=kept.at(1)).status_code == 405


def test_the_document_itself_is_sound(document: dict[str, Any]) -> None:
    for part in document["components"].values():
        for name in part:
            assert re.fullmatch(r"[A-Za-z0-9._-]+", name)  # as OpenAPI demands
    operations = [item for path in document["paths"].values() for item in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all(operation["summary"] for operation in operations)
    assert bodies_of(document, "/api/v1/scenarios") == {"NewScenarioBody"}
    assert {body for feed in JSON_FEEDS for body in bodies_of(document, f"/api/v1/{feed}")} == {
        "PlanBody"
    }
    described = document["components"]["schemas"]["NewScenarioBody"]["properties"]
    assert {"name", "note", "author", "expires_at", "preset", "inputs", "ranges"} <= set(described)


def bodies_of(document: dict[str, Any], path: str) -> set[str]:
    """Return the names of the schemas that a POST to an address takes."""
    content = document["paths"][path]["post"]["requestBody"]["content"]
    return {item["schema"]["$ref"].rpartition("/")[2] for item in content.values()}


def test_what_is_no_json_is_described_as_what_it_is_alone(document: dict[str, Any]) -> None:
    kinds = {".csv": "text/csv", ".txt": "text/plain"}
    kinds |= {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    checked = 0
    for path, operations in document["paths"].items():
        for end, kind in kinds.items():
            if path.endswith(end):
                assert set(operations["get"]["responses"]["200"]["content"]) == {kind}, path
                checked += 1
    assert checked > 20
