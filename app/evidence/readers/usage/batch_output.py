"""OpenAI's batch output: a line a request; those that failed stand in a second file, or here."""

from collections.abc import Iterator

from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.usage import chat_log
from app.evidence.streaming.source import Head, Options, Source


def matches(head: Head) -> bool:
    """Tell whether rows are answers of a batch."""
    return head.every("custom_id", "response") or head.every("custom_id", "result")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""

    def convert(row: dict[str, object]) -> Record:
        call = chat_log.call(row, options.cached, batch=True)
        # Each line of a batch is a request of its own.
        return call._replace(request=str(row["custom_id"]) if "custom_id" in row else None)

    yield from converted(source.objects(), convert)


FORMAT = Format(
    name="openai-batch-output", title="Batch output", kind="usage", matches=matches, read=read
)
