"""Anthropic's console: tokens as a table, in its columns of 2024, 2025 and 2026."""

from collections.abc import Iterator

import numpy as np

from app.evidence.readers.columns import (
    Columns,
    bucket_columns,
    by_column,
    call_columns,
    counts,
)
from app.evidence.readers.format import Format, Record
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.usage.calls import OUTSIDE, Buckets, Call
from app.evidence.values import count, seconds

WRITES = (
    "usage_input_tokens_cache_write",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
)


def matches(head: Head) -> bool:
    """Tell whether columns are the console's."""
    return head.has("usage_date_utc", "usage_input_tokens_no_cache", "usage_output_tokens")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a row for every row of the table."""
    yield from by_column(source, calls, call)


def calls(columns: Columns) -> list[Record]:
    """Return the tokens of some rows; they do not say of how many calls."""
    days_of = columns["usage_date_utc"]
    days = {cell: seconds(cell) for cell in set(days_of)}
    written = [counts(columns, name) for name in WRITES if name in columns]
    tokens = bucket_columns(
        counts(columns, "usage_input_tokens_no_cache"),
        counts(columns, "usage_input_tokens_cache_read"),
        np.sum(written, axis=0) if written else counts(columns, None),
        counts(columns, "usage_output_tokens"),
        OUTSIDE,
    )
    models = columns.get("model_version") or columns.get("model")
    return call_columns(
        np.array([days[cell] for cell in days_of], dtype=float),
        tokens,
        calls=np.zeros(len(days_of)),
        models=[model or None for model in models] if models else None,
        batches=[cell == "batch" for cell in columns.get("usage_type", [""] * len(days_of))],
    )


def call(row: dict[str, str]) -> Call:
    """Return the tokens of a row; it does not say of how many calls."""
    return Call(
        seconds(row["usage_date_utc"]),
        Buckets(
            count(row["usage_input_tokens_no_cache"]),
            count(row.get("usage_input_tokens_cache_read")),
            sum([count(row[name]) for name in WRITES if name in row]),
            count(row["usage_output_tokens"]),
        ),
        calls=0,
        model=row.get("model_version") or row.get("model") or None,
        batch=row.get("usage_type") == "batch",
    )


FORMAT = Format(
    name="anthropic-console-tokens",
    title="Anthropic console",
    kind="usage",
    matches=matches,
    read=read,
    rule=OUTSIDE,
    aggregated=True,
)
