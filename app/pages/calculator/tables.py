"""The figures of the answer as tables of texts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from app.inputs import APPROACHES, FIELDS, TITLES, ApproachName, shown_entry
from app.model import LINE_TITLES, LINES, Challenger
from app.pages.explain.explained import explain_address
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_count, month_text
from app.words.numbers import ABSENT, number, percent
from app.words.sources import dated
from app.words.tables import Table
from app.words.units import GROUP_TITLES, unit_of

# A row of a table of results: its title, and what makes a text of a figure and the currency.
Rows = Mapping[str, tuple[str, Callable[[Any, str], str]]]
# Results that many plans have not: a row that says nothing is left out.
OCCASIONAL = frozenset(
    {
        "value_roi",
        "provider_cost",
        "people_cost",
        "mistake_cost",
        "hosting_utilisation",
        "break_even_requests",
        "best_build_month",
        "best_build_npv",
        "cost_per_mistake_avoided",
        "best_examples",
    }
)


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
    currency, horizon = plan.inputs.finance.currency, plan.inputs.finance.horizon_months
    rows: Rows = {
        "upfront_cost": ("In month 0", money),
        "running_cost": ("Running, all later months", money),
        "total_cost": (f"Total over {month_count(horizon)}", money),
        "provider_cost": ("of that: the provider's bill", money),
        "people_cost": ("of that: people and tools", money),
        "mistake_cost": ("of that: wrong answers", money),
        "present_cost": ("Total in today's money", money),
        "cost_per_request": ("Cost per request", money),
        "cost_per_right_answer": ("Cost per right answer", money),
        "value_roi": ("Return on all it costs", share),
        "hosting_utilisation": ("Use made of the hosting", share),
    }
    figures = plan.summary.approaches
    return results_table(
        plan,
        "What each approach costs, as paid unless it says today's money",
        rows,
        figures,
        currency,
        "total_cost",
    )


def comparison_table(plan: Plan) -> Table | None:
    """Return what fine-tuning and hybrid bring against prompting; None for a forecast."""
    if not plan.summary.comparisons:
        return None
    start, currency = plan.inputs.finance.start_month, plan.inputs.finance.currency

    def from_month(month: int | None, _currency: str) -> str:
        return month_text(month, start)

    rows: Rows = {
        "savings": ("Saves, as paid", money),
        "npv": ("Saves in today's money (net present value)", money),
        "investment": ("Up front, beyond prompting", money),
        "roi": ("Return on what is paid up front", gain),
        "irr": ("Internal rate of return, yearly", gain),
        "break_even_month": ("Pays from, as paid", from_month),
        "discounted_break_even_month": ("Pays from, in today's money", from_month),
        "break_even_requests": ("Pays after so many requests", count),
        "best_build_month": ("Building would pay most in", from_month),
        "best_build_npv": ("Saves in today's money if built then", money),
        "cost_per_mistake_avoided": ("Costs per mistake avoided", money),
        "best_examples": ("Would cost least with so many examples", count),
    }
    return results_table(plan, "Against prompting", rows, plan.summary.comparisons, currency)


def results_table(
    plan: Plan,
    caption: str,
    rows: Rows,
    figures: Mapping[ApproachName, Any] | Mapping[Challenger, Any],
    currency: str,
    strong: str = "",
) -> Table:
    """Return results, a row each and a column for each approach; `strong` sums up.

    Some results are left out where no approach has them.
    """
    there = [
        name
        for name in rows
        if name not in OCCASIONAL
        or any(getattr(item, name) is not None for item in figures.values())
    ]
    texts = [
        [
            rows[name][0],
            *(rows[name][1](getattr(item, name), currency) for item in figures.values()),
        ]
        for name in there
    ]
    sums_up = frozenset(index for index, name in enumerate(there) if name == strong)
    columns = ["", *(TITLES[name] for name in figures)]
    return Table(caption, columns, texts, sums_up, result_links(plan, there, figures))


def share(value: float | None, _currency: str) -> str:
    """Return a share in percent."""
    return percent(value)


def gain(value: float | None, _currency: str) -> str:
    """Return a return in percent; in words where not even what was paid comes back."""
    return percent(value) if value is None or value >= 0 else "loses money"


def count(value: float | None, _currency: str) -> str:
    """Return a number of requests, whole."""
    return ABSENT if value is None else number(round(value))


def line_table(plan: Plan) -> Table:
    """Return each approach's cost by line over the whole plan."""
    currency, courses = plan.inputs.finance.currency, plan.projection.courses
    sums = {
        line: [float(np.sum(course.lines[line])) for course in courses.values()] for line in LINES
    }
    there = [line for line, amounts in sums.items() if any(amounts)]
    rows = [
        [LINE_TITLES[line], *(money(sum_, currency) if sum_ else ABSENT for sum_ in sums[line])]
        for line in there
    ]
    totals = [money(plan.summary.approaches[name].total_cost, currency) for name in courses]
    columns = ["", *(TITLES[name] for name in courses)]
    caption = "Cost by line over the plan, as paid"
    links = line_links(plan, [*there, "total"], courses)
    return Table(caption, columns, [*rows, ["Total", *totals]], frozenset({len(rows)}), links)


def year_table(plan: Plan) -> Table:
    """Return what each approach costs and saves in each business year."""
    currency, considered = plan.inputs.finance.currency, plan.inputs.considered
    rows = [
        [
            str(year.year),
            number(round(year.requests)),
            *(money(year.amounts[name]["total"], currency) for name in considered),
            *(money(saved, currency) for saved in year.savings.values()),
        ]
        for year in plan.years
    ]
    columns = [
        "Year",
        "Requests",
        *(TITLES[name] for name in considered),
        *(f"{TITLES[name]} saves" for name in plan.inputs.challengers),
    ]
    return Table("By business year, named by the year in which it ends, as paid", columns, rows)


def input_table(plan: Plan) -> Table:
    """Return every input of those that take part, with its value, unit and source."""
    absent = set(APPROACHES) - set(plan.inputs.considered)
    rows = [
        [
            f"{GROUP_TITLES[field.group]}: {field.label.lower()}",
            shown_entry(plan.inputs.value(name), field.kind) or ABSENT,
            unit_of(field, plan.inputs.finance.currency),
            dated(plan.origin(name)) or "",
        ]
        for name, field in FIELDS.items()
        if field.group not in absent
    ]
    return Table("All inputs", ["Input", "Value", "Unit", "Source"], rows)
