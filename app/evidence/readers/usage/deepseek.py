"""DeepSeek's amounts: a row a kind of token and hour; requests have a row of their own."""

from collections.abc import Iterator

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.usage.calls import Buckets, Call
from app.evidence.values import count, seconds


def matches(head: Head) -> bool:
    """Tell whether columns are DeepSeek's amounts."""
    return head.has("start_time_iso", "model", "type", "amount")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield each row as its part of an hour's calls."""
    yield from converted(source.rows(), part_of_calls)


def part_of_calls(row: dict[str, str]) -> Record:
    """Return one kind of token, or the number of requests."""
    number = count(row["amount"])
    buckets = {
        "input_cache_miss_tokens": Buckets(number, 0, 0, 0),
        "input_cache_hit_tokens": Buckets(0, number, 0, 0),
        "output_tokens": Buckets(0, 0, 0, number),
        "request_count": Buckets(0, 0, 0, 0),
    }
    if row["type"] not in buckets:
        return Skip("amounts of another kind")
    requests = number if row["type"] == "request_count" else 0
    at = seconds(row["start_time_iso"])
    return Call(at, buckets[row["type"]], calls=requests, model=row["model"] or None)


FORMAT = Format(
    name="deepseek",
    title="DeepSeek usage",
    kind="usage",
    matches=matches,
    read=read,
    aggregated=True,
)
