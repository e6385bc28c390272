"""The engine, and the two kinds of transaction."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlmodel import Session, create_engine

from app.store.outages import DatabaseMoved

BUSY_TIMEOUT_MILLISECONDS = 5_000  # how long anybody waits for a lock
CONNECT_TIMEOUT = 5  # seconds for PostgreSQL to take a connection
CONNECTIONS = 15  # of one process at once; they stay open, for opening one takes long
POOL_TIMEOUT = 10  # seconds for another request to give its connection back
FILE = "file"  # where a connection keeps which file it has open
# PostgreSQL shows each statement a newer state unless told otherwise; SQLite never does.
READING: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
# One statement sees one state by itself.
GLANCING: dict[str, dict[str, Any]] = {
    "sqlite": {"crossover_begins": False},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
POOL: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_use_lifo": True}
OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {
        "pool_timeout": POOL_TIMEOUT,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": CONNECT_TIMEOUT},
    },
}


class Database:
    """The stored scenarios behind one address, opened when first asked."""

    def __init__(self, url: str) -> None:
        self.engine = build_engine(url)
        if self.engine.dialect.name == "postgresql":
            event.listen(self.engine, "connect", prepare_postgresql)
        else:
            stay_with_file(self.engine)
        self._reading_engine = self.engine.execution_options(**READING[self.engine.dialect.name])
        self._glancing_engine = self.engine.execution_options(**GLANCING[self.engine.dialect.name])
        self._writing_engine = self.engine.execution_options(crossover_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that sees one state of the database and leaves it as it is."""
        with Session(self._reading_engine) as session:
            yield session

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """A connection for one statement that reads, without the cost of a transaction."""
        with self._glancing_engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, committed when the block ends and undone if it raises."""
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def open(self) -> None:
        """Open a connection and keep it in the pool: `crossover restore` sees that it is there."""
        self.engine.connect().close()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def build_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Return an engine for SQLite or PostgreSQL; makes the folder of an SQLite file.

    Raises ArgumentError if the address is none, or of a database in memory.

    JSON is stored as it is handed in, order included; NaN and infinity are refused, since no
    JSON has them.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if not address.database or address.database == ":memory:":
            raise ArgumentError("An SQLite database needs a file")
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        json_serializer=partial(json.dumps, allow_nan=False, ensure_ascii=False),
        hide_parameters=True,  # errors would hold ids and keys
        **POOL,
        **OPTIONS.get(address.get_backend_name(), {}),
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(prepare_sqlite, foreign_keys=foreign_keys))
        event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: Any, _record: Any, *, foreign_keys: bool) -> None:
    """Leave BEGIN to us, let readers and a writer work at once, lose nothing, hold to keys."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")


def stay_with_file(engine: Engine) -> None:
    """Use no connection to a file that was moved or deleted, and make none in its place.

    SQLite goes on with a file that it has open, wherever that is: what is saved then would be
    acknowledged and lost. One that was put back, or another one in its place, is opened anew.
    """
    path = os.path.abspath(str(engine.url.database))
    was_opened = False

    def stay_away(*_: Any) -> None:
        if was_opened and not os.path.exists(path):
            raise DatabaseMoved

    def remember(_connection: Any, record: Any) -> None:
        nonlocal was_opened
        was_opened = True
        record.info[FILE] = file_at(path)

    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        there = file_at(path)
        if there is None:
            raise DatabaseMoved
        if there != record.info[FILE]:
            raise DisconnectionError("another file is there now")

    def compare_again(connection: Connection) -> None:
        if file_at(path) != connection.info[FILE]:
            raise DatabaseMoved

    event.listen(engine, "do_connect", stay_away)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)
    event.listen(engine, "commit", compare_again)


def file_at(path: str) -> tuple[int, int] | None:
    """Return which file is at a path, by device and number; None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def prepare_postgresql(connection: Any, _record: Any) -> None:
    """Let nobody wait for a lock without end; migrations, which use no Database, may."""
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    connection.commit()


def begin_sqlite(connection: Connection) -> None:
    """Take the write lock before the first read of a transaction that will write.

    A plain BEGIN reads first and locks later: SQLite then refuses the write at once, without
    waiting, if another one came between.
    """
    options = connection.get_execution_options()
    if options.get("crossover_begins", True):
        writes = options.get("crossover_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
