"""What is saved comes back, and only the edit key changes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from app.store import (
    Content,
    Database,
    Saved,
    StaleRevision,
    UnknownRevision,
    UnknownScenario,
    WrongEditKey,
    add_revision,
    create_scenario,
    find_results,
    find_revision,
    find_saved,
    find_scenario,
    list_revisions,
    new_secret,
)

pytestmark = pytest.mark.every_database

MakeContent = Callable[..., Content]
Created = tuple[Saved, str]


def revise(database: Database, scenario_id: str, **arguments: Any) -> Saved:
    with database.writing() as session:
        return add_revision(session, scenario_id, **arguments)


def find(database: Database, scenario_id: str) -> Saved:
    with database.reading() as session:
        return find_scenario(session, scenario_id)


def test_a_created_scenario_is_found_as_it_was_returned(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, _ = created

    assert find(database, scenario.id) == scenario
    assert scenario.content == content()
    assert (scenario.revision, scenario.latest_revision) == (1, 1)
    assert scenario.created_at == scenario.updated_at == now


def test_json_keeps_its_order_its_numbers_and_its_text(
    database: Database, content: MakeContent, now: datetime
) -> None:
    inputs = {"b": 0.1, "a": [1, 2.5, None, True, 10**15], "é": {"\u2028</script>": "\x00 👍"}}
    with database.writing() as session:
        scenario, _ = create_scenario(session, content=content(inputs=inputs), now=now)

    found = find(database, scenario.id).content.inputs

    assert found == inputs
    assert list(found) == ["b", "a", "é"]
    assert [type(value) for value in found["a"]] == [int, float, type(None), bool, int]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_not_stored(
    database: Database, content: MakeContent, now: datetime, number: float
) -> None:
    refused = pytest.raises((StatementError, ValueError), match="not JSON compliant")
    with refused, database.writing() as session:
        create_scenario(session, content=content(results={"npv": number}), now=now)
    assert count_rows(database, "scenario") == 0


def test_ids_and_keys_cannot_be_guessed() -> None:
    secrets = {new_secret() for _ in range(1_000)}

    assert len(secrets) == 1_000
    # 16 bytes in base64: 128 bits / 6 bits per character = 21.3 -> 22 characters
    assert {len(secret) for secret in secrets} == {22}
    assert all(set(secret) <= ALPHABET for secret in secrets)


ALPHABET = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_only_a_hash_of_the_edit_key_is_stored(database: Database, created: Created) -> None:
    scenario, edit_key = created
    with database.reading() as session:
        rows = [
            *session.execute(text("SELECT * FROM scenario")),
            *session.execute(text("SELECT * FROM revision")),
            *session.execute(text("SELECT * FROM read_link")),
            *session.execute(text("SELECT * FROM secret")),
        ]

    assert scenario.id in str(rows)
    assert edit_key not in str(rows)


def test_each_scenario_has_a_key_of_its_own(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, edit_key = created
    with database.writing() as session:
        other, other_key = create_scenario(session, content=content(), now=now)

    assert scenario.id != other.id
    assert edit_key != other_key
    with pytest.raises(WrongEditKey):
        revise(
            database,
            scenario.id,
            edit_key=other_key,
            expected_revision=1,
            content=content(),
            now=now,
        )


def test_a_revision_follows_the_one_it_started_from(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, edit_key = created
    later = now + timedelta(days=1)
    second = content(name="Support desk, cheaper", note="")

    saved = revise(
        database,
        scenario.id,
        edit_key=edit_key,
        expected_revision=1,
        content=second,
        now=later,
    )

    assert find(database, scenario.id) == saved
    assert saved.content == second
    assert (saved.revision, saved.latest_revision) == (2, 2)
    assert (saved.created_at, saved.updated_at) == (now, later)


def test_an_earlier_revision_stays_as_it_was(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, edit_key = created
    revise(
        database,
        scenario.id,
        edit_key=edit_key,
        expected_revision=1,
        content=content(name="Second"),
        now=now + timedelta(days=1),
    )

    with database.reading() as session:
        first = find_revision(session, scenario.id, 1)
        second = find_revision(session, scenario.id, 2)

    assert first.content == scenario.content
    assert (first.revision, first.latest_revision) == (1, 2)
    assert first.updated_at == now
    assert second == find(database, scenario.id)


def test_the_history_is_newest_first(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, edit_key = created
    later = now + timedelta(hours=1)
    second = content(name="Second", note="Cheaper.", author="Grace", prices_as_of="2026-03-01")
    revise(database, scenario.id, edit_key=edit_key, expected_revision=1, content=second, now=later)

    with database.reading() as session:
        history = list_revisions(session, scenario.id)

    assert [(line.revision, line.content.name, line.updated_at) for line in history] == [
        (2, "Second", later),
        (1, "Support desk", now),
    ]
    assert (history[0].content.note, history[0].content.author) == ("Cheaper.", "Grace")
    newest = history[0].content
    assert (newest.prices_as_of, newest.model_version) == ("2026-03-01", "1")


@pytest.mark.parametrize("edit_key", ["", "wrong", "é", "x" * 10_000])
def test_a_wrong_key_changes_nothing(
    database: Database, created: Created, content: MakeContent, now: datetime, edit_key: str
) -> None:
    scenario, _ = created
    with pytest.raises(WrongEditKey):
        revise(
            database,
            scenario.id,
            edit_key=edit_key,
            expected_revision=1,
            content=content(name="Vandal"),
            now=now,
        )
    assert find(database, scenario.id) == scenario


def test_the_id_is_no_key(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, _ = created
    with pytest.raises(WrongEditKey):
        revise(
            database,
            scenario.id,
            edit_key=scenario.id,
            expected_revision=1,
            content=content(),
            now=now,
        )


@pytest.mark.parametrize("expected_revision", [-1, 0, 1, 3, 10**30])
def test_an_edit_of_another_revision_than_the_latest_is_stale(
    database: Database,
    created: Created,
    content: MakeContent,
    now: datetime,
    expected_revision: int,
) -> None:
    scenario, edit_key = created
    latest = revise(
        database,
        scenario.id,
        edit_key=edit_key,
        expected_revision=1,
        content=content(name="Second"),
        now=now,
    )

    with pytest.raises(StaleRevision) as caught:
        revise(
            database,
            scenario.id,
            edit_key=edit_key,
            expected_revision=expected_revision,
            content=content(name="Overwritten"),
            now=now,
        )

    assert caught.value.current == latest
    assert find(database, scenario.id) == latest


def test_a_wrong_key_learns_nothing_of_a_stale_revision(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, _ = created
    with pytest.raises(WrongEditKey):
        revise(
            database,
            scenario.id,
            edit_key="wrong",
            expected_revision=7,
            content=content(),
            now=now,
        )


@pytest.mark.parametrize(
    "scenario_id", ["", "unknown", "\x00", "\ud800", "é", "' OR 1=1 --", "x" * 10_000]
)
def test_an_id_that_does_not_exist_is_unknown_whatever_it_holds(
    database: Database, created: Created, content: MakeContent, now: datetime, scenario_id: str
) -> None:
    _, edit_key = created
    with database.reading() as session:
        for query in (find_scenario, list_revisions):
            with pytest.raises(UnknownScenario):
                query(session, scenario_id)
        with pytest.raises(UnknownScenario):
            find_revision(session, scenario_id, 1)
    with pytest.raises(UnknownScenario):
        revise(
            database,
            scenario_id,
            edit_key=edit_key,
            expected_revision=1,
            content=content(),
            now=now,
        )


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 2**63, 10**30])
def test_a_revision_that_does_not_exist_is_unknown(
    database: Database, created: Created, number: int
) -> None:
    scenario, _ = created
    with database.reading() as session, pytest.raises(UnknownRevision):
        find_revision(session, scenario.id, number)


def test_a_glance_finds_what_was_saved_since_the_last_one(
    database: Database, created: Created, content: MakeContent, now: datetime
) -> None:
    scenario, edit_key = created
    with database.glancing() as connection:
        assert find_results(connection, scenario.id).results == scenario.content.results
    with database.writing() as session:
        add_revision(
            session,
            scenario.id,
            edit_key=edit_key,
            expected_revision=1,
            content=content(results={"npv": 2.0}),
            now=now,
        )
    with database.glancing() as connection:
        assert find_results(connection, scenario.id).results == {"npv": 2.0}
    with database.glancing() as connection:
        assert find_results(connection, scenario.id, 1).results == scenario.content.results


def test_without_the_snapshot_all_else_is_found(
    database: Database, content: MakeContent, now: datetime
) -> None:
    with database.writing() as session:
        scenario, _ = create_scenario(session, content=content(snapshot=b"packed"), now=now)
    with database.glancing() as connection:
        found = find_saved(connection, scenario.id, whole=False)
    assert found == replace(scenario, content=replace(scenario.content, snapshot=None))


def test_ids_tell_capitals_from_small_letters(database: Database, created: Created) -> None:
    scenario, _ = created
    with database.reading() as session, pytest.raises(UnknownScenario):
        find_scenario(session, scenario.id.swapcase())


def test_times_come_back_in_utc_to_the_microsecond(
    database: Database, content: MakeContent
) -> None:
    # 9:30 in Kolkata, UTC+05:30, is 4:00 in UTC.
    in_kolkata = datetime(
        2026, 2, 11, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30))
    )
    with database.writing() as session:
        scenario, _ = create_scenario(session, content=content(), now=in_kolkata)

    found = find(database, scenario.id)

    assert found.created_at == datetime(2026, 2, 11, 4, 0, 0, 123456, tzinfo=UTC)
    assert found.created_at.utcoffset() == found.updated_at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database, content: MakeContent) -> None:
    naive = datetime(2026, 2, 11, 9, 30)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"), database.writing() as session:
        create_scenario(session, content=content(), now=naive)
    assert count_rows(database, "scenario") == 0


def test_a_transaction_that_fails_stores_nothing(
    database: Database, content: MakeContent, now: datetime
) -> None:
    def fail_after_writing() -> None:
        with database.writing() as session:
            create_scenario(session, content=content(), now=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert count_rows(database, "scenario") == count_rows(database, "revision") == 0


def count_rows(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
