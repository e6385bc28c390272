"""What to test before deciding, and what that is worth.

So many answers of each approach whose error rate has a range are checked. In every draw the test
finds some of them wrong; what each approach then is expected to cost follows from what was found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.answers.trials import ROUNDING
from app.inputs import ApproachName, Inputs
from app.model import Projection, project
from app.model.finance import Floats
from app.model.table import PER_REQUEST, USED
from app.work.task import step

SIZES = (50, 100, 200, 400, 800, 1600)  # answers of each approach
BILLED = tuple(line for line in PER_REQUEST if line in USED)  # what an answer costs to be had
LEAST_SPREAD = 1e-10  # of what tests find, below which two findings say the same


@dataclass(frozen=True, kw_only=True)
class PlannedTest:
    """A test of so many answers of each approach, in `finance.currency`."""

    answers: int
    worth: float  # how much less one pays on average, deciding after it
    cost: float
    changes_mind: float  # share of the draws in which another approach is then chosen


def planned_tests(
    inputs: Inputs, present_cost: Floats, errors: Mapping[ApproachName, Floats], seed: int
) -> tuple[PlannedTest, ...]:
    """Return what tests of each size are worth, and what they cost.

    `present_cost` has the shape (approaches, draws), `errors` of the approaches to test, in their
    order, the share of wrong answers in each draw.
    """
    per_answer = cost_per_answer(project(inputs), errors) if errors else 0.0
    rates = [rate_of(error) for error in errors.values()]
    return tuple(planned_test(size, present_cost, rates, per_answer, seed) for size in SIZES)


def best_test(tests: Sequence[PlannedTest]) -> int | None:
    """Return of how many answers the test is that is most worth its cost; None if none is."""
    best = max(tests, key=lambda test: test.worth - test.cost, default=None)
    return best.answers if best and best.worth > best.cost else None


class Rate(NamedTuple):
    """The share of wrong answers of an approach in each draw, and how it is spread."""

    draws: Floats
    mean: float
    deviation: float  # 1 where all draws are alike


def rate_of(error: Floats) -> Rate:
    """Return an error rate with its spread over the draws."""
    return Rate(error, float(np.mean(error)), float(np.std(error)) or 1.0)


def planned_test(
    size: int, present_cost: Floats, rates: Sequence[Rate], per_answer: float, seed: int
) -> PlannedTest:
    """Return what a test of `size` answers of each approach is worth."""
    step()
    chance = np.random.default_rng([seed, size])
    # Measured from its mean, in its own spread: the fit is the same, and its sums lose no digits.
    found = [
        (chance.binomial(size, rate.draws) / size - rate.mean) / rate.deviation for rate in rates
    ]
    means = np.mean(present_cost, axis=-1)
    expected = fitted(present_cost - means[:, np.newaxis], found)
    expected += means[:, np.newaxis]
    first, lowest = int(np.argmin(means)), np.min(expected, axis=0)
    worth = float(means[first] - np.mean(lowest))
    return PlannedTest(
        answers=size,
        worth=worth if worth > ROUNDING * float(means[first]) else 0.0,
        cost=size * per_answer,
        changes_mind=float(np.mean(expected[first] > lowest)),
    )


def fitted(amounts: Floats, found: Sequence[Floats]) -> Floats:
    """Return the least-squares fit of amounts on what was found, squares and products included.

    Both have a value for each draw, `amounts` a row for each that is fitted.
    """
    terms = np.stack([np.ones(amounts.shape[-1]), *quadratic(found)])
    weights = np.linalg.lstsq(terms @ terms.T, terms @ amounts.T, rcond=LEAST_SPREAD)[0]
    fit: Floats = weights.T @ terms
    return fit


def quadratic(found: Sequence[Floats]) -> Iterator[Floats]:
    """Yield the values, their squares, and every product of two."""
    yield from found
    for index, values in enumerate(found):
        for other in found[index:]:
            yield values * other


def cost_per_answer(projection: Projection, approaches: Mapping[ApproachName, Floats]) -> float:
    """Return what it costs to have and to check one answer of each approach."""
    inputs = projection.inputs
    checking = inputs.quality.review_minutes / 60 * inputs.labour.reviewer_rate
    return sum(checking + billed_per_request(projection, name) for name in approaches)


def billed_per_request(projection: Projection, name: ApproachName) -> float:
    """Return what a request costs of the first month in which its own part serves any."""
    course = projection.courses[name]
    served = course.quantity("served")
    months = np.flatnonzero(course.own & (served > 0))
    if not months.size:
        return 0.0
    first = months[0]
    billed = sum(float(course.quantity(f"serving_{line}")[first]) for line in BILLED)
    return billed / float(served[first])
