"""How often each of those compared is the cheapest, where error rates are uncertain."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.answers.drawing import normal_draws, pert_at
from app.answers.trials import Floats
from app.candidates.candidate import Candidate, Compared, Entered
from app.candidates.own import range_of
from app.plans.plan import Plan
from app.plans.simulating import drawing_seconds, simulating

Contender = Candidate | Entered
C = TypeVar("C", Candidate, Entered)


def with_chances(plan: Plan, compared: Compared) -> Compared:
    """Return those compared with how often each is the cheapest.

    Compared are the alternatives of one's own that can carry the plan, and what is entered in their
    approaches; without an alternative, or a range among them, nothing is said.
    """
    own = [item for item in compared.candidates if item.own is not None and item.feasible]
    approaches = {item.approach for item in own}
    entered = [item for name, item in compared.entered.items() if name in approaches]
    contenders: list[Contender] = [*entered, *own]
    if not own or not any(item.error_range for item in contenders):
        return compared
    with simulating(drawing_seconds(len(contenders), plan.draws)):
        shares = dict(zip(map(id, contenders), chances(plan, contenders), strict=True))
    return Compared(
        entered={name: told(item, shares) for name, item in compared.entered.items()},
        candidates=tuple(told(item, shares) for item in compared.candidates),
    )


def told(item: C, shares: Mapping[int, float]) -> C:
    """Return a contender with its share, if it has one."""
    return replace(item, probability_cheapest=shares.get(id(item)))


def chances(plan: Plan, contenders: Sequence[Contender]) -> list[float]:
    """Return how often each is the cheapest; a tie goes to the first."""
    costs = np.stack([cost_at(item, rate) for item, rate in drawn(plan, contenders)])
    cheapest: NDArray[np.intp] = np.argmin(costs, axis=0)
    return [float(np.mean(cheapest == index)) for index in range(len(contenders))]


def drawn(plan: Plan, contenders: Sequence[Contender]) -> list[tuple[Contender, Floats]]:
    """Return the draws of each error rate: where one task is hard, it is hard for all."""
    scores = normal_draws(len(contenders) + 1, plan.draws, plan.seed)
    shared = plan.inputs.quality.error_correlation
    joined = np.sqrt(shared) * scores[-1] + np.sqrt(1 - shared) * scores[:-1]
    return [
        (item, pert_at(score, range_of(item), item.error_rate))
        for item, score in zip(contenders, joined, strict=True)
    ]


def cost_at(item: Contender, rate: Floats) -> Floats:
    """Return the present cost at other error rates; it is a straight line in them."""
    return item.cost_without_errors + item.cost_of_errors * rate
