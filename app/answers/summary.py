"""The figures of a plan, as the section "Results" of model.md defines them."""

from dataclasses import dataclass, fields
from math import isnan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.answers.examples import best_examples
from app.answers.timing import best_builds
from app.answers.volumes import break_even_volumes
from app.answers.windows import fits
from app.inputs import ApproachName, Challenger
from app.model import Crossing, Projection, finance

# An approach is tied with the cheapest whose lead is under either share.
OF_WHAT_CHANGES = 0.10  # of all gains and losses between the two, line by line
OF_THE_CHEAPEST = 0.01  # of the cheapest's present cost


@dataclass(frozen=True, kw_only=True)
class ApproachFigures:
    """What one approach costs over the plan, in `finance.currency`.

    Of a plan that version 1 calculated, total_cost has no parts.
    """

    upfront_cost: float
    running_cost: float
    total_cost: float
    present_cost: float
    provider_cost: float | None  # of total_cost: the provider's bill,
    people_cost: float | None  # people and tools,
    mistake_cost: float | None  # and wrong answers; all None in plans saved before version 2
    cost_per_request: float | None  # None without a request
    cost_per_right_answer: float | None  # None without a right answer
    value_roi: float | None  # None if answers carry no value, or nothing is spent
    hosting_utilisation: float | None  # fraction; None without hosting or a capacity


APPROACH_FIGURES = tuple(field.name for field in fields(ApproachFigures))


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What one approach brings against prompting, in `finance.currency`, months and requests."""

    savings: float
    npv: float
    investment: float
    roi: float | None  # None unless there is an investment
    irr: float | None  # yearly; None unless money is spent first and one rate balances it
    break_even_month: int | None
    break_even_month_exact: float | None
    break_even_requests: float | None  # served until then
    discounted_break_even_month: int | None
    crossings: tuple[Crossing, ...]
    break_even_requests_per_month: float | None  # None if it does not pay at the highest volumes
    crossing_requests_per_month: tuple[float, ...]  # volumes at which npv changes sign
    best_build_month: int | None  # in which building brings most; None if it never pays
    best_build_npv: float | None
    cost_per_mistake_avoided: float | None  # None unless mistakes are fewer than with prompting
    best_examples: int | None  # with which it costs least; None where their number is no matter


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Every figure of one plan, of the approaches that take part."""

    approaches: dict[ApproachName, ApproachFigures]
    comparisons: dict[Challenger, Comparison]
    cheapest: ApproachName  # of those whose calls fit their model
    tied: tuple[ApproachName, ...]  # with the cheapest, itself included
    too_close_to_call: bool  # more than one is tied: costs alone do not decide


class Searched(NamedTuple):
    """What is found by trying other volumes, months and numbers of examples; else nothing."""

    break_even_requests_per_month: float | None = None
    crossing_requests_per_month: tuple[float, ...] = ()
    best_build_month: int | None = None
    best_build_npv: float | None = None
    best_examples: int | None = None


def summarise(projection: Projection, *, searching: bool = True) -> Summary:
    """Return the figures of a projection of plain inputs, not of draws.

    Unless `searching`, without those that are found by trying others.
    """
    inputs = projection.inputs
    found = searched(projection) if searching else {}
    figures = {name: approach_figures(projection, name) for name in inputs.considered}
    # Prompting is what there is, whether it fits or not.
    able = [name for name in figures if name == "prompting" or fits(projection, name)]
    cheapest = min(able, key=lambda name: figures[name].present_cost)
    costs = {name: present_costs(projection, name) for name in able}
    tied = tuple(name for name in able if is_tied(costs[name], costs[cheapest]))
    return Summary(
        approaches=figures,
        comparisons={
            name: comparison(projection, name, found.get(name, Searched()))
            for name in inputs.challengers
        },
        cheapest=cheapest,
        tied=tied,
        too_close_to_call=len(tied) > 1,
    )


def approach_figures(projection: Projection, name: ApproachName) -> ApproachFigures:
    """Return what the approach costs."""
    return ApproachFigures(**{item: result(projection, name, item) for item in APPROACH_FIGURES})


def searched(projection: Projection) -> dict[Challenger, Searched]:
    """Return what is found by trying others, of each challenger."""
    volumes, builds = break_even_volumes(projection), best_builds(projection)
    return {
        name: Searched(
            break_even_requests_per_month=volume.break_even_requests_per_month,
            crossing_requests_per_month=volume.crossing_requests_per_month,
            best_build_month=best.month if (best := builds[name]) else None,
            best_build_npv=best.npv if best else None,
            best_examples=best_examples(projection, name),
        )
        for name, volume in volumes.items()
    }


def comparison(projection: Projection, name: Challenger, found: Searched) -> Comparison:
    """Return what the approach brings against prompting."""
    savings, running = projection.savings(name), projection.cumulative_savings(name)
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
        break_even_requests=finance.until(payback[1], projection.requests) if payback else None,
        discounted_break_even_month=discounted[0] if discounted else None,
        crossings=tuple(finance.crossings(running)),
        cost_per_mistake_avoided=result(projection, name, "cost_per_mistake_avoided"),
        **found._asdict(),
    )


def result(projection: Projection, name: ApproachName, item: str) -> Any:
    """Return a result of the table; None where there is none."""
    amount = float(projection.result(name, item))
    return None if isnan(amount) else amount


def is_tied(costs: NDArray[np.float64], lowest: NDArray[np.float64]) -> bool:
    """Tell whether an approach costs too little more than the cheapest to be told from it.

    So it does where its gains and losses, line by line, nearly cancel each other. Both are given
    as the present cost of each line.
    """
    gaps = costs - lowest
    lead = float(np.sum(gaps))
    changes, cost = float(np.sum(np.abs(gaps))), float(np.sum(lowest))
    return lead == 0 or lead < max(OF_WHAT_CHANGES * changes, OF_THE_CHEAPEST * cost)


def present_costs(projection: Projection, name: ApproachName) -> NDArray[np.float64]:
    """Return the present cost of each line of an approach."""
    lines = np.stack([*projection.courses[name].lines.values()])
    costs: NDArray[np.float64] = lines @ projection.discount
    return costs
