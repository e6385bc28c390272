"""Which input explains most of the gap between two plans, by changing one at a time."""

from typing import NamedTuple

from app.inputs import FIELDS, ApproachName, Inputs
from app.model import project


class Contribution(NamedTuple):
    """What one input alone does to an approach's present cost, in `finance.currency`."""

    input: str
    change: float  # of the present cost, when the first plan takes the second one's value


def differing_inputs(first: Inputs, second: Inputs) -> list[str]:
    """Return the inputs whose values differ, in the order of the schema.

    What follows tuning in both moves with it, and is not named beside it.
    """
    following = first.follows & second.follows
    return [
        name for name in FIELDS if name not in following and first.value(name) != second.value(name)
    ]


def attribute(first: Inputs, second: Inputs, approach: ApproachName) -> list[Contribution]:
    """Return what each differing input alone moves, the largest change first.

    The first plan takes one value of the second at a time. The changes need not add up to the gap:
    inputs multiply each other.
    """
    start = present_cost(first, approach)
    found = [
        Contribution(name, present_cost(trial(first, second, name), approach) - start)
        for name in differing_inputs(first, second)
    ]
    return sorted(found, key=lambda item: -abs(item.change))


def trial(first: Inputs, second: Inputs, name: str) -> Inputs:
    """Return the first plan with one value of the second.

    What follows tuning in the first alone stays where it is: it differs by itself.
    """
    alone = {other: first.value(other) for other in first.follows - second.follows}
    return first.replace(alone | {name: second.value(name)})


def present_cost(inputs: Inputs, approach: ApproachName) -> float:
    """Return an approach's discounted total cost."""
    return float(project(inputs).present_cost(approach))
