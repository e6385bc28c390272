"""The `crossover` command."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy.exc import ArgumentError, DatabaseError

from app.cli.measuring import add_measure, measure_or_exit
from app.settings import Settings
from app.store import NoBackup, NotMigrated, OtherPrograms, back_up, migrate, restore
from app.web.serving import counting_together, server_options

KNOWN_DATABASES = "It is sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command given by the arguments, or by the command line."""
    options = parser().parse_args(arguments)
    os.umask(0o077)  # what is written holds a company's plans
    settings = settings_or_exit()
    match options.command:
        case "migrate":
            migrate_or_exit(settings.database_url)
        case "backup":
            back_up_or_exit(settings.database_url, options.path)
        case "restore":
            restore_or_exit(settings.database_url, options.path)
        case "measure":
            measure_or_exit(options, settings)
        case _:
            serve(settings, host=options.host, port=options.port, workers=options.workers)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="crossover",
        description="When does fine-tuning beat prompting? Settings come from CROSSOVER_… "
        "environment variables.",
    )
    commands = top.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="bring the database up to date, then serve")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serving.add_argument("--port", default=8000, type=port_number, help="port (%(default)s)")
    serving.add_argument("--workers", default=1, type=positive, help="processes (%(default)s)")
    commands.add_parser("migrate", help="bring the database up to date")
    backup = commands.add_parser("backup", help="copy the database while it is in use")
    backup.add_argument("path", type=Path, help="the file to write, which must not exist")
    restoring = commands.add_parser("restore", help="put a copy in the database's place")
    restoring.add_argument("path", type=Path, help="a file that `crossover backup` wrote")
    add_measure(commands.add_parser("measure", help="say what files of your own say of a plan"))
    return top


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Bring the database up to date and serve until a signal ends it."""
    migrate_or_exit(settings.database_url)
    with counting_together(settings, workers=workers):
        uvicorn.run(
            "app.main:app_from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            **server_options(settings),
        )


def settings_or_exit() -> Settings:
    """Return the settings of the environment; ends the program if one of them is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SystemExit("\n".join(map(describe, error.errors()))) from None


def describe(error: ErrorDetails) -> str:
    """Return what is wrong with which setting, without its value, which may be a password."""
    return f"CROSSOVER_{error['loc'][0]}".upper() + f": {error['msg']}"


def migrate_or_exit(database_url: str) -> None:
    """Bring the database up to date; ends the program if it cannot be reached or used."""
    try:
        migrate(database_url)
    except (ArgumentError, ImportError) as error:
        raise SystemExit(f"CROSSOVER_DATABASE_URL: {error}. {KNOWN_DATABASES}") from None
    except DatabaseError as error:
        raise SystemExit(f"cannot use the database: {error.orig}") from None
    except (NotMigrated, OSError) as error:
        raise SystemExit(f"cannot use the database: {error}") from None


def back_up_or_exit(database_url: str, path: Path) -> None:
    """Write a copy of the database; ends the program if it cannot."""
    with told_why_not():
        back_up(database_url, path)
    print(f"The database is copied to {path}.")


def restore_or_exit(database_url: str, path: Path) -> None:
    """Put a copy in the database's place; ends the program if it cannot."""
    with told_why_not():
        former = restore(database_url, path)
    print(f"The database is restored from {path}.")
    if former is not None:
        print(f"What was there before is {former}.")


@contextmanager
def told_why_not() -> Iterator[None]:
    """End the program with the reason if there is no copy, or with the words for another way."""
    try:
        yield
    except (ArgumentError, ImportError) as error:
        raise SystemExit(f"CROSSOVER_DATABASE_URL: {error}. {KNOWN_DATABASES}") from None
    except NoBackup as error:
        raise SystemExit(str(error)) from None
    except OtherPrograms as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def positive(text: str) -> int:
    """Return the whole number above zero that the text says."""
    return whole_number(text, at_least=1)


def port_number(text: str) -> int:
    """Return the TCP port that the text says; 0 lets the system choose."""
    return whole_number(text, at_least=0, at_most=65_535)


def whole_number(text: str, *, at_least: int, at_most: int = 1_000) -> int:
    """Return the number that the text says; raises ArgumentTypeError if it is out of bounds."""
    if text.isdecimal() and at_least <= int(text) <= at_most:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number from {at_least} to {at_most}")
