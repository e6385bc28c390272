"""How fast errors fall as examples grow, from models trained with different numbers of them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.evidence.estimate import SEED, STANDARD_ERRORS, Estimate, around

Array = NDArray[np.float64]
FASTEST = 2.0  # exponent that a plan can have
DRAWN = 500  # times that the evaluations are drawn anew
FLOORS = np.linspace(0, 0.95, 39)  # of the lowest rate measured; tried from three sizes on
LEAST_RATE = 1e-4  # of wrong answers, so that there is a logarithm


class Point(NamedTuple):
    """An evaluation of a model that was trained with so many examples."""

    examples: float
    rate: float  # share of wrong answers
    error: float  # its standard error


class Learning(NamedTuple):
    """How errors fall: rate = floor + (what is left) ÷ examples^exponent."""

    exponent: Estimate
    floor: Estimate


def point(examples: float, rate: float, low: float, high: float) -> Point:
    """Return an evaluation; its range is 2.65 standard errors to either side, as findings have."""
    return Point(examples, rate, max((high - low) / (2 * STANDARD_ERRORS), LEAST_RATE))


def learning(points: Sequence[Point]) -> Learning | None:
    """Return exponent and floor with their ranges; None of fewer than two numbers of examples.

    Two numbers do not tell a floor: it is 0. Fitted by least squares of the logarithms, and drawn
    anew within what each evaluation leaves open.
    """
    sizes = np.array([item.examples for item in points], float)
    if len(set(sizes.tolist())) < 2:
        return None
    rates = np.array([item.rate for item in points])
    errors = np.array([item.error for item in points])
    floors = FLOORS if len(set(sizes.tolist())) > 2 else FLOORS[:1]
    chance = np.random.default_rng(SEED)
    drawn = rates + errors * chance.standard_normal((DRAWN, len(points)))
    found = np.array([fitted(sizes, row, errors, floors) for row in [rates, *drawn]])
    exponent, floor = (around(column) for column in found.T)
    return Learning(Estimate(exponent.value, exponent.low, min(exponent.high, FASTEST)), floor)


def fitted(sizes: Array, rates: Array, errors: Array, floors: Array) -> tuple[float, float]:
    """Return the exponent and the floor that come nearest to the rates, weighed by their errors."""
    rates = np.maximum(rates, LEAST_RATE)
    floor = (floors * rates.min())[:, np.newaxis]
    left = np.log(rates - floor)
    weights = ((rates - floor) / errors) ** 2
    logs = np.log(sizes)

    def mean(values: Array) -> Array:
        found: Array = np.sum(weights * values, axis=1, keepdims=True) / weights.sum(
            axis=1, keepdims=True
        )
        return found

    apart, fallen = logs - mean(logs), left - mean(left)
    slope = -np.sum(weights * apart * fallen, axis=1) / np.sum(weights * apart**2, axis=1)
    exponents = np.clip(slope, 0, FASTEST)
    missed = np.sum(weights * (fallen + exponents[:, np.newaxis] * apart) ** 2, axis=1)
    best = int(np.argmin(missed))
    return float(exponents[best]), float(floor[best, 0])
