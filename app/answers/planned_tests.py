"""What to test before deciding, and what that is worth.

So many answers of each approach whose error rate has a range are checked. In every draw the test
finds some of them wrong; what each approach then is expected to cost follows from what was found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.answers.trials import ROUNDING
from app.inputs import ApproachName, Inputs
from app.model import Projection, project
from app.model.finance import Floats
from app.model.table import PER_REQUEST, USED
from app.work.task import step

SIZES = (50, 100, 200, 400, 800, 1600)  # answers of each approach
BILLED = tuple(line for line in PER_REQUEST if line in USED)  # what an answer costs to be had
REMEMBERED = 8 * len(SIZES)  # what tests find, some 50 kB each: most plans change no error rate
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
    return tuple(of_each_size(present_cost, rates, per_answer, seed))


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


def of_each_size(
    present_cost: Floats, rates: Sequence[Rate], per_answer: float, seed: int
) -> Iterator[PlannedTest]:
    """Yield what a test of each size is worth, at the cost of an answer."""
    means = np.mean(present_cost, axis=-1, keepdims=True)
    above = present_cost - means
    terms = np.ones((number_of_terms(len(rates)), present_cost.shape[-1]))  # in place for each size
    errors = tuple(rate.draws.tobytes() for rate in rates)
    for size in SIZES:
        step()
        fill_found(terms, size, rates, found_wrong(size, seed, errors))
        fill_products(terms, len(rates))
        expected = fitted(above, terms)
        expected += means
        yield planned_test(size, expected, means[:, 0], size * per_answer)


def number_of_terms(count: int) -> int:
    """Return how many terms a fit has: 1, each value, each square, each product of two."""
    return 1 + count + count * (count + 1) // 2


def fill_found(
    terms: Floats, size: int, rates: Sequence[Rate], wrong: Sequence[NDArray[np.uint16]]
) -> None:
    """Fill in what a test of `size` answers of each approach finds in each draw, below the ones.

    Measured from its mean, in its own spread: the fit is the same, and its sums lose no digits.
    """
    for found, count, rate in zip(terms[1:], wrong, rates, strict=False):
        np.divide(count, size * rate.deviation, out=found, dtype=float)
        found -= rate.mean / rate.deviation


@lru_cache(maxsize=REMEMBERED)
def found_wrong(size: int, seed: int, errors: tuple[bytes, ...]) -> tuple[NDArray[np.uint16], ...]:
    """Return how many answers a test finds wrong in each draw, of each approach.

    `errors` are the bytes of the error rates in each draw: what is drawn of them takes longer than
    all else that is said of a test.
    """
    chance = np.random.default_rng([seed, size])
    drawn = (chance.binomial(size, np.frombuffer(error)) for error in errors)
    return tuple(wrong.astype(np.uint16) for wrong in drawn)


def fill_products(terms: Floats, count: int) -> None:
    """Fill in the square of each of so many values, and every product of two, below them."""
    place = count + 1
    for index in range(1, count + 1):
        others = terms[index : count + 1]
        np.multiply(terms[index], others, out=terms[place : place + len(others)])
        place += len(others)


def fitted(amounts: Floats, terms: Floats) -> Floats:
    """Return the least-squares fit of amounts on terms.

    Both have a column for each draw, `amounts` a row for each that is fitted.
    """
    weights = np.linalg.lstsq(terms @ terms.T, terms @ amounts.T, rcond=LEAST_SPREAD)[0]
    fit: Floats = weights.T @ terms
    return fit


def planned_test(size: int, expected: Floats, means: Floats, cost: float) -> PlannedTest:
    """Return what a test is worth, by what each approach is then expected to cost in each draw."""
    first, lowest = int(np.argmin(means)), np.min(expected, axis=0)
    worth = float(means[first] - np.mean(lowest))
    return PlannedTest(
        answers=size,
        worth=worth if worth > ROUNDING * float(means[first]) else 0.0,
        cost=cost,
        changes_mind=float(np.mean(expected[first] > lowest)),
    )


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
