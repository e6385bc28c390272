"""Logs of OpenAI's evals (oaieval): events, one a line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.evidence.evaluations.evaluation import Result
from app.evidence.finding import Remark
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.told import counted
from app.evidence.usage.calls import Buckets, usage_of
from app.evidence.values import LONGEST_LABEL, part

MOST_OPEN = 100_000  # samples that wait for their verdict


def matches(head: Head) -> bool:
    """Tell whether it begins with a specification, or consists of events."""
    return any("completion_fns" in part_of(row, "spec") for row in head.rows) or head.every(
        "sample_id", "event_id", "type"
    )


def part_of(row: Any, key: str) -> dict[str, Any]:
    """Return an object within an object, or an empty one."""
    found = part(row, key)
    return found if isinstance(found, dict) else {}


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the runs."""
    reader = Reader()
    yield from converted(source.objects(), reader.take)
    yield from reader.remarks()


@dataclass
class Reader:
    """What is noted while events are read."""

    model: str = "model"
    waiting: dict[str, Buckets | None] = field(default_factory=dict)  # tokens by sample
    judged: int = 0
    ended: bool = False

    def take(self, row: dict[str, Any]) -> Record | None:
        """Return the run that an event decides."""
        data: Any
        if "spec" in row:
            functions = part(row, "spec", "completion_fns")
            self.model = str(functions[0]) if functions else self.model
        if "final_report" in row:
            self.ended = True
        sample, data = str(row.get("sample_id")), row.get("data") or {}
        match row.get("type"):
            case "sampling":
                self.note_sampling(sample, data)
            case "match":
                return self.result(sample, 1.0 if data["correct"] is True else 0.0)
            case "metrics" if isinstance(part(data, "score"), int | float):
                return self.result(sample, float(data["score"]))
            case "error":
                return Result(self.name, self.model, sample, "failed")
        return None

    @property
    def name(self) -> str:
        """What the one variant is called."""
        return self.model[:LONGEST_LABEL]

    def note_sampling(self, sample: str, data: Any) -> None:
        """Keep the tokens of a sample's first call; later ones are a judge's."""
        if sample in self.waiting:
            self.judged += 1
        elif len(self.waiting) < MOST_OPEN:
            self.waiting[sample] = usage_of(part(data, "usage"), None)

    def result(self, sample: str, score: float) -> Result:
        """Return the run of a sample."""
        tokens = self.waiting.pop(sample, None)
        return Result(self.name, self.model, sample, "right", tokens, score=score)

    def remarks(self) -> Iterator[Remark]:
        """Yield what is to be known of the log."""
        if not self.ended:
            yield Remark("The log has no final report: the run was cut short.")
        if self.judged:
            yield Remark(
                f"{counted(self.judged)} further calls of a sample were taken for a judge's."
            )


FORMAT = Format(
    name="openai-evals", title="OpenAI evals log", kind="evaluation", matches=matches, read=read
)
