"""Whoever has only the read link looks, copies and exports; nothing they send changes anything."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import httpx
import pytest
from fastapi import FastAPI
from itsdangerous import Signer

from app.store import find_scenario
from app.web.keyring import COOKIE
from tests.conftest import asking
from tests.people import SMALL_PLAN, SMALL_QUERY, Ask, Kept, Visitor, save_small_plan
from tests.stored import all_rows

TAKEN = SMALL_PLAN | {"name": "Taken over"}
FORM = {"query": SMALL_QUERY, "revision": "1", "name": "Taken over"}


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@dataclass(frozen=True)
class Scene:
    """A person with the read link of somebody else's scenario, and what they can lay hands on."""

    ask: Ask
    kept: Kept  # somebody else's
    inner: str  # the id that a cookie names it by: more than anybody with the read link knows
    own: Kept  # a scenario whose key the person has
    reader: Visitor  # the person's browser, which holds the key of yet another one


@pytest.fixture(scope="module")
def scene(ask: Ask, shared_application: FastAPI) -> Scene:
    kept, reader = save_small_plan(ask), Visitor(ask)
    reader.save("Their own")
    with shared_application.state.database.reading() as session:
        inner = find_scenario(session, kept.id).scenario_id
    return Scene(ask, kept, inner, save_small_plan(ask, name="Their own, too"), reader)


def put(at: Scene, headers: dict[str, str], query: str = "") -> httpx.Response:
    """Try to save a revision by the API."""
    versioned = {"If-Match": '"1"'} | headers
    return at.ask("PUT", at.kept.api + query, json=TAKEN, headers=versioned)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def held(at: Scene) -> tuple[str, str]:
    """Return the name and the text of the cookie that holds the reader's own keys."""
    [pair] = [pair for pair in at.reader.cookies.items() if pair[0].startswith(COOKIE)]
    return pair


def edit_with(at: Scene, cookie: str, name: str = COOKIE) -> httpx.Response:
    """Try to save a revision from the page, with a cookie made up."""
    headers = {"Cookie": f"{name}={cookie}"}
    return at.ask("POST", f"{at.kept.page}/edit", data=FORM, headers=headers)


Attempt = Callable[[Scene], httpx.Response]
ATTEMPTS: dict[str, Attempt] = {
    # By the API
    "PUT without a key": lambda at: put(at, {}),
    "PUT with the key of a scenario of one's own": lambda at: put(at, bearer(at.own.key)),
    "PUT with the read id as the key": lambda at: put(at, bearer(at.kept.id)),
    "PUT with the inner id as the key": lambda at: put(at, bearer(at.inner)),
    "PUT with the key in the query": lambda at: put(
        at, {}, f"?key={at.kept.key}&edit_key={at.kept.key}&access_token={at.kept.key}"
    ),
    "PUT with the browser's cookie": lambda at: put(at, {"Cookie": "=".join(held(at))}),
    "PUT of a revision": lambda at: at.ask(
        "PUT", f"{at.kept.api}/revisions/1", json=TAKEN, headers=at.own.at(1)
    ),
    "PATCH": lambda at: at.ask("PATCH", at.kept.api, json=TAKEN, headers=at.own.at(1)),
    "DELETE without a key": lambda at: at.ask("DELETE", at.kept.api),
    "DELETE with the key of one's own": lambda at: at.ask(
        "DELETE", at.kept.api, headers=at.own.at(1)
    ),
    "settings with the key of one's own": lambda at: at.ask(
        "PUT", f"{at.kept.api}/settings", json={"shows_figures": True}, headers=at.own.authorised
    ),
    "a new link with the key of one's own": lambda at: at.ask(
        "POST", f"{at.kept.api}/links", headers=at.own.authorised
    ),
    "a restoration with the key of one's own": lambda at: at.ask(
        "POST", f"{at.kept.api}/restorations", headers=at.own.authorised
    ),
    "X-HTTP-Method-Override": lambda at: at.ask(
        "POST",
        at.kept.api,
        json=TAKEN,
        headers=at.own.at(1) | {"X-HTTP-Method-Override": "PUT", "X-Method-Override": "PUT"},
    ),
    "_method in a form": lambda at: at.reader.post(at.kept.page, data=FORM | {"_method": "PUT"}),
    # By the pages, in a browser that holds the key of another scenario
    "GET of the edit page": lambda at: at.reader.get(f"{at.kept.page}/edit"),
    "GET of the edit page with a body": lambda at: at.reader.get(
        f"{at.kept.page}/edit", content=b"name=Taken&revision=1"
    ),
    "GET of the edit page with the key in the query": lambda at: at.reader.get(
        f"{at.kept.page}/edit?key={at.kept.key}&name=Taken&revision=1"
    ),
    "the form of the edit page": lambda at: at.reader.post(f"{at.kept.page}/edit", data=FORM),
    "the form of the edit page with the key in it": lambda at: at.reader.post(
        f"{at.kept.page}/edit?key={at.kept.key}", data=FORM | {"key": at.kept.key}
    ),
    "handing in a wrong key": lambda at: at.reader.post(
        f"{at.kept.page}/key", data={"key": at.own.key}
    ),
    "handing in the read link as the key": lambda at: at.reader.post(
        f"{at.kept.page}/key", data={"key": f"http://test/s/{at.kept.id}/edit#{at.kept.id}"}
    ),
    "a rename": lambda at: at.reader.post(f"{at.kept.page}/name", data={"name": "Taken over"}),
    "a new link": lambda at: at.reader.post(f"{at.kept.page}/links"),
    "an end of the link": lambda at: at.reader.post(
        f"{at.kept.page}/expiry", data={"expires": "2100-01-01"}
    ),
    "a preview with figures": lambda at: at.reader.post(
        f"{at.kept.page}/preview", data={"shows_figures": "yes"}
    ),
    "today's prices": lambda at: at.reader.post(f"{at.kept.page}/prices"),
    "a deletion": lambda at: at.reader.post(f"{at.kept.page}/deletion"),
    "a restoration": lambda at: at.reader.post(
        f"{at.kept.page}/restoration", data={"scenario": at.inner}
    ),
    # With a cookie made up, even by somebody who knows the inner id
    "an unsigned cookie": lambda at: edit_with(at, at.inner + at.kept.key),
    "a cookie signed with another secret": lambda at: edit_with(
        at, Signer("a secret of one's own", salt=COOKIE).sign(at.inner + at.kept.key).decode()
    ),
    "a signed cookie with another scenario put in": lambda at: edit_with(
        at, f"{at.inner}{at.kept.key}.{held(at)[1].rpartition('.')[2]}"
    ),
    "a signed cookie with a scenario put behind": lambda at: edit_with(
        at, f"{held(at)[1]}{at.inner}{at.kept.key}"
    ),
    "a signed cookie under the name of the former one": lambda at: edit_with(at, held(at)[1]),
    "a signed cookie under another name": lambda at: edit_with(
        at, held(at)[1], f"{COOKIE}_{sha256(at.inner.encode()).hexdigest()[:8]}"
    ),
    "the inner id as the secret of a browser": lambda at: edit_with(
        at, f"{at.inner}.{held(at)[1].rpartition('.')[2]}", held(at)[0]
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_with_the_read_link_nobody_can(
    scene: Scene, shared_application: FastAPI, attempt: Attempt
) -> None:
    before = all_rows(shared_application.state.database)

    refused = attempt(scene)

    assert refused.status_code in (401, 403, 404, 405, 410)
    assert all_rows(shared_application.state.database) == before


def test_with_the_read_link_one_looks_copies_and_exports(ask: Ask, scene: Scene) -> None:
    kept, reader = scene.kept, scene.reader
    before = {path: ask("GET", path).content for path in (kept.api, f"{kept.api}/revisions")}
    page = reader.get(kept.page)
    assert page.status_code == 200
    assert "/edit#" not in page.text
    assert kept.key not in page.text

    copied = reader.post(f"{kept.page}/copies")
    assert copied.status_code == 303
    assert "/edit#" in reader.get(copied.headers["location"]).text  # the key of the copy
    assert json.loads(ask("GET", f"{kept.api}/export").content)["scenarios"]
    assert {path: ask("GET", path).content for path in before} == before


def test_the_key_that_all_of_these_lack_does_open_it(ask: Ask, visitor: Callable) -> None:
    kept, person = save_small_plan(ask), visitor()
    opened = person.post(
        f"{kept.page}/key", data={"key": f"http://test/s/{kept.id}/edit#{kept.key}"}
    )
    assert opened.headers["location"] == f"{kept.page}/edit"
    assert person.get(f"{kept.page}/edit").status_code == 200
    assert person.post(f"{kept.page}/edit", data=FORM).status_code == 303
    assert ask("GET", kept.api).json()["name"] == "Taken over"
