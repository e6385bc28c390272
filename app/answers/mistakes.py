"""How the answer hangs on the cost of a mistake: which approach is the cheapest at which cost."""

from dataclasses import dataclass

import numpy as np

from app.answers.trials import ROUNDING
from app.inputs import ApproachName, Inputs
from app.model.finance import Floats

COSTS = 25  # of a mistake that are tried
TIMES = 4  # as much as the plan says, at most
HIGHEST = 10.0  # currency per answer, where the plan says nothing


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """How likely each approach is the cheapest if a wrong answer costs so much."""

    cost: float  # currency per wrong answer
    probability_cheapest: dict[ApproachName, float]  # shares of the draws


def costs_tried(error_cost: float) -> Floats:
    """Return the costs of a mistake that are tried, from 0 up."""
    return np.linspace(0, TIMES * error_cost or HIGHEST, COSTS)


def acceptability(
    inputs: Inputs, present_cost: Floats, wrong_answers: Floats, error_cost: Floats
) -> tuple[Acceptance, ...]:
    """Return how likely each approach is the cheapest as the cost of a mistake grows.

    Costs and wrong answers in today's money have the shape (approaches, draws); `error_cost` is
    what a mistake costs in each draw, or in all of them.
    """
    wrong = same_where_close(wrong_answers, wrong_answers)
    clean = same_where_close(present_cost - wrong_answers * error_cost, present_cost)
    return tuple(
        Acceptance(cost=float(cost), probability_cheapest=shares(inputs, clean + cost * wrong))
        for cost in costs_tried(inputs.quality.error_cost)
    )


def shares(inputs: Inputs, costs: Floats) -> dict[ApproachName, float]:
    """Return in which share of the draws each approach is the cheapest; of equals the first."""
    lowest, found, left = np.min(costs, axis=0), {}, costs.shape[-1]
    open_ = np.ones(left, bool)
    for name, cost in zip(inputs.considered, costs, strict=True):
        wins = open_ & (cost == lowest)
        found[name] = int(np.count_nonzero(wins)) / left
        open_ &= ~wins
    return found


def same_where_close(amounts: Floats, scale: Floats) -> Floats:
    """Return amounts of shape (approaches, draws); what rounding alone tells apart is the same."""
    settled = np.array(amounts)
    for index, row in enumerate(settled):
        for before in range(index):
            close = np.abs(row - settled[before]) <= ROUNDING * scale[before]
            np.copyto(row, settled[before], where=close)
    return settled
