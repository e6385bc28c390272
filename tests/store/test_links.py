"""Read links that are replaced, scenarios that are deleted, and the browser's own list."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from app.store import (
    KEPT_AFTER_DELETION,
    MOST_REVISIONS,
    Content,
    Database,
    Saved,
    ScenarioGone,
    TooManyRevisions,
    UnknownScenario,
    WrongEditKey,
    add_revision,
    check_key,
    create_scenario,
    delete_scenario,
    find_revision,
    find_scenario,
    find_secret,
    list_kept,
    list_latest,
    list_revisions,
    new_secret,
    replace_link,
    restore_scenario,
    set_expiry,
    set_shows_figures,
    shared_secret,
)

pytestmark = pytest.mark.every_database

Created = tuple[Saved, str]
MakeContent = Callable[..., Content]


def do(
    database: Database, action: Callable[..., Saved], link_id: str, **arguments: object
) -> Saved:
    with database.writing() as session:
        return action(session, link_id, **arguments)


def is_gone(database: Database, link_id: str) -> bool:
    with database.reading() as session:
        for look in (find_scenario, list_revisions):
            with pytest.raises(ScenarioGone):
                look(session, link_id)
        with pytest.raises(ScenarioGone):
            find_revision(session, link_id, 1)
    return True


def test_a_new_link_shows_the_scenario_and_the_old_one_is_gone(
    database: Database, created: Created, now: datetime
) -> None:
    scenario, key = created
    moved = do(database, replace_link, scenario.id, edit_key=key, now=now)

    assert moved.id != scenario.id
    assert moved.content == scenario.content
    assert is_gone(database, scenario.id)
    with database.reading() as session:
        assert find_scenario(session, moved.id) == moved


def test_the_key_still_opens_a_replaced_link_and_finds_the_new_one(
    database: Database, created: Created, now: datetime
) -> None:
    scenario, key = created
    moved = do(database, replace_link, scenario.id, edit_key=key, now=now)

    with database.reading() as session:
        assert check_key(session, scenario.id, key) == moved
        with pytest.raises(WrongEditKey):
            check_key(session, scenario.id, new_secret())


def test_a_replaced_link_changes_nothing_even_with_the_key(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, key = created
    do(database, replace_link, scenario.id, edit_key=key, now=now)

    with pytest.raises(ScenarioGone), database.writing() as session:
        add_revision(
            session,
            scenario.id,
            edit_key=key,
            expected_revision=1,
            content=content(),
            now=now,
        )


def test_a_deleted_scenario_is_gone_until_it_is_restored(
    database: Database, created: Created, now: datetime
) -> None:
    scenario, key = created
    do(database, delete_scenario, scenario.id, edit_key=key, now=now)
    assert is_gone(database, scenario.id)

    do(database, restore_scenario, scenario.id, edit_key=key)

    with database.reading() as session:
        assert find_scenario(session, scenario.id) == scenario


def test_what_was_deleted_long_ago_is_erased_by_the_next_save_and_its_link_stays_gone(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, key = created
    do(database, delete_scenario, scenario.id, edit_key=key, now=now)
    later = now + KEPT_AFTER_DELETION

    with database.writing() as session:
        create_scenario(session, content=content(), now=later)
    do(database, restore_scenario, scenario.id, edit_key=key)  # not yet erased
    do(database, delete_scenario, scenario.id, edit_key=key, now=now)
    with database.writing() as session:
        create_scenario(session, content=content(), now=later + timedelta(seconds=1))

    assert is_gone(database, scenario.id)
    with pytest.raises(ScenarioGone):
        do(database, restore_scenario, scenario.id, edit_key=key)


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        (replace_link, {"now": True}),
        (delete_scenario, {"now": True}),
        (restore_scenario, {}),
        (set_expiry, {"at": None}),
        (set_shows_figures, {"shows": True}),
    ],
)
def test_nothing_is_changed_without_the_key(
    database: Database,
    created: Created,
    now: datetime,
    action: Callable[..., Saved],
    arguments: dict[str, object],
) -> None:
    scenario, _ = created
    given = {
        name: now if value is True and name == "now" else value for name, value in arguments.items()
    }
    for wrong in ("", scenario.id, scenario.scenario_id, new_secret()):
        with pytest.raises(WrongEditKey):
            do(database, action, scenario.id, edit_key=wrong, **given)
    with pytest.raises(UnknownScenario):
        do(database, action, new_secret(), edit_key="", **given)
    with database.reading() as session:
        assert find_scenario(session, scenario.id) == scenario


def test_expiry_and_preview_are_of_the_scenario_and_make_no_revision(
    database: Database, created: Created, now: datetime
) -> None:
    scenario, key = created
    at = now + timedelta(days=7)
    do(database, set_expiry, scenario.id, edit_key=key, at=at)
    changed = do(database, set_shows_figures, scenario.id, edit_key=key, shows=True)

    assert (changed.expires_at, changed.shows_figures, changed.revision) == (at, True, 1)
    assert do(database, set_expiry, scenario.id, edit_key=key, at=None).expires_at is None


def test_the_list_holds_what_the_keys_open_the_newest_first(
    database: Database, content: MakeContent, now: datetime
) -> None:
    keys = {}
    for day in range(3):
        with database.writing() as session:
            made, key = create_scenario(
                session, content=content(name=f"Day {day}"), now=now + timedelta(days=day)
            )
        keys[made.scenario_id] = key
    first, second, third = keys
    keys[second] = new_secret()
    keys |= {"unknown": "x", "\x00": "y", new_secret(): "z"}

    with database.reading() as session:
        kept = list_kept(session, keys)

    assert [item.name for item in kept] == ["Day 2", "Day 0"]
    assert {item.scenario_id for item in kept} == {first, third}


def test_a_page_of_the_list_is_read_at_the_latest_revisions_without_snapshots(
    database: Database, content: MakeContent, now: datetime
) -> None:
    keys = {}
    for name in ("First", "Second", "Third"):
        with database.writing() as session:
            made, key = create_scenario(session, content=content(name=name), now=now)
        keys[made.scenario_id] = key
    with database.writing() as session:
        renamed = content(name="Fourth")
        saved = add_revision(
            session, made.id, edit_key=key, expected_revision=1, content=renamed, now=now
        )

    with database.reading() as session:
        kept = {item.name: item for item in list_kept(session, keys)}
        page = list_latest(session, [kept["Fourth"], kept["First"]])
        assert list_latest(session, []) == []

    assert kept.keys() == {"First", "Second", "Fourth"}
    assert [item.content.name for item in page] == ["Fourth", "First"]
    assert page[0] == replace(saved, content=replace(saved.content, snapshot=None))


def test_the_list_holds_a_scenario_once_after_its_link_was_replaced(
    database: Database, created: Created, now: datetime
) -> None:
    scenario, key = created
    moved = do(database, replace_link, scenario.id, edit_key=key, now=now)
    with database.reading() as session:
        kept = list_kept(session, {scenario.scenario_id: key})
    assert [item.id for item in kept] == [moved.id]


def test_a_scenario_has_a_bounded_number_of_revisions(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, key = created
    with database.writing() as session:
        for number in range(1, MOST_REVISIONS):
            add_revision(
                session,
                scenario.id,
                edit_key=key,
                expected_revision=number,
                content=content(),
                now=now,
            )
    with pytest.raises(TooManyRevisions), database.writing() as session:
        add_revision(
            session,
            scenario.id,
            edit_key=key,
            expected_revision=MOST_REVISIONS,
            content=content(),
            now=now,
        )


def test_all_processes_share_a_secret(database: Database) -> None:
    with database.writing() as session:
        made = shared_secret(session, "cookies")
    with database.writing() as session:
        assert shared_secret(session, "cookies") == made
        assert shared_secret(session, "other") != made


def test_processes_that_ask_at_once_for_a_secret_get_the_same_one(database: Database) -> None:
    askers = 8
    start = Barrier(askers)

    def ask(_asker: int) -> str:
        start.wait()
        with database.writing() as session:
            return shared_secret(session, "cookies")

    with ThreadPoolExecutor(askers) as pool:
        assert len(set(pool.map(ask, range(askers)))) == 1


def test_a_secret_that_nobody_asked_for_is_not_made_by_looking(database: Database) -> None:
    with database.reading() as session:
        assert find_secret(session, "cookies") is None
    with database.writing() as session:
        made = shared_secret(session, "cookies")
    with database.reading() as session:
        assert find_secret(session, "cookies") == made
