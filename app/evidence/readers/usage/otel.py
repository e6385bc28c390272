"""OpenTelemetry's spans of generative models (OTLP JSON lines), and OpenInference's names."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, OUTSIDE, Call, buckets
from app.evidence.values import count, part, seconds, text_or_none

CALLS = frozenset({"chat", "text_completion", "generate_content", "LLM"})
SENT = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt")
GOT = (
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
)
READ = (
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
)
WRITE = (
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "llm.token_count.prompt_details.cache_write",
)
REASONING = (
    "gen_ai.usage.reasoning.output_tokens",
    "llm.token_count.completion_details.reasoning",
)
MODEL = ("gen_ai.response.model", "gen_ai.request.model", "llm.model_name")
OPERATION = ("gen_ai.operation.name", "openinference.span.kind")
FAMILIES = ("gen_ai.", "llm.")
NO_CALL = "spans that are no calls of a model"
FAILED = 2  # a span's status


def matches(head: Head) -> bool:
    """Tell whether rows are exports of spans."""
    return head.every("resourceSpans")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    yield from converted(source.objects(), lambda row: spans(row, options.cached))


def spans(row: Any, rule: Rule | None) -> Iterator[Record]:
    """Yield the calls of an export."""
    if isinstance(row, Skip):
        yield row
        return
    for resource in row.get("resourceSpans", []):
        for scope in resource.get("scopeSpans", []):
            yield from converted(scope.get("spans", []), lambda span: call(span, rule))


def call(span: dict[str, Any], rule: Rule | None) -> Record:
    """Return the call of a span; agents' spans say again what those below them say."""
    facts = {item["key"]: item.get("value") for item in span.get("attributes", [])}
    operation = first(facts, OPERATION, "chat")
    if operation not in CALLS or not any(name.startswith(FAMILIES) for name in facts):
        return Skip(NO_CALL)
    cached = first(facts, READ)
    sent, read_tokens = count(first(facts, SENT)), count(cached)
    # Many emitters leave the cached ones out of the input, whatever the convention says.
    usual: Rule = OUTSIDE if read_tokens > sent else INSIDE
    tokens = buckets(
        sent,
        read_tokens,
        count(first(facts, WRITE)),
        count(first(facts, GOT)),
        rule or usual,
        count(first(facts, REASONING)),
    )
    ran = tokens.input or tokens.output
    failed = part(span, "status", "code") in (FAILED, "STATUS_CODE_ERROR") or "error.type" in facts
    return Call(
        seconds(span.get("startTimeUnixNano")),
        tokens,
        "failed" if failed else "ran" if ran else "no usage",
        request=text_or_none(span.get("traceId")),
        model=text_or_none(first(facts, MODEL)),
        caches=cached is not None,
    )


def value_of(value: Any) -> Any:
    """Return an attribute's value; whole numbers are texts."""
    return next(iter(value.values()), None) if isinstance(value, dict) else None


def first(facts: dict[str, Any], names: tuple[str, ...], without: str | None = None) -> Any:
    """Return the value of the first of the attributes that is there."""
    for name in names:
        if name in facts:
            return value_of(facts[name])
    return without


FORMAT = Format(
    name="otel-genai",
    title="OpenTelemetry spans",
    kind="usage",
    matches=matches,
    read=read,
    rule=INSIDE,
)
