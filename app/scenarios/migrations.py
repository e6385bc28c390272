"""Brings a database to the newest form of the tables."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.folders import folder
from app.scenarios.engine import Database, build_engine

ADVISORY_LOCK = 2_026_112_401  # any number, as long as every process takes the same


def migrate(database_url: str, *, to: str = "head") -> None:
    """Bring the database up, or down, to a revision in one transaction.

    Several processes may start at once: the first one migrates, the others wait for it.
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
    settings = configuration()
    settings.attributes["connection"] = connection
    if to == "base" or is_older(to, current(connection)):
        command.downgrade(settings, to)
    else:
        command.upgrade(settings, to)


def configuration() -> Config:
    """Return Alembic's configuration, which needs no file."""
    settings = Config()
    settings.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    return settings


def scripts() -> ScriptDirectory:
    """Return the migrations in migrations/versions."""
    return ScriptDirectory.from_config(configuration())


def is_older(revision: str, current: str | None) -> bool:
    """Return whether the current revision was built on this one."""
    if current is None or revision in ("head", current):
        return False
    return revision in {script.revision for script in scripts().iterate_revisions(current, "base")}


def current(connection: Connection) -> str | None:
    """Return the revision the connection's database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def current_revision(database: Database) -> str | None:
    """Return the revision the database is at; None before the first."""
    with database.engine.connect() as connection:
        return current(connection)


def newest_revision() -> str | None:
    """Return the revision that `migrate` brings a database to."""
    return scripts().get_current_head()


def check_foreign_keys(connection: Connection) -> None:
    """Raise RuntimeError if a migration on SQLite left a row that refers to nothing."""
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.execute(text("PRAGMA foreign_key_check")).all():
        raise RuntimeError(f"the migration would orphan {len(orphans)} rows: {orphans[:3]}")
