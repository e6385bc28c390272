"""Helicone's export, as a table (without cached tokens) or JSON lines."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, buckets, given, truth
from app.evidence.values import amount, count, part, seconds

NAMES = ("response_status", "request_created_at", "prompt_tokens", "completion_tokens")
SESSION = "Helicone-Session-Id"
CACHED = ("prompt_cache_read_tokens", "cached_tokens")


def matches(head: Head) -> bool:
    """Tell whether rows are Helicone's."""
    return head.has(*NAMES) or head.every(*NAMES)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    rows: Iterable[Any] = source.rows() if source.head.layout == "table" else source.objects()
    rule = options.cached or INSIDE
    yield from converted(rows, lambda row: call(row, rule))


def call(row: dict[str, Any], rule: Rule) -> Call:
    """Return the call of a row."""
    properties = row.get("request_properties")
    if isinstance(properties, str):
        properties = json.loads(properties) if properties.startswith("{") else None
    session = part(properties, SESSION)
    cached = next((row[name] for name in CACHED if given(row.get(name))), None)
    tokens = buckets(
        count(row["prompt_tokens"]),
        count(cached),
        count(row.get("prompt_cache_write_tokens")),
        count(row["completion_tokens"]),
        rule,
    )
    ran = tokens.input or tokens.output
    own_cache = truth(row.get("cache_enabled")) and given(row.get("cache_reference_id"))
    return Call(
        seconds(row["request_created_at"]),
        tokens,
        "failed" if count(row["response_status"]) >= 400
        else "own cache" if own_cache else "ran" if ran else "no usage",
        request=session if isinstance(session, str) else None,
        model=row.get("model") or None,
        cost=amount(row.get("cost")),
        caches=cached is not None,
    )  # fmt: skip


FORMAT = Format(
    name="helicone", title="Helicone log", kind="usage", matches=matches, read=read, rule=INSIDE
)
