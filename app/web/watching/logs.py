"""What the server logs: a line per event, as JSON or to be read, and nothing that opens a scenario.

An exception is logged as its kinds, codes and places. Its messages are left out, for they repeat
what somebody sent or stored: PostgreSQL's hold whole rows.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

from app.store import code_of

ROOT = str(Path(__file__).resolve().parents[3])
FOLDERS = sorted((ROOT, *sys.path), key=len, reverse=True)  # the innermost first

LogFormat = Literal["text", "json"]


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a part of Crossover."""
    bound: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(f"crossover.{name}"),
        wrapper_class=structlog.stdlib.BoundLogger,
        processors=[
            structlog.stdlib.filter_by_level,
            *shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
    )
    return bound


def shared_processors() -> list[Any]:
    """Return what every event goes through, ours or a library's."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_messages,
    ]


def configuration(*, level: str, log_format: LogFormat) -> dict[str, Any]:
    """Return the configuration of Python's logging, for uvicorn and all else in the process."""
    level = level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter, "log_format": log_format}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "stream": "ext://sys.stderr",
            }
        },
        # The libraries' own debugging shows statements and rows: it stays off at every level.
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"crossover": {"level": level}, "uvicorn": {"level": level}},
    }


def formatter(log_format: LogFormat) -> logging.Formatter:
    """Return what writes an event as a line."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        foreign_pre_chain=shared_processors(),
    )


def without_messages(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Return the event with its exception as kinds, codes and places."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(lines_of(error))
    return event


def lines_of(error: BaseException) -> Iterator[str]:
    """Yield an exception and what led to it: its kind and code, then where it passed."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kind = f"{type(cause).__module__}.{type(cause).__qualname__}"
        code = code_of(cause)
        yield f"{kind} [{code}]" if code else kind
        for frame in extract_tb(cause.__traceback__):
            yield f"  {shortened(frame.filename)}:{frame.lineno} in {frame.name}"
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def shortened(filename: str) -> str:
    """Return a file's name below the folder that Python imports it from."""
    folder = next((name for name in FOLDERS if name and filename.startswith(f"{name}/")), "")
    return filename.removeprefix(f"{folder}/")
