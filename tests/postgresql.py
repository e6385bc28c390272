"""A PostgreSQL server that runs as long as somebody needs one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

POSTGRESQL_OPTIONS = (
    "fsync=off",
    "timezone=Asia/Kathmandu",  # UTC+05:45: a time that forgets its zone shows
)


def postgresql_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def running_postgresql(
    programs: Path, more_options: Sequence[str] = POSTGRESQL_OPTIONS
) -> Iterator[Path]:
    """Run a PostgreSQL server on a socket in a new folder; root runs it as the user postgres."""
    as_postgres: Sequence[str] = ()
    with tempfile.TemporaryDirectory(prefix="crossover-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            as_postgres = ("runuser", "-u", "postgres", "--")
            shutil.chown(folder, "postgres")
        # A socket in a folder of its own needs no free port.
        options = ("listen_addresses=''", *more_options, f"unix_socket_directories={folder}")
        data = ("--pgdata", str(folder / "data"))
        initdb = (*as_postgres, str(programs / "initdb"), *data)
        pg_ctl = (*as_postgres, str(programs / "pg_ctl"), *data)
        run(*initdb, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        run(
            *(*pg_ctl, "start", "--wait", "--log", str(folder / "log")),
            *("--options", " ".join(f"-c {option}" for option in options)),
        )
        try:
            yield folder
        finally:
            run(*pg_ctl, "stop", "--mode=immediate")


def run(*command: str | Path) -> None:
    """Run a program to its end; what it printed is in the message if it fails."""
    # To a file, for a server that pg_ctl leaves running would keep a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        if subprocess.run(command, cwd="/", stdout=output, stderr=output, check=False).returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed:\n{output.read()}")


def administer(folder: Path, statement: str) -> None:
    engine = create_engine(address(folder, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def address(folder: Path, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={folder}"
