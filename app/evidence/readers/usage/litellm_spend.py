"""LiteLLM's spend log: a row an attempt, as JSON, JSON lines or a table."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, Outcome, buckets, truth
from app.evidence.values import amount, count, part, seconds, text_or_none

NAMES = ("prompt_tokens", "completion_tokens", "startTime")
DAILY = "sums of whole days, which say nothing of one call"


def matches(head: Head) -> bool:
    """Tell whether rows are attempts of LiteLLM."""
    return head.has("spend", *NAMES) or head.every("spend", *NAMES)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    rows: Iterable[Any] = source.rows() if source.head.layout == "table" else source.objects()
    rule = options.cached or INSIDE
    yield from converted(rows, lambda row: call(row, rule))


def call(row: dict[str, Any], rule: Rule) -> Record:
    """Return the call of a row."""
    if "startTime" not in row:
        return Skip(DAILY)
    metadata = row.get("metadata")
    if isinstance(metadata, str):
        metadata = json.loads(metadata) if metadata.startswith("{") else {}
    usage = part(metadata, "usage_object")
    more = part(metadata, "additional_usage_values")
    read_tokens, says = cached(usage, more)
    write = part(more, "cache_creation_input_tokens")
    details = part(usage, "completion_tokens_details")
    tokens = buckets(
        count(row.get("prompt_tokens")),
        count(read_tokens),
        count(write if write is not None else part(usage, "cache_creation_input_tokens")),
        count(row.get("completion_tokens")),
        rule,
        count(part(details, "reasoning_tokens")),
    )
    return Call(
        seconds(row["startTime"]),
        tokens,
        outcome(row, metadata, tokens.input + tokens.output),
        request=text_or_none(row.get("session_id")) or text_or_none(row.get("request_id")),
        model=text_or_none(row.get("model")),
        batch="batch" in str(row.get("call_type", "")),
        cost=amount(row.get("spend")),
        caches=says,
    )


def cached(usage: Any, more: Any) -> tuple[Any, bool]:
    """Return the tokens out of the provider's cache, and whether the row says so."""
    for place in (
        part(more, "prompt_tokens_details", "cached_tokens"),
        part(more, "cache_read_input_tokens"),
        part(usage, "prompt_tokens_details", "cached_tokens"),
        part(usage, "cache_read_input_tokens"),
    ):
        if place is not None:
            return place, True
    return None, False


def outcome(row: dict[str, Any], metadata: Any, tokens: int) -> Outcome:
    """Return how an attempt ended."""
    status = row.get("status") or part(metadata, "status")
    if status == "failure":
        return "failed"
    if truth(row.get("cache_hit")):
        return "own cache"
    return "ran" if tokens else "no usage"


FORMAT = Format(
    name="litellm-spend-logs",
    title="LiteLLM log",
    kind="usage",
    matches=matches,
    read=read,
    rule=INSIDE,
)
