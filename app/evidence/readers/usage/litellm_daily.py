"""LiteLLM's daily activity: the calls and tokens of each day, without any single call."""

from collections.abc import Iterator
from typing import Any

from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, buckets, given
from app.evidence.values import amount, count, seconds


def matches(head: Head) -> bool:
    """Tell whether days have metrics."""
    return "results[].metrics.api_requests" in head.paths


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls of each day."""
    rule = options.cached or INSIDE
    yield from converted(
        source.values("", "results"), lambda found: records(found[0], found[1], rule)
    )


def records(path: str, value: Any, rule: Rule) -> Iterator[Record]:
    """Yield a day's calls that ran and those that failed."""
    if path != "results[]":
        return
    at, metrics = seconds(value["date"]), value["metrics"]
    failed = count(metrics.get("failed_requests"))
    cached = metrics.get("cache_read_input_tokens")
    yield Call(
        at,
        buckets(
            count(metrics.get("prompt_tokens")),
            count(cached),
            count(metrics.get("cache_creation_input_tokens")),
            count(metrics.get("completion_tokens")),
            rule,
        ),
        calls=max(count(metrics.get("api_requests")) - failed, 0),
        cost=amount(metrics.get("spend")),
        caches=given(cached),
    )
    if failed:
        yield Call(at, outcome="failed", calls=failed)


FORMAT = Format(
    name="litellm-daily-activity",
    title="LiteLLM activity",
    kind="usage",
    matches=matches,
    read=read,
    rule=INSIDE,
    aggregated=True,
)
