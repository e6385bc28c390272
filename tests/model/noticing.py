"""Whether the worked cases and the second reading of the model notice a fault in the table.

Quick, because benchmarks/mutants.py asks once per fault: the tests beside this file say where and
by how much something is wrong, this says only that something is.
"""

import json
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.inputs import Inputs, read_inputs
from app.model import (
    LINES,
    Projection,
    arrays,
    calculation,
    excel,
    finance,
    language,
    project,
    straight,
)
from app.model.calculation import calculate
from app.model.language import order
from app.model.units import check_units
from tests.model import reference
from tests.model.plans import CORNERS, KNOWN, random_plans
from tests.model.worked import CASES, OLD_CASES, inputs_of

PLANS = 60
BEYOND = 2  # months after the end of a plan
CLOSE = 1e-9  # relative; of all money spent where a figure is a difference

Numbers = NDArray[np.float64]


class Reading(NamedTuple):
    """A plan, and what it comes to as others have calculated it."""

    inputs: Inputs
    months: Numbers
    figures: Numbers
    longest_calls: Numbers


def notices() -> bool:
    """Tell whether the table does not load, or any plan comes to something else than it should."""
    order()
    check_units()
    return any(is_off(reading) for reading in readings())


def forget() -> None:
    """Forget what was derived from the table, for it has been changed."""
    for module in (language, arrays, calculation, excel, straight):
        for item in vars(module).values():
            if hasattr(item, "cache_clear"):
                item.cache_clear()


def is_off(reading: Reading) -> bool:
    """Tell whether a plan comes to something else, as one plan or arranged for many draws.

    For draws there are months after the end, as beside a longer plan: nothing falls there.
    """
    inputs, last = reading.inputs, reading.inputs.finance.horizon_months
    room = CLOSE * float(np.sum(reading.months[1:]))  # of more than all that is spent
    padded = np.pad(reading.months, ((0, 0), (0, BEYOND)))
    one, arranged = project(inputs), Projection(calculate(inputs, last + BEYOND, draws=True))
    return not (
        same(months_of(one), reading.months)
        and same(figures_of(one), reading.figures, room)
        and same(months_of(arranged), padded)
        and same(figures_of(arranged), reading.figures, room)
        and same(longest_calls_of(one), reading.longest_calls)
        and same(longest_calls_of(arranged), reading.longest_calls)
    )


def same(actual: Numbers, expected: Numbers, room: float = 0) -> bool:
    """Tell whether two arrays are equal but for rounding; no result equals no result."""
    return np.allclose(actual, expected, rtol=CLOSE, atol=room, equal_nan=True)


@cache
def readings() -> tuple[Reading, ...]:
    """Return every worked case, and corners and random plans in the model's second reading."""
    cases = [(inputs_of(path), json.loads(path.read_text())) for path in (*CASES, *OLD_CASES)]
    worked = [reading(inputs, case["months"], case["summary"]) for inputs, case in cases]
    others = [*map(read_inputs, CORNERS), *random_plans(PLANS, seed=1, among=KNOWN)]
    return (*worked, *(reading(inputs, {}, {}) for inputs in others))


def reading(inputs: Inputs, months: dict[str, Any], summary: dict[str, Any]) -> Reading:
    """Return a plan with what is given of it; what a case leaves out is from the reference."""
    plan = inputs.model_dump()
    months = reference.months(plan) | {name: given for name, given in months.items() if given}
    of_plan = reference.summary(plan)
    rows: list[Any] = [months["requests"]]
    figures: list[float | None] = []
    for name in inputs.considered:
        course = months[name]
        nothing = [0.0] * len(course["total"])  # what a line newer than the case comes to
        rows += [*(course["lines"].get(line, nothing) for line in LINES)]
        rows += [course["total"], course["right"]]
        results = of_plan["approaches"][name] | summary.get("approaches", {}).get(name, {})
        figures += [results[figure] for figure in OF_APPROACH]
    for name in inputs.challengers:
        results = of_plan["comparisons"][name] | summary.get("comparisons", {}).get(name, {})
        figures += [results[figure] for figure in OF_COMPARISON]
    last = inputs.finance.horizon_months
    longest = [reference.longest_call(plan, name, last) for name in inputs.considered]
    return Reading(inputs, np.array(rows, float), np.array(figures, float), np.array(longest))


# What is compared

OF_APPROACH = (
    "upfront_cost",
    "running_cost",
    "total_cost",
    "present_cost",
    "provider_cost",
    "people_cost",
    "mistake_cost",
    "cost_per_request",
    "cost_per_right_answer",
    "value_roi",
    "hosting_utilisation",
)
OF_TABLE = ("savings", "npv", "investment", "roi", "cost_per_mistake_avoided")
OF_COMPARISON = (*OF_TABLE, "break_even_month", "discounted_break_even_month")


def months_of(projection: Projection) -> Numbers:
    """Return every row of a plan: requests; of each approach lines, their sum and right answers."""
    rows = [projection.requests]
    for course in projection.courses.values():
        rows += [*course.lines.values(), course.total, course.right_answers]
    return np.stack(rows)


def longest_calls_of(projection: Projection) -> Numbers:
    """Return the longest call of each approach in the last month of a plan."""
    last = projection.inputs.finance.horizon_months
    calls = [course.quantity("longest_call") for course in projection.courses.values()]
    return np.array([np.broadcast_to(call, projection.months.shape)[last] for call in calls])


def figures_of(projection: Projection) -> Numbers:
    """Return every result of a plan."""
    found = [
        projection.result(name, figure) for name in projection.courses for figure in OF_APPROACH
    ]
    for name in projection.inputs.challengers:
        found += [projection.result(name, figure) for figure in OF_TABLE]
        for running in ("running", "discounted_running"):
            payback = finance.break_even(projection.courses[name].quantity(running))
            found.append(np.array(payback[0] if payback else np.nan))
    return np.array(found, float)
