"""Langfuse's observations: generations alone, in buckets that do not overlap."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.usage.calls import OUTSIDE, Buckets, Call, Outcome
from app.evidence.values import amount, count, seconds, text_or_none

NAMES = ("traceId", "type", "startTime", "usageDetails")
NO_GENERATION = "spans and events, which are no calls of a model"
GENERATION = "GENERATION"


def matches(head: Head) -> bool:
    """Tell whether rows are observations."""
    return head.has(*NAMES) or head.every(*NAMES)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    rows: Iterable[Any] = source.rows() if source.head.layout == "table" else source.objects()
    inside = options.cached == "inside"
    yield from converted(rows, lambda row: call(row, inside))


def call(row: dict[str, Any], inside: bool) -> Record:
    """Return the call of a generation."""
    if row["type"] != GENERATION:
        return Skip(NO_GENERATION)
    details = row["usageDetails"]
    if isinstance(details, str):
        details = json.loads(details) if details.startswith("{") else {}
    details = details or {}
    tokens = tokens_of(details, inside)
    return Call(
        seconds(row["startTime"]),
        tokens,
        outcome(row, tokens),
        request=text_or_none(row["traceId"]),
        model=text_or_none(row.get("model")),
        cost=amount(row.get("totalCost")),
        caches=any("cache" in key for key in details),
    )


def tokens_of(details: dict[str, Any], inside: bool) -> Buckets:
    """Return the four buckets of keys that exclude one another; `inside` if input has all."""
    read = write = fresh = output = reasoning = 0
    for key, value in details.items():
        number = count(value)
        if key == "total":
            continue
        if "input" in key or key.startswith("prompt") or "cache" in key:
            if "creation" in key or "write" in key:
                write += number
            elif "cache" in key:
                read += number
            else:
                fresh += number
        elif "reasoning" in key:
            reasoning += number
        elif "output" in key or key.startswith("completion"):
            output += number
    if inside:
        fresh = max(fresh - read - write, 0)
    return Buckets(fresh, read, write, output + reasoning, reasoning)


def outcome(row: dict[str, Any], tokens: Buckets) -> Outcome:
    """Return how a generation ended."""
    if row.get("level") == "ERROR":
        return "failed"
    return "ran" if tokens.input or tokens.output else "no usage"


FORMAT = Format(
    name="langfuse-observations",
    title="Langfuse log",
    kind="usage",
    matches=matches,
    read=read,
    rule=OUTSIDE,
)
