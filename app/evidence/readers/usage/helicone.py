"""Helicone's export, as a table (without cached tokens) or JSON lines."""

import json
import re
from collections.abc import Iterator
from typing import Any

from app.evidence.readers.columns import (
    Columns,
    NoColumn,
    amounts,
    bucket_columns,
    by_column,
    call_columns,
    counts,
    moments,
    texts,
)
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.usage.calls import INSIDE, Call, Outcome, buckets, given, truth
from app.evidence.values import amount, count, part, seconds

NAMES = ("response_status", "request_created_at", "prompt_tokens", "completion_tokens")
SESSION = "Helicone-Session-Id"
FAILED = 400  # and above: the status of an answer
NAMED_SESSION = re.compile(rf'"{SESSION}"\s*:\s*"([^"]*)"')
CACHED = ("prompt_cache_read_tokens", "cached_tokens")


def matches(head: Head) -> bool:
    """Tell whether rows are Helicone's."""
    return head.has(*NAMES) or head.every(*NAMES)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    rule = options.cached or INSIDE
    if source.head.layout != "table":
        yield from converted(source.objects(), lambda row: call(row, rule))
        return
    yield from by_column(source, lambda columns: calls(columns, rule), lambda row: call(row, rule))


def calls(columns: Columns, rule: Rule) -> list[Record]:
    """Return the calls of some rows; raises NoColumn where Helicone's own cache may be meant."""
    if "cache_reference_id" in columns:
        raise NoColumn
    sent, output = counts(columns, "prompt_tokens"), counts(columns, "completion_tokens")
    statuses = columns["response_status"]
    of_status = {status: count(status) for status in set(statuses)}
    nothing = [""] * len(sent)
    cached = next((name for name in CACHED if name in columns), None)
    written = counts(columns, "prompt_cache_write_tokens")
    return call_columns(
        moments(columns["request_created_at"]),
        bucket_columns(sent, counts(columns, cached), written, output, rule),
        outcomes=list(map(ended, map(of_status.__getitem__, statuses), (sent + output).tolist())),
        requests=[session_in(cell) for cell in columns.get("request_properties", nothing)],
        models=texts(columns, "model"),
        costs=amounts(columns["cost"]) if "cost" in columns else None,
        caches=[*map(given, columns[cached])] if cached else [False] * len(sent),
    )


def ended(status: int, tokens: float) -> Outcome:
    """Return how a call ended, by its status and whether it has tokens."""
    return "failed" if status >= FAILED else "ran" if tokens else "no usage"


def session_in(properties: Any) -> str | None:
    """Return the session that a row's properties name, an object or its JSON; None without one."""
    if isinstance(properties, str):
        if "\\" not in properties:  # half of the time of json.loads
            found = NAMED_SESSION.search(properties)
            return found[1] if found else None
        properties = json.loads(properties)
    session = part(properties, SESSION)
    return session if isinstance(session, str) else None


def call(row: dict[str, Any], rule: Rule) -> Call:
    """Return the call of a row."""
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
        "failed" if count(row["response_status"]) >= FAILED
        else "own cache" if own_cache else "ran" if ran else "no usage",
        request=session_in(row.get("request_properties")),
        model=row.get("model") or None,
        cost=amount(row.get("cost")),
        caches=cached is not None,
    )  # fmt: skip


FORMAT = Format(
    name="helicone", title="Helicone log", kind="usage", matches=matches, read=read, rule=INSIDE
)
