"""Logs of requests and responses, or of bare answers, one a line, of any maker's usage object."""

from collections.abc import Iterator
from typing import Any

from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Row, Rule, Source
from app.evidence.usage.calls import NOTHING, Call, Outcome, is_reviewed, says_cached, usage_of
from app.evidence.values import amount, part, seconds, text_or_none

TIMES = ("timestamp", "created_at", "time", "ts", "start_time", "startTime", "date", "createTime")
IDS = ("trace_id", "traceId", "request_id", "session_id", "conversation_id", "correlation_id")
ANSWERS = ("response", "body", "output", "result", "completion")
# Whether, or by whom, an answer was looked at.
REVIEWED = frozenset(("reviewed", "human_reviewed", "is_reviewed", "reviewed_by", "reviewer"))
USAGES = ("usage", "usageMetadata", "usage_metadata")


def matches(head: Head) -> bool:
    """Tell whether rows have a usage object of their own or in their answer."""
    return any(usage_in(row) is not None for row in head.rows) and any(
        moment_of(row) is not None for row in head.rows
    )


def answer_of(row: Row) -> Any:
    """Return the answer within a row, or the row itself."""
    for name in ANSWERS:
        inner = row.get(name)
        if isinstance(inner, dict):
            nested = [inner.get(key) for key in ("body", "message")]
            return next((item for item in nested if isinstance(item, dict)), inner)
    return row


def usage_in(row: Row) -> dict[str, Any] | None:
    """Return the usage object of a row; None without one."""
    for place in (answer_of(row), row):
        for name in USAGES:
            found = part(place, name)
            if isinstance(found, dict) and found:
                return found
    return None


def moment_of(row: Row) -> float | None:
    """Return when a row's call was."""
    for name in TIMES:
        if name in row and (found := seconds(row[name])) is not None:
            return found
    answer = answer_of(row)
    for name in ("created", "created_at", "createTime"):
        if (found := seconds(part(answer, name))) is not None:
            return found
    return None


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    yield from converted(source.objects(), lambda row: call(row, options.cached))


def call(row: dict[str, Any], rule: Rule | None, batch: bool = False) -> Call:
    """Return the call of a row."""
    usage = usage_in(row)
    tokens = usage_of(usage, rule)
    answer = answer_of(row)
    ran: Outcome = "ran" if tokens is not None and tokens.input + tokens.output else "no usage"
    return Call(
        moment_of(row),
        tokens or NOTHING,
        "failed" if has_failed(row) else ran,
        request=identity_of(row),
        model=text_or_none(part(answer, "model")) or text_or_none(part(row, "request", "model")),
        batch=batch,
        cost=amount(row.get("cost")) if not isinstance(row.get("cost"), dict) else 0.0,
        caches=says_cached(usage),
        reviewed=reviewed_in(row),
    )


def reviewed_in(row: Row) -> bool | None:
    """Return whether a person looked at the answer, as a row or its metadata says; None if not."""
    metadata = row.get("metadata")
    for place in (row, metadata):
        if isinstance(place, dict) and not REVIEWED.isdisjoint(place):
            return any(is_reviewed(place[name]) for name in REVIEWED if name in place)
    return None


def identity_of(row: Row) -> str | None:
    """Return the id of a row's request; None without one."""
    metadata = part(row, "metadata")
    for place in (row, metadata):
        for name in IDS:
            if found := text_or_none(part(place, name)):
                return found
    return None


def has_failed(row: Row) -> bool:
    """Tell whether a row is of a call that failed."""
    if row.get("error"):
        return True
    for place in (row, part(row, "response")):
        for name in ("status_code", "status", "statusCode"):
            status = part(place, name)
            if isinstance(status, int) and not isinstance(status, bool) and status >= 400:
                return True
    return bool(part(answer_of(row), "error"))


FORMAT = Format(name="openai-chat-log", title="Call log", kind="usage", matches=matches, read=read)
