"""OpenRouter's activity: a row a generation, or a row a day and model."""

from collections.abc import Iterator

import numpy as np

from app.evidence.readers.columns import (
    Columns,
    NoColumn,
    amounts,
    bucket_columns,
    by_column,
    call_columns,
    counts,
    moments,
    texts,
)
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, buckets, given, truth
from app.evidence.values import amount, count, seconds

DAILY = ("Date", "Requests", "Prompt Tokens", "Completion Tokens")
EACH = ("generation_id", "tokens_prompt", "tokens_completion")


def matches(head: Head) -> bool:
    """Tell whether columns are of generations."""
    return head.has(*EACH)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    rule = options.cached or INSIDE
    yield from by_column(source, lambda columns: calls(columns, rule), lambda row: call(row, rule))


def calls(columns: Columns, rule: Rule) -> list[Record]:
    """Return the calls of some rows; raises NoColumn where one has no tokens."""
    sent, output = counts(columns, "tokens_prompt"), counts(columns, "tokens_completion")
    if not (sent + output).all():
        raise NoColumn
    tokens = bucket_columns(
        sent,
        counts(columns, "tokens_cached"),
        np.zeros(len(sent)),
        output,
        rule,
        counts(columns, "tokens_reasoning"),
    )
    cached = columns.get("tokens_cached", [""] * len(sent))
    return call_columns(
        moments(columns["created_at"]),
        tokens,
        models=texts(columns, "model_permaslug"),
        costs=amounts(columns["cost_total"]) if "cost_total" in columns else None,
        caches=list(map(given, cached)),
    )


def call(row: dict[str, str], rule: Rule) -> Call:
    """Return the call of a generation."""
    tokens = buckets(
        count(row["tokens_prompt"]),
        count(row.get("tokens_cached")),
        0,
        count(row["tokens_completion"]),
        rule,
        count(row.get("tokens_reasoning")),
    )
    ran = tokens.input or tokens.output
    return Call(
        seconds(row.get("created_at")),
        tokens,
        "ran" if ran else "failed" if truth(row.get("cancelled")) else "no usage",
        model=row.get("model_permaslug") or None,
        cost=amount(row.get("cost_total")),
        caches=given(row.get("tokens_cached")),
    )


def daily(row: dict[str, str]) -> Call:
    """Return the calls of a day and model."""
    return Call(
        seconds(row["Date"]),
        buckets(
            count(row["Prompt Tokens"]),
            0,
            0,
            count(row["Completion Tokens"]) + count(row.get("Reasoning Tokens")),
            INSIDE,
            count(row.get("Reasoning Tokens")),
        ),
        calls=count(row["Requests"]),
        model=row.get("Slug") or None,
        cost=amount(row.get("Usage")),
        caches=False,
    )


def matches_daily(head: Head) -> bool:
    """Tell whether columns are of days."""
    return head.has(*DAILY)


def read_daily(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls of days."""
    yield from converted(source.rows(), daily)


FORMAT = Format(
    name="openrouter", title="OpenRouter log", kind="usage", matches=matches, read=read, rule=INSIDE
)
DAYS = Format(
    name="openrouter-daily",
    title="OpenRouter activity",
    kind="usage",
    matches=matches_daily,
    read=read_daily,
    aggregated=True,
)
