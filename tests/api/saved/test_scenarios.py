"""Saved scenarios in the API; every answer here is held to the OpenAPI document."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from fastapi import FastAPI

from app.catalog import prices_as_of
from app.model import MODEL_VERSION
from app.store import MOST_REVISIONS, new_secret
from tests.people import OTHER_PLAN, SMALL_PLAN, Ask, Kept
from tests.stored import all_rows

pytestmark = pytest.mark.every_database

FEEDS = ["projection", "summary", "months", "years", "inputs", "uncertainty", "sensitivity"]
FEEDS += ["thresholds", "verdict", "summary.csv", "workbook.xlsx", "value/tuning.npv.txt"]
Save = Callable[..., Kept]
Statuses = Callable[..., set[int]]


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


# Prices


def test_prices_that_have_not_moved_are_none(ask: Ask, save: Save) -> None:
    answer = ask("GET", f"{save(preset='customer-support').api}/prices").json()
    nothing = {"prices": [], "claimed": False, "summary": None}
    assert answer == nothing | {"prices_as_of": prices_as_of()}
