"""What keeps the database from answering for now: somebody else's lock, a full disk, no connection.

Such a failure is nobody's mistake and passes, so that whoever asked should ask again.
"""

import errno
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft


class DatabaseMoved(OSError):
    """The file of the database is no longer where it was opened."""

    def __init__(self) -> None:
        super().__init__(errno.ENOENT, "the database is no longer where it was opened")


OUTAGE_KINDS = (DBAPIError, NoConnectionLeft, OSError)  # what an outage may be raised as
NOTHING_SAVED = "Nothing was saved."


@dataclass(frozen=True)
class Outage:
    """Why the database cannot answer now, and when to ask again."""

    detail: str
    retry_after: int  # seconds


BUSY = Outage(f"The database is busy with other work. {NOTHING_SAVED}", 5)
FULL = Outage(
    f"The disk that holds the scenarios is full or cannot be written. {NOTHING_SAVED} "
    "Whoever runs Crossover must make room.",
    60,
)
UNREACHABLE = Outage(f"The database cannot be reached at the moment. {NOTHING_SAVED}", 10)
MOVED = Outage(
    f"The file that holds the scenarios is no longer where it was. {NOTHING_SAVED} Whoever runs "
    "Crossover must put it back.",
    60,
)
LOST = Outage(
    "The connection to the database was lost. If you were saving, look whether it is saved before "
    "you try again.",
    10,
)
OTHER_FORM = Outage(
    "The database has another form than this version of Crossover knows: it is being upgraded. "
    f"{NOTHING_SAVED}",
    30,
)

# https://sqlite.org/rescode.html: the last byte is the primary code.
SQLITE_CODES = {
    5: BUSY,  # SQLITE_BUSY
    6: BUSY,  # SQLITE_LOCKED
    8: FULL,  # SQLITE_READONLY, as after a disk's failure
    10: FULL,  # SQLITE_IOERR
    13: FULL,  # SQLITE_FULL
    14: UNREACHABLE,  # SQLITE_CANTOPEN
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: a state, or its first two
# characters for the whole class.
POSTGRESQL_STATES = {
    "08": UNREACHABLE,  # connection exception
    "53100": FULL,  # disk full
    "53": BUSY,  # out of memory, too many connections
    "55P03": BUSY,  # lock not available
    "40001": BUSY,  # serialization failure
    "40P01": BUSY,  # deadlock
    "57014": BUSY,  # cancelled, as by a time limit
    "57P": LOST,  # shutting down, crashed, starting
    "58030": FULL,  # input or output error
    "25006": FULL,  # read-only, as a standby is
    "42P01": OTHER_FORM,  # undefined table
    "42703": OTHER_FORM,  # undefined column
}
# SQLite has one code for all that is wrong with a statement.
UNKNOWN_TO_SQLITE = ("no such table", "no such column", "has no column named")
SYSTEM_CODES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: FULL,
    errno.EMFILE: BUSY,
    errno.ENFILE: BUSY,
}


def outage_of(error: BaseException) -> Outage | None:
    """Return the outage behind an error; None if the error is a mistake, ours or the request's."""
    if isinstance(error, NoConnectionLeft):
        return BUSY
    if isinstance(error, DatabaseMoved):
        return MOVED
    if isinstance(error, DBAPIError) and error.orig is not None:
        return outage_of_driver(error.orig, lost=error.connection_invalidated)
    if isinstance(error, OSError) and error.errno is not None:
        return SYSTEM_CODES.get(error.errno)
    return None


def outage_of_driver(error: BaseException, *, lost: bool) -> Outage | None:
    """Return the outage that a database driver reports; `lost` if the connection broke in use."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        if any(words in str(error) for words in UNKNOWN_TO_SQLITE):
            return OTHER_FORM
        return SQLITE_CODES.get(code & 0xFF)
    if lost:
        return LOST
    if not hasattr(error, "sqlstate"):
        return None
    return outage_of_state(error.sqlstate, type(error).__name__)


def outage_of_state(state: str | None, kind: str) -> Outage | None:
    """Return the outage of an SQLSTATE; psycopg has none for a server that it cannot reach."""
    if state is None:
        return UNREACHABLE if kind in ("OperationalError", "ConnectionTimeout") else None
    found = (POSTGRESQL_STATES.get(state[:length]) for length in (5, 3, 2))
    return next((outage for outage in found if outage), None)


def code_of(error: BaseException) -> str | None:
    """Return the code of a database's or the system's error, which repeats nothing stored."""
    cause = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    number = getattr(cause, "errno", None)
    return name or (errno.errorcode.get(number) if isinstance(number, int) else None)
