"""Langfuse's observations: generations alone, in buckets that do not overlap."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np

from app.evidence.finding import Skip
from app.evidence.readers.columns import (
    Columns,
    NoColumn,
    amounts,
    by_column,
    call_columns,
    moments,
    texts,
    whole,
)
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.usage.calls import OUTSIDE, Buckets, Call, Outcome
from app.evidence.usage.columns import Tokens
from app.evidence.values import amount, count, seconds, text_or_none

NAMES = ("traceId", "type", "startTime", "usageDetails")
NO_GENERATION = "spans and events, which are no calls of a model"
GENERATION = "GENERATION"
FAILED = "ERROR"  # the level
FRESH, READ, WRITE, OUTPUT, REASONING = range(5)
MOST_KEYS = 50  # of the usage of many rows; there are twelve or so
JSON = json.JSONDecoder()


def matches(head: Head) -> bool:
    """Tell whether rows are observations."""
    return head.has(*NAMES) or head.every(*NAMES)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    inside = options.cached == "inside"
    if source.head.layout != "table":
        yield from converted(source.objects(), lambda row: call(row, inside))
        return
    yield from by_column(
        source, lambda columns: calls(columns, inside), lambda row: call(row, inside)
    )


def calls(columns: Columns, inside: bool) -> list[Record]:
    """Return the calls of the generations among some rows; raises NoColumn, ValueError."""
    wanted = [kind == GENERATION for kind in columns["type"]]
    others = wanted.count(False)
    if others == len(wanted):
        return [Skip(NO_GENERATION, others)]
    if others:
        chosen = {name: list(compress(cells, wanted)) for name, cells in columns.items()}
        return [Skip(NO_GENERATION, others), *calls(chosen, inside)]
    details = list(map(details_in, columns["usageDetails"]))
    keys = set().union(*details)
    cached = {key for key in keys if "cache" in key}
    tokens = token_columns(details, keys, inside)
    levels = columns.get("level", [""] * len(wanted))
    return call_columns(
        moments(columns["startTime"]),
        tokens,
        outcomes=list(map(ended, levels, np.sum(tokens, axis=0).tolist())),
        requests=texts(columns, "traceId"),
        models=texts(columns, "model"),
        costs=amounts(columns["totalCost"]) if "totalCost" in columns else None,
        caches=[not cached.isdisjoint(item) for item in details],
    )


def details_in(cell: str) -> Mapping[str, Any]:
    """Return the usage that a cell holds as JSON; nothing of one that holds none.

    Raises ValueError, and NoColumn where something stands behind it.
    """
    if not cell.startswith("{"):
        return {}
    details: dict[str, Any]
    details, end = JSON.raw_decode(cell)  # half of the time of json.loads
    if end != len(cell):
        raise NoColumn
    return details


def token_columns(details: Sequence[Mapping[str, Any]], keys: set[str], inside: bool) -> Tokens:
    """Return the buckets of rows, as `tokens_of` has them; raises BadValue, NoColumn."""
    if len(keys) > MOST_KEYS:
        raise NoColumn
    sums = [np.zeros(len(details))] * 5
    for key in keys:
        numbers = whole([item.get(key, 0) for item in details])
        place = place_of(key)
        if place is not None:
            sums[place] = sums[place] + numbers
    fresh, read, write, output, reasoning = sums
    if inside:
        fresh = np.maximum(fresh - read - write, 0)
    return fresh, read, write, output + reasoning, reasoning


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
        ended(row.get("level"), any(tokens)),
        request=text_or_none(row["traceId"]),
        model=text_or_none(row.get("model")),
        cost=amount(row.get("totalCost")),
        caches=any("cache" in key for key in details),
    )


def tokens_of(details: dict[str, Any], inside: bool) -> Buckets:
    """Return the four buckets of keys that exclude one another; `inside` if input has all."""
    sums = [0] * 5
    for key, value in details.items():
        number = count(value)
        place = place_of(key)
        if place is not None:
            sums[place] += number
    fresh, read, write, output, reasoning = sums
    if inside:
        fresh = max(fresh - read - write, 0)
    return Buckets(fresh, read, write, output + reasoning, reasoning)


def place_of(key: str) -> int | None:
    """Return the bucket that the tokens of a key belong into; None for none, such as the total."""
    if key == "total":
        return None
    if "input" in key or key.startswith("prompt") or "cache" in key:
        if "creation" in key or "write" in key:
            return WRITE
        return READ if "cache" in key else FRESH
    if "reasoning" in key:
        return REASONING
    return OUTPUT if "output" in key or key.startswith("completion") else None


def ended(level: Any, has_tokens: bool) -> Outcome:
    """Return how a generation ended, by its level and whether it has tokens."""
    return "failed" if level == FAILED else "ran" if has_tokens else "no usage"


FORMAT = Format(
    name="langfuse-observations",
    title="Langfuse log",
    kind="usage",
    matches=matches,
    read=read,
    rule=OUTSIDE,
)
