"""Langfuse's scores: verdicts of judges and people on traces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.evidence.finding import Remark, Reviewed, Skip
from app.evidence.readers.evaluations.scored_tables import scored
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.told import counted

NAMES = ("traceId", "name", "dataType", "value")
COUNTED = ("BOOLEAN", "NUMERIC")


def matches(head: Head) -> bool:
    """Tell whether rows are scores."""
    return head.has(*NAMES) or head.every(*NAMES)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the verdicts."""
    rows: Iterable[Any] = source.rows() if source.head.layout == "table" else source.objects()
    reader = Reader()
    yield from converted(rows, reader.result)
    if reader.human:
        yield Reviewed(frozenset(reader.human))
        yield Remark(
            f"People scored {counted(len(reader.human))} traces. Divided by all traces of the "
            "time, that is the share of answers reviewed: read the log of the same time beside it."
        )


@dataclass
class Reader:
    """What is noted while scores are read."""

    human: set[int] = field(default_factory=set)

    def result(self, row: dict[str, Any]) -> Record:
        """Return the verdict of a row."""
        trace = str(row["traceId"])
        if row.get("source") == "ANNOTATION":
            self.human.add(hash(trace))
        if row["dataType"] not in COUNTED:
            return Skip("scores that are words")
        return scored(str(row["name"]), None, trace, str(row["value"]))


FORMAT = Format(
    name="langfuse-scores", title="Langfuse scores", kind="evaluation", matches=matches, read=read
)
