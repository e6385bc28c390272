"""The figures of the answer as tables of texts."""

from collections.abc import Iterable

import numpy as np

from app.inputs import APPROACHES, FIELDS, TITLES, entry
from app.model import CHALLENGERS, LINE_TITLES, LINES
from app.pages.explain.explained import explain_address
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_text
from app.words.numbers import ABSENT, percent
from app.words.sources import dated
from app.words.tables import Table
from app.words.units import GROUP_TITLES, unit_of

APPROACH_ROWS = (
    "upfront_cost running_cost total_cost present_cost cost_per_request cost_per_right_answer "
    "value_roi"
).split()
COMPARISON_ROWS = (
    "savings npv investment roi irr break_even_month discounted_break_even_month"
).split()


def result_links(
    plan: Plan, metrics: Iterable[str], names: Iterable[str]
) -> dict[tuple[int, int], str]:
    """Return where the figures of a table of results are explained."""
    columns = list(names)
    return {
        (row, column): explain_address(plan, result=f"{name}.{metric}")
        for row, metric in enumerate(metrics)
        for column, name in enumerate(columns, start=1)
    }


def line_links(
    plan: Plan, lines: Iterable[str], names: Iterable[str]
) -> dict[tuple[int, int], str]:
    """Return where the figures of a table of cost lines are explained."""
    columns = list(names)
    return {
        (row, column): explain_address(plan, line=f"{name}.{line}")
        for row, line in enumerate(lines)
        for column, name in enumerate(columns, start=1)
    }


def approach_table(plan: Plan) -> Table:
    """Return what each approach costs."""
    currency = plan.inputs.finance.currency
    figures = [plan.summary.approaches[name] for name in APPROACHES]
    horizon = plan.inputs.finance.horizon_months
    rows = [
        ["Up front, month 0", *(money(item.upfront_cost, currency) for item in figures)],
        ["Running, all months", *(money(item.running_cost, currency) for item in figures)],
        [f"Total over {horizon} months", *(money(item.total_cost, currency) for item in figures)],
        ["Total in today's money", *(money(item.present_cost, currency) for item in figures)],
        ["Cost per request", *(money(item.cost_per_request, currency) for item in figures)],
        [
            "Cost per right answer",
            *(money(item.cost_per_right_answer, currency) for item in figures),
        ],
    ]
    if any(item.value_roi is not None for item in figures):
        rows.append(["Return on all it costs", *(percent(item.value_roi) for item in figures)])
    columns = ["", *(TITLES[name] for name in APPROACHES)]
    links = result_links(plan, APPROACH_ROWS[: len(rows)], APPROACHES)
    return Table("What each approach costs", columns, rows, frozenset({2}), links)


def comparison_table(plan: Plan) -> Table:
    """Return what fine-tuning and hybrid bring against prompting."""
    finance = plan.inputs.finance
    start = finance.start_month
    figures = [plan.summary.comparisons[name] for name in CHALLENGERS]
    rows = [
        ["Savings", *(money(item.savings, finance.currency) for item in figures)],
        [
            "Net present value (savings in today's money)",
            *(money(item.npv, finance.currency) for item in figures),
        ],
        ["Investment up front", *(money(item.investment, finance.currency) for item in figures)],
        ["Return on the investment", *(percent(item.roi) for item in figures)],
        ["Internal rate of return, yearly", *(percent(item.irr) for item in figures)],
        [
            "Pays from month",
            *(month_text(item.break_even_month, start) for item in figures),
        ],
        [
            "Pays from month, in today's money",
            *(month_text(item.discounted_break_even_month, start) for item in figures),
        ],
    ]
    columns = ["", *(TITLES[name] for name in CHALLENGERS)]
    links = result_links(plan, COMPARISON_ROWS, CHALLENGERS)
    return Table("Against prompting", columns, rows, links=links)


def line_table(plan: Plan) -> Table:
    """Return each approach's cost by line over the whole plan."""
    currency = plan.inputs.finance.currency
    courses = plan.projection.courses
    sums = {
        line: [float(np.sum(courses[name].lines[line])) for name in APPROACHES] for line in LINES
    }
    there = [line for line, amounts in sums.items() if any(amounts)]
    rows = [
        [LINE_TITLES[line], *(money(sum_, currency) if sum_ else ABSENT for sum_ in sums[line])]
        for line in there
    ]
    totals = [money(plan.summary.approaches[name].total_cost, currency) for name in APPROACHES]
    columns = ["", *(TITLES[name] for name in APPROACHES)]
    caption = "Cost by line, over the plan"
    links = line_links(plan, [*there, "total"], APPROACHES)
    return Table(caption, columns, [*rows, ["Total", *totals]], frozenset({len(rows)}), links)


def input_table(plan: Plan) -> Table:
    """Return every input with its value, unit and source."""
    rows = [
        [
            f"{GROUP_TITLES[field.group]}: {field.label.lower()}",
            entry(plan.inputs.value(name), field.kind) or ABSENT,
            unit_of(field, plan.inputs.finance.currency),
            dated(plan.origin(name)) or "",
        ]
        for name, field in FIELDS.items()
    ]
    return Table("All inputs", ["Input", "Value", "Unit", "Source"], rows)
