"""promptfoo's CSV, new (a status beside every answer) and old (the verdict within it)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.evidence.evaluations.evaluation import Outcome, Result
from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import LONGEST_LABEL

ANSWER = re.compile(r"^\[(?P<provider>.+?)\](?: (?P<prompt>.*))?$", re.DOTALL)
VERDICT = re.compile(r"^'?\[(PASS|FAIL|ERROR)\]")
OUTCOMES: dict[str, Outcome] = {"PASS": "right", "FAIL": "wrong", "ERROR": "failed"}


class Column(NamedTuple):
    """Where one variant's answers and verdicts stand."""

    label: str
    provider: str
    answer: int
    status: int | None  # None: the verdict begins the answer


def matches(head: Head) -> bool:
    """Tell whether columns are called like variants, with a status or an old verdict."""
    found = columns_of(head.columns)
    return bool(found) and (found[0].status is not None or "[PASS] (" in head.text
                            or "[FAIL] (" in head.text)  # fmt: skip


def columns_of(header: tuple[str, ...]) -> list[Column]:
    """Return the variants of a table; names of columns repeat, so places count."""
    found = []
    for place, name in enumerate(header):
        match = ANSWER.match(name)
        if match is None:
            continue
        following = header[place + 1] if place + 1 < len(header) else ""
        status = place + 1 if following == "Status" else None
        label = f"{match['provider']}, {match['prompt']}" if match["prompt"] else match["provider"]
        found.append(Column(label[:LONGEST_LABEL], match["provider"], place, status))
    return unlike(found)


def unlike(columns: list[Column]) -> list[Column]:
    """Return the variants with names that differ."""
    seen: set[str] = set()
    found = []
    for column in columns:
        label, number = column.label, 2
        while label in seen:
            label, number = f"{column.label} ({number})", number + 1
        seen.add(label)
        found.append(column._replace(label=label))
    return found


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the runs."""
    with source.table() as (header, rows):
        columns = columns_of(tuple(header))
        first = columns[0].answer if columns else 0
        for number, row in enumerate(filter(None, rows)):
            test = "\0".join(row[:first]) or f"row {number}"
            yield from (result(column, row, test) for column in columns)


def result(column: Column, row: list[str], test: str) -> Record:
    """Return the run of one variant in a row."""
    place = column.answer if column.status is None else column.status
    cell = row[place] if place < len(row) else ""
    verdict = cell.lstrip("'") if column.status is not None else verdict_of(cell)
    if verdict not in OUTCOMES:
        return Skip("answers without a verdict")
    return Result(column.label, column.provider, test, OUTCOMES[verdict])


def verdict_of(cell: str) -> str:
    """Return the verdict that an answer begins with."""
    match = VERDICT.match(cell)
    return match[1] if match else ""


FORMAT = Format(
    name="promptfoo-csv", title="promptfoo table", kind="evaluation", matches=matches, read=read
)
