"""The cookies by which a browser opens the edit keys that it holds."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie

import httpx
import pytest
from fastapi import FastAPI
from itsdangerous import Signer
from sqlalchemy import text

from app.store import KEPT_AFTER_DELETION, Database, find_secret, new_secret
from app.web.keyring import COOKIE, MOST_KEYS, SECRET_NAME
from tests.conftest import NewDatabase, asking, serving
from tests.people import OWNER, SMALL_QUERY, Ask, Kept, Visitor, key_on, save_small_plan
from tests.stored import all_rows

STRANGERS = "did not hand out"
MakeVisitor = Callable[[], Visitor]


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


def cookies_of(response: httpx.Response) -> list[Morsel[str]]:
    """Return the cookies of keys that an answer sets."""
    set_cookies = response.headers.get_list("set-cookie")
    return [
        morsel
        for line in set_cookies
        for name, morsel in SimpleCookie(line).items()
        if name.startswith(COOKIE)
    ]


def cookie_of(response: httpx.Response) -> Morsel[str]:
    [cookie] = cookies_of(response)
    return cookie


def held_by(person: Visitor) -> str:
    """Return the name of the one cookie by which a person's browser opens keys."""
    [name] = [name for name in person.cookies if name.startswith(COOKIE)]
    return name


def rows(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(text("SELECT count(*) FROM held_key")).scalar_one())


def names(page: str) -> set[str]:
    return set(re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', page))


def inner_id(application: FastAPI, page: str) -> str:
    with application.state.database.reading() as session:
        query = text("SELECT scenario_id FROM read_link WHERE id = :id")
        return str(session.execute(query, {"id": page.removeprefix("/s/")}).scalar_one())


# The cookie


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


def test_the_cookie_stays_the_same_and_holds_no_key(visitor: MakeVisitor) -> None:
    owner = visitor()
    pages = [owner.save(f"Plan {number}") for number in range(3)]
    name = held_by(owner)
    held = owner.cookies[name]
    for page in pages:
        assert key_on(owner.get(page).text) not in held
    assert owner.cookies == {name: held} | {
        other: value for other, value in owner.cookies.items() if not other.startswith(COOKIE)
    }


def test_the_cookie_is_renewed_for_who_comes_back(visitor: MakeVisitor) -> None:
    owner = visitor()
    owner.save()
    renewed = cookie_of(owner.get("/scenarios"))
    assert renewed.key == held_by(owner)
    assert int(renewed["max-age"]) == 400 * 86_400
    assert "set-cookie" not in visitor().get("/scenarios").headers


@pytest.mark.parametrize("place", [0, 11, 21, 22, 30, -1])
def test_a_cookie_that_was_tampered_with_counts_for_nothing_is_said_and_never_replaced(
    visitor: MakeVisitor, place: int
) -> None:
    owner = visitor()
    page = owner.save("Before")
    name = held_by(owner)
    characters = list(owner.cookies[name])
    characters[place] = "A" if characters[place] != "A" else "Q"
    damaged = owner.cookies[name] = "".join(characters)

    assert OWNER not in owner.get(page).text
    assert owner.post(f"{page}/deletion").status_code == 403
    assert STRANGERS in owner.get("/scenarios").text
    later = owner.save("After")
    assert OWNER in owner.get(later).text
    assert owner.cookies[name] == damaged
    assert names(owner.get("/scenarios").text) == {"After"}


@pytest.mark.parametrize("name", [COOKIE, f"{COOKIE}_", f"{COOKIE}_0123abcd"])
@pytest.mark.parametrize("value", ["", ".", "x", "..", "%00.x", "é", "x" * 5000, "a.b; c=d", '"'])
def test_a_cookie_that_is_none_of_ours_is_no_error(
    ask: Ask, visitor: MakeVisitor, name: str, value: str
) -> None:
    page = visitor().save()
    headers = {"Cookie": f"{name}={value}".encode()}
    assert ask("GET", page, headers=headers).status_code == 200
    shown = ask("GET", "/scenarios", headers=headers)
    assert shown.status_code == 200
    assert STRANGERS in shown.text
    assert cookies_of(shown) == []


def test_two_crossovers_on_one_host_leave_each_other_their_keys(
    visitor: MakeVisitor, new_database: NewDatabase
) -> None:
    """A browser sends the cookies of one port to every other port of the host."""
    person = visitor()
    here = person.save("Here")
    first = dict(person.cookies)
    with new_database(migrated=True) as url, serving(url) as neighbour:
        person.ask = asking(neighbour)
        assert STRANGERS in person.get("/scenarios").text
        there = person.save("There")
        assert OWNER in person.get(there).text
        assert names(person.get("/scenarios").text) == {"There"}
        person.ask = visitor().ask
        assert OWNER in person.get(here).text
        assert names(person.get("/scenarios").text) == {"Here"}
    assert first.items() <= {**person.cookies, "crossover_done": first["crossover_done"]}.items()


# What is stored


def test_who_reads_the_database_cannot_change_a_scenario(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    page = owner.save()
    key = key_on(owner.get(page).text)
    secret = owner.cookies[held_by(owner)].partition(".")[0]
    stored = all_rows(shared_application.state.database)
    assert key not in stored
    assert secret not in stored


def test_a_key_that_the_browser_forgets_is_gone_and_the_scenario_is_not(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    page, kept = owner.save("Forgotten"), owner.save("Kept")
    before = rows(shared_application.state.database)
    inner = inner_id(shared_application, page)
    assert owner.post(f"{page}/farewell", data={"scenario": inner}).status_code == 303
    assert rows(shared_application.state.database) == before - 1
    assert OWNER not in owner.get(page).text
    assert OWNER in owner.get(kept).text
    assert names(owner.get("/scenarios").text) == {"Kept"}


def test_nobody_makes_another_browser_forget(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner, other = visitor(), visitor()
    page, _own = owner.save(), other.save()
    inner = inner_id(shared_application, page)
    other.post(f"{page}/farewell", data={"scenario": inner})
    assert OWNER in owner.get(page).text


def test_what_was_erased_is_held_no_longer(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    page, _kept = owner.save("Erased"), owner.save("Kept")
    owner.post(f"{page}/deletion")
    assert "Erased" in owner.get("/scenarios").text  # it can be restored
    database = shared_application.state.database
    before = rows(database)

    long_ago = datetime.now(UTC) - KEPT_AFTER_DELETION - timedelta(seconds=1)
    with database.writing() as session:
        moved = text("UPDATE scenario SET deleted_at = :at WHERE deleted_at IS NOT NULL")
        session.execute(moved, {"at": long_ago.replace(tzinfo=None)})
    visitor().save()  # erases it
    assert "Erased" not in owner.get("/scenarios").text
    assert rows(database) <= before  # one more, and at least one less


def test_a_held_key_must_be_the_scenarios(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    """A database put back from a backup may know another key than the browser."""
    owner = visitor()
    page = owner.save()
    with shared_application.state.database.writing() as session:
        session.execute(
            text("UPDATE scenario SET edit_key_hash = :hash WHERE id = :id"),
            {"hash": new_secret(), "id": inner_id(shared_application, page)},
        )
    assert owner.post(f"{page}/deletion").status_code == 403
    assert "Plan" not in owner.get("/scenarios").text


# Many


@pytest.mark.every_database
@pytest.mark.parametrize("has_cookie", [False, True])
def test_many_saves_at_once_lose_no_key(migrated_url: str, has_cookie: bool) -> None:
    """Of tabs of one browser: what each answer sets is kept, whichever comes last."""
    with serving(migrated_url) as application:
        ask = asking(application)
        person = Visitor(ask)
        count = 12
        if has_cookie:
            person.save("First")

        def save(number: int) -> tuple[str, dict[str, str]]:
            tab = Visitor(ask)
            tab.cookies = dict(person.cookies)
            return tab.save(f"Plan {number}"), tab.cookies

        with ThreadPoolExecutor(count) as pool:
            saved = list(pool.map(save, range(count)))
        for _, cookies in saved:
            person.cookies |= cookies

        for page, _ in saved:
            assert OWNER in person.get(page).text
        expected = {f"Plan {number}" for number in range(count)} | (
            {"First"} if has_cookie else set()
        )
        assert names(person.get("/scenarios").text) == expected
        later = person.save("Later")
        assert OWNER in person.get(later).text


@pytest.mark.every_database
def test_a_page_in_flight_takes_no_key_away(migrated_url: str) -> None:
    with serving(migrated_url) as application:
        person = Visitor(asking(application))
        person.save("First")
        stale = dict(person.cookies)
        page = person.save("Second")
        slow = Visitor(person.ask)
        slow.cookies = stale
        slow.get("/scenarios")  # asked before, answered after
        person.cookies |= slow.cookies
        assert OWNER in person.get(page).text


def test_more_than_a_cookie_would_hold_are_held(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    plan = "preset=blank"  # 90 fitted into a cookie
    pages = [owner.save(f"Plan {number}", query=plan) for number in range(95)]
    assert "can change: 95." in owner.get("/scenarios").text
    assert OWNER in owner.get(pages[0]).text
    assert len(owner.cookies[held_by(owner)]) < 100


@pytest.fixture
def full(visitor: MakeVisitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A person whose browser holds as many keys as it may."""
    assert MOST_KEYS == 10_000
    monkeypatch.setattr("app.web.keyring.MOST_KEYS", 1)
    person = visitor()
    person.save("The only one")
    return person


def test_a_full_keyring_takes_no_more_and_everything_typed_is_still_there(full: Visitor) -> None:
    typed = {"name": "One more", "note": "Line 1\nLine 2", "author": "Ada", "expires": "2100-01-31"}
    refused = full.post("/scenarios", data={"query": SMALL_QUERY} | typed)

    assert refused.status_code == 422
    assert "which is the most" in refused.text
    for text_typed in typed.values():
        assert text_typed in refused.text
    assert 'value="1,000"' in refused.text  # the plan's build cost
    assert "One more" not in full.get("/scenarios").text


def test_a_full_keyring_takes_no_copy_and_no_key(full: Visitor, visitor: MakeVisitor) -> None:
    other = visitor()
    page = other.save()
    key = key_on(other.get(page).text)
    assert full.post(f"{page}/copies").status_code == 422
    assert full.post(f"{page}/key", data={"key": key}).status_code == 422
    assert names(full.get("/scenarios").text) == {"The only one"}


def test_a_full_keyring_still_changes_what_it_holds(full: Visitor) -> None:
    page = full.get("/scenarios").text.partition('href="/s/')[2].partition('"')[0]
    assert full.post(f"/s/{page}/name", data={"name": "Renamed"}).status_code == 303


# The cookie of 0.3 and before, which held every key itself


@pytest.fixture
def former(
    ask: Ask, visitor: MakeVisitor, shared_application: FastAPI
) -> tuple[Visitor, list[Kept]]:
    """A person who comes back with a cookie of the former release, and what its keys open."""
    visitor().save()  # makes the secret, if nothing else has
    kept = [save_small_plan(ask, name=f"Former {number}") for number in range(3)]
    with shared_application.state.database.reading() as session:
        secret = find_secret(session, SECRET_NAME)
    assert secret
    pairs = "".join(inner_id(shared_application, item.page) + item.key for item in kept)
    person = visitor()
    person.cookies[COOKIE] = Signer(secret, salt="crossover_keys").sign(pairs).decode()
    return person, kept


def test_a_former_cookie_still_opens_its_scenarios(former: tuple[Visitor, list[Kept]]) -> None:
    person, kept = former
    for item in kept:
        assert key_on(person.get(item.page).text) == item.key
        assert person.get(f"{item.page}/edit").status_code == 200
    shown = person.get("/scenarios")
    assert names(shown.text) == {"Former 0", "Former 1", "Former 2"}
    assert cookie_of(shown).key == COOKIE  # renewed as it is
    assert person.post(f"{kept[0].page}/name", data={"name": "Renamed"}).status_code == 303


def test_what_a_former_cookie_holds_moves_with_the_next_save(
    former: tuple[Visitor, list[Kept]],
) -> None:
    person, kept = former
    person.save("New")
    del person.cookies[COOKIE]
    assert names(person.get("/scenarios").text) == {"Former 0", "Former 1", "Former 2", "New"}
    assert key_on(person.get(kept[1].page).text) == kept[1].key


@pytest.mark.parametrize("has_moved", [False, True])
def test_what_is_forgotten_is_in_the_former_cookie_neither(
    former: tuple[Visitor, list[Kept]], shared_application: FastAPI, has_moved: bool
) -> None:
    person, kept = former
    if has_moved:
        person.save("New")
    inner = inner_id(shared_application, kept[0].page)
    person.post(f"{kept[0].page}/farewell", data={"scenario": inner})
    assert OWNER not in person.get(kept[0].page).text
    assert OWNER in person.get(kept[1].page).text
    assert "Former 0" not in names(person.get("/scenarios").text)


def test_what_a_former_cookie_holds_of_erased_scenarios_stops_nobody(
    former: tuple[Visitor, list[Kept]], shared_application: FastAPI
) -> None:
    person, kept = former
    with shared_application.state.database.writing() as session:
        session.execute(
            text("DELETE FROM scenario WHERE id = :id"),
            {"id": inner_id(shared_application, kept[0].page)},
        )
    assert OWNER in person.get(person.save("New")).text
