"""npv at many volumes: a straight line, and the lines of cost that are none.

Which are straight in the volume is read off the table; they are calculated at two volumes alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.answers.trials import Floats, in_chunks, settled_at
from app.inputs import ApproachName, Challenger, Inputs
from app.model import LINES, Projection, is_straight_line, nothing_in, project

MOST_CURVED = len(LINES) // 2  # lines that are calculated one by one in less time than all together


@dataclass(frozen=True)
class Split:
    """A plan whose present costs are split in two by one input, `name`."""

    plan: Projection  # calculated: what does not rest on the input is taken from here
    name: str
    curved: Mapping[ApproachName, tuple[str, ...]]
    at_zero: Mapping[ApproachName, float]  # present cost of all other lines, currency
    slope: Mapping[ApproachName, float]  # of it, for each unit of the input

    def npvs(self, values: Floats) -> dict[Challenger, Floats]:
        """Return the npv of each challenger at values of the input."""
        costs = {name: self.at_zero[name] + self.slope[name] * values for name in self.curved}
        for rows in in_chunks(values.size):
            projection = self.plan.at({self.name: values[rows, np.newaxis]})
            for name, lines in self.curved.items():
                costs[name][rows] += projection.present_cost_of(name, lines)
        prompting = costs["prompting"]
        return {
            name: settled_at(prompting - costs[name], prompting)
            for name in self.plan.inputs.challengers
        }


def split(inputs: Inputs, name: str, ends: tuple[float, float]) -> Split:
    """Return a plan split in an input, whose values are between the ends."""
    nothing = nothing_in(inputs)
    low, high = ends
    at_ends = project(inputs.replace({name: np.array([[low], [high]])}), draws=True)
    curved: dict[ApproachName, tuple[str, ...]] = {}
    at_zero, slope = {}, {}
    for approach in inputs.considered:
        straight = [line for line in LINES if is_straight_line(approach, line, name, nothing)]
        curved[approach] = tuple(line for line in LINES if line not in straight)
        first, last = np.broadcast_to(at_ends.present_cost_of(approach, straight), 2)
        slope[approach] = float(last - first) / (high - low)
        at_zero[approach] = float(first) - slope[approach] * low
    return Split(at_ends, name, curved, at_zero, slope)
