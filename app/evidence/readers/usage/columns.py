"""Tables of usage read by column, some hundred rows at once: half of the time by row.

Where a column of some rows does not read as a whole, these rows are read one by one instead, as the
reader of a row has it: what is wrong with one of them is then told of that one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat

from app.evidence.readers.format import Record, converted
from app.evidence.streaming.source import Rule, Source, unlike
from app.evidence.usage.calls import INSIDE, Buckets, Call, OtherRule, Outcome
from app.evidence.values import LARGEST_COUNT, BadValue, count

ROWS_AT_ONCE = 400  # more of them at once keep the garbage collector busy
Columns = Mapping[str, Sequence[str]]


class NoColumn(Exception):
    """Rows are not as long as one another, or hold what only a row's reader can judge."""


def by_column(
    source: Source,
    make: Callable[[Columns], Iterable[Call]],
    by_row: Callable[[dict[str, str]], Record | Iterator[Record] | None],
) -> Iterator[Record]:
    """Yield the calls of a table; `make` makes those of some rows of their columns."""
    with source.table() as (header, rows):
        names = unlike(header)
        while chunk := [row for row in islice(rows, ROWS_AT_ONCE) if row]:
            try:
                columns = dict(zip(names, zip(*chunk, strict=True), strict=True))
                made = list(make(columns))
            except (ValueError, BadValue, NoColumn, KeyError):
                cells = ([*row, *[""] * len(names)][: len(names)] for row in chunk)
                yield from converted((dict(zip(names, row, strict=True)) for row in cells), by_row)
            else:
                yield from made


def counts(columns: Columns, name: str) -> Sequence[int]:
    """Return a column of counts, zeros where there is none; raises BadValue."""
    cells = columns.get(name)
    if cells is None:
        return [0] * len(next(iter(columns.values())))
    try:
        numbers = list(map(int, cells))
    except ValueError:  # an empty cell, or one with a fraction
        return list(map(count, cells))
    if min(numbers) < 0 or max(numbers) > LARGEST_COUNT:
        raise BadValue
    return numbers


def bucket_columns(
    sent: Sequence[int],
    read: Sequence[int],
    write: Sequence[int],
    output: Sequence[int],
    rule: Rule,
    reasoning: Sequence[int] | None = None,
) -> list[Buckets]:
    """Return the four buckets of every row, as `calls.buckets` has them; raises OtherRule."""
    fresh = sent
    if rule == INSIDE:
        rest = [have - cached for have, cached in zip(sent, read, strict=True)]
        if min(rest) < 0:
            raise OtherRule
        fresh = [max(have - made, 0) for have, made in zip(rest, write, strict=True)]
    return list(map(Buckets, fresh, read, write, output, reasoning or repeat(0)))


def call_columns(
    at: Sequence[float | None],
    tokens: Sequence[Buckets],
    *,
    outcomes: Iterable[Outcome] = repeat("ran"),
    calls: Iterable[int] = repeat(1),
    requests: Iterable[str | None] = repeat(None),
    models: Iterable[str | None] = repeat(None),
    batches: Iterable[bool] = repeat(False),
    costs: Iterable[float] = repeat(0.0),
    caches: Iterable[bool] = repeat(True),
) -> Iterable[Call]:
    """Return the calls of rows."""
    return map(Call, at, tokens, outcomes, calls, requests, models, batches, costs, caches)
