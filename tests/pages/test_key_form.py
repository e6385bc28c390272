"""The form that takes an edit key, also where the link shows nothing any more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.store import new_secret
from tests.conftest import asking
from tests.people import Ask, Kept, Visitor, save_small_plan

MakeVisitor = Callable[[], Visitor]


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


def expire(ask: Ask, kept: Kept, _: Any) -> None:
    settings = {"expires_at": "2020-01-01T00:00:00Z"}
    ask("PUT", f"{kept.api}/settings", json=settings, headers=kept.authorised)


def delete(ask: Ask, kept: Kept, _: Any) -> None:
    ask("DELETE", kept.api, headers=kept.authorised)


def replace(ask: Ask, kept: Kept, _: Any) -> None:
    ask("POST", f"{kept.api}/links", headers=kept.authorised)


def erase(ask: Ask, kept: Kept, application: FastAPI) -> None:
    delete(ask, kept, application)
    long_ago = (datetime.now(UTC) - timedelta(days=31)).replace(tzinfo=None)
    with application.state.database.writing() as session:
        session.execute(
            text("UPDATE scenario SET deleted_at = :at WHERE deleted_at IS NOT NULL"),
            {"at": long_ago},
        )
    save_small_plan(ask)  # a save erases


GONE = {"expired": expire, "deleted": delete, "replaced": replace, "erased": erase}
gone = pytest.mark.parametrize("end", GONE.values(), ids=GONE)


@gone
def test_a_link_that_shows_nothing_asks_for_the_key_and_tells_nobody_else_why(
    ask: Ask, visitor: MakeVisitor, shared_application: FastAPI, end: Callable[..., None]
) -> None:
    kept = save_small_plan(ask, name="A secret name")
    end(ask, kept, shared_application)
    asked = visitor().get(f"{kept.page}/edit")
    assert asked.status_code == 410
    assert 'id="key-form"' in asked.text
    wrong = visitor().post(f"{kept.page}/key", data={"key": new_secret()})
    assert wrong.status_code == 403
    assert "opens nothing here" in wrong.text
    other = save_small_plan(ask)
    delete(ask, other, shared_application)
    for answer, path in ((asked, "edit"), (wrong, "key")):
        same = visitor().get(f"{other.page}/edit") if path == "edit" else None
        same = same or visitor().post(f"{other.page}/key", data={"key": new_secret()})
        assert answer.text.replace(kept.id, "") == same.text.replace(other.id, "")
        assert "A secret name" not in answer.text


def test_an_expired_scenario_opens_to_its_key_in_any_browser(
    ask: Ask, visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    kept, person = save_small_plan(ask), visitor()
    expire(ask, kept, None)
    assert person.get(kept.page).status_code == 410
    opened = person.post(f"{kept.page}/key", data={"key": f"http://x/s/{kept.id}/edit#{kept.key}"})
    assert (opened.status_code, opened.headers["location"]) == (303, f"{kept.page}/edit")
    for path in ("", "/edit", "/revisions"):
        assert person.get(kept.page + path).status_code == 200
    assert person.post(f"{kept.page}/expiry", data={"expires": ""}).status_code == 303
    assert visitor().get(kept.page).status_code == 200


def test_the_key_of_a_deleted_scenario_leads_to_undoing_that(
    ask: Ask, visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    kept, person = save_small_plan(ask, name="Deleted by mistake"), visitor()
    delete(ask, kept, None)
    opened = person.post(f"{kept.page}/key", data={"key": kept.key})
    assert (opened.status_code, opened.headers["location"]) == (303, "/scenarios")
    shown = person.get("/scenarios").text
    assert "This scenario was deleted." in shown
    assert "Deleted by mistake" in shown
    inner = shown.partition('name="scenario" value="')[2].partition('"')[0]
    assert person.post(f"{kept.page}/restoration", data={"scenario": inner}).status_code == 303
    assert person.get(f"{kept.page}/edit").status_code == 200


def test_the_key_of_a_replaced_link_leads_to_the_new_one(
    ask: Ask, visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    kept, person = save_small_plan(ask), visitor()
    new = ask("POST", f"{kept.api}/links", headers=kept.authorised).json()["id"]
    opened = person.post(f"{kept.page}/key", data={"key": kept.key})
    assert (opened.status_code, opened.headers["location"]) == (303, f"/s/{new}/edit")
    edited = person.get(f"/s/{new}/edit")
    assert edited.status_code == 200
    assert "link you came by was replaced" in edited.text
    assert person.get(f"{kept.page}/edit").status_code == 410


def test_a_link_that_never_was_is_not_asked_for_a_key(visitor: MakeVisitor) -> None:
    assert visitor().get(f"/s/{new_secret()}/edit").status_code == 404
    assert visitor().post(f"/s/{new_secret()}/key", data={"key": "x"}).status_code == 404
