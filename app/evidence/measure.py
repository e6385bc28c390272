"""A file, read once from end to end: its format, its figures and its findings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol, cast

from app.evidence.bills.bill import Bill, BillFindings, Charge, Charges
from app.evidence.evaluations.evaluation import Evaluation, EvaluationFindings, Result
from app.evidence.finding import (
    Evidence,
    Finding,
    Measured,
    Remark,
    Reviewed,
    Skip,
    Unreadable,
    Variant,
)
from app.evidence.readers.format import Format, Record
from app.evidence.recognise import recognise
from app.evidence.streaming.jsonstream import CutOff
from app.evidence.streaming.opening import open_file
from app.evidence.streaming.source import CUT_OFF, Options, Source, source_of
from app.evidence.told import rounded
from app.evidence.training_sets.dataset import Dataset, Example
from app.evidence.training_sets.findings import DatasetFindings
from app.evidence.training_sets.texts import forget_texts
from app.evidence.usage.calls import Call, OtherRule
from app.evidence.usage.columns import Calls, add_calls
from app.evidence.usage.findings import UsageFindings
from app.evidence.usage.usage import Usage
from app.inputs import FIELDS, LONGEST_SOURCE

NO_FIT = (
    "More tokens are said to come from the cache than were sent, so cached ones cannot stand "
    "inside the input."
)
OUT_OF_BOUNDS = "{}: {} was measured, which no plan can have, so it is left out."
DECIMAL_COMMAS = "Numbers were read with a comma before the decimals: 1.234,56 is 1,234.56."
MOST_NOTES = 40


class Collector(Protocol):
    """What adds up the rows of one kind of file."""

    def add(self, record: Any) -> None:
        """Count a row."""

    def skip(self, skip: Skip) -> None:
        """Count rows that are left out."""


def measure(file: BinaryIO, name: str, options: Options) -> Evidence:
    """Return what a file says; raises Unreadable, ThresholdWanted or ColumnsWanted.

    The file must be seekable; it is read as a stream and left open.
    """
    try:
        return measured_file(file, name, options)
    finally:
        forget_texts()


def measured_file(file: BinaryIO, name: str, options: Options) -> Evidence:
    """Return what a file says; see `measure`."""
    opened = open_file(file, name, options.until)
    source = source_of(opened)
    known = recognise(source.head)
    rule = options.cached or known.rule
    notes = [DECIMAL_COMMAS] if source.head.decimal_commas else []
    try:
        measured, rows = collected(source, known, options)
    except OtherRule:
        if options.cached == "inside":
            raise Unreadable(NO_FIT) from None
        rule = "outside"
        measured, rows = collected(source, known, replace(options, cached=rule))
        notes.append(f"{NO_FIT} They were taken to stand beside it.")
    measured.notes = [*notes, *measured.notes]
    return Evidence(
        kind=known.kind,
        format=known.name,
        title=known.title,
        name=opened.name,
        size=opened.size,
        sha256=opened.sha256,
        rows=rows,
        rule=rule or "",
        measured=with_sources(measured, known, opened.name),
    )


@dataclass
class Beside:
    """What a reader says beside its rows."""

    remarks: list[str] = field(default_factory=list)
    reviewed: frozenset[int] = frozenset()


def collected(source: Source, known: Format, options: Options) -> tuple[Measured, int]:
    """Return what the records of a file come to, and how many rows it has."""
    beside = Beside()
    records = until_cut_off(known.read(source, options))
    match known.kind:
        case "usage":
            usage = Usage(aggregated=known.aggregated, of_models=options.of_models)
            rows = feed(records, usage, Call, beside)
            measured = UsageFindings(usage, options).measured
        case "dataset":
            data = Dataset()
            rows = feed(records, data, Example, beside)
            measured = DatasetFindings(data, options).measured
        case "evaluation":
            evaluation = Evaluation(threshold=options.threshold)
            rows = feed(records, evaluation, Result, beside)
            measured = EvaluationFindings(evaluation, options).measured
        case "bill":
            bill = Bill()
            rows = feed(records, bill, Charge, beside)
            measured = BillFindings(bill, options).measured
        case "prices":
            prices = Prices()
            rows = feed(records, prices, Variant, beside)
            measured = prices.measured
    measured.notes = [*beside.remarks, *measured.notes][:MOST_NOTES]
    measured.reviewed = beside.reviewed
    return measured, rows


def feed(records: Iterable[Record], into: Collector, wanted: type, beside: Beside) -> int:
    """Hand records to what adds them up; return how many rows there were."""
    rows = 0
    add = into.add
    for record in records:
        if type(record) is wanted:
            add(record)
            rows += 1
        elif isinstance(record, Calls):
            add_calls(cast(Usage, into), record)
            rows += record.rows
        elif isinstance(record, Charges):
            cast(Bill, into).add(*record)
            rows += record.rows
        elif isinstance(record, Skip):
            into.skip(record)
            rows += record.rows
        elif isinstance(record, Remark):
            beside.remarks.append(record.text)
        elif isinstance(record, Reviewed):
            beside.reviewed = record.traces
    return rows


def until_cut_off(records: Iterator[Record]) -> Iterator[Record]:
    """Yield records; where a document ends in the middle of a value, that it does."""
    try:
        yield from records
    except CutOff:
        yield Skip(CUT_OFF)
        yield Remark("The file ends in the middle of a row, so what stood behind it is missing.")


class Prices:
    """The models of a list of prices."""

    def __init__(self) -> None:
        self.variants: list[Variant] = []
        self.skipped: dict[str, int] = {}

    def add(self, variant: Variant) -> None:
        """Keep a model."""
        self.variants.append(variant)

    def skip(self, skip: Skip) -> None:
        """Count an entry that is left out."""
        self.skipped[skip.reason] = self.skipped.get(skip.reason, 0) + skip.rows

    @property
    def measured(self) -> Measured:
        """The models, and the findings of the plan's own."""
        return Measured(
            figures={"models": len(self.variants)},
            subject=f"{len(self.variants):,} models",
            findings=[finding for variant in self.variants for finding in variant.findings],
            variants=self.variants,
            skipped=self.skipped,
            used=len(self.variants),
        )


def with_sources(measured: Measured, known: Format, name: str) -> Measured:
    """Return it with a source in every finding: "LiteLLM log, 14,203 calls, … to …"."""
    parts = [known.title, measured.subject]
    if measured.period:
        parts.append(f"{measured.period.start} to {measured.period.end}")
    source = ", ".join(parts)[:LONGEST_SOURCE]
    out = [finding for finding in measured.findings if within(finding, source) is None]
    measured.notes += [
        OUT_OF_BOUNDS.format(FIELDS[item.input].label, rounded(item.value, 4)) for item in out
    ]
    measured.findings = possible(measured.findings, source)
    measured.variants = [
        replace(variant, findings=possible(variant.findings, source))
        for variant in measured.variants
    ]
    return measured


def possible(findings: Iterable[Finding], source: str) -> list[Finding]:
    """Return the findings that a plan can have, with their source."""
    return [found for finding in findings if (found := within(finding, source))]


def within(finding: Finding, source: str) -> Finding | None:
    """Return a finding with its source, its ends within its input's bounds; None if it is out."""
    field = FIELDS[finding.input]
    low = max(finding.low, field.minimum if field.minimum is not None else finding.low)
    high = min(finding.high, field.maximum if field.maximum is not None else finding.high)
    if field.above is not None and finding.value <= field.above:
        return None
    if field.above is not None and low <= field.above:
        low = finding.value / 1000
    value = round(finding.value) if field.kind == "whole" else finding.value
    if not low <= value <= high:
        return None
    return replace(finding, value=value, low=low, high=high, source=source)
