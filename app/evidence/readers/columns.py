"""Tables read by column, a few hundred rows at once: half of the time by row.

Where a column of some rows does not read as a whole, these rows are read one by one instead, as the
reader of a row has it: what is wrong with one of them is then told of that one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from math import isnan
from operator import sub
from typing import Any

from app.evidence.readers.format import Record, converted
from app.evidence.streaming.source import Rule, Source, unlike
from app.evidence.usage.calls import INSIDE, OtherRule, Outcome
from app.evidence.usage.columns import Calls, Tokens
from app.evidence.values import (
    EARLIEST,
    LARGEST_COUNT,
    LATEST,
    BadValue,
    amount,
    count,
    seconds,
    within,
)

ROWS_AT_ONCE = 500  # of more the cells leave the processor's cache before they are read
Columns = Mapping[str, Sequence[str]]


class NoColumn(Exception):
    """Rows are not as long as one another, or hold what only a row's reader can judge."""


def by_column(
    source: Source,
    make: Callable[[Columns], list[Record]],
    by_row: Callable[[dict[str, str]], Record | Iterator[Record] | None],
) -> Iterator[Record]:
    """Yield the records of a table; `make` makes those of some rows of their columns."""
    with source.table() as (header, rows):
        names = unlike(header)
        while read := list(islice(rows, ROWS_AT_ONCE)):
            chunk = list(filter(None, read))  # without blank lines
            try:
                columns = dict(zip(names, zip(*chunk, strict=True), strict=True))
                made = make(columns)
            except (ValueError, BadValue, NoColumn, KeyError, RecursionError):
                cells = ([*row, *[""] * len(names)][: len(names)] for row in chunk)
                yield from converted((dict(zip(names, row, strict=True)) for row in cells), by_row)
            else:
                yield from made


def counts(columns: Columns, name: str | None) -> Sequence[int]:
    """Return a column of counts, zeros where there is none; raises BadValue."""
    cells = columns.get(name) if name is not None else None
    if cells is None:
        return [0] * len(next(iter(columns.values())))
    try:
        numbers = list(map(int, cells))
    except ValueError:
        return fractional_counts(cells)
    if min(numbers) < 0 or max(numbers) > LARGEST_COUNT:
        raise BadValue
    return numbers


def fractional_counts(cells: Sequence[str]) -> Sequence[int]:
    """Return a column of counts that are written 5.0, or where some are missing."""
    numbers = amounts(cells)
    if min(numbers) < 0:
        raise BadValue
    return list(map(round, numbers))


def whole(numbers: Sequence[Any]) -> Sequence[int]:
    """Return counts out of JSON, as `values.count` has each; raises BadValue."""
    if set(map(type, numbers)) == {int} and min(numbers) >= 0 and max(numbers) <= LARGEST_COUNT:
        return numbers
    return list(map(count, numbers))


def amounts(cells: Sequence[str]) -> Sequence[float]:
    """Return a column of amounts, as `values.amount` has each; raises BadValue."""
    try:
        numbers = [float(cell or 0) for cell in cells]
    except ValueError:
        return list(map(amount, cells))
    if isnan(sum(numbers)) or max(map(abs, numbers)) > LARGEST_COUNT:
        raise BadValue
    return numbers


def moments(cells: Sequence[str]) -> Sequence[float | None]:
    """Return a column of moments, as `values.seconds` has each."""
    try:
        found = list(map(datetime.fromisoformat, cells))
    except ValueError:
        return list(map(seconds, cells))
    if {moment.tzinfo for moment in found} != {UTC}:  # which a number without a zone has not
        return list(map(seconds, cells))
    stamps = [moment.timestamp() for moment in found]
    if min(stamps) >= EARLIEST and max(stamps) <= LATEST:
        return stamps
    return list(map(within, stamps))


def texts(columns: Columns, name: str) -> Sequence[str | None] | None:
    """Return a column of texts, None for an empty one; None where there is no such column."""
    cells = columns.get(name)
    return cells and [cell or None for cell in cells]


def bucket_columns(
    sent: Sequence[int],
    read: Sequence[int],
    write: Sequence[int],
    output: Sequence[int],
    rule: Rule,
    reasoning: Sequence[int] | None = None,
) -> Tokens:
    """Return the four buckets of every row, as `calls.buckets` has them; raises OtherRule."""
    fresh = sent
    if rule == INSIDE:
        rest = list(map(sub, sent, read))
        if min(rest) < 0:
            raise OtherRule
        fresh = rest
        if any(write):
            fresh = [max(have - made, 0) for have, made in zip(rest, write, strict=True)]
    return fresh, read, write, output, reasoning or [0] * len(sent)


def call_columns(
    at: Sequence[float | None],
    tokens: Tokens,
    *,
    outcomes: Sequence[Outcome] | None = None,
    calls: Sequence[int] | None = None,
    requests: Sequence[str | None] | None = None,
    models: Sequence[str | None] | None = None,
    batches: Sequence[bool] | None = None,
    costs: Sequence[float] | None = None,
    caches: Sequence[bool] | None = None,
) -> list[Record]:
    """Return the calls of rows as one record.

    Without a column they ran, are one a row, and say what was cached.
    """
    rows = len(at)
    made = Calls(
        at,
        tokens,
        outcomes or ["ran"] * rows,
        calls or [1] * rows,
        requests or [None] * rows,
        models or [None] * rows,
        batches or [False] * rows,
        costs or [0.0] * rows,
        caches or [True] * rows,
    )
    return [made]
