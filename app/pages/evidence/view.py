"""What the page of evidence shows of each file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.charts.series import Bars, Share, bars_of, share_of
from app.evidence.evaluations.evaluation import CORRELATION
from app.evidence.finding import Evidence, Finding, Variant
from app.evidence.together import best_of, findings_beside, remarks_together
from app.evidence.training_sets.findings import run_costs
from app.inputs import APPROACHES, TITLES, in_style
from app.pages.evidence.learned import learned
from app.plans.evidence import values_of
from app.plans.plan import Plan
from app.plans.spelling import spell
from app.plans.trained import rate_of
from app.words.evidence import RULES, label_of, range_words, read_words, spoken
from app.words.money import money
from app.words.months import day_name
from app.words.numbers import number, percent

MOST_METERS = 40  # rows of a table
MORE = {
    "bill": "What a million tokens cost, by meter",
    "prices": "Prices by model, USD per 1M tokens",
    "dataset": "What training with it costs, by model",
}


@dataclass(frozen=True)
class FindingRow:
    """A finding beside the plan's present value."""

    label: str
    value: str
    ends: str
    now: str
    method: str
    take: str  # what is posted where it is ticked
    ticked: bool


@dataclass(frozen=True)
class VariantRow:
    """One prompt or model of an evaluation."""

    label: str
    wrong: str
    ends: str
    ran: str
    share: Share
    findings: str  # what is posted beside whose it is to be
    approach: str  # whose it is likely to be; "" where nobody can tell


@dataclass(frozen=True)
class MeterRow:
    """One meter of a bill, or one model of a list."""

    label: str
    cells: list[str]


@dataclass(frozen=True)
class ModelChoice:
    """A model of a log, whose calls may count or not."""

    name: str
    calls: str
    counted: bool


@dataclass(frozen=True)
class Card:
    """One file."""

    name: str
    subtitle: str
    read: str
    rule: str
    pictures: list[Bars]
    findings: list[FindingRow]
    variants: list[VariantRow]
    largest: str  # share at the right end of the variants' bars
    more: str  # what the table below is
    headings: list[str]
    meters: list[MeterRow]
    notes: list[str]
    models: list[ModelChoice]  # of a log of several


@dataclass(frozen=True)
class Refused:
    """A file that was not read, and why."""

    name: str
    message: str
    columns: Sequence[str] = ()
    guesses: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Shown:
    """All that was handed in."""

    cards: list[Card]
    refused: list[Refused]
    remarks: list[str]
    learned: list[str]  # of the decision, from what evaluations say
    ticked: int
    variants: int
    models: list[ModelChoice]  # of all logs of several, each once


def shown(plan: Plan, files: Sequence[Evidence], refused: list[Refused]) -> Shown:
    """Return what the page shows of all files."""
    findings = [findings_beside(evidence, files) for evidence in files]
    best = {id(finding) for finding in best_of(files, findings)}
    cards = [
        card(plan, evidence, found, best) for evidence, found in zip(files, findings, strict=True)
    ]
    return Shown(
        cards=cards,
        refused=refused,
        remarks=list(remarks_together(files)),
        learned=learned(plan, files),
        ticked=sum(row.ticked for item in cards for row in item.findings)
        + sum(bool(row.approach) for item in cards for row in item.variants),
        variants=sum(len(item.variants) for item in cards),
        models=list({choice.name: choice for item in cards for choice in item.models}.values()),
    )


def card(plan: Plan, evidence: Evidence, found: list[Finding], best: set[int]) -> Card:
    """Return what the page shows of a file; those findings that are the best of all are ticked."""
    measured = evidence.measured
    is_evaluation = evidence.kind == "evaluation"
    rates = [rate_of(variant) for variant in measured.variants] if is_evaluation else []
    largest = max([item.high for item in rates if item], default=0.0)
    headings, meters = meter_table(evidence)
    return Card(
        name=evidence.name,
        subtitle=subtitle(evidence),
        read=read_words(evidence),
        rule=RULES.get(evidence.rule, ""),
        pictures=[bars_of(series) for series in measured.pictures],
        findings=[
            finding_row(plan, item, id(item) in best)
            for item in found
            if not is_evaluation or item.input == CORRELATION  # all else is a variant's
        ],
        variants=[
            variant_row(variant, rate, largest, measured.findings)
            for variant, rate in zip(measured.variants, rates, strict=False)
            if rate
        ],
        largest=percent(largest),
        more=MORE.get(evidence.kind, ""),
        headings=headings,
        meters=meters,
        notes=measured.notes,
        models=list(model_choices(evidence)),
    )


def model_choices(evidence: Evidence) -> Iterator[ModelChoice]:
    """Yield the models of a log of several, those whose calls were counted first."""
    if evidence.kind != "usage" or not evidence.measured.variants:
        return
    for variant in evidence.measured.variants:
        calls = variant.figures["calls"]
        yield ModelChoice(variant.label, number(calls) if calls else "", counted=True)
    for name, calls in evidence.measured.left_out.items():
        yield ModelChoice(name, number(calls), counted=False)


def subtitle(evidence: Evidence) -> str:
    """Return what a file is: its format, its subject and its days."""
    words = [evidence.title, in_style(evidence.measured.subject)]
    if period := evidence.measured.period:
        first, last = (day_name(day.isoformat()) for day in (period.start, period.end))
        words.append(first if first == last else f"{first} to {last}")
    return " · ".join(words)


def finding_row(plan: Plan, finding: Finding, is_best: bool) -> FindingRow:
    """Return a finding beside the plan's value of the same input."""
    return FindingRow(
        label=label_of(finding),
        value=spoken(finding.input, finding.value),
        ends=range_words(finding),
        now=spoken(finding.input, plan.inputs.value(finding.input)),
        method=finding.method,
        take=posted([finding]),
        ticked=is_best,
    )


def posted(findings: Sequence[Finding]) -> str:
    """Return findings as a form posts them: as an address says them."""
    values = [pair for finding in findings for pair in values_of(finding).items()]
    return urlencode([(name, spell(value)) for name, value in values])


def variant_row(
    variant: Variant, rate: Finding, largest: float, chosen: Sequence[Finding]
) -> VariantRow:
    """Return a variant; `chosen` are the findings that are without doubt for whom."""
    figures = variant.figures
    own = [item.input.split(".")[0] for item in chosen if item in variant.findings]
    return VariantRow(
        label=variant.label,
        wrong=percent(rate.value),
        ends=range_words(rate),
        ran=f"{number(figures['distinct'])} tests, {number(figures['failed_runs'])} failed runs",
        share=share_of(rate, largest),
        findings=urlencode(of_anybody(variant.findings)),
        approach=own[0] if own else "",
    )


def of_anybody(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Return a variant's findings as a form posts them, for whomever it will be."""
    return [
        (name.replace(f"{finding.input.split('.')[0]}.", "", 1), spell(value))
        for finding in findings
        for name, value in values_of(finding).items()
    ]


def of_approach(pairs: Sequence[tuple[str, str]], approach: str) -> dict[str, str]:
    """Return what `of_anybody` gave, by the names of an approach's inputs."""
    return {
        ".".join([*name.split(".")[:-1], approach, name.split(".")[-1]]): text
        for name, text in pairs
    }


def meter_table(evidence: Evidence) -> tuple[list[str], list[MeterRow]]:
    """Return a bill's meters, a list's prices, or what training with a set costs."""
    variants = evidence.measured.variants[:MOST_METERS]
    if evidence.kind == "bill":
        headings = ["Cost", "Tokens", "A million tokens", "In the catalogue"]
        return headings, [
            MeterRow(
                item.label,
                [
                    money(item.figures["cost_usd"], "USD"),
                    number(item.figures["tokens"]),
                    money(item.figures["price"], "USD"),
                    money(item.figures["list_price"], "USD"),
                ],
            )
            for item in variants
        ]
    if evidence.kind == "prices":
        headings = ["Input", "Cached input", "Cache write", "Output"]
        names = ("input_price", "cached_input_price", "cache_write_price", "output_price")
        return headings, [
            MeterRow(item.label, [money(item.figures[name], "USD") for name in names])
            for item in variants
        ]
    if evidence.kind == "dataset":
        billed = evidence.measured.figures["billed_tokens"] or 0
        headings = [f"One run, {number(billed)} tokens billed"]
        return headings, [
            MeterRow(title, [money(cost, "USD")]) for cost, title in run_costs(billed)
        ]
    return [], []


APPROACH_CHOICES = {name: TITLES[name] for name in APPROACHES}
