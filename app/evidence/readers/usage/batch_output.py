"""OpenAI's batch output: a line a request; those that failed stand in a second file, or here."""

from collections.abc import Iterator

from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.usage import chat_log
from app.evidence.streaming.source import Head, Options, Row, Rule, Source
from app.evidence.usage.calls import Call


def matches(head: Head) -> bool:
    """Tell whether rows are answers of a batch."""
    return head.every("custom_id", "response") or head.every("custom_id", "result")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    yield from converted(source.objects(), lambda row: call(row, options.cached))


def call(row: Row, rule: Rule | None) -> Call:
    """Return the call of a line, each of which is a request of its own."""
    request = str(row["custom_id"]) if "custom_id" in row else None
    return chat_log.call_of(row, rule, request, None, batch=True)


FORMAT = Format(
    name="openai-batch-output", title="Batch output", kind="usage", matches=matches, read=read
)
