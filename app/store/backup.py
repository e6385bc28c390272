"""A copy of an SQLite database, taken while it is in use, and a database put back from one."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.store.migrations import NotMigrated, migrate, scripts

BESIDE = (".db-wal", ".db-shm", ".db-journal")  # what SQLite keeps beside a file

POSTGRESQL_BACKUP = """\
PostgreSQL is backed up with its own programs, while Crossover runs:

  pg_dump --format=custom --no-owner --file={path} '{url}'

They ask for the password, or read it from PGPASSWORD or ~/.pgpass."""
POSTGRESQL_RESTORE = """\
PostgreSQL is restored with its own programs. Stop Crossover first, then:

  pg_restore --clean --if-exists --no-owner --single-transaction --dbname='{url}' {path}
  crossover migrate

They ask for the password, or read it from PGPASSWORD or ~/.pgpass."""


class NoBackup(Exception):
    """The copy cannot be made or put back; the message says why, and nothing was changed."""


class OtherPrograms(Exception):
    """The database is backed up by programs of its own; the message says how."""


def back_up(database_url: str, to: Path) -> None:
    """Copy the database to a new file, complete and checked, while others use it.

    Raises NoBackup, and OtherPrograms for PostgreSQL.
    """
    source = sqlite_file(database_url, POSTGRESQL_BACKUP, to)
    if to.exists():
        raise NoBackup(f"{to} is there already, and is not overwritten")
    if not source.is_file():
        raise NoBackup(f"there is no database at {source}")
    with temporary_beside(to) as temporary:
        copy(source, temporary)
        check(temporary)
        sync(temporary)
        if to.exists():
            raise NoBackup(f"{to} came into being meanwhile, and is not overwritten")
        temporary.rename(to)
    sync(to.parent)


def restore(database_url: str, backup: Path) -> Path | None:
    """Put a copy in the database's place, brought up to date; return where the former one is.

    Raises NoBackup, and OtherPrograms for PostgreSQL.
    """
    target = sqlite_file(database_url, POSTGRESQL_RESTORE, backup)
    if not backup.is_file():
        raise NoBackup(f"there is no file at {backup}")
    if target.exists() and target.samefile(backup):
        raise NoBackup(f"{backup} is the database itself")
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_beside(target) as temporary:
        copy(backup, temporary)
        check(temporary)
        bring_up_to_date(temporary)
        sync(temporary)
        former = None
        if target.exists():
            take_owner_and_mode(temporary, target)
            former = set_aside(target)
        temporary.rename(target)
    sync(target.parent)
    return former


def sqlite_file(database_url: str, otherwise: str, path: Path) -> Path:
    """Return the database's file; raises OtherPrograms, with words for it, if it has none."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database).absolute()
    query = {key: value for key, value in url.query.items() if "password" not in key.lower()}
    shown = url.set(drivername=url.get_backend_name(), query=query)._replace(password=None)
    raise OtherPrograms(
        otherwise.format(path=quote(str(path)), url=shown.render_as_string(hide_password=False))
    )


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """Yield a new file in the same folder, readable by its owner only, that is gone at the end."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".db", dir=path.parent)
    except OSError as error:
        raise NoBackup(f"cannot write into {path.parent}: {error.strerror}") from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        for file in (temporary, *map(temporary.with_suffix, BESIDE)):
            file.unlink(missing_ok=True)


def take_owner_and_mode(file: Path, model: Path) -> None:
    """Let those use a file that may use another one; raises NoBackup if only root could do that."""
    known = model.stat()
    try:
        os.chown(file, known.st_uid, known.st_gid)
    except PermissionError:
        raise NoBackup(
            f"{model} belongs to another user: restore as that user, or as root"
        ) from None
    file.chmod(known.st_mode & 0o777)


def copy(source: Path, to: Path) -> None:
    """Copy a database as it is at one moment, in one file."""
    try:
        with closing(connect(source)) as read, closing(connect(to)) as written:
            read.backup(written)
            written.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise NoBackup(f"cannot copy {source}: {error}") from None


def connect(file: Path) -> sqlite3.Connection:
    """Return a connection to a file that is there."""
    connection = sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 5000")
    return connection


def check(file: Path) -> None:
    """Raise NoBackup unless the file is a whole database of a Crossover that is known here."""
    try:
        with closing(connect(file)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error as error:
        raise NoBackup(f"that is no database of Crossover: {error}") from None
    if found != "ok" or orphans:
        raise NoBackup(f"the database is damaged: {found if found != 'ok' else 'rows are missing'}")
    if len(revisions) != 1 or not is_known(revisions[0][0]):
        raise NoBackup("the database is of a newer Crossover, or of another program")


def bring_up_to_date(file: Path) -> None:
    """Migrate a database and leave it in one file; raises NoBackup."""
    try:
        migrate(f"sqlite:///{file}")
        with closing(connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except (NotMigrated, RuntimeError, SQLAlchemyError, sqlite3.Error) as error:
        raise NoBackup(f"the copy cannot be brought up to date: {error}") from None


def is_known(revision: str) -> bool:
    """Tell whether a database of this revision can be brought up to date."""
    from alembic.util import CommandError  # late: Alembic takes long to import

    try:
        return scripts().get_revision(revision) is not None
    except CommandError:
        return False


def set_aside(file: Path) -> Path:
    """Rename a database that nobody uses and return its new name; raises NoBackup."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    former = file.with_name(f"{file.stem}-before-{moment}{file.suffix}")
    try:
        with closing(connect(file)) as connection:
            connection.execute("PRAGMA busy_timeout = 500")
            # Leaving WAL needs the file to oneself: a server keeps a connection open.
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise NoBackup(f"{file} is in use: stop Crossover first") from None
        raise NoBackup(f"cannot use {file}: {error}") from None
    except sqlite3.DatabaseError:
        pass  # a damaged file is why one restores; it is kept as it is
    file.rename(former)
    for left in map(Path, (f"{file}-wal", f"{file}-shm", f"{file}-journal")):
        with suppress(FileNotFoundError):
            left.rename(former.with_name(former.name + left.name.removeprefix(file.name)))
    return former


def sync(path: Path) -> None:
    """Wait until a file, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
