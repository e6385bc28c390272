"""The figures of a plan, as the section "Results" of model.md defines them."""

from dataclasses import dataclass

import numpy as np

from app.answers.thresholds import break_even_volume
from app.inputs import APPROACHES, ApproachName
from app.model import CHALLENGERS, Challenger, Crossing, Projection, finance

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
    figures = {name: approach_figures(projection, name) for name in APPROACHES}
    cheapest = min(APPROACHES, key=lambda name: figures[name].present_cost)
    return Summary(
        approaches=figures,
        comparisons={name: comparison(projection, name) for name in CHALLENGERS},
        cheapest=cheapest,
        too_close_to_call=is_close_call(figures),
    )


def approach_figures(projection: Projection, name: ApproachName) -> ApproachFigures:
    """Return what the approach costs."""
    course = projection.courses[name]
    total = float(course.cumulative[-1])
    upfront = float(course.total[0])
    right = float(np.sum(course.right_answers))
    value = right * projection.inputs.quality.request_value
    return ApproachFigures(
        upfront_cost=upfront,
        running_cost=total - upfront,
        total_cost=total,
        present_cost=float(projection.present_cost(name)),
        cost_per_request=total / float(np.sum(projection.time.requests)),
        cost_per_right_answer=total / right if right > 0 else None,
        value_roi=(value - total) / total if value > 0 and total > 0 else None,
    )


def comparison(projection: Projection, name: Challenger) -> Comparison:
    """Return what the approach brings against prompting."""
    savings = projection.savings(name)
    running = projection.cumulative_savings(name)
    investment = -float(savings[0])
    volume = break_even_volume(projection.inputs, name)
    payback = finance.break_even(running)
    discounted = finance.break_even(np.cumsum(finance.discount(projection.monthly_rate, savings)))
    return Comparison(
        savings=float(running[-1]),
        npv=float(projection.npv(name)),
        investment=investment,
        roi=float(running[-1]) / investment if investment > 0 else None,
        irr=finance.internal_rate_of_return(savings),
        break_even_month=payback[0] if payback else None,
        break_even_month_exact=payback[1] if payback else None,
        discounted_break_even_month=discounted[0] if discounted else None,
        crossings=tuple(finance.crossings(running)),
        break_even_requests_per_month=volume.break_even_requests_per_month,
        crossing_requests_per_month=volume.crossing_requests_per_month,
    )


def is_close_call(figures: dict[ApproachName, ApproachFigures]) -> bool:
    """Tell whether the cheapest leads the next by under 5 % of prompting's present cost."""
    cheapest, second, _ = sorted(figure.present_cost for figure in figures.values())
    return second - cheapest < CLOSE_CALL * figures["prompting"].present_cost
