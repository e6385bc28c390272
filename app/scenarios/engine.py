"""The engine, and the two kinds of transaction."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlmodel import Session, create_engine

BUSY_TIMEOUT_MILLISECONDS = 5_000  # how long SQLite waits for another writer
# PostgreSQL shows each statement a newer state unless told otherwise; SQLite never does.
READING: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


class Database:
    """The stored scenarios behind one address, opened when first asked."""

    def __init__(self, url: str) -> None:
        self.engine = build_engine(url)
        self._reading_engine = self.engine.execution_options(**READING[self.engine.dialect.name])
        self._writing_engine = self.engine.execution_options(crossover_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that sees one state of the database and leaves it as it is."""
        with Session(self._reading_engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, committed when the block ends and undone if it raises."""
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def build_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Return an engine for SQLite or PostgreSQL; makes the folder of an SQLite file.

    JSON is stored as it is handed in, order included; NaN and infinity are refused, since no
    JSON has them.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        json_serializer=partial(json.dumps, allow_nan=False, ensure_ascii=False),
        hide_parameters=True,  # errors would hold ids and keys
        pool_pre_ping=address.get_backend_name() != "sqlite",
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(prepare_sqlite, foreign_keys=foreign_keys))
        event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: Any, _record: Any, *, foreign_keys: bool) -> None:
    """Leave BEGIN to us, let readers and a writer work at once, hold to the foreign keys."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")


def begin_sqlite(connection: Connection) -> None:
    """Take the write lock before the first read of a transaction that will write.

    A plain BEGIN reads first and locks later: SQLite then refuses the write at once, without
    waiting, if another one came between.
    """
    writes = connection.get_execution_options().get("crossover_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
