"""A plan on one page: the verdict, the curves, how sure, what drives it, what was entered."""

from dataclasses import dataclass

from app.answers import differing_inputs
from app.charts.chart import Chart, cost_chart
from app.charts.scale import Frame
from app.inputs import FIELDS, TITLES, Inputs
from app.model import LINE_TITLES
from app.pages.calculator.card import Card, card
from app.pages.calculator.outlook import cheapest_words, name_of, range_words, saving_words
from app.plans.plan import Plan
from app.words.approaches import DOING, sentence_case
from app.words.conditions import conditions
from app.words.differences import Difference, label, value_words
from app.words.money import about
from app.words.months import month_text, span_words
from app.words.notes import Remark, remarks
from app.words.numbers import ABSENT
from app.words.sentences import best_challenger
from app.words.sources import OWN, dated
from app.words.tables import Table
from app.words.units import bare, quantity

FRAME = Frame(width=640, height=240, left=64, right=96)
MOST_DRIVERS = 3
VOLUME, ERROR_COST = "workload.requests_per_month", "quality.error_cost"
MOST_NOTES = 2  # the gravest; more do not fit on the page
MOST_DIFFERENCES = 6  # more do not fit on the page


@dataclass(frozen=True)
class Carrier:
    """An assumption that the answer rests on, and where its value comes from."""

    label: str
    value: str
    source: str  # its first sentence
    more: str  # the rest of it, which does not fit on paper


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What the page shows; every value is a text."""

    card: Card
    chart: Chart
    figures: Table
    sureness: list[str]
    drivers: list[str]
    carried_by: list[Carrier]
    notes: list[Remark]
    more_notes: int  # that do not fit
    changed: list[Difference]
    left_out: int  # differences that do not fit


def brief(plan: Plan) -> Brief:
    """Return a plan on one page."""
    changed, notes = changes(plan), remarks(plan)
    return Brief(
        card=card(plan, at_once=True),
        chart=cost_chart(plan.projection, plan.summary, FRAME),
        figures=figures(plan),
        sureness=sureness(plan),
        drivers=drivers(plan),
        carried_by=carriers(plan),
        notes=notes[:MOST_NOTES],
        more_notes=max(len(notes) - MOST_NOTES, 0),
        changed=changed[:MOST_DIFFERENCES],
        left_out=max(len(changed) - MOST_DIFFERENCES, 0),
    )


def carriers(plan: Plan) -> list[Carrier]:
    """Return the assumptions that carry the answer, of those who take part, with their sources."""
    names = [VOLUME, ERROR_COST, *(f"{name}.error_rate" for name in plan.inputs.considered)]
    currency = plan.inputs.finance.currency
    return [
        Carrier(
            name_of(name),
            bare(float(plan.inputs.value(name)), FIELDS[name], currency),
            *source(plan, name),
        )
        for name in names
    ]


def source(plan: Plan, name: str) -> tuple[str, str]:
    """Return where a value comes from: the first sentence, and the others."""
    first, stop, rest = sentence_case(dated(plan.origin(name)) or OWN).partition(". ")
    return f"{first}{stop.strip()}", rest


def changes(plan: Plan) -> list[Difference]:
    """Return what was entered otherwise than the use case has it."""
    usual = plan.usual
    return [
        Difference(name, label(name), rounded(usual, name), rounded(plan.inputs, name))
        for name in differing_inputs(usual, plan.inputs)
        if name in plan.changes  # a price that comes with a model goes without saying
    ]


def rounded(inputs: Inputs, name: str) -> str:
    """Return a value with its unit; a number to three significant digits."""
    field, value = FIELDS[name], inputs.value(name)
    if value is None or not field.is_number:
        return value_words(inputs, name)
    return quantity(value, field, inputs.finance.currency)


def figures(plan: Plan) -> Table:
    """Return the figures that a decision rests on."""
    currency, start = plan.inputs.finance.currency, plan.inputs.finance.start_month
    costs, compared = plan.summary.approaches, plan.summary.comparisons
    rows = [
        ["Total", *(about(item.present_cost, currency) for item in costs.values())],
    ]
    if compared:
        months = (month_text(item.discounted_break_even_month, start) for item in compared.values())
        invested = (about(item.investment, currency) for item in compared.values())
        saved = (about(item.npv, currency) for item in compared.values())
        rows = [
            ["Up front, beyond prompting", ABSENT, *invested],
            *rows,
            ["Saves against prompting", ABSENT, *saved],
            ["Pays from", ABSENT, *months],
        ]
    caption = f"Cost over {span_words(plan.inputs.finance.horizon_months)}, in today's money"
    return Table(caption, ["", *(TITLES[name] for name in costs)], rows)


def sureness(plan: Plan) -> list[str]:
    """Return how sure the answer is; without ranges, that every figure is taken as certain."""
    if not plan.inputs.challengers:
        return ["This is a forecast of prompting alone: nothing is compared with it."]
    if not plan.ranges:
        return ["No input has a range: every figure is taken as certain."]
    result, currency = plan.uncertainty, plan.inputs.finance.currency
    return [
        cheapest_words(plan),
        *(saving_words(name, item.npv, currency) for name, item in result.comparisons.items()),
    ]


def drivers(plan: Plan) -> list[str]:
    """Return the three inputs that move the answer most within their ranges, else would flip it."""
    currency = plan.inputs.finance.currency
    best = best_challenger(plan)
    if best is None:
        return largest_lines(plan)
    bars = [bar for bar in plan.tornado if bar.comparison == best][:MOST_DRIVERS]
    if not bars:
        return [condition.words for condition in conditions(plan)[:MOST_DRIVERS]]
    return [
        f"{name_of(bar.input)}: at {low} {DOING[best]} {saves(bar.npv_low, currency)} against "
        f"prompting, at {high} it {saves(bar.npv_high, currency)}."
        for bar in bars
        for low, _, high in [range_words(plan, bar.input)]
    ]


def saves(npv: float, currency: str) -> str:
    """Return what an approach saves or loses."""
    return f"{'saves' if npv >= 0 else 'loses'} about {about(abs(npv), currency)}"


def largest_lines(plan: Plan) -> list[str]:
    """Return the cost lines that make up most of a forecast."""
    lines = plan.projection.courses["prompting"].lines
    sums = {line: float(plan.projection.present_cost_of("prompting", [line])) for line in lines}
    largest = sorted(sums, key=lambda line: -sums[line])[:MOST_DRIVERS]
    return [
        f"{LINE_TITLES[line]}: {about(sums[line], plan.inputs.finance.currency)}."
        for line in largest
        if sums[line]
    ]
