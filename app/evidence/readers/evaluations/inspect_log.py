"""inspect_ai's logs: one JSON document, or a zip of its samples (.eval)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.evidence.evaluations.evaluation import Outcome, Result
from app.evidence.finding import Remark, Unreadable
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.jsonstream import LARGEST
from app.evidence.streaming.opening import damage_told
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.told import counted
from app.evidence.usage.calls import OUTSIDE, Buckets, buckets
from app.evidence.values import LONGEST_LABEL, count, part

PARTLY = "P"
OUTCOMES: dict[str, Outcome] = {
    "C": "right", "I": "wrong", "N": "wrong", PARTLY: "wrong", "failed": "failed",
}  # fmt: skip


def matches(head: Head) -> bool:
    """Tell whether it is a log of inspect."""
    if head.layout == "archive":
        return "header.json" in head.members or "_journal/start.json" in head.members
    return {"eval.model", "eval.task"} <= head.paths


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the runs of the answering model, whatever a judge used."""
    reader = Reader()
    parts = archive_parts(source) if source.head.layout == "archive" else document_parts(source)
    yield from converted(parts, reader.take)
    yield from reader.remarks()


def document_parts(source: Source) -> Iterator[tuple[str, Any]]:
    """Yield the parts of one document."""
    yield from source.values("", "samples")


def archive_parts(source: Source) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a zip: its header first."""
    members = source.head.members
    header = next(name for name in ("header.json", "_journal/start.json") if name in members)
    yield from loaded(source, header).items()
    for name in members:
        if name.startswith("samples/") and name.endswith(".json"):
            yield "samples[]", loaded(source, name)


def loaded(source: Source, name: str) -> dict[str, Any]:
    """Return one file of the zip; raises Unreadable."""
    open_member = source.opened.member
    if open_member is None:
        raise Unreadable("The zip cannot be read.")
    with damage_told(), open_member(name) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable(f"A sample in the zip is longer than {counted(LARGEST)} bytes.")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("A sample in the zip is no JSON.") from None
    if not isinstance(value, dict):
        raise Unreadable("A sample in the zip is no JSON object.")
    return value


@dataclass
class Reader:
    """What the header says, and what is noted while samples are read."""

    model: str = "model"
    status: str = "success"
    scorers: set[str] = field(default_factory=set)
    partial: int = 0

    def take(self, found: tuple[str, Any]) -> Record | None:
        """Return the run of a sample; note what the header says."""
        path, value = found
        if path == "status":
            self.status = str(value)
        elif path == "eval":
            self.model = str(part(value, "model") or self.model)
        elif path == "samples[]":
            return self.result(value)
        return None

    def result(self, sample: dict[str, Any]) -> Result:
        """Return the run of one sample; its id is that of its epochs, too."""
        value = self.verdict(sample)
        is_partial = value == PARTLY
        self.partial += is_partial
        return Result(
            variant=self.model[:LONGEST_LABEL],
            model=self.model,
            test=str(sample["id"]),
            outcome=outcome_of(value),
            tokens=tokens_of(part(sample, "output", "usage")),
            score=float(value) if isinstance(value, int | float) else None,
            share=0.5 if is_partial else None,
        )

    def verdict(self, sample: dict[str, Any]) -> Any:
        """Return what the first scorer said of a sample; None without one, "failed" if it did."""
        if sample.get("error"):
            return "failed"
        scores = sample.get("scores")
        if not isinstance(scores, dict) or not scores:
            return None
        self.scorers.update(map(str, scores))
        return part(next(iter(scores.values())), "value")

    def remarks(self) -> Iterator[Remark]:
        """Yield what is to be known of the log."""
        if self.status != "success":
            yield Remark("The evaluation did not end well, so samples are missing.")
        if len(self.scorers) > 1:
            yield Remark(f"Of {len(self.scorers)} scorers the first of each sample counts.")
        if self.partial:
            yield Remark(
                f"{counted(self.partial)} answers were partly right, which counts as a half."
            )


def outcome_of(value: Any) -> Outcome:
    """Return what a score means; of a number its threshold decides."""
    if isinstance(value, str):
        return OUTCOMES.get(value, "unscored")
    return "right" if isinstance(value, int | float) else "unscored"


def tokens_of(usage: Any) -> Buckets | None:
    """Return the tokens of the answer; cached ones stand beside the input."""
    if not isinstance(usage, dict):
        return None
    return buckets(
        count(usage.get("input_tokens")),
        count(usage.get("input_tokens_cache_read")),
        count(usage.get("input_tokens_cache_write")),
        count(usage.get("output_tokens")),
        OUTSIDE,
        count(usage.get("reasoning_tokens")),
    )


FORMAT = Format(name="inspect", title="inspect log", kind="evaluation", matches=matches, read=read)
