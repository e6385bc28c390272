"""Tables read by column, a few hundred rows at once: half of the time by row.

Where a column of some rows does not read as a whole, these rows are read one by one instead, as the
reader of a row has it: what is wrong with one of them is then told of that one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import numpy as np

from app.evidence.readers.format import Record, converted
from app.evidence.streaming.source import Rule, Source, unlike
from app.evidence.usage.calls import INSIDE, OtherRule, Outcome
from app.evidence.usage.columns import Calls, Tokens
from app.evidence.usage.usage import Numbers
from app.evidence.values import EARLIEST, LARGEST_COUNT, LATEST, BadValue, amount, count, seconds

ROWS_AT_ONCE = 1_000  # more of them at once keep the garbage collector busy
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
            except (ValueError, OverflowError, BadValue, NoColumn, KeyError, RecursionError):
                cells = ([*row, *[""] * len(names)][: len(names)] for row in chunk)
                yield from converted((dict(zip(names, row, strict=True)) for row in cells), by_row)
            else:
                yield from made


def counts(columns: Columns, name: str | None) -> Numbers:
    """Return a column of counts, as `values.count` has each; zeros where there is none.

    Raises BadValue.
    """
    cells = columns.get(name) if name is not None else None
    if cells is None:
        return np.zeros(len(next(iter(columns.values()))))
    numbers = amounts(cells)
    if numbers.min() < 0:
        raise BadValue
    return np.rint(numbers)


def whole(values: Sequence[Any]) -> Numbers:
    """Return counts out of JSON, as `values.count` has each; raises BadValue, OverflowError."""
    if set(map(type, values)) != {int}:
        return np.array(list(map(count, values)), dtype=float)
    numbers = np.array(values, dtype=float)
    if numbers.min() < 0 or numbers.max() > LARGEST_COUNT:
        raise BadValue
    return numbers


def amounts(cells: Sequence[str]) -> Numbers:
    """Return a column of amounts, as `values.amount` has each; raises BadValue."""
    try:
        numbers = np.array([float(cell or 0) for cell in cells])
    except ValueError:
        return np.array(list(map(amount, cells)))
    if not (abs(numbers) <= LARGEST_COUNT).all():  # which NaN is not
        raise BadValue
    return numbers


def moments(cells: Sequence[str]) -> Numbers:
    """Return a column of moments, as `values.seconds` has each; NaN for None."""
    try:
        found = list(map(datetime.fromisoformat, cells))
    except ValueError:
        return np.array(list(map(seconds, cells)), dtype=float)
    if {moment.tzinfo for moment in found} != {UTC}:  # which a number without a zone has not
        return np.array(list(map(seconds, cells)), dtype=float)
    stamps = np.array([moment.timestamp() for moment in found])
    return np.where((stamps >= EARLIEST) & (stamps <= LATEST), stamps, np.nan)


def texts(columns: Columns, name: str) -> Sequence[str | None] | None:
    """Return a column of texts, None for an empty one; None where there is no such column."""
    cells = columns.get(name)
    return cells and [cell or None for cell in cells]


def bucket_columns(
    sent: Numbers,
    read: Numbers,
    write: Numbers,
    output: Numbers,
    rule: Rule,
    reasoning: Numbers | None = None,
) -> Tokens:
    """Return the four buckets of every row, as `calls.buckets` has them; raises OtherRule."""
    fresh = sent
    if rule == INSIDE:
        fresh = sent - read
        if fresh.min() < 0:
            raise OtherRule
        fresh = np.maximum(fresh - write, 0)
    return fresh, read, write, output, np.zeros(len(sent)) if reasoning is None else reasoning


def call_columns(
    at: Numbers,
    tokens: Tokens,
    *,
    outcomes: Sequence[Outcome] | None = None,
    calls: Numbers | None = None,
    requests: Sequence[str | None] | None = None,
    models: Sequence[str | None] | None = None,
    batches: Sequence[bool] | None = None,
    costs: Numbers | None = None,
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
        np.ones(rows) if calls is None else calls,
        requests or [None] * rows,
        models or [None] * rows,
        batches or [False] * rows,
        np.zeros(rows) if costs is None else costs,
        caches or [True] * rows,
    )
    return [made]
