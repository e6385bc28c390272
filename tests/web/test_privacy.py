"""What an answer about a saved scenario says of itself; that looking changes nothing; the log."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine, text

from app.web.keyring import COOKIE
from tests.addresses import EXPLAINED, addresses_of
from tests.conftest import asking
from tests.people import SMALL_PLAN, SMALL_QUERY, Ask, Kept, Visitor, save_small_plan
from tests.screen import said_on
from tests.servers import running_server
from tests.stored import all_rows

CHOICES = {  # what an address needs beside the scenario in its path
    "/compare": "?s={id}&s={id}/revisions/1",
    "/connect": "?s={id}",
    "/api/v1/comparison": "?s={id}&s={id}/revisions/1",
    "/api/v1/comparison.csv": "?s={id}&s={id}/revisions/1",
}
KEYED = ("/edit", "/settings")  # answer only whoever holds the key


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture(scope="module")
def kept(ask: Ask) -> Kept:
    inputs = SMALL_PLAN["inputs"] | {"finance": {"start_month": "2026-05"}}
    found = save_small_plan(ask, inputs=inputs, name="Plan", note="A note", author="Ada")
    paid = {"months": [{"month": "2026-06", "amounts": {"total": 5}}]}
    stored = ask("PUT", f"{found.api}/actuals", json=paid, headers=found.at(0))
    assert stored.status_code == 200
    return found


@pytest.fixture(scope="module")
def addresses(shared_application: FastAPI, kept: Kept) -> list[str]:
    """Every address that the app answers a GET at, with the scenario or a small plan in it."""
    found = []
    for path in addresses_of(shared_application):
        if path == "/metrics":
            continue  # off unless there is a token
        filled = path.format(scenario_id=kept.id, number=1, name="tuning.npv", feed="years")
        asked = [EXPLAINED] if path.endswith("/explain") else []
        asked += [SMALL_QUERY] if filled == path else []
        usual = f"?{'&'.join(asked)}" if asked else ""
        found.append(filled + CHOICES.get(path, usual).format(id=kept.id))
    return found


@pytest.fixture(scope="module")
def looked(
    ask: Ask, shared_application: FastAPI, addresses: list[str], kept: Kept
) -> tuple[dict[str, httpx.Response], bool]:
    """What every address answered, and whether the database was afterwards as before.

    The asker has a cookie that nobody signed: it must not even make the secret that signs one.
    """
    before = all_rows(shared_application.state.database)
    headers = {"Cookie": f"{COOKIE}=none.of.ours; {COOKIE}_12345678=neither.this"}
    answers = {path: ask("GET", path, headers=headers) for path in addresses}
    return answers, all_rows(shared_application.state.database) == before


def test_looking_never_changes_anything(looked: tuple[dict[str, httpx.Response], bool]) -> None:
    answers, unchanged = looked
    assert len(answers) > 80
    for path, response in answers.items():
        allowed = (401, 403) if path.endswith(KEYED) else (200, 303)
        assert response.status_code in allowed, path
    assert unchanged


def test_looking_as_the_owner_does_not_either(
    ask: Ask, shared_application: FastAPI, addresses: list[str], kept: Kept
) -> None:
    owner = Visitor(ask)
    owner.post(f"{kept.page}/key", data={"key": kept.key})
    before = all_rows(shared_application.state.database)
    for path in addresses:
        if not path.startswith("/api/"):
            assert owner.get(path).status_code in (200, 303), path
    assert ask("GET", f"{kept.api}/settings", headers=kept.authorised).status_code == 200
    assert all_rows(shared_application.state.database) == before


def test_whatever_shows_a_scenario_is_private_and_not_indexed(
    looked: tuple[dict[str, httpx.Response], bool], kept: Kept
) -> None:
    answers, _ = looked
    shown = {path: response for path, response in answers.items() if kept.id in path}
    assert len(shown) > 60
    for path, response in [*shown.items(), ("/scenarios", answers[f"/scenarios?{SMALL_QUERY}"])]:
        assert_private(response, path)


def assert_private(response: httpx.Response, where: str) -> None:
    kinds = response.headers.get("cache-control", "").split(", ")
    assert "private" in kinds, where
    assert "public" not in kinds, where
    assert response.headers.get("x-robots-tag") == "noindex", where
    assert response.headers["referrer-policy"] == "no-referrer", where


def test_what_shows_no_scenario_may_be_found(
    looked: tuple[dict[str, httpx.Response], bool],
) -> None:
    answers, _ = looked
    for path in ("/", "/api/v1/summary", "/chart.png"):
        path = f"{path}?{SMALL_QUERY}"
        assert "x-robots-tag" not in answers[path].headers
        assert "private" not in answers[path].headers.get("cache-control", "")


def test_errors_and_changes_are_private_too(ask: Ask) -> None:
    kept, gone, person = save_small_plan(ask), save_small_plan(ask), Visitor(ask)
    ask("DELETE", gone.api, headers=gone.authorised)
    body = SMALL_PLAN | {"name": "Next"}
    for status, method, path, options in (
        (404, "GET", "/s/none", {}),
        (404, "GET", "/api/v1/scenarios/none/summary", {}),
        (404, "GET", f"{kept.page}/revisions/x", {}),
        (404, "GET", f"{kept.api}/value/none.txt", {}),
        (405, "POST", kept.page, {}),
        (405, "PATCH", kept.api, {}),
        (410, "GET", gone.page, {}),
        (410, "GET", f"{gone.page}/revisions/1/chart.png", {}),
        (410, "GET", f"{gone.api}/months.csv", {}),
        (410, "GET", f"/connect?s={gone.id}", {}),
        (422, "GET", f"/compare?s={gone.id}&s={gone.id}", {}),
        (422, "GET", f"/api/v1/comparison?s={gone.id}", {}),
        (422, "GET", f"{kept.api}/summary?x=1", {}),
        (401, "PUT", kept.api, {"json": body}),
        (403, "PUT", kept.api, {"json": body, "headers": gone.at(1)}),
        (428, "PUT", kept.api, {"json": body, "headers": kept.authorised}),
        (412, "PUT", kept.api, {"json": body, "headers": kept.at(7)}),
        (413, "PUT", kept.api, {"content": b" " * 1_000_001, "headers": kept.at(1)}),
        (422, "PUT", kept.api, {"json": {}, "headers": kept.at(1)}),
        (403, "GET", f"{kept.page}/edit", {}),
        (403, "POST", f"{kept.page}/deletion", {}),
        (200, "PUT", kept.api, {"json": body, "headers": kept.at(1)}),
        (201, "POST", f"{kept.api}/copies", {}),
        (303, "GET", f"{kept.page}/copy", {}),
        (303, "POST", "/scenarios", {"data": {"query": SMALL_QUERY, "name": "Plan"}}),
        (422, "POST", "/scenarios", {"data": {"query": SMALL_QUERY, "name": ""}}),
        (304, "GET", kept.api, {"headers": {"If-None-Match": '"2"'}}),
        (204, "DELETE", kept.api, {"headers": kept.authorised}),
    ):
        response = person.ask(method, path, **options)
        assert response.status_code == status, f"{method} {path}"
        assert_private(response, f"{method} {path}")


def test_an_answer_with_a_key_in_it_is_not_even_kept_by_its_own_browser(ask: Ask) -> None:
    created = ask("POST", "/api/v1/scenarios", json=SMALL_PLAN | {"name": "Plan"})
    assert created.headers["cache-control"] == "private, no-store"
    assert ask("GET", "/scenarios/export.json").headers["cache-control"] == "private, no-store"


# Previews


def previewed(page: str) -> dict[str, str]:
    """Return what programs that preview links read."""
    found = re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', page)
    return dict(found)


def test_previews_are_generic_unless_the_owner_lets_them_show_figures(ask: Ask) -> None:
    owner, stranger = Visitor(ask), Visitor(ask)
    described = "&prompting.platform_cost=1&tuning.platform_cost=1"
    page = owner.save("Secret plan", SMALL_QUERY + described)

    shown = previewed(stranger.get(page).text)
    assert shown["title"] == "A Crossover scenario"
    assert "$1,000" not in shown["description"]  # what its training costs, and thus loses
    assert "image" not in shown
    assert "Secret plan" not in "".join(shown.values())

    owner.post(f"{page}/preview", data={"shows_figures": "yes"})
    seen = stranger.get(page).text
    shown = previewed(seen)
    assert shown["title"] == "Secret plan"
    headline, sentence = said_on(seen)
    assert shown["description"] == f"{headline}. {sentence}"
    assert "$1,000" in shown["description"]
    assert shown["image"] == f"http://test{page}/preview.png"
    picture = stranger.get(f"{page}/preview.png")
    assert picture.headers["content-type"] == "image/png"
    width, height = (int.from_bytes(picture.content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1200, 630)

    owner.post(f"{page}/preview", data={})  # as a browser sends an empty box
    assert previewed(stranger.get(page).text)["title"] == "A Crossover scenario"


# The log


@pytest.mark.every_database
def test_no_id_and_no_key_is_in_the_log(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSOVER_LOG_LEVEL", "debug")
    with (
        running_server(folder=tmp_path, database_url=database_url) as base_url,
        httpx.Client(base_url=base_url, trust_env=False, timeout=60) as client,
    ):
        secrets = use(client.request)
        engine = create_engine(database_url)
        with engine.begin() as connection:
            secrets += [row[0] for row in connection.execute(text("SELECT id FROM scenario"))]
            secrets += [row[0] for row in connection.execute(text("SELECT id FROM read_link"))]
            secrets += [row[0] for row in connection.execute(text("SELECT value FROM secret"))]
            secrets += [row[0] for row in connection.execute(text("SELECT sealed FROM held_key"))]
            secrets += [row[0] for row in connection.execute(text("SELECT browser FROM held_key"))]
            connection.execute(text("ALTER TABLE revision RENAME TO lost"))
        engine.dispose()
        failed = client.get(f"/s/{secrets[0]}")
        assert failed.status_code >= 500
    log = (tmp_path / "log").read_text()
    assert re.search("OperationalError|ProgrammingError", log)  # a failure is told, without names
    assert len(secrets) > 8
    assert [secret for secret in secrets if secret in log] == []


def use(ask: Callable[..., httpx.Response]) -> list[str]:
    """Save, edit, read and fail in every way; return every id and key, the read link's first."""
    kept, other = save_small_plan(ask), save_small_plan(ask)
    person = Visitor(ask)
    page = person.save("From the page")
    person.edit(page, revision=1, query=SMALL_QUERY)
    person.edit(page, revision=1, query=SMALL_QUERY)  # a conflict
    body = SMALL_PLAN | {"name": "Next"}
    for method, path, options in (
        ("GET", kept.page, {}),
        ("GET", f"{kept.page}/edit?key={kept.key}", {}),
        ("POST", f"{kept.page}/key", {"data": {"key": other.key}}),
        ("POST", f"{kept.page}/key", {"data": {"key": kept.key}}),
        ("GET", f"{kept.api}/summary", {}),
        ("GET", f"{kept.api}/summary?key={kept.key}", {}),
        ("PUT", kept.api, {"json": body, "headers": kept.at(1)}),
        ("PUT", kept.api, {"json": body, "headers": kept.at(1)}),
        ("PUT", kept.api, {"json": body, "headers": other.at(2)}),
        ("PUT", kept.api, {"content": b"{", "headers": kept.at(2)}),
        ("GET", f"/compare?s={kept.id}&s={other.id}", {}),
        ("GET", f"/compare?s={kept.id}&s=none", {}),
        ("POST", f"{other.api}/links", {"headers": other.authorised}),
        ("GET", other.page, {}),
        ("GET", f"{kept.page}/{'x' * 22}", {}),
        ("DELETE", other.api, {"headers": other.authorised}),
        ("GET", "/scenarios", {"headers": {"Cookie": f"{COOKIE}={kept.id}.{kept.key}"}}),
    ):
        assert ask(method, path, **options).status_code < 500
    return [kept.id, kept.key, other.id, other.key, page.removeprefix("/s/")]
