"""What an approach costs with more examples or fewer: "Errors and examples" in docs/model.md."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs import Challenger, Inputs
from app.model import Projection
from app.model.finance import Floats

Counts = NDArray[np.int64]

MOST_EXAMPLES = 1_000_000
TRIED = 600  # numbers of examples at a time
AROUND = 8  # how far the curve goes beyond what it is about, as a factor
POINTS = 120  # of the curve


@dataclass(frozen=True)
class ExamplesCurve:
    """What an approach costs over numbers of examples, ascending."""

    approach: Challenger
    examples: Counts
    present_cost: Floats  # currency, one for each
    error: Floats  # share of wrong answers, one for each
    today: int  # examples of the plan
    best: int  # of which it costs least

    def cost_at(self, examples: int) -> float:
        """Return the present cost of one of the numbers of examples."""
        return float(self.present_cost[np.searchsorted(self.examples, examples)])

    def error_at(self, examples: int) -> float:
        """Return the share of wrong answers at one of the numbers of examples."""
        return float(self.error[np.searchsorted(self.examples, examples)])


def best_examples(projection: Projection, name: Challenger) -> int | None:
    """Return the number of examples with which an approach costs least; None if none matters.

    Of equals the fewest. It is looked for among ever closer numbers, up to a million.
    """
    if not projection.inputs.approach(name).learning_exponent:
        return None
    tried = whole(np.geomspace(1, MOST_EXAMPLES, TRIED))
    while True:
        best = int(np.argmin(with_examples(projection, name, tried).present_cost(name)))
        beside = tried[max(best - 1, 0) : best + 2]
        if np.all(np.diff(beside) == 1):
            return int(tried[best])
        tried = whole(np.linspace(beside[0], beside[-1], TRIED))


def examples_curve(projection: Projection, name: Challenger) -> ExamplesCurve | None:
    """Return the present cost over numbers of examples; None where their number is no matter."""
    best, today = best_examples(projection, name), projection.inputs.approach(name).dataset_examples
    if best is None:
        return None
    examples = whole(np.append(around(best, today, POINTS), [best, max(today, 1)]))
    moved = with_examples(projection, name, examples)
    return ExamplesCurve(
        approach=name,
        examples=examples,
        present_cost=moved.present_cost(name),
        error=np.broadcast_to(moved.result(name, "error"), examples.shape),
        today=today,
        best=best,
    )


def around(best: int, today: int, points: int) -> Floats:
    """Return that many numbers of examples, ascending, about the best one and today's."""
    ends = min(best, today or best) / AROUND, max(best, today) * AROUND
    return np.geomspace(max(ends[0], 1), min(ends[1], max(MOST_EXAMPLES, today)), points)


def with_examples(projection: Projection, name: Challenger, examples: Counts) -> Projection:
    """Return the plan with other numbers of examples, its share of wrong answers measured as it is.

    Where nothing says at how many it was measured, it was at today's.
    """
    values: dict[str, Any] = {f"{name}.dataset_examples": examples[:, np.newaxis]}
    return projection.at(values | measured_as_entered(projection.inputs, name))


def measured_as_entered(inputs: Inputs, name: Challenger) -> dict[str, float]:
    """Return at how many examples errors were counted, where the plan leaves that open."""
    approach = inputs.approach(name)
    if approach.measured_examples is not None or not approach.dataset_examples:
        return {}
    return {f"{name}.measured_examples": float(approach.dataset_examples)}


def whole(numbers: Floats) -> Counts:
    """Return the numbers rounded, ascending, each once."""
    return np.unique(np.rint(numbers).astype(np.int64))
