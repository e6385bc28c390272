"""Brings a database to the newest form of the tables."""

import re
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from app import folder
from app.store.engine import Database, build_engine

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

# At nearly every start the database is up to date. That is found out without Alembic, which is
# only imported by the functions that migrate: it takes a quarter of a second.
NAME = re.compile(r"^(down_)?revision(?:: [^=]+)? = [\"'](\w+)[\"']$", re.MULTILINE)
ADVISORY_LOCK = 2_026_112_401  # any number, as long as every process takes the same


class NotMigrated(Exception):
    """The database cannot be brought to the revision asked for; the message says why."""


def migrate(database_url: str, *, to: str = "head") -> None:
    """Bring the database up, or down, to a revision in one transaction.

    Several processes may start at once: the first one migrates, the others wait for it.
    Raises NotMigrated.
    """
    # SQLite changes a table by copying and dropping it, which must not cascade.
    engine = build_engine(database_url, foreign_keys=False)
    try:
        with engine.execution_options(crossover_writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
            run(connection, to)
            check_foreign_keys(connection)
    finally:
        engine.dispose()


def run(connection: Connection, to: str) -> None:
    """Apply the migrations between the connection's revision and the one asked for."""
    if to == "head" and current(connection) == newest_revision():
        return
    from alembic import command
    from alembic.util import CommandError

    settings = configuration()
    settings.attributes["connection"] = connection
    try:
        if to == "base" or is_older(to, current(connection)):
            command.downgrade(settings, to)
        else:
            command.upgrade(settings, to)
    except CommandError as error:
        raise NotMigrated(str(error)) from error


def configuration() -> "Config":
    """Return Alembic's configuration, which needs no file."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    return settings


def scripts() -> "ScriptDirectory":
    """Return the migrations in migrations/versions."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(configuration())


def is_older(revision: str, current: str | None) -> bool:
    """Return whether the current revision was built on this one."""
    if current is None or revision in ("head", current):
        return False
    return revision in {script.revision for script in scripts().iterate_revisions(current, "base")}


def current(connection: Connection) -> str | None:
    """Return the revision the connection's database is at; None before the first.

    Raises NotMigrated if it is at several at once.
    """
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    if len(found) > 1:
        raise NotMigrated(f"it is at {len(found)} revisions at once")
    return found[0] if found else None


def current_revision(database: Database) -> str | None:
    """Return the revision the database is at; None before the first."""
    with database.engine.connect() as connection:
        return current(connection)


def newest_revision() -> str:
    """Return the revision that `migrate` brings a database to: the one that no other builds on.

    Raises ValueError if there are no migrations: the installation is broken.
    """
    files = (folder("migrations") / "versions").glob("*.py")
    named = [NAME.findall(file.read_text(encoding="utf-8")) for file in files]
    revisions: set[str] = {name for found in named for down, name in found if not down}
    built_on = {name for found in named for down, name in found if down}
    return max(revisions - built_on)


def check_foreign_keys(connection: Connection) -> None:
    """Raise RuntimeError if a migration on SQLite left a row that refers to nothing."""
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.execute(text("PRAGMA foreign_key_check")).all():
        raise RuntimeError(f"the migration would orphan {len(orphans)} rows: {orphans[:3]}")
