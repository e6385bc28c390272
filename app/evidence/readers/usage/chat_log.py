"""Logs of requests and responses, or of bare answers, one a line, of any maker's usage object."""

from collections.abc import Iterator

from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Row, Rule, Source
from app.evidence.usage.calls import NOTHING, Call, Outcome, is_reviewed, says_cached, usage_of
from app.evidence.values import amount, part, seconds, text_or_none

TIMES = ("timestamp", "created_at", "time", "ts", "start_time", "startTime", "date", "createTime")
IDS = ("trace_id", "traceId", "request_id", "session_id", "conversation_id", "correlation_id")
ANSWERS = ("response", "body", "output", "result", "completion")
IDENTIFIES = frozenset(IDS)
STATUSES = ("status_code", "status", "statusCode")
SAYS_STATUS = frozenset(STATUSES)
# Whether, or by whom, an answer was looked at.
REVIEWED = ("reviewed", "human_reviewed", "is_reviewed", "reviewed_by", "reviewer")
SAYS_REVIEWED = frozenset(REVIEWED)
USAGES = ("usage", "usageMetadata", "usage_metadata")


def matches(head: Head) -> bool:
    """Tell whether rows have a usage object of their own or in their answer."""
    return any(usage_in(row, answer_of(row)) is not None for row in head.rows) and any(
        moment_of(row, answer_of(row)) is not None for row in head.rows
    )


def answer_of(row: Row) -> Row:
    """Return the answer within a row, or the row itself."""
    for name in ANSWERS:
        inner = row.get(name)
        if isinstance(inner, dict):
            for key in ("body", "message"):
                nested = inner.get(key)
                if isinstance(nested, dict):
                    return nested
            return inner
    return row


def usage_in(row: Row, answer: Row) -> Row | None:
    """Return the usage object of a row or of its answer; None without one."""
    for place in (answer, row):
        for name in USAGES:
            found = place.get(name)
            if found and isinstance(found, dict):
                return found
    return None


def moment_of(row: Row, answer: Row) -> float | None:
    """Return when a row's call was."""
    for name in TIMES:
        if name in row and (found := seconds(row[name])) is not None:
            return found
    for name in ("created", "created_at", "createTime"):
        if name in answer and (found := seconds(answer[name])) is not None:
            return found
    return None


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the calls."""
    yield from converted(source.objects(), lambda row: call(row, options.cached))


def call(row: Row, rule: Rule | None) -> Call:
    """Return the call of a row."""
    return call_of(row, rule, identity_of(row), text_or_none(part(row, "request", "model")))


def call_of(
    row: Row, rule: Rule | None, request: str | None, model: str | None, batch: bool = False
) -> Call:
    """Return the call of a row whose request is known; `model` where the answer names none."""
    answer = answer_of(row)
    usage = usage_in(row, answer)
    tokens = usage_of(usage, rule)
    ran: Outcome = "ran" if tokens is not None and tokens.input + tokens.output else "no usage"
    cost = row.get("cost")
    return Call(
        moment_of(row, answer),
        tokens or NOTHING,
        "failed" if has_failed(row, answer) else ran,
        1,
        request,
        text_or_none(answer.get("model")) or model,
        batch,
        0.0 if cost is None or isinstance(cost, dict) else amount(cost),
        says_cached(usage),
        reviewed_in(row),
    )


def reviewed_in(row: Row) -> bool | None:
    """Return whether a person looked at the answer, as a row or its metadata says; None if not."""
    for place in (row, row.get("metadata")):
        if isinstance(place, dict) and not SAYS_REVIEWED.isdisjoint(place):
            return any(is_reviewed(place[name]) for name in REVIEWED if name in place)
    return None


def identity_of(row: Row) -> str | None:
    """Return the id of a row's request; None without one."""
    for place in (row, row.get("metadata")):
        if isinstance(place, dict) and not IDENTIFIES.isdisjoint(place):
            for name in IDS:
                found = place.get(name)
                if found and isinstance(found, str):
                    return found
    return None


def has_failed(row: Row, answer: Row) -> bool:
    """Tell whether a row is of a call that failed."""
    if row.get("error"):
        return True
    for place in (row, row.get("response")):
        if isinstance(place, dict) and not SAYS_STATUS.isdisjoint(place):
            for name in STATUSES:
                status = place.get(name)
                if type(status) is int and status >= 400:
                    return True
    return bool(answer.get("error"))


FORMAT = Format(name="openai-chat-log", title="Call log", kind="usage", matches=matches, read=read)
