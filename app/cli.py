"""The `crossover` command."""

import argparse
from collections.abc import Sequence

import uvicorn

from app.scenarios import migrate
from app.settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command given by the arguments, or by the command line."""
    options = parser().parse_args(arguments)
    settings = Settings()
    if options.command == "migrate":
        migrate(settings.database_url)
    else:
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
    return top


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Bring the database up to date and serve until a signal ends it."""
    migrate(settings.database_url)
    uvicorn.run(
        "app.main:app_from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level=settings.log_level,
        access_log=False,  # its lines hold scenario ids, and whoever has the id can read
        server_header=False,
        timeout_graceful_shutdown=30,
    )


def positive(text: str) -> int:
    """Return the whole number above zero that the text says."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def port_number(text: str) -> int:
    """Return the TCP port that the text says; 0 lets the system choose."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("must be between 0 and 65535")
    return number
