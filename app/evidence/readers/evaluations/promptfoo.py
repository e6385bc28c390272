"""promptfoo's results: JSON of versions 2 and 3, or a row a line."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.evidence.evaluations.checked import of_label
from app.evidence.evaluations.evaluation import Outcome, Result
from app.evidence.finding import Remark, Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.told import counted
from app.evidence.usage.calls import INSIDE, Buckets, buckets
from app.evidence.values import LONGEST_LABEL, count, part

FAILED_ASSERTION, FAILED_RUN = 1, 2
NOT_WRONG = frozenset({"latency", "cost"})  # assertions that say nothing of the answer
ROWS = "results.results[]"


def matches(head: Head) -> bool:
    """Tell whether it is a whole result, or its rows."""
    if any(path.startswith(("results.results", "results.table")) for path in head.paths):
        return True
    return head.every("success", "provider") and (
        head.every("promptIdx") or head.every("gradingResult") or head.every("testCase")
    )


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the runs, and what is to be known of them."""
    reader = Reader()
    yield from converted(rows_of(source), reader.result)
    yield from reader.remarks()


def rows_of(source: Source) -> Iterator[Any]:
    """Yield the rows of a whole result, or of lines."""
    if not any(path.startswith("results.") for path in source.head.paths):
        yield from source.objects()
        return
    for path, value in source.values("", "results", "results.results"):
        if path == ROWS:
            yield value if isinstance(value, dict) else Skip("items that are no JSON object")


@dataclass
class Reader:
    """What is noted while rows are read."""

    runs: Counter[str] = field(default_factory=Counter)  # by variant
    slow_or_dear: int = 0
    attacks: int = 0
    errors: int = 0

    def result(self, row: dict[str, Any]) -> Result:
        """Return the run of a row."""
        provider = name_of(row.get("provider"))
        label = part(row, "prompt", "label") or part(row, "prompt", "raw") or ""
        of_kit = of_label(str(label))  # its file and text follow
        label = of_kit.label if of_kit else label
        place = row.get("promptIdx")
        named = f"{provider}, {label}" if label else f"{provider}, prompt {place}"
        self.runs[named] += 1
        return Result(
            variant=named[:LONGEST_LABEL],
            model=provider,
            test=self.test(row, self.runs[named]),
            outcome=self.outcome(row),
            tokens=self.tokens(row),
            own_cache=part(row, "response", "cached") is True,
            approach=of_kit.approach if of_kit else None,
        )

    def test(self, row: dict[str, Any], number: int) -> str:
        """Return what the runs of one test share; without a mark it is their place in the file."""
        if "testIdx" in row:
            return str(row["testIdx"])
        asked = row.get("vars")
        return json.dumps(asked, sort_keys=True) if asked else f"run {number}"

    def outcome(self, row: dict[str, Any]) -> Outcome:
        """Return how a run ended; an error is also written where an assertion failed."""
        if part(row, "metadata", "pluginId") or part(row, "testCase", "metadata", "pluginId"):
            self.attacks += 1
            return "unscored"
        reason = row.get("failureReason")
        if reason == FAILED_RUN:
            return "failed"
        if reason is None and row.get("error") and not row.get("gradingResult"):
            self.errors += 1
            return "failed"
        if row.get("success") is True:
            return "right"
        if row.get("success") is not False:
            return "unscored"
        if self.is_not_wrong(row):
            self.slow_or_dear += 1
            return "right"
        return "wrong"

    def is_not_wrong(self, row: dict[str, Any]) -> bool:
        """Tell whether a run failed for nothing but its time or its cost."""
        results = part(row, "gradingResult", "componentResults")
        if not isinstance(results, list):
            return False
        failed = [
            part(item, "assertion", "type") for item in results if part(item, "pass") is False
        ]
        return bool(failed) and NOT_WRONG.issuperset(map(str, failed))

    def tokens(self, row: dict[str, Any]) -> Buckets | None:
        """Return what a run sent and got; nothing out of the tool's own cache."""
        usage = part(row, "response", "tokenUsage")
        if not isinstance(usage, dict) or "prompt" not in usage:
            return None
        if part(row, "response", "cached") is True:
            return None
        details = usage.get("completionDetails")
        return buckets(
            count(usage.get("prompt")),
            count(part(details, "cacheReadInputTokens")),
            count(part(details, "cacheCreationInputTokens")),
            count(usage.get("completion")),
            INSIDE,
            count(part(details, "reasoning")),
        )

    def remarks(self) -> Iterator[Remark]:
        """Yield what is to be known of the rows."""
        if self.slow_or_dear:
            yield Remark(
                "Runs that failed only for their time or their cost, which are no wrong answers: "
                f"{counted(self.slow_or_dear)}."
            )
        if self.errors:
            yield Remark(
                f"Runs with an error and no grading, which failed and are no wrong answers: "
                f"{counted(self.errors)}."
            )
        if self.attacks:
            yield Remark(
                f"{counted(self.attacks)} runs are attacks of a red team: whether they were "
                "resisted is no share of wrong answers."
            )


def name_of(provider: Any) -> str:
    """Return what a provider is called."""
    if isinstance(provider, str):
        return provider
    return str(part(provider, "id") or part(provider, "label") or "unnamed")


FORMAT = Format(
    name="promptfoo", title="promptfoo result", kind="evaluation", matches=matches, read=read
)
