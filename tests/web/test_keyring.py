"""The cookie that holds the edit keys of a browser."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.store import KEPT_AFTER_DELETION, SECRET_LENGTH, new_secret
from app.web.keyring import COOKIE, MOST_KEYS
from tests.conftest import asking
from tests.people import SMALL_QUERY, Ask, Visitor

OWNER = "/edit#"  # in the edit link, which only the owner's page shows
MakeVisitor = Callable[[], Visitor]


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


def cookie_of(response: httpx.Response) -> Morsel[str]:
    [text] = [text for text in response.headers.get_list("set-cookie") if COOKIE in text]
    return SimpleCookie(text)[COOKIE]


def keys_of(person: Visitor) -> int:
    """Return how many keys the person's cookie holds."""
    pairs, _, _signature = person.cookies[COOKIE].rpartition(".")
    return len(pairs) // (2 * SECRET_LENGTH)


@pytest.mark.parametrize(("base_url", "secure"), [("http://test", ""), ("https://test", True)])
def test_no_script_reads_the_cookie_and_no_other_site_sends_it(
    shared_application: FastAPI, base_url: str, secure: str | bool
) -> None:
    ask = asking(shared_application, base_url=base_url)
    saved = ask("POST", "/scenarios", data={"query": SMALL_QUERY, "name": "Plan"})

    cookie = cookie_of(saved)

    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert cookie["secure"] == secure
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == 400 * 86_400  # days × seconds


def test_the_cookie_makes_its_browser_the_owner_and_no_other_one(visitor: MakeVisitor) -> None:
    owner, other = visitor(), visitor()
    page = owner.save()
    assert OWNER in owner.get(page).text
    assert OWNER not in other.get(page).text


@pytest.mark.parametrize("place", [0, 30, 43, 44, 60, -1])
def test_a_cookie_that_was_tampered_with_counts_for_nothing(
    visitor: MakeVisitor, place: int
) -> None:
    owner = visitor()
    page = owner.save()
    characters = list(owner.cookies[COOKIE])
    characters[place] = "A" if characters[place] != "A" else "Q"
    owner.cookies[COOKIE] = "".join(characters)
    assert OWNER not in owner.get(page).text
    assert owner.post(f"{page}/deletion").status_code == 403


@pytest.mark.parametrize("text", ["", ".", "x", "..", "%00.x", "é", "x" * 5000, "a.b; c=d", '"'])
def test_a_cookie_that_is_none_of_ours_is_no_error(
    ask: Ask, visitor: MakeVisitor, text: str
) -> None:
    page = visitor().save()
    headers = {"Cookie": f"{COOKIE}={text}".encode()}
    assert ask("GET", page, headers=headers).status_code == 200
    assert ask("GET", "/scenarios", headers=headers).status_code == 200


def test_the_cookie_is_renewed_for_who_comes_back(visitor: MakeVisitor) -> None:
    owner = visitor()
    owner.save()
    assert int(cookie_of(owner.get("/scenarios"))["max-age"]) == 400 * 86_400
    assert "set-cookie" not in visitor().get("/scenarios").headers


def test_a_key_that_the_browser_forgets_is_gone_and_the_scenario_is_not(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    page, kept = owner.save("Forgotten"), owner.save("Kept")
    inner = inner_id(shared_application, page)
    assert owner.post(f"{page}/farewell", data={"scenario": inner}).status_code == 303
    assert keys_of(owner) == 1
    assert OWNER not in owner.get(page).text
    assert OWNER in owner.get(kept).text


def inner_id(application: FastAPI, page: str) -> str:
    with application.state.database.reading() as session:
        query = text("SELECT scenario_id FROM read_link WHERE id = :id")
        return str(session.execute(query, {"id": page.removeprefix("/s/")}).scalar_one())


@pytest.fixture
def full(visitor: MakeVisitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A person whose keyring has no room left."""
    assert MOST_KEYS == 90
    monkeypatch.setattr("app.web.keyring.MOST_KEYS", 1)
    person = visitor()
    person.save("The only one")
    return person


def test_a_full_keyring_takes_no_more_and_everything_typed_is_still_there(
    full: Visitor, shared_application: FastAPI
) -> None:
    typed = {"name": "One more", "note": "Line 1\nLine 2", "author": "Ada", "expires": "2100-01-31"}
    refused = full.post("/scenarios", data={"query": SMALL_QUERY} | typed)

    assert refused.status_code == 422
    assert "no more fit" in refused.text
    for text_typed in typed.values():
        assert text_typed in refused.text
    assert 'value="1,000"' in refused.text  # the plan's build cost
    assert keys_of(full) == 1
    assert "One more" not in full.get("/scenarios").text


def test_a_full_keyring_takes_no_copy_and_no_key(full: Visitor, visitor: MakeVisitor) -> None:
    other = visitor()
    page = other.save()
    key = other.get(page).text.partition(OWNER)[2][:SECRET_LENGTH]
    assert full.post(f"{page}/copies").status_code == 422
    assert full.post(f"{page}/key", data={"key": key}).status_code == 422
    assert keys_of(full) == 1


def test_a_full_keyring_still_changes_what_it_holds(full: Visitor, visitor: MakeVisitor) -> None:
    page = full.get("/scenarios").text.partition('href="/s/')[2].partition('"')[0]
    assert full.post(f"/s/{page}/name", data={"name": "Renamed"}).status_code == 303


def test_a_browser_takes_the_cookie_of_a_full_keyring() -> None:
    pairs = MOST_KEYS * 2 * SECRET_LENGTH  # 90 × 44 = 3,960 characters
    signature = len(".") + 27  # SHA-1 in base 64
    assert len(COOKIE) + len("=") + pairs + signature <= 4096


def test_what_was_erased_makes_room_again(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    page, _kept = owner.save("Erased"), owner.save("Kept")
    owner.post(f"{page}/deletion")
    assert "Erased" in owner.get("/scenarios").text  # it can be restored
    assert keys_of(owner) == 2

    long_ago = datetime.now(UTC) - KEPT_AFTER_DELETION - timedelta(seconds=1)
    with shared_application.state.database.writing() as session:
        moved = text("UPDATE scenario SET deleted_at = :at WHERE deleted_at IS NOT NULL")
        session.execute(moved, {"at": long_ago.replace(tzinfo=None)})
    visitor().save()  # erases it
    assert "Erased" not in owner.get("/scenarios").text
    assert keys_of(owner) == 1


def test_the_key_of_a_cookie_must_be_the_scenarios(
    ask: Ask, visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    """A database put back from a backup may know another key than the cookie."""
    owner = visitor()
    page = owner.save()
    with shared_application.state.database.writing() as session:
        session.execute(
            text("UPDATE scenario SET edit_key_hash = :hash WHERE id = :id"),
            {"hash": new_secret(), "id": inner_id(shared_application, page)},
        )
    assert owner.post(f"{page}/deletion").status_code == 403
    assert "Plan" not in owner.get("/scenarios").text
