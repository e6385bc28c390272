"""Readers and writers at once: nobody's save is lost, and nobody sees half of one."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.store import (
    Content,
    Database,
    Saved,
    StaleRevision,
    add_revision,
    create_scenario,
    find_scenario,
    list_revisions,
    migrate,
)

pytestmark = pytest.mark.every_database

WRITER = Path(__file__).with_name("writer.py")
Created = tuple[Saved, str]


@pytest.fixture
def counter(
    database: Database, content: Callable[..., Content], now: datetime
) -> tuple[Saved, str]:
    """A scenario that counts its saves, at zero, and its edit key."""
    with database.writing() as session:
        return create_scenario(session, content=content(inputs={"saves": 0}), now=now)


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path / 'crossover.db'}"
    migrate(url)
    return Database(url)


def test_of_many_saves_of_one_revision_exactly_one_wins(
    database: Database, counter: Created, content: Callable[..., Content], now: datetime
) -> None:
    scenario, edit_key = counter
    editors = 8
    start = Barrier(editors)

    def save(editor: int) -> bool:
        start.wait()
        try:
            with database.writing() as session:
                add_revision(
                    session,
                    scenario.id,
                    edit_key=edit_key,
                    expected_revision=1,
                    content=content(author=f"Editor {editor}"),
                    now=now,
                )
        except StaleRevision:
            return False
        return True

    with ThreadPoolExecutor(editors) as pool:
        won = list(pool.map(save, range(editors)))

    assert won.count(True) == 1
    with database.reading() as session:
        latest = find_scenario(session, scenario.id)
    assert (latest.revision, latest.content.author) == (2, f"Editor {won.index(True)}")


def test_threads_that_read_and_write_in_one_transaction_lose_no_save(
    database: Database, counter: Created, now: datetime
) -> None:
    scenario, edit_key = counter
    threads, saves = 8, 5
    start = Barrier(threads)

    def save(_thread: int) -> int:
        start.wait()
        return sum(save_in_one_transaction() for _ in range(saves))

    def save_in_one_transaction() -> bool:
        try:
            with database.writing() as session:
                seen = find_scenario(session, scenario.id)
                add_revision(
                    session,
                    scenario.id,
                    edit_key=edit_key,
                    expected_revision=seen.revision,
                    content=replace(
                        seen.content, inputs={"saves": seen.content.inputs["saves"] + 1}
                    ),
                    now=now,
                )
        except StaleRevision:
            return False
        return True

    with ThreadPoolExecutor(threads) as pool:
        saved = sum(pool.map(save, range(threads)))

    check_saves(database, scenario.id, saved)
    if database.engine.dialect.name == "sqlite":
        # BEGIN IMMEDIATE lets one read and write at a time, so that none is ever stale.
        assert saved == threads * saves  # 8 × 5 = 40


def test_processes_that_write_at_once_lose_no_save(
    database: Database, migrated_url: str, counter: Created
) -> None:
    scenario, edit_key = counter
    command = [sys.executable, str(WRITER), migrated_url, scenario.id, edit_key, "25"]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]

    errors = [writer.communicate(timeout=60)[1] for writer in writers]

    assert errors == ["", ""]
    check_saves(database, scenario.id, 50)  # 2 processes × 25 saves


def check_saves(database: Database, scenario_id: str, saves: int) -> None:
    """Check that there is one revision for every save, each built on the one before."""
    with database.reading() as session:
        latest = find_scenario(session, scenario_id)
        history = list_revisions(session, scenario_id)
    assert latest.content.inputs == {"saves": saves}
    assert [line.revision for line in history] == list(range(saves + 1, 0, -1))


def test_a_reader_sees_one_state_while_another_saves(
    database: Database, created: Created, content: Callable[..., Content], now: datetime
) -> None:
    scenario, edit_key = created
    with database.reading() as session:
        assert len(list_revisions(session, scenario.id)) == 1
        with database.writing() as writer:
            add_revision(
                writer,
                scenario.id,
                edit_key=edit_key,
                expected_revision=1,
                content=content(name="Second"),
                now=now,
            )
        assert len(list_revisions(session, scenario.id)) == 1
    with database.reading() as session:
        assert len(list_revisions(session, scenario.id)) == 2


def test_a_reading_transaction_stores_nothing(
    database: Database, content: Callable[..., Content], now: datetime
) -> None:
    # PostgreSQL refuses to write, SQLite undoes it at the end.
    with suppress(DBAPIError), database.reading() as session:
        create_scenario(session, content=content(), now=now)

    with database.writing() as session:
        assert session.execute(text("SELECT count(*) FROM scenario")).scalar_one() == 0


def test_a_revision_needs_its_scenario_and_goes_with_it(
    database: Database, created: Created
) -> None:
    scenario, _ = created
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("UPDATE revision SET scenario_id = 'nobody'"))
    with database.writing() as session:
        session.execute(text("DELETE FROM scenario WHERE id = :id"), {"id": scenario.scenario_id})
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM revision")).scalar_one() == 0


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5_000)],
)
def test_every_connection_to_sqlite_is_prepared(
    sqlite: Database, pragma: str, value: str | int
) -> None:
    with sqlite.engine.connect() as first, sqlite.engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    sqlite.close()


def test_a_writer_on_sqlite_keeps_others_from_writing_before_it_has_read(
    sqlite: Database, tmp_path: Path
) -> None:
    impatient = Database(f"sqlite:///{tmp_path / 'crossover.db'}?timeout=0")
    with sqlite.writing() as session:
        session.connection()  # begins
        with impatient.engine.connect() as other:
            other.execute(text("PRAGMA busy_timeout = 0"))
            with pytest.raises(DBAPIError, match="database is locked"):
                other.execute(text("CREATE TABLE late (id INTEGER)"))
    impatient.close()
    sqlite.close()


def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'new' / 'folder' / 'crossover.db'}")

    assert (tmp_path / "new" / "folder" / "crossover.db").is_file()
