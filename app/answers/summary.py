"""The figures of a plan, as the section "Results" of model.md defines them."""

from dataclasses import dataclass, fields
from math import isnan
from typing import Any

from app.answers.thresholds import break_even_volume
from app.inputs import ApproachName
from app.model import Challenger, Crossing, Projection, finance

CLOSE_CALL = 0.05  # of prompting's present cost; a smaller lead decides nothing


@dataclass(frozen=True, kw_only=True)
class ApproachFigures:
    """What one approach costs over the plan, in `finance.currency`."""

    upfront_cost: float
    running_cost: float
    total_cost: float
    present_cost: float
    cost_per_request: float
    cost_per_right_answer: float | None  # None without a right answer
    value_roi: float | None  # None if answers carry no value, or nothing is spent


APPROACH_FIGURES = tuple(field.name for field in fields(ApproachFigures))


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What one approach brings against prompting, in `finance.currency` and months."""

    savings: float
    npv: float
    investment: float
    roi: float | None  # None unless there is an investment
    irr: float | None  # yearly; None unless savings change sign exactly once
    break_even_month: int | None
    break_even_month_exact: float | None
    discounted_break_even_month: int | None
    crossings: tuple[Crossing, ...]
    break_even_requests_per_month: float | None  # None if it does not pay at the highest volumes
    crossing_requests_per_month: tuple[float, ...]  # volumes at which npv changes sign


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Every figure of one plan."""

    approaches: dict[ApproachName, ApproachFigures]
    comparisons: dict[Challenger, Comparison]
    cheapest: ApproachName
    too_close_to_call: bool


def summarise(projection: Projection) -> Summary:
    """Return the figures of a projection of plain inputs, not of draws."""
    inputs = projection.inputs
    figures = {name: approach_figures(projection, name) for name in inputs.considered}
    cheapest = min(figures, key=lambda name: figures[name].present_cost)
    return Summary(
        approaches=figures,
        comparisons={name: comparison(projection, name) for name in inputs.challengers},
        cheapest=cheapest,
        too_close_to_call=is_close_call(figures),
    )


def approach_figures(projection: Projection, name: ApproachName) -> ApproachFigures:
    """Return what the approach costs."""
    return ApproachFigures(**{item: result(projection, name, item) for item in APPROACH_FIGURES})


def comparison(projection: Projection, name: Challenger) -> Comparison:
    """Return what the approach brings against prompting."""
    savings, running = projection.savings(name), projection.cumulative_savings(name)
    volume = break_even_volume(projection.inputs, name)
    payback = finance.break_even(running)
    discounted = finance.break_even(projection.courses[name].quantity("discounted_running"))
    return Comparison(
        savings=float(projection.result(name, "savings")),
        npv=float(projection.npv(name)),
        investment=float(projection.result(name, "investment")),
        roi=result(projection, name, "roi"),
        irr=finance.internal_rate_of_return(savings),
        break_even_month=payback[0] if payback else None,
        break_even_month_exact=payback[1] if payback else None,
        discounted_break_even_month=discounted[0] if discounted else None,
        crossings=tuple(finance.crossings(running)),
        break_even_requests_per_month=volume.break_even_requests_per_month,
        crossing_requests_per_month=volume.crossing_requests_per_month,
    )


def result(projection: Projection, name: ApproachName, item: str) -> Any:
    """Return a result of the table; None where there is none."""
    amount = float(projection.result(name, item))
    return None if isnan(amount) else amount


def is_close_call(figures: dict[ApproachName, ApproachFigures]) -> bool:
    """Tell whether the cheapest leads the next by under 5 % of prompting's present cost."""
    costs = sorted(figure.present_cost for figure in figures.values())
    return len(costs) > 1 and costs[1] - costs[0] < CLOSE_CALL * figures["prompting"].present_cost
