"""Anthropic's usage API: tokens by day, and no number of calls."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Remark
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.usage.openai_usage import PARTIAL
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.usage.calls import OUTSIDE, Buckets, Call
from app.evidence.values import count, part, seconds, text_or_none


def matches(head: Head) -> bool:
    """Tell whether buckets hold Anthropic's results."""
    return any(path.startswith("data[].results[].uncached_input_tokens") for path in head.paths)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a row for every result of a bucket."""
    yield from converted(source.values("", "data"), lambda found: results(*found))


def results(path: str, value: Any) -> Iterator[Record]:
    """Yield the rows of a bucket, or that the page is not the last."""
    if path == "has_more" and value is True:
        yield Remark(PARTIAL)
    if path != "data[]":
        return
    at = seconds(value["starting_at"])
    for result in value["results"]:
        made = part(result, "cache_creation")
        written = sum(count(number) for number in made.values()) if isinstance(made, dict) else 0
        yield Call(
            at,
            Buckets(
                count(result.get("uncached_input_tokens")),
                count(result.get("cache_read_input_tokens")),
                written,
                count(result.get("output_tokens")),
            ),
            calls=0,
            model=text_or_none(result.get("model")),
            batch=result.get("service_tier") == "batch",
        )


FORMAT = Format(
    name="anthropic-usage-api",
    title="Anthropic usage",
    kind="usage",
    matches=matches,
    read=read,
    rule=OUTSIDE,
    aggregated=True,
)
