"""What was entered after a decision comes back, every change of it, and only the key changes it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.store import (
    MOST_CHANGES,
    Database,
    Entered,
    InvalidContent,
    Saved,
    ScenarioGone,
    StaleActuals,
    TooManyChanges,
    UnknownChange,
    WrongEditKey,
    change_actuals,
    create_scenario,
    delete_scenario,
    find_actuals,
    find_change,
    latest_actuals,
    list_actuals,
    new_secret,
)
from app.store.store import erase_deleted
from app.store.tables import ActualsChange

pytestmark = pytest.mark.every_database

Created = tuple[Saved, str]
MONTHS: list[dict[str, Any]] = [{"month": "2026-12", "amounts": {"input": 0.1}}]


def change(database: Database, created: Created, now: datetime, **options: Any) -> Entered:
    saved, key = created
    arguments: dict[str, Any] = {
        "edit_key": key,
        "change": Entered(months=MONTHS),
        "expected": 0,
        "now": now,
    }
    with database.writing() as session:
        return change_actuals(session, saved.id, **arguments | options)


def found(database: Database, created: Created) -> Entered:
    with database.reading() as session:
        return find_actuals(session, created[0].scenario_id)


def test_before_the_first_change_there_is_nothing(database: Database, created: Created) -> None:
    assert found(database, created) == Entered()


def test_a_change_is_found_as_it_was_entered(
    database: Database, created: Created, now: datetime
) -> None:
    entry = Entered(months=MONTHS, results={"months": 1}, note=" The bill ", author="Ada")

    stored = change(database, created, now, change=entry)

    assert stored == found(database, created)
    assert stored.months == MONTHS
    assert (stored.number, stored.note, stored.author) == (1, "The bill", "Ada")
    assert (stored.results, stored.created_at) == ({"months": 1}, now)


def test_each_change_is_found_by_its_number(
    database: Database, created: Created, now: datetime
) -> None:
    first = change(database, created, now)
    change(database, created, now, change=Entered(months=[]), expected=1)
    scenario = created[0].scenario_id

    with database.reading() as session:
        assert find_change(session, scenario, 1) == first
        assert find_change(session, scenario, 2).months == []
        for missing in ((scenario, 3), (scenario, 0), (new_secret(), 1)):
            with pytest.raises(UnknownChange):
                find_change(session, *missing)


def test_every_change_is_kept(database: Database, created: Created, now: datetime) -> None:
    change(database, created, now)
    later = now + timedelta(days=1)
    change(database, created, later, change=Entered(months=[], note="None yet"), expected=1)

    with database.reading() as session:
        changes = list_actuals(session, created[0].scenario_id)

    assert [(item.number, item.months, item.created_at) for item in changes] == [
        (2, [], later),
        (1, MONTHS, now),
    ]


def test_a_change_from_an_older_one_is_refused_with_the_newer(
    database: Database, created: Created, now: datetime
) -> None:
    first = change(database, created, now)

    with pytest.raises(StaleActuals) as refused:
        change(database, created, now, change=Entered(months=[]))

    assert refused.value.current == first == found(database, created)


def test_only_the_key_changes_them(database: Database, created: Created, now: datetime) -> None:
    with pytest.raises(WrongEditKey):
        change(database, created, now, edit_key=new_secret())

    with database.writing() as session:
        delete_scenario(session, created[0].id, edit_key=created[1], now=now)
    with pytest.raises(ScenarioGone):
        change(database, created, now)
    assert found(database, created) == Entered()


@pytest.mark.parametrize(
    ("entry", "field"),
    [(Entered(note="a\x00"), "note"), (Entered(author="x" * 121), "author")],
)
def test_what_is_no_text_is_refused(
    database: Database, created: Created, now: datetime, entry: Entered, field: str
) -> None:
    with pytest.raises(InvalidContent) as refused:
        change(database, created, now, change=entry)

    assert refused.value.field == field


def test_there_are_not_more_changes_than_may_be(
    database: Database, created: Created, now: datetime
) -> None:
    with database.writing() as session:
        session.add(
            ActualsChange(
                scenario_id=created[0].scenario_id,
                number=MOST_CHANGES,
                months=[],
                results={},
                note="",
                author="",
                created_at=now,
            )
        )

    with pytest.raises(TooManyChanges):
        change(database, created, now, expected=MOST_CHANGES)


def test_the_latest_of_several_scenarios(
    database: Database, created: Created, content: Any, now: datetime
) -> None:
    with database.writing() as session:
        other, _ = create_scenario(session, content=content(), now=now)
    change(database, created, now)
    change(database, created, now, change=Entered(note="Second"), expected=1)

    with database.reading() as session:
        ids = [created[0].scenario_id, other.scenario_id]
        latest = latest_actuals(session, ids)

    assert {name: item.note for name, item in latest.items()} == {ids[0]: "Second"}


def test_they_are_erased_with_their_scenario(
    database: Database, created: Created, now: datetime
) -> None:
    change(database, created, now)
    with database.writing() as session:
        delete_scenario(session, created[0].id, edit_key=created[1], now=now)
    with database.writing() as session:
        erase_deleted(session, before=now + timedelta(days=1))

    assert found(database, created) == Entered()
