"""Bedrock's model invocation log: cached tokens stand beside the input."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import OUTSIDE, Call, buckets
from app.evidence.values import count, part, seconds

LOG = "ModelInvocationLog"


def matches(head: Head) -> bool:
    """Tell whether rows are invocations."""
    return any(row.get("schemaType") == LOG for row in head.rows) or head.every(
        "modelId", "operation", "input"
    )


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    rule = options.cached or OUTSIDE
    yield from converted(source.objects(), lambda row: call(row, rule))


def call(row: dict[str, Any], rule: Rule) -> Record:
    """Return the call of an invocation."""
    if row.get("schemaType", LOG) != LOG:
        return Skip("records of another kind")
    sent, got = row.get("input"), row.get("output")
    tokens = buckets(
        count(part(sent, "inputTokenCount")),
        count(part(sent, "cacheReadInputTokenCount")),
        count(part(sent, "cacheWriteInputTokenCount")),
        count(part(got, "outputTokenCount")),
        rule,
    )
    ran = bool(tokens.input or tokens.output)
    return Call(
        seconds(row.get("timestamp")),
        tokens,
        "failed" if row.get("errorCode") else "ran" if ran else "no usage",
        request=None,
        model=str(row.get("modelId", "")).rpartition("/")[2] or None,
        caches=part(sent, "cacheReadInputTokenCount") is not None,
    )


FORMAT = Format(
    name="bedrock-invocation-log",
    title="Bedrock log",
    kind="usage",
    matches=matches,
    read=read,
    rule=OUTSIDE,
)
