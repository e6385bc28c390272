"""Locks, full disks and lost connections, each brought about for real, are known as outages."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.store import (
    Content,
    Database,
    Saved,
    code_of,
    create_scenario,
    engine,
    outage_of,
    set_expiry,
)
from app.store.outages import BUSY, FULL, LOST, UNREACHABLE, Outage
from tests.conftest import NewDatabase

pytestmark = pytest.mark.every_database

Created = tuple[Saved, str]


@pytest.fixture
def sqlite_url(new_sqlite_database: NewDatabase) -> Iterator[str]:
    with new_sqlite_database(migrated=True) as url:
        yield url


@pytest.fixture
def postgresql_url(new_postgresql_database: NewDatabase) -> Iterator[str]:
    with new_postgresql_database(migrated=True) as url:
        yield url


@contextmanager
def outage(expected: Outage, code: str | None = None) -> Iterator[None]:
    """Expect a failure that is this outage."""
    with pytest.raises(Exception) as caught:  # noqa: PT011  # which one is what is tested
        yield
    assert outage_of(caught.value) is expected, caught.value
    assert code_of(caught.value) == code


def test_another_writer_that_does_not_end_makes_the_database_busy(
    database: Database, created: Created, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, key = created
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 50)
    impatient = Database(database.engine.url.render_as_string(hide_password=False))
    codes = {"sqlite": "SQLITE_BUSY", "postgresql": "55P03"}
    with database.writing() as session:
        set_expiry(session, scenario.id, edit_key=key, at=now)
        with outage(BUSY, codes[database.engine.dialect.name]), impatient.writing() as second:
            set_expiry(second, scenario.id, edit_key=key, at=None)
    impatient.close()


def test_a_reader_of_a_locked_table_does_not_wait_without_end(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 50)
    database, other = Database(postgresql_url), Database(postgresql_url)
    with other.writing() as session:  # as a migration or VACUUM FULL does
        session.execute(text("LOCK TABLE scenario, read_link IN ACCESS EXCLUSIVE MODE"))
        with outage(BUSY, "55P03"), database.glancing() as connection:
            connection.execute(text("SELECT * FROM scenario"))
        with outage(BUSY, "55P03"), database.reading() as reader:
            reader.execute(text("SELECT * FROM read_link"))
    other.close()
    database.close()


def test_a_full_disk_is_told_from_a_mistake(
    sqlite_url: str, content: Callable[..., Content], now: datetime
) -> None:
    database = Database(sqlite_url)

    @event.listens_for(database.engine, "connect")
    def leave_no_room(connection, _record) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite then keeps to the present size

    long_note = content(results={"long": "x" * 500_000})
    with outage(FULL, "SQLITE_FULL"), database.writing() as session:
        create_scenario(session, content=long_note, now=now)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM scenario")).scalar_one() == 0
    database.close()


def test_a_database_whose_folder_is_gone_cannot_be_reached(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'folder' / 'crossover.db'}")
    (tmp_path / "folder").rmdir()

    with outage(UNREACHABLE, "SQLITE_CANTOPEN"), database.reading() as session:
        session.connection()
    database.close()


def test_a_server_that_is_not_there_cannot_be_reached(tmp_path: Path) -> None:
    database = Database(f"postgresql+psycopg://postgres@/none?host={tmp_path}")

    with outage(UNREACHABLE), database.reading() as session:
        session.connection()
    database.close()


def test_a_server_without_a_connection_to_spare_cannot_be_reached(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0"))
    crowded = make_url(postgresql_url).set(username="crowded")
    database = Database(crowded.render_as_string(hide_password=False))

    with outage(UNREACHABLE), database.reading() as session:
        session.connection()

    database.close()
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE crowded"))
    engine.dispose()


def test_a_connection_that_breaks_leaves_open_whether_it_was_saved(postgresql_url: str) -> None:
    database, other = Database(postgresql_url), create_engine(postgresql_url)
    with outage(LOST, "57P01"), database.writing() as session:
        process = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with other.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:id)"), {"id": process})
        session.execute(text("SELECT 1"))
    other.dispose()
    database.close()


@pytest.mark.parametrize(
    ("state", "expected"),
    [("53100", FULL), ("53300", BUSY), ("08006", UNREACHABLE), ("23505", None)],
)
def test_what_postgresql_says_is_known_by_its_state(state: str, expected: Outage | None) -> None:
    class Reported(Exception):
        sqlstate = state

    assert outage_of(DBAPIError("INSERT", {}, Reported())) is expected
    assert code_of(DBAPIError("INSERT", {}, Reported())) == state


def test_no_room_for_a_file_of_our_own_is_a_full_disk() -> None:
    assert outage_of(OSError(errno.ENOSPC, "No space left on device")) is FULL
    assert outage_of(FileNotFoundError(errno.ENOENT, "No such file")) is None


def test_a_mistake_is_no_outage(database: Database, created: Created) -> None:
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        session.execute(text("UPDATE revision SET scenario_id = 'nobody'"))

    assert outage_of(caught.value) is None
    assert outage_of(ValueError("53100")) is None


def test_an_error_of_the_database_holds_no_value_of_the_statement(
    database: Database, created: Created
) -> None:
    known = {"id": created[0].scenario_id}
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        session.execute(text("UPDATE scenario SET id = NULL WHERE id = :id"), known)

    assert known["id"] not in str(caught.value)
