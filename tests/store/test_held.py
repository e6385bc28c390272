"""Edit keys that browsers hold: sealed, and each only for its browser."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text

from app.store import (
    Content,
    Database,
    Saved,
    create_scenario,
    find_held,
    hold_keys,
    let_go,
    new_secret,
)
from app.store.held import hash_browser, seal, unseal

pytestmark = pytest.mark.every_database


def found(database: Database, *browsers: str, scenario_id: str | None = None) -> dict[str, str]:
    with database.glancing() as connection:
        return find_held(connection, browsers, scenario_id)


def test_a_browser_finds_its_own_keys_and_no_other_ones(
    database: Database, content: Callable[..., Content], now: datetime
) -> None:
    first, second = new_secret(), new_secret()
    with database.writing() as session:
        one, key = create_scenario(session, content=content(), now=now)
        two, other_key = create_scenario(session, content=content(), now=now)
        hold_keys(session, first, {one.scenario_id: key, two.scenario_id: other_key})
        hold_keys(session, second, {two.scenario_id: other_key})

    both = {one.scenario_id: key, two.scenario_id: other_key}
    assert found(database, first) == both
    assert found(database, second) == {two.scenario_id: other_key}
    assert found(database, first, second) == both
    assert found(database, first, scenario_id=one.scenario_id) == {one.scenario_id: key}
    assert found(database, second, scenario_id=one.scenario_id) == {}
    assert found(database, new_secret()) == found(database) == {}


def test_the_same_key_may_be_held_twice_and_let_go_once(
    database: Database, created: tuple[Saved, str]
) -> None:
    browser, (saved, key) = new_secret(), created
    for _ in range(2):
        with database.writing() as session:
            hold_keys(session, browser, {saved.scenario_id: key})
    assert found(database, browser) == {saved.scenario_id: key}
    with database.writing() as session:
        let_go(session, [new_secret(), browser], saved.scenario_id)
    assert found(database, browser) == {}


@pytest.mark.parametrize("scenario_id", ["", "x", "no such scenario at all", "x" * 22, "\0"])
def test_a_key_of_what_is_not_there_is_passed_over(database: Database, scenario_id: str) -> None:
    browser = new_secret()
    with database.writing() as session:
        hold_keys(session, browser, {scenario_id: new_secret()})
    assert found(database, browser) == {}


def test_what_is_stored_says_nothing_of_the_key(
    database: Database, created: tuple[Saved, str]
) -> None:
    browser, (saved, key) = new_secret(), created
    with database.writing() as session:
        hold_keys(session, browser, {saved.scenario_id: key})
        row = session.execute(text("SELECT browser, sealed FROM held_key")).one()
    assert row.browser == hash_browser(browser)
    assert key not in row.sealed
    assert unseal(new_secret(), saved.scenario_id, row.sealed) != key


def test_two_keys_of_one_browser_are_sealed_apart() -> None:
    browser, key = new_secret(), new_secret()
    scenarios = [new_secret() for _ in range(50)]
    sealed = [seal(browser, scenario, key) for scenario in scenarios]
    assert len(set(sealed)) == 50
    assert [unseal(browser, s, text) for s, text in zip(scenarios, sealed, strict=True)] == [
        key
    ] * 50
