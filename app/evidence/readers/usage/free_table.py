"""Any table whose columns somebody named: time, input, cached, output, model, request, reviewed."""

from collections.abc import Iterator

from app.evidence.finding import Unreadable
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.usage.calls import INSIDE, Call, buckets, given, is_reviewed
from app.evidence.values import count, seconds, text_or_none

MEANINGS = ("time", "input", "cached", "output", "model", "request", "reviewed")
NEEDED = ("time", "input", "output")
LIKELY = {
    "time": ("timestamp", "time", "date", "created", "start"),
    "input": ("input", "prompt", "context", "sent"),
    "cached": ("cached", "cache"),
    "output": ("output", "completion", "generated", "answer"),
    "model": ("model", "deployment"),
    "reviewed": ("reviewed", "reviewer"),
    "request": ("trace", "request", "session", "conversation"),
}


class ColumnsWanted(Exception):
    """A table of no known format: which of its columns is which?"""

    def __init__(self, columns: tuple[str, ...], guesses: dict[str, str]) -> None:
        super().__init__("columns")
        self.columns = columns
        self.guesses = guesses


def likely(columns: tuple[str, ...]) -> dict[str, str]:
    """Return which columns are called as if they meant something; a guess to be confirmed."""
    found: dict[str, str] = {}
    for meaning, words in LIKELY.items():
        for column in columns:
            if column not in found.values() and any(word in column.lower() for word in words):
                found.setdefault(meaning, column)
    return found


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls of a table; raises ColumnsWanted or Unreadable."""
    columns, chosen = source.head.columns, options.columns
    of_another = columns and not set(columns) & set(chosen.values())
    if of_another or not all(chosen.get(meaning) for meaning in NEEDED):
        raise ColumnsWanted(columns, likely(columns))
    for meaning, name in chosen.items():
        if name and name not in columns:
            raise Unreadable(f"The table has no such column for {meaning}.")
    yield from converted(source.rows(), lambda row: call(row, options))


def call(row: dict[str, str], options: Options) -> Call:
    """Return the call of a row."""
    cells = {meaning: row[name] for meaning, name in options.columns.items() if name}
    tokens = buckets(
        count(cells["input"]),
        count(cells.get("cached")),
        0,
        count(cells["output"]),
        options.cached or INSIDE,
    )
    blank = not given(cells["input"]) and not given(cells["output"])
    return Call(
        seconds(cells["time"]),
        tokens,
        "no usage" if blank else "ran",
        request=text_or_none(cells.get("request")),
        model=text_or_none(cells.get("model")),
        caches="cached" in cells,
        reviewed=is_reviewed(cells["reviewed"]) if "reviewed" in cells else None,
    )


def matches(head: Head) -> bool:
    """Tell whether it is a table at all."""
    return head.layout in ("table", "parquet")


FORMAT = Format(name="table", title="Table", kind="usage", matches=matches, read=read, rule=INSIDE)
