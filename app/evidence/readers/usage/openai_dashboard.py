"""OpenAI's dashboard: usage as a table; also the former activity table."""

from collections.abc import Iterator
from itertools import compress
from operator import not_

import numpy as np

from app.evidence.finding import Remark, Skip
from app.evidence.readers.columns import (
    Columns,
    NoColumn,
    bucket_columns,
    by_column,
    call_columns,
    counts,
)
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.usage.openai_usage import EMPTY, aggregated
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, buckets, given, truth
from app.evidence.values import count, seconds

TIMES = ("start_time", "end_time", "start_time_iso", "end_time_iso")
FORMER = ("n_requests", "n_context_tokens_total", "n_generated_tokens_total")


def matches(head: Head) -> bool:
    """Tell whether columns are the dashboard's; an account without data has only the times."""
    if head.has(*FORMER):
        return True
    if set(head.columns) == set(TIMES):
        return True
    return head.has("input_tokens", "output_tokens", "num_model_requests") and (
        head.has("start_time") or head.has("start_time_iso")
    )


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a row for every row of the table."""
    if set(source.head.columns) == set(TIMES):
        yield Remark("The export has no usage at all: the account had none, or it was not asked.")
    rule = options.cached or INSIDE

    def convert(row: dict[str, str]) -> Record:
        if "n_requests" in row:
            return former(row)
        at = seconds(row.get("start_time")) or seconds(row.get("start_time_iso"))
        return aggregated(row, at, rule)

    if source.head.has("n_requests"):
        yield from converted(source.rows(), convert)
    else:
        yield from by_column(source, lambda columns: calls(columns, rule), convert)


def calls(columns: Columns, rule: Rule) -> list[Record]:
    """Return the calls of some buckets, and how many are empty."""
    filled = [bool(cell) for cell in columns["input_tokens"]]
    if all(filled):
        return filled_calls(columns, rule)
    requests = columns["num_model_requests"]
    if any(compress(requests, map(not_, filled))) or not any(filled):
        raise NoColumn
    chosen = {name: list(compress(cells, filled)) for name, cells in columns.items()}
    return [Skip(EMPTY, filled.count(False)), *filled_calls(chosen, rule)]


def filled_calls(columns: Columns, rule: Rule) -> list[Record]:
    """Return the calls of buckets that are not empty; raises NoColumn where one has no time."""
    sent = counts(columns, "input_tokens")
    tokens = bucket_columns(
        sent,
        counts(columns, "input_cached_tokens"),
        counts(columns, "input_cache_write_tokens"),
        counts(columns, "output_tokens"),
        rule,
    )
    starts = columns.get("start_time") or columns["start_time_iso"]
    moments = {cell: seconds(cell) for cell in set(starts)}
    if None in moments.values():
        raise NoColumn
    blank = [""] * len(sent)
    tiers = columns.get("service_tier", blank)
    return call_columns(
        np.array([moments[cell] for cell in starts], dtype=float),
        tokens,
        calls=counts(columns, "num_model_requests"),
        models=[model or None for model in columns.get("model", blank)],
        batches=[
            truth(cell) or tier == "batch"
            for cell, tier in zip(columns.get("batch", blank), tiers, strict=True)
        ],
        caches=list(map(given, columns.get("input_cached_tokens", blank))),
    )


def former(row: dict[str, str]) -> Call:
    """Return a row of the former activity table, which knew no cache."""
    sent, got = count(row["n_context_tokens_total"]), count(row["n_generated_tokens_total"])
    return Call(
        seconds(row.get("timestamp")),
        buckets(sent, 0, 0, got, INSIDE),
        calls=count(row["n_requests"]),
        model=row.get("model") or None,
        caches=False,
    )


FORMAT = Format(
    name="openai-dashboard-usage",
    title="OpenAI dashboard",
    kind="usage",
    matches=matches,
    read=read,
    rule=INSIDE,
    aggregated=True,
)
