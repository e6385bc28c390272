"""Evaluations: how often each prompt or model was wrong, and which of two is likely better."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np

from app.evidence import estimate
from app.evidence.estimate import Estimate
from app.evidence.evaluations import correlation
from app.evidence.finding import Finding, Measured, Number, Skip, Unreadable, Variant, finding_of
from app.evidence.streaming.source import Options
from app.evidence.told import counted, percentage
from app.evidence.usage.calls import Buckets
from app.inputs import APPROACHES, ApproachName

Outcome = Literal["right", "wrong", "failed", "unscored"]
MOST_VARIANTS = 200
MOST_TESTS = 500_000  # of all variants together
FAILED = "runs that failed"
UNSCORED = "runs without a verdict"
TUNED = re.compile(r"(^|[:/_-])ft[:-]|fine-?tuned|[:/_-]tuned", re.IGNORECASE)
# What the kit calls the prompts of each approach.
LABELS: dict[ApproachName, str] = {
    "prompting": "prompting",
    "tuning": "fine-tuning",
    "hybrid": "doing both",
}
CORRELATION = "quality.error_correlation"
MOST_PAIRS = 6  # of variants that are compared in words


class Result(NamedTuple):
    """What one run of one test came to."""

    variant: str  # its label
    model: str | None
    test: str
    outcome: Outcome
    tokens: Buckets | None = None  # None: not said, or out of the tool's own cache
    own_cache: bool = False
    score: float | None = None  # where a threshold decides
    weight: float = 1.0  # runs that it stands for
    share: float | None = None  # of it, or of these, that was wrong, where that is a share
    approach: ApproachName | None = None  # whose it is, where the file says so


@dataclass
class Tally:
    """What the runs of one variant add up to."""

    label: str
    model: str | None
    approach: ApproachName | None = None  # whose runs they are, where the file says so
    rows: int = 0
    failed: int = 0
    unscored: int = 0
    own_cache: int = 0
    wrong: float = 0.0
    tests: dict[int, list[float]] = field(default_factory=dict)  # runs and wrong ones by test
    counted: float = 0.0  # tests of a summary, which names none
    with_tokens: int = 0
    sums: list[float] = field(default_factory=lambda: [0.0] * 7)

    @property
    def distinct(self) -> float:
        """How many tests ran."""
        return len(self.tests) + self.counted

    @property
    def wrong_share(self) -> float:
        """Wrong runs ÷ runs of each test, over all tests."""
        by_test = sum(wrong / runs for runs, wrong in self.tests.values())
        total = by_test + (self.wrong if self.counted else 0.0)
        return total / self.distinct if self.distinct else 0.0

    def add_tokens(self, tokens: Buckets) -> None:
        """Add a run's tokens, and the squares of those whose means are wanted."""
        self.with_tokens += 1
        sent, output = tokens.input, tokens.output
        numbers = (sent, sent**2, output, output**2, tokens.read, tokens.write, tokens.reasoning)
        for place, number in enumerate(numbers):
            self.sums[place] += number


@dataclass
class Evaluation:
    """What the runs of an evaluation add up to."""

    threshold: float | None = None
    variants: dict[str, Tally] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    tests: int = 0

    def skip(self, skip: Skip) -> None:
        """Count rows that are left out."""
        self.skipped[skip.reason] = self.skipped.get(skip.reason, 0) + skip.rows

    def add(self, result: Result) -> None:
        """Count a run; raises Unreadable where a threshold is wanted and none was given."""
        self.rows += 1
        tally = self.tally(result)
        tally.rows += round(result.weight)
        outcome = self.decided(result)
        if result.own_cache:
            tally.own_cache += 1
        elif result.tokens is not None and outcome != "failed":
            tally.add_tokens(result.tokens)
        if outcome == "failed":
            tally.failed += 1
            self.skip(Skip(FAILED))
        elif outcome == "unscored":
            tally.unscored += 1
            self.skip(Skip(UNSCORED))
        elif result.share is not None and result.weight > 1:
            tally.counted += result.weight
            tally.wrong += result.weight * result.share
        else:
            wrong = float(outcome == "wrong") if result.share is None else result.share
            self.judge(tally, result.test, wrong)

    def tally(self, result: Result) -> Tally:
        """Return the sums of a run's variant."""
        if result.variant not in self.variants:
            if len(self.variants) >= MOST_VARIANTS:
                raise Unreadable(f"The file has more than {MOST_VARIANTS} prompts and models.")
            self.variants[result.variant] = Tally(result.variant, result.model, result.approach)
        return self.variants[result.variant]

    def decided(self, result: Result) -> Outcome:
        """Return whether a run was right; a score needs a threshold."""
        if result.score is None or result.outcome in ("failed", "unscored"):
            return result.outcome
        if self.threshold is None and result.score not in (0, 1):
            raise ThresholdWanted
        least = 1 if self.threshold is None else self.threshold
        return "right" if result.score >= least else "wrong"

    def judge(self, tally: Tally, test: str, wrong: float) -> None:
        """Count a run of a test that was right (0), wrong (1) or in between."""
        tally.wrong += wrong
        runs = tally.tests.setdefault(hash(test), [0.0, 0.0])
        self.tests += not runs[0]
        if self.tests > MOST_TESTS:
            raise Unreadable(f"The file has more than {counted(MOST_TESTS)} tests.")
        runs[0] += 1
        runs[1] += wrong


class ThresholdWanted(Exception):
    """The file has scores, and nobody said from which one an answer is right."""


@dataclass(frozen=True)
class EvaluationFindings:
    """What an evaluation says of a plan."""

    evaluation: Evaluation
    options: Options

    @property
    def tallies(self) -> list[Tally]:
        """The variants in the order of the file."""
        return list(self.evaluation.variants.values())

    @property
    def measured(self) -> Measured:
        """Figures, findings and notes of the evaluation."""
        variants = [self.variant(tally) for tally in self.tallies]
        tests = max((int(tally.distinct) for tally in self.tallies), default=0)
        several = f"{len(variants)} variants, " if len(variants) > 1 else ""
        return Measured(
            figures=self.figures(self.tallies),
            subject=f"{several}{tests:,} tests",
            findings=self.for_plan(variants),
            variants=variants,
            notes=list(self.notes()),
            skipped=dict(self.evaluation.skipped),
            used=sum(tally.rows - tally.failed - tally.unscored for tally in self.tallies),
        )

    def figures(self, tallies: list[Tally]) -> dict[str, Number]:
        """The figures of some variants together by their documented names."""
        judged = sum(tally.distinct for tally in tallies)
        wrong = sum(tally.wrong_share * tally.distinct for tally in tallies)
        with_tokens = sum(tally.with_tokens for tally in tallies)
        sums = np.array([tally.sums for tally in tallies] or [[0.0] * 7]).sum(axis=0)
        return {
            "rows": sum(tally.rows for tally in tallies),
            "distinct": int(judged),
            "wrong": plain(sum(tally.wrong for tally in tallies)),
            "failed_runs": sum(tally.failed for tally in tallies),
            "unscored": sum(tally.unscored for tally in tallies),
            "from_own_cache": sum(tally.own_cache for tally in tallies),
            "error_rate": wrong / judged if judged else None,
            "rows_with_tokens": with_tokens,
            "input_tokens": int(sums[0]) if with_tokens else None,
            "cached_tokens": int(sums[4]) if with_tokens else None,
            "output_tokens": int(sums[2]) if with_tokens else None,
        }

    def variant(self, tally: Tally) -> Variant:
        """Return one variant; its findings are of whom it is likely to be."""
        approach = self.approach(tally)
        return Variant(
            label=tally.label,
            model=tally.model,
            figures=self.figures([tally]),
            findings=list(findings_of(tally, approach)),
        )

    def approach(self, tally: Tally) -> ApproachName:
        """Return whom a variant's findings are for: the tuned model's are fine-tuning's."""
        if tally.approach:
            return tally.approach
        if len(self.tallies) == 1:
            return self.options.approach
        return "tuning" if is_tuned(tally) else "prompting"

    def for_plan(self, variants: list[Variant]) -> list[Finding]:
        """Return the findings that are without doubt for whom: of approaches with one variant."""
        by_approach: dict[str, list[Variant]] = {}
        for variant, tally in zip(variants, self.tallies, strict=True):
            by_approach.setdefault(self.approach(tally), []).append(variant)
        return [
            finding
            for chosen in by_approach.values()
            if len(chosen) == 1
            for finding in chosen[0].findings
        ] + list(self.correlation())

    def correlation(self) -> Iterator[Finding]:
        """Yield how far two approaches err on the same tests, where both ran many."""
        in_order = sorted(self.tallies, key=lambda tally: APPROACHES.index(self.approach(tally)))
        for one, other in combinations(in_order, 2):
            if self.approach(one) == self.approach(other):
                continue
            table = both_ways(one, other)
            found = correlation.of_errors(table)
            if found is not None:
                tests = round(sum(map(sum, table)))
                yield finding_of(CORRELATION, found, tests, correlation.METHOD)
                return

    def notes(self) -> Iterator[str]:
        """Yield what a reader should know."""
        if not any(tally.distinct for tally in self.tallies):
            yield "No run has a verdict, so nothing is known of wrong answers."
        if cached := sum(tally.own_cache for tally in self.tallies):
            yield (
                "Runs out of the tool's own cache, which count for wrong answers and not for "
                f"tokens: {counted(cached)}."
            )
        if any(
            tally.rows > tally.distinct + tally.failed + tally.unscored for tally in self.tallies
        ):
            yield "Repeats of a test count once: the doubt is that of the tests, not of the runs."
        if len({self.approach(tally) for tally in self.tallies}) < len(self.tallies):
            yield "Several variants are of one approach: say which one the plan is to have."
        pairs = list(combinations(self.tallies, 2))[:MOST_PAIRS]
        yield from filter(None, (comparison(one, other) for one, other in pairs))


def is_tuned(tally: Tally) -> bool:
    """Tell whether a variant is called like a tuned model."""
    return bool(TUNED.search(f"{tally.model or ''} {tally.label}"))


def plain(number: float) -> Number:
    """Return a number without its fraction where that is none but of the floating point."""
    return round(number) if abs(number - round(number)) < 1e-9 else number


def findings_of(tally: Tally, approach: str) -> Iterator[Finding]:
    """Yield a variant's share of wrong answers and the length of its answers."""
    if tally.distinct:
        yield finding_of(
            f"{approach}.error_rate",
            estimate.wilson(tally.wrong_share * tally.distinct, tally.distinct),
            int(tally.distinct),
            "Wrong answers ÷ tests that ran, repeats of a test once; Wilson bounds. "
            "The judge's tokens are left out.",
        )
    if tally.with_tokens:
        found = estimate.ratio_of_rows(tally.with_tokens, tally.sums[2], tally.sums[3])
        reasoning = tally.sums[6] / tally.with_tokens
        less = Estimate(*(max(end - reasoning, 0.0) for end in found))
        yield finding_of(
            f"{approach}.output_tokens", less, tally.with_tokens, "The mean answer of a run."
        )


def comparison(one: Tally, other: Tally) -> str | None:
    """Return how two variants did in the tests that both ran; None without such tests."""
    shares = shares_of_both(one, other)
    if not shares:
        return None
    first = sum(mine < theirs for mine, theirs in shares)
    second = sum(theirs < mine for mine, theirs in shares)
    chance = estimate.chance_of_better(first, second)
    better, likely = (other, chance) if chance >= 0.5 else (one, 1 - chance)
    return (
        f"In {counted(len(shares))} tests that both ran, only “{one.label}” was right in "
        f"{counted(first)} and only “{other.label}” in {counted(second)}: “{better.label}” is "
        f"better with a probability of {percentage(min(likely, 0.999), 1)}."
    )


def both_ways(one: Tally, other: Tally) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the tests that both ran, by what both were: right or wrong, the first of them first.

    A test of which a part of the runs was wrong counts in parts.
    """
    shares = shares_of_both(one, other)
    return (
        (
            sum((1 - mine) * (1 - theirs) for mine, theirs in shares),
            sum((1 - mine) * theirs for mine, theirs in shares),
        ),
        (
            sum(mine * (1 - theirs) for mine, theirs in shares),
            sum(mine * theirs for mine, theirs in shares),
        ),
    )


def shares_of_both(one: Tally, other: Tally) -> list[tuple[float, float]]:
    """Return which parts of the runs were wrong, of each test that both ran."""
    both = one.tests.keys() & other.tests.keys()
    return [(part(one, test), part(other, test)) for test in both]


def part(tally: Tally, test: int) -> float:
    """Return which part of a test's runs was wrong."""
    runs, wrong = tally.tests[test]
    return wrong / runs
