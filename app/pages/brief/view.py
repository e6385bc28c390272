"""A plan on one page: the verdict, the curves, how sure, what drives it, what was entered."""

from dataclasses import dataclass

import numpy as np

from app.answers import differing_inputs
from app.charts.chart import NARROW, Chart, Frame, cumulative_chart
from app.inputs import FIELDS, TITLES, Inputs
from app.model import LINE_TITLES
from app.pages.calculator.card import Card, card
from app.pages.calculator.outlook import cheapest_words, name_of, range_words, saving_words
from app.plans.plan import Plan
from app.words.conditions import conditions
from app.words.differences import Difference, label, value_words
from app.words.money import money
from app.words.months import month_count, month_text
from app.words.notes import Remark, remarks
from app.words.numbers import ABSENT
from app.words.sentences import best_challenger
from app.words.tables import Table
from app.words.units import quantity

FRAME = Frame(width=760, height=300, left=64, right=112, top=12, bottom=36)
MOST_DRIVERS = 3
MOST_NOTES = 3  # the gravest; more do not fit on the page
MOST_DIFFERENCES = 10  # more do not fit on the page


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What the page shows; every value is a text."""

    card: Card
    charts: dict[str, Chart]  # by size
    figures: Table
    sureness: list[str]
    drivers: list[str]
    notes: list[Remark]
    more_notes: int  # that do not fit
    changed: list[Difference]
    left_out: int  # differences that do not fit


def brief(plan: Plan) -> Brief:
    """Return a plan on one page."""
    changed, notes = changes(plan), remarks(plan)
    return Brief(
        card=card(plan, at_once=True),
        charts={
            "wide": cumulative_chart(plan.projection, plan.summary, FRAME),
            "narrow": cumulative_chart(plan.projection, plan.summary, NARROW),
        },
        figures=figures(plan),
        sureness=sureness(plan),
        drivers=drivers(plan),
        notes=notes[:MOST_NOTES],
        more_notes=max(len(notes) - MOST_NOTES, 0),
        changed=changed[:MOST_DIFFERENCES],
        left_out=max(len(changed) - MOST_DIFFERENCES, 0),
    )


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
        ["Total", *(money(item.total_cost, currency) for item in costs.values())],
        ["In today's money", *(money(item.present_cost, currency) for item in costs.values())],
        [
            "Per right answer",
            *(money(item.cost_per_right_answer, currency) for item in costs.values()),
        ],
    ]
    if compared:
        months = (month_text(item.break_even_month, start) for item in compared.values())
        invested = (money(item.investment, currency) for item in compared.values())
        rows = [
            ["Invested, beyond prompting", ABSENT, *invested],
            *rows,
            ["Pays from month", ABSENT, *months],
        ]
    caption = f"Cost over {month_count(plan.inputs.finance.horizon_months)}"
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
        f"{name_of(bar.input)}: from {low} to {high}, {TITLES[best].lower()} is worth "
        f"{money(bar.npv_low, currency)} to {money(bar.npv_high, currency)} against prompting."
        for bar in bars
        for low, _, high in [range_words(plan, bar.input)]
    ]


def largest_lines(plan: Plan) -> list[str]:
    """Return the cost lines that make up most of a forecast."""
    lines = plan.projection.courses["prompting"].lines
    sums = {line: float(np.sum(amounts)) for line, amounts in lines.items()}
    largest = sorted(sums, key=lambda line: -sums[line])[:MOST_DRIVERS]
    return [
        f"{LINE_TITLES[line]}: {money(sums[line], plan.inputs.finance.currency)}."
        for line in largest
        if sums[line]
    ]
