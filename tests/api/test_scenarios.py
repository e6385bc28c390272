"""Saved scenarios in the API; every answer here is held to the OpenAPI document."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.catalog import prices_as_of
from app.model import MODEL_VERSION
from app.store import MOST_REVISIONS, new_secret
from tests.api.openapi import Description
from tests.conftest import asking
from tests.people import SMALL_PLAN, Ask, Kept, save_small_plan
from tests.stored import all_rows

pytestmark = pytest.mark.every_database

FEEDS = ["projection", "summary", "months", "years", "inputs", "uncertainty", "sensitivity"]
FEEDS += ["thresholds", "verdict", "summary.csv", "workbook.xlsx", "value/tuning.npv.txt"]
JSON_FEEDS = ["projection", "summary", "months", "years", "inputs", "uncertainty", "verdict"]
OTHER_PLAN = SMALL_PLAN | {"inputs": {"tuning": {"build_cost": 1500}}}
Save = Callable[..., Kept]
Statuses = Callable[..., set[int]]


@pytest.fixture(scope="module")
def document(shared_application: FastAPI) -> dict[str, Any]:
    answer: dict[str, Any] = asking(shared_application)("GET", "/api/v1/openapi.json").json()
    return answer


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI, document: dict[str, Any]) -> Ask:
    send, description = asking(shared_application), Description(document)

    def send_and_check(method: str, path: str, **options: Any) -> httpx.Response:
        response = send(method, path, **options)
        if path.startswith("/api/"):
            description.check(method, path, response)
        return response

    return send_and_check


@pytest.fixture(scope="module")
def untouched(ask: Ask) -> Kept:
    """A scenario that no test changes."""
    return save_small_plan(ask)


@pytest.fixture(scope="module")
def revised(ask: Ask) -> Kept:
    """A scenario of two revisions, the second dearer and without a range, that no test changes."""
    kept = save_small_plan(ask, note="First", author="Ada")
    said = {"name": "Second", "note": "A second offer", "author": "Grace"}
    body = OTHER_PLAN | {"ranges": {}} | said
    assert ask("PUT", kept.api, json=body, headers=kept.at(1)).status_code == 200
    return kept


# Saving


def test_saving_answers_with_the_key_and_both_links(ask: Ask) -> None:
    body = SMALL_PLAN | {"name": "Support, next year", "note": "First", "author": "Ada"}
    created = ask("POST", "/api/v1/scenarios", json=body)

    answer = created.json()
    assert created.status_code == 201
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", answer["id"])  # 22 × 6 bits hold 128
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", answer["edit_key"])
    assert answer["read_url"] == f"http://test/s/{answer['id']}"
    assert answer["edit_url"] == f"{answer['read_url']}/edit#{answer['edit_key']}"
    assert created.headers["location"] == f"http://test/api/v1/scenarios/{answer['id']}"
    assert created.headers["etag"] == '"1"'
    assert (answer["revision"], answer["name"]) == (1, "Support, next year")
    assert (answer["prices_as_of"], answer["model_version"]) == (prices_as_of(), MODEL_VERSION)


def test_only_a_hash_of_the_key_is_stored(
    ask: Ask, save: Save, shared_application: FastAPI
) -> None:
    kept = save()
    ask("PUT", kept.api, json=SMALL_PLAN | {"name": "Again"}, headers=kept.at(1))

    rows = all_rows(shared_application.state.database)

    assert sha256(kept.key.encode()).hexdigest() in rows
    assert kept.key not in rows


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": 7}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"note": "x" * 2001}, "note"),
        ({"note": ["x"]}, "note"),
        ({"author": "a\u202eb"}, "author"),
        ({"author": None}, "author"),
        ({"preset": "nonsense"}, "preset"),
        ({"inputs": {"tuning": {"epochs": "many"}}}, "tuning.epochs"),
        ({"inputs": {"tuning": {"colour": "red"}}}, "tuning.colour"),
        ({"ranges": {"tuning.build_cost": "2..3"}}, "ranges.tuning.build_cost"),
        ({"draws": 255}, "draws"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2030-01-01T00:00:00"}, "expires_at"),  # without a zone
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_body_names_the_field_and_changes_nothing(
    ask: Ask, untouched: Kept, shared_application: FastAPI, wrong: dict[str, Any], field: str
) -> None:
    before = all_rows(shared_application.state.database)
    body = SMALL_PLAN | {"name": "Other"} | wrong

    for method, path in (("POST", "/api/v1/scenarios"), ("PUT", untouched.api)):
        refused = ask(method, path, json=body, headers=untouched.at(1))
        assert refused.status_code == 422
        assert [error["input"] for error in refused.json()["errors"]] == [field]
    assert all_rows(shared_application.state.database) == before


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '"text"', "null", '{"name": NaN}'])
def test_a_body_that_is_no_object_is_refused(ask: Ask, untouched: Kept, body: str) -> None:
    for method, path in (
        ("POST", "/api/v1/scenarios"),
        ("PUT", untouched.api),
        ("PUT", f"{untouched.api}/settings"),
        ("POST", "/api/v1/scenarios/imports"),
    ):
        assert ask(method, path, content=body, headers=untouched.at(1)).status_code == 422


# Changing


def test_a_put_makes_the_next_revision(ask: Ask, save: Save) -> None:
    kept = save()
    body = OTHER_PLAN | {"name": "Dearer", "note": "A second offer", "author": "Grace"}
    changed = ask("PUT", kept.api, json=body, headers=kept.at(1))

    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    latest = ask("GET", kept.api)
    assert latest.json() == changed.json()
    assert latest.headers["etag"] == '"2"'
    assert latest.json()["inputs"]["tuning"]["build_cost"] == 1500
    first = ask("GET", f"{kept.api}/revisions/1").json()
    assert (first["name"], first["inputs"]["tuning"]["build_cost"]) == ("Plan", 1000)
    assert latest.json()["created_at"] == first["created_at"] < latest.json()["updated_at"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Basic QWRhOmtleQ=="}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Bearer wrong"}, 403),
        ({"Authorization": "Bearer \xe9".encode("latin-1")}, 403),
    ],
    ids=["no key", "a password", "an empty key", "a wrong key", "a key that is no text"],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", ""),
        ("DELETE", ""),
        ("GET", "/settings"),
        ("PUT", "/settings"),
        ("POST", "/links"),
        ("POST", "/restorations"),
    ],
)
def test_whatever_changes_a_scenario_needs_its_key(
    ask: Ask, untouched: Kept, headers: dict[str, Any], status: int, method: str, path: str
) -> None:
    body = {"json": SMALL_PLAN | {"name": "Taken"} if not path else {}} if method == "PUT" else {}
    refused = ask(method, untouched.api + path, headers={"If-Match": '"1"'} | headers, **body)

    assert refused.status_code == status
    assert ("www-authenticate" in refused.headers) == (status == 401)
    assert ask("GET", untouched.api).json()["name"] == "Plan"


def test_another_scenarios_key_opens_nothing(ask: Ask, save: Save, untouched: Kept) -> None:
    body = SMALL_PLAN | {"name": "Taken"}
    assert ask("PUT", untouched.api, json=body, headers=save().at(1)).status_code == 403


def test_a_put_says_which_version_it_changes(ask: Ask, untouched: Kept) -> None:
    body = SMALL_PLAN | {"name": "Blind"}
    refused = ask("PUT", untouched.api, json=body, headers=untouched.authorised)
    assert refused.status_code == 428
    assert "If-Match" in refused.json()["detail"]


@pytest.mark.parametrize("tags", ['"1"', 'W/"1"', '"7", "1"', "1", '""', "nonsense"])
def test_a_stale_put_is_answered_with_what_is_there_now(ask: Ask, revised: Kept, tags: str) -> None:
    headers = revised.authorised | {"If-Match": tags}
    refused = ask("PUT", revised.api, json=SMALL_PLAN | {"name": "Third"}, headers=headers)

    assert refused.status_code == 412
    assert refused.headers["etag"] == '"2"'
    assert refused.json()["current"] == ask("GET", revised.api).json()
    assert refused.json()["current"]["name"] == "Second"


@pytest.mark.parametrize("tags", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_a_put_may_name_several_versions_or_any(ask: Ask, save: Save, tags: str) -> None:
    kept = save()
    headers = kept.authorised | {"If-Match": tags}
    body = SMALL_PLAN | {"name": "Second"}
    assert ask("PUT", kept.api, json=body, headers=headers).status_code == 200


def test_a_scenario_with_as_many_revisions_as_it_may_have_takes_no_more(
    ask: Ask, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_REVISIONS == 200
    monkeypatch.setattr("app.store.store.MOST_REVISIONS", 1)
    kept = save()
    full = ask("PUT", kept.api, json=SMALL_PLAN | {"name": "Second"}, headers=kept.at(1))
    assert full.status_code == 409
    assert "save a copy" in full.json()["detail"]


# Deleting, links, settings


def test_a_deleted_scenario_is_gone_until_it_is_restored(
    ask: Ask, save: Save, statuses: Statuses
) -> None:
    kept = save()
    before = ask("GET", kept.api).json()
    assert ask("DELETE", kept.api, headers=kept.authorised).status_code == 204

    assert statuses(kept) == {410}
    body = SMALL_PLAN | {"name": "Late"}
    assert ask("PUT", kept.api, json=body, headers=kept.at(1)).status_code == 410
    assert ask("DELETE", kept.api, headers=kept.authorised).status_code == 410

    restored = ask("POST", f"{kept.api}/restorations", headers=kept.authorised)
    assert (restored.status_code, restored.json()) == (200, before)
    assert statuses(kept) == {200}


@pytest.fixture
def statuses(ask: Ask, shared_application: FastAPI) -> Statuses:
    """Return what tells how every address answers that shows a scenario.

    What is calculated of it is asked for on SQLite: on PostgreSQL the same row is read for it.
    """
    on_sqlite = shared_application.state.database.engine.dialect.name == "sqlite"
    return partial(statuses_of, ask, FEEDS if on_sqlite else ["summary", "value/tuning.npv.txt"])


def statuses_of(
    ask: Ask, made: list[str], kept: Kept, headers: dict[str, str] | None = None
) -> set[int]:
    pages = ["", "/outlook", "/brief", "/connect", "/revisions", "/chart.svg", "/preview.png"]
    pages += ["/revisions/1", "/revisions/1/brief"]
    feeds = ["", *(f"/{feed}" for feed in made), "/revisions", "/changes", "/prices", "/export"]
    feeds += ["/revisions/1", *(f"/revisions/1/{feed}" for feed in made)]
    paths = [kept.api + feed for feed in feeds]
    if headers is None:  # the pages take no key in a header
        paths += [kept.page + page for page in pages]
    return {ask("GET", path, headers=headers or {}).status_code for path in paths}


def test_a_delete_may_say_which_version_it_deletes(ask: Ask, save: Save) -> None:
    kept = save()
    assert ask("DELETE", kept.api, headers=kept.at(7)).status_code == 412
    assert ask("DELETE", kept.api, headers=kept.at(1)).status_code == 204


def test_a_new_link_works_and_the_old_one_is_gone_everywhere(
    ask: Ask, save: Save, statuses: Statuses
) -> None:
    kept = save()
    answer = ask("POST", f"{kept.api}/links", headers=kept.authorised)

    assert answer.status_code == 201
    moved = Kept(answer.json()["id"], kept.key)
    assert moved.id != kept.id
    assert answer.headers["location"] == f"http://test{moved.api}"
    assert answer.json()["read_url"] == f"http://test{moved.page}"
    assert statuses(kept) == {410}
    assert ask("POST", f"{kept.page}/copies").status_code == 410
    assert ask("GET", f"{kept.page}/copy").status_code == 410
    assert statuses(moved) == {200}
    body = SMALL_PLAN | {"name": "Moved"}
    assert ask("PUT", kept.api, json=body, headers=kept.at(1)).status_code == 410
    assert ask("PUT", moved.api, json=body, headers=moved.at(1)).status_code == 200


def test_an_expired_scenario_is_gone_for_all_but_the_keys_holder(
    ask: Ask, save: Save, statuses: Statuses
) -> None:
    kept = save()
    yesterday = datetime.now(UTC) - timedelta(days=1)
    settings = {"expires_at": yesterday.isoformat(), "shows_figures": True}
    stored = ask("PUT", f"{kept.api}/settings", json=settings, headers=kept.authorised)
    assert stored.json() == settings

    assert statuses(kept) == {410}
    assert statuses(kept, kept.authorised) == {200}
    assert statuses(kept, {"Authorization": f"Bearer {new_secret()}"}) == {403}

    ask("PUT", f"{kept.api}/settings", json={}, headers=kept.authorised)
    assert statuses(kept) == {200}


def test_a_scenario_that_has_not_expired_yet_is_there(ask: Ask, save: Save) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    kept = save(expires_at=tomorrow.isoformat())
    assert ask("GET", kept.api).status_code == 200
    settings = ask("GET", f"{kept.api}/settings", headers=kept.authorised).json()
    assert settings == {"expires_at": tomorrow.isoformat(), "shows_figures": False}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"expires_at": "2030-01-01T00:00:00"}, "expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, "expires_at"),  # 10000-01-01 in UTC
        ({"expires_at": "0001-01-01T00:00:00+12:00"}, "expires_at"),  # before year 1 in UTC
        ({"expires_at": 1e300}, "expires_at"),
        ({"shows_figures": "perhaps"}, "shows_figures"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_setting_is_named(
    ask: Ask, untouched: Kept, settings: dict[str, Any], field: str
) -> None:
    refused = ask("PUT", f"{untouched.api}/settings", json=settings, headers=untouched.authorised)
    assert refused.status_code == 422
    assert [error["input"] for error in refused.json()["errors"]] == [field]


def test_a_copy_has_the_same_plan_and_a_key_of_its_own(ask: Ask, save: Save) -> None:
    kept = save(name="N" * 120, note="Ours", author="Ada")
    answer = ask("POST", f"{kept.api}/copies")

    assert answer.status_code == 201
    copy = Kept(answer.json()["id"], answer.json()["edit_key"])
    assert answer.json()["name"] == "Copy of " + "N" * 112  # 120 characters
    for same in ("inputs", "ranges", "preset", "prices_as_of", "model_version"):
        assert answer.json()[same] == ask("GET", kept.api).json()[same]
    for feed in FEEDS[:-2]:
        assert ask("GET", f"{copy.api}/{feed}").content == ask("GET", f"{kept.api}/{feed}").content
    assert ask("GET", f"{copy.api}/revisions").json()[0]["author"] == ""
    body = OTHER_PLAN | {"name": "Mine"}
    assert ask("PUT", copy.api, json=body, headers=copy.at(1)).status_code == 200
    assert ask("PUT", kept.api, json=body, headers=copy.at(1)).status_code == 403


# History, prices, comparison


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
    for query, field in (("most=0", "most"), ("most=201", "most"), ("before=x", "before")):
        refused = ask("GET", f"{revised.api}/revisions?{query}")
        assert [error["input"] for error in refused.json()["errors"]] == [field], query


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


def test_prices_that_have_not_moved_are_none(ask: Ask, save: Save) -> None:
    answer = ask("GET", f"{save(preset='customer-support').api}/prices").json()
    nothing = {"prices": [], "claimed": False, "summary": None}
    assert answer == nothing | {"prices_as_of": prices_as_of()}


def test_a_comparison_holds_figures_what_differs_and_what_drives_it(ask: Ask, save: Save) -> None:
    first = save(name="One")
    second = save(name="Two", inputs={"tuning": {"build_cost": 1500}})
    answer = ask("GET", f"/api/v1/comparison?s={first.id}&s={second.id}/revisions/1").json()

    assert answer["approach"] == "tuning"
    assert [item["scenario"] for item in answer["scenarios"]] == [
        *(first.id, f"{second.id}/revisions/1"),
    ]
    summary = ask("GET", f"{first.api}/summary").json()
    assert answer["scenarios"][0]["summary"].items() <= summary.items()
    assert answer["scenarios"][0]["summary"]["comparisons"]["tuning"]["npv"] == -1000
    assert answer["inputs"] == [{"input": "tuning.build_cost", "values": [1000, 1500]}]
    [drivers] = answer["drivers"]
    assert drivers["contributions"] == [{"input": "tuning.build_cost", "change": 500}]


def test_a_comparison_as_csv_has_a_row_per_month_and_approach(ask: Ask, save: Save) -> None:
    kept = [save(name="=HYPERLINK(1)"), save(name="Two")]
    query = "&".join(f"s={item.id}" for item in kept)
    answer = ask("GET", f"/api/v1/comparison.csv?{query}&bom=0")

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert len(rows) == 2 * 13 * 2  # scenarios × (12 months and the decision) × approaches
    assert rows[0]["name"] == "'=HYPERLINK(1)"  # a text, never a formula
    [upfront] = [
        *(row for row in rows[:26] if (row["month"], row["approach"]) == ("0", "tuning")),
    ]
    assert (upfront["amount"], upfront["cumulative"]) == ("1000.0", "1000.0")
    assert {row["currency"] for row in rows} == {"USD"}


def test_a_comparison_names_what_it_cannot_compare(ask: Ask, untouched: Kept) -> None:
    kept = untouched
    for query, field in (
        ("", "s"),
        (f"s={kept.id}", "s"),
        ("&".join([f"s={kept.id}"] * 5), "s"),
        (f"s={kept.id}&s=unknown", "s"),
        (f"s={kept.id}&s={kept.id}/revisions/2", "s"),
        (f"s={kept.id}&s={kept.id}&approach=both", "approach"),
        (f"s={kept.id}&s={kept.id}&colour=red", "colour"),
    ):
        refused = ask("GET", f"/api/v1/comparison?{query}")
        assert refused.status_code == 422
        assert [error["input"] for error in refused.json()["errors"]] == [field], query


# Export and import


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


# Addresses that lead nowhere


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
