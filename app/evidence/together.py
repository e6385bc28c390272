"""Several files of one person: which comes first, and what they say of each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from app.evidence.estimate import wilson
from app.evidence.finding import Evidence, Finding
from app.evidence.told import counted

# Of two files with a finding for the same input the later kind here counts: what was billed more
# than what was trained with.
ORDER = ("dataset", "evaluation", "prices", "bill", "usage")
REVIEWED = "The log's requests that people scored ÷ all of them; Wilson bounds."
VALIDATION = "The tokens of the smaller of two training sets, taken for the one that tests a run."


def findings_together(files: Sequence[Evidence]) -> list[Finding]:
    """Return one finding an input, the best of all files."""
    return best_of(files, [findings_beside(evidence, files) for evidence in files])


def best_of(files: Sequence[Evidence], findings: Sequence[list[Finding]]) -> list[Finding]:
    """Return one finding an input: of the kind of file that knows most of it, on the most rows."""
    best: dict[str, tuple[tuple[int, int], Finding]] = {}
    in_batches = any(item.input.endswith(".batch_share") for found in findings for item in found)
    for evidence, found in zip(files, findings, strict=True):
        for item in found:
            # A bill's price is a blend of batches and others: beside their share it counts twice.
            if in_batches and evidence.kind == "bill" and item.input.endswith("_price"):
                continue
            weight = ORDER.index(evidence.kind), item.n
            if item.input not in best or weight > best[item.input][0]:
                best[item.input] = weight, item
    return [item for _, item in best.values()]


def findings_beside(evidence: Evidence, files: Sequence[Evidence]) -> list[Finding]:
    """Return what a file says of a plan, beside the others: a smaller training set is a test."""
    if any(evidence is other for other in validations(files)):
        return validation_findings(evidence)
    return [*evidence.findings, *review_findings(evidence, files)]


def review_findings(log: Evidence, files: Sequence[Evidence]) -> list[Finding]:
    """Return the share of a log's requests that people scored, as a file of scores beside says."""
    reviewed = frozenset[int]().union(*(file.measured.reviewed for file in files))
    has_own = any(item.input.endswith(".review_rate") for item in log.findings)
    sized = next((item for item in log.findings if item.input.endswith(".output_tokens")), None)
    if not reviewed or sized is None or has_own or not log.measured.requests:
        return []
    asked = np.unique(np.frombuffer(log.measured.requests, dtype=np.int64))
    scored = int(np.isin(asked, np.fromiter(reviewed, dtype=np.int64)).sum())
    found = wilson(scored, len(asked))
    return [
        replace(
            sized,
            input=f"{sized.input.split('.')[0]}.review_rate",
            value=found.value,
            low=found.low,
            high=found.high,
            n=len(asked),
            method=REVIEWED,
        )
    ]


def validations(files: Sequence[Evidence]) -> list[Evidence]:
    """Return the training sets that are smaller than another: they are taken to test a run."""
    sets = [evidence for evidence in files if evidence.kind == "dataset"]
    largest = max(sets, key=lambda item: item.measured.figures["examples"] or 0, default=None)
    return [evidence for evidence in sets if evidence is not largest]


def validation_findings(evidence: Evidence) -> list[Finding]:
    """Return what a validation set says of a plan."""
    tokens = evidence.measured.figures["tokens"] or 0
    trainer = next(
        (item for item in evidence.findings if item.input.endswith(".example_tokens")), None
    )
    if trainer is None:
        return []
    name = f"{trainer.input.split('.')[0]}.validation_tokens"
    return [replace(trainer, input=name, value=tokens, low=tokens, high=tokens, method=VALIDATION)]


def remarks_together(files: Sequence[Evidence]) -> Iterator[str]:
    """Yield what files say of each other: questions that stand in two training sets."""
    sets = [evidence for evidence in files if evidence.kind == "dataset"]
    for one, other in combinations(sets, 2):
        shared = len(one.measured.fingerprints & other.measured.fingerprints)
        if shared:
            yield (
                f"Questions that stand in both {one.name} and {other.name}: {counted(shared)}. A "
                "test with what was trained flatters the model."
            )
