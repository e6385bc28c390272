"""npv at many volumes, from the little of it that is no straight line.

Most lines of cost are straight in the volume, and calculated at two volumes alone. Caches that go
cold bend a line: each of its months is straight in the volume while they stay as they are, and in
how warm they are; of such months, only that is calculated at every volume. What else is curved, as
hosting by whole replicas, is calculated in full. Which line is which is read off the table.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.answers.trials import ROUNDING, Floats, in_chunks, settled_at
from app.inputs import ApproachName, Challenger, Inputs
from app.model import LINES, Course, Projection, is_straight_line, nothing_in
from app.model.language import Key
from app.model.straight import bends_of

MOST_CURVED = len(LINES) // 2  # lines that are calculated one by one in less time than all together
SPLITS = 1_000  # combinations of inputs left out whose lines are remembered


@dataclass(frozen=True)
class Bent:
    """A present cost: a straight line in an input, and what its bends add to it.

    A bend is between 0 and 1 and grows with the input; it counts, month by month, with `at_zero`
    and with `slope` for each unit of the input. A straight line has no bends.
    """

    at_zero: float  # currency
    slope: float  # currency for each unit of the input
    bends: Mapping[Key, tuple[Floats, Floats]]  # of each month: at zero, and slope

    def less(self, other: "Bent") -> "Bent":
        """Return the difference."""
        both = self.bends.keys() | other.bends.keys()
        nothing = (np.zeros(1), np.zeros(1))
        return Bent(
            self.at_zero - other.at_zero,
            self.slope - other.slope,
            {
                key: (mine[0] - yours[0], mine[1] - yours[1])
                for key in both
                for mine, yours in [(self.bends.get(key, nothing), other.bends.get(key, nothing))]
            },
        )

    def at(self, values: Floats, bent: Mapping[Key, Floats]) -> Floats:
        """Return the amounts at values of the input, at which the bends are `bent`."""
        amounts = self.at_zero + self.slope * values
        for key, (at_zero, slope) in self.bends.items():
            amounts += bent[key] @ at_zero + (bent[key] @ slope) * values
        return amounts

    def between(self, values: Floats, bent: Mapping[Key, Floats]) -> tuple[Floats, Floats]:
        """Return what the amount is at least and at most between each two neighbouring values.

        `bent` are the bends at the values. Each product is between those of its ends.
        """
        straight = self.at_zero + self.slope * values
        least = np.minimum(straight[:-1], straight[1:])
        most = np.maximum(straight[:-1], straight[1:])
        for key, (at_zero, slope) in self.bends.items():
            weight = at_zero + slope * values[:, np.newaxis]
            ends = np.stack(
                [
                    bent[key][w:][: len(least)] * weight[v:][: len(least)]
                    for w in (0, 1)
                    for v in (0, 1)
                ]
            )
            least += ends.min(axis=0).sum(axis=-1)
            most += ends.max(axis=0).sum(axis=-1)
        return least, most


@dataclass(frozen=True)
class Split:
    """A plan whose present costs are split by one input, `name`."""

    plan: Projection  # calculated: what does not rest on the input is taken from here
    name: str
    costs: Mapping[ApproachName, Bent]  # of the lines that are straight, but for bends
    curved: Mapping[ApproachName, tuple[str, ...]]  # all other lines

    @property
    def has_steps(self) -> bool:
        """Tell whether lines are curved in other ways than by bends."""
        return any(self.curved.values())

    def npvs(self, values: Floats) -> dict[Challenger, Floats]:
        """Return the npv of each challenger at values of the input."""
        costs = {name: np.empty(values.size) for name in self.costs}
        for rows in in_chunks(values.size, self.plan.months.size):
            projection = self.at(values[rows])
            bent = self.bent(projection)
            for name, cost in self.costs.items():
                curved = projection.present_cost_of(name, self.curved[name])
                costs[name][rows] = cost.at(values[rows], bent) + curved
        prompting = costs["prompting"]
        return {
            name: settled_at(prompting - costs[name], prompting)
            for name in self.plan.inputs.challengers
        }

    def unsure(self, values: Floats) -> NDArray[np.bool_]:
        """Return between which neighbours among the values an npv may be above and below zero."""
        bent = self.bent(self.at(values))
        prompting = self.costs["prompting"]
        rounding = 2 * ROUNDING * prompting.between(values, bent)[1]
        open_ = np.zeros(values.size - 1, bool)
        for name in self.plan.inputs.challengers:
            least, most = prompting.less(self.costs[name]).between(values, bent)
            open_ |= (least <= rounding) & (most >= -rounding)
        return open_

    def at(self, values: Floats) -> Projection:
        """Return the plan at values of the input."""
        return self.plan.at({self.name: values[:, np.newaxis]})

    def bent(self, projection: Projection) -> dict[Key, Floats]:
        """Return the bends of the costs: one row for each plan of the projection."""
        keys = dict.fromkeys(key for cost in self.costs.values() for key in cost.bends)
        return {key: np.asarray(projection.model.value(*key)) for key in keys}


def split(plan: Projection, name: str, ends: tuple[float, float]) -> Split:
    """Return a plan split in an input, whose values are between the ends."""
    inputs = plan.inputs
    nothing = nothing_in(inputs)
    bends = bends_of(inputs.considered, name, nothing)
    at_ends = at_both(plan, name, ends, tuple(bends))
    costs, curved = {}, {}
    for approach, course in at_ends.courses.items():
        curved[approach] = curved_lines(approach, name, nothing, bends)
        cost = straight_cost(course, curved[approach]) * at_ends.discount
        rows = np.broadcast_to(cost, ((1 + len(bends)) * len(ends), cost.shape[-1]))
        by_month = rows.reshape(1 + len(bends), len(ends), -1)
        costs[approach] = fitted(by_month, tuple(bends), ends)
    for key in bends:
        plan.model.value(*key)  # and with it what it needs, which is kept for all values
    return Split(plan, name, costs, curved)


def has_steps(inputs: Inputs, name: str, nothing: frozenset[str]) -> bool:
    """Tell whether costs are curved in an input in other ways than by bends."""
    bends = bends_of(inputs.considered, name, nothing)
    return any(curved_lines(approach, name, nothing, bends) for approach in inputs.considered)


@lru_cache(maxsize=SPLITS)
def curved_lines(
    approach: ApproachName, name: str, nothing: frozenset[str], bends: frozenset[Key]
) -> tuple[str, ...]:
    """Return the lines of an approach that are no straight line in an input, bends aside."""
    return tuple(
        line for line in LINES if not is_straight_line(approach, line, name, nothing, bends)
    )


def straight_cost(course: Course, curved: Collection[str]) -> Floats:
    """Return the cost of each month, all lines but those that are curved."""
    if not curved:
        return course.total
    return course.total - sum(course.lines[line] for line in curved)


def at_both(
    plan: Projection, name: str, ends: tuple[float, float], bends: Sequence[Key]
) -> Projection:
    """Return a plan at both ends of an input: without its bends, and with each of them whole."""
    values = np.tile(ends, 1 + len(bends))[:, np.newaxis]
    whole = np.repeat(np.eye(1 + len(bends))[1:], 2, axis=1)[..., np.newaxis]
    given = dict(zip(bends, whole, strict=True))
    return plan.at({name: values}, given)


def fitted(by_month: Floats, bends: Sequence[Key], ends: tuple[float, float]) -> Bent:
    """Return the cost that `at_both` gives: of each bend, none first, two ends and every month."""
    low, high = ends
    slopes = (by_month[:, 1] - by_month[:, 0]) / (high - low)
    at_zero = by_month[:, 0] - slopes * low
    of_bends = {
        key: (at_zero[index] - at_zero[0], slopes[index] - slopes[0])
        for index, key in enumerate(bends, start=1)
        if np.any(by_month[index] != by_month[0])
    }
    return Bent(float(at_zero[0].sum()), float(slopes[0].sum()), of_bends)
