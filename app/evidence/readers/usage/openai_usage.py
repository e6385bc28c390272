"""OpenAI's usage API: pages of buckets."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Remark, Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, buckets, given, truth
from app.evidence.values import count, seconds, text_or_none

PARTIAL = "The file is one page of several, so days after it are missing."
EMPTY = "empty buckets"


def matches(head: Head) -> bool:
    """Tell whether buckets hold OpenAI's results."""
    return any(
        path.startswith("data[].results[]")
        and path.endswith(("num_model_requests", "input_tokens"))
        for path in head.paths
    ) and not any("uncached_input_tokens" in path for path in head.paths)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a row for every result of a bucket."""
    rule = options.cached or INSIDE
    yield from converted(source.values("", "data"), lambda found: results(found[0], found[1], rule))


def results(path: str, value: Any, rule: Rule) -> Iterator[Record]:
    """Yield the rows of a bucket, or that the page is not the last."""
    if path == "has_more" and value is True:
        yield Remark(PARTIAL)
    if path != "data[]":
        return
    at = seconds(value["start_time"])
    if not value["results"]:
        yield Call(at, calls=0)
    for result in value["results"]:
        yield aggregated(result, at, rule)


def aggregated(result: dict[str, Any], at: float | None, rule: Rule) -> Record:
    """Return a row of the API or of the dashboard, which have the same names."""
    get = result.get
    sent, requests, cached = (
        get("input_tokens"),
        get("num_model_requests"),
        get("input_cached_tokens"),
    )
    if not given(sent) and not given(requests):
        return Skip(EMPTY)
    written, answered = get("input_cache_write_tokens"), get("output_tokens")
    return Call(
        at,
        buckets(count(sent), count(cached), count(written), count(answered), rule),
        "ran",
        count(requests),
        None,
        text_or_none(get("model")),
        truth(get("batch")) or get("service_tier") == "batch",
        0.0,
        given(cached),
    )


FORMAT = Format(
    name="openai-usage-api",
    title="OpenAI usage",
    kind="usage",
    matches=matches,
    read=read,
    rule=INSIDE,
    aggregated=True,
)
