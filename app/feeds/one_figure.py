"""One figure by its name: what a single cell of a spreadsheet fetches."""

import re
from collections.abc import Mapping
from typing import Any

from app.feeds.rows import MONTH_UNITS, SPREAD_UNITS, named_values, uncertainty_rows, year_rows
from app.inputs import APPROACHES
from app.model import CHALLENGERS, LINES
from app.plans.plan import Plan

# What the simulation says of an approach, and of a challenger.
CHANCES = ("probability_cheapest",)
OF_CHALLENGERS = (
    "probability_cheaper",
    *(f"npv_{figure}" for figure in SPREAD_UNITS),
    *(f"break_even_month_{figure}" for figure in MONTH_UNITS),
)
SIMULATED = frozenset(
    [f"{name}.{metric}" for name in APPROACHES for metric in CHANCES]
    + [f"{name}.{metric}" for name in CHALLENGERS for metric in OF_CHALLENGERS]
    + ["expected_value_of_perfect_information", "best_test"]
)
OF_A_YEAR = re.compile(
    rf"(?P<approach>{'|'.join(APPROACHES)})\."
    rf"(?P<line>{'|'.join((*LINES, 'total', 'requests', 'savings'))})\.(?P<year>[12]\d{{3}})"
)


class NoSuchFigure(LookupError):
    """There is no figure of this name; the names that there are."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))


def figure_called(plan: Plan, name: str) -> Any:
    """Return one figure; None where the plan has none; raises NoSuchFigure.

    None: the approach is not considered, it never breaks even, no input has a range that could be
    drawn from, or the plan does not touch the year.
    """
    if match := OF_A_YEAR.fullmatch(name):
        return of_year(plan, match)
    if name in SIMULATED:
        return simulated(plan).get(name)
    values = named_values(plan)
    if name not in values:
        raise NoSuchFigure([*values, *sorted(SIMULATED), "APPROACH.LINE.YEAR"])
    return values[name]


def of_year(plan: Plan, match: re.Match[str]) -> float | None:
    """Return one line of one approach in one fiscal year."""
    wanted = (match["approach"], match["line"], int(match["year"]))
    found = (
        row["amount"]
        for row in year_rows(plan)
        if (row["approach"], row["line"], row["fiscal_year"]) == wanted
    )
    return next(found, None)


def simulated(plan: Plan) -> Mapping[str, Any]:
    """Return what the simulation says in single figures, by name; nothing without ranges."""
    if not plan.ranges:
        return {}
    return {
        f"{row['approach']}.{row['metric']}" if row["approach"] else row["metric"]: row["value"]
        for row in uncertainty_rows(plan)
        if row["month"] is row["input"] is row["at"] is None
    }
