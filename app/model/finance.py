"""Time value of money and payback. Knows nothing of prompts or models.

Flows are those of one plan, period 0 first.
"""

from dataclasses import dataclass
from math import log, log1p
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
PERIODS_PER_YEAR = 12
# ln(1 + i) of a month between which a rate is worth stating: -99 % a month, 1e6 a year.
LOWEST_LOG_GROWTH = log(0.01)
HIGHEST_LOG_GROWTH = log1p(1e6) / PERIODS_PER_YEAR


@dataclass(frozen=True)
class Crossing:
    """Where a running sum changes sign: `ahead` from below zero, `behind` from above."""

    month: float
    direction: Literal["ahead", "behind"]


def present_value(rate: float, flows: ArrayLike) -> float:
    """Return the sum of one run of flows discounted at `rate` per period, the first undiscounted.

    >>> round(present_value(0.05, [-15000, 1500, 2500, 3500, 4500, 6000]), 6)
    122.894855
    """
    amounts = np.asarray(flows, float)
    return float(np.sum(amounts * np.power(1.0 + rate, -np.arange(float(amounts.size)))))


def internal_rate_of_return(flows: ArrayLike) -> float | None:
    """Return the yearly rate at which the flows' present value is zero.

    None unless money is spent first, and there is one such rate: the flows change sign exactly once
    (Descartes), or their running sum does and ends above zero (Norstrom: then one rate is above
    zero). None also where the rate is too high or too low to be worth stating.

    >>> round(internal_rate_of_return([-100.0] + [0.0] * 11 + [110.0]), 9)
    0.1
    >>> round(internal_rate_of_return([-100.0] + [0.0] * 11 + [250.0] + [0.0] * 11 + [-132.0]), 9)
    0.74244289
    """
    amounts = np.asarray(flows, float)
    spent = np.flatnonzero(amounts)
    if not spent.size or amounts[spent[0]] > 0:
        return None
    running = np.cumsum(amounts)
    if changes_of_sign(amounts) == 1:
        low = LOWEST_LOG_GROWTH
    elif changes_of_sign(running) == 1 and running[-1] > 0:
        low = 0.0
    else:
        return None
    # Zeros at either end do not move the root, but would let the sum vanish far from it.
    scaled = amounts[spent[0] : spent[-1] + 1] / np.max(np.abs(amounts))
    periods = np.arange(float(scaled.size))

    def value(log_growth: float) -> float:
        exponents = -log_growth * periods
        return float(np.sum(scaled * np.exp(exponents - exponents.max())))

    if value(low) * value(HIGHEST_LOG_GROWTH) > 0:
        return None
    from app.model.from_scipy import brentq  # late: see there

    root: float = brentq(value, low, HIGHEST_LOG_GROWTH, xtol=1e-15, rtol=8.9e-16, maxiter=500)
    return float(np.expm1(PERIODS_PER_YEAR * root))


def changes_of_sign(amounts: Floats) -> int:
    """Return how often the amounts change sign, zeros left out."""
    signs = np.sign(amounts[amounts != 0])
    return int(np.count_nonzero(np.diff(signs)))


def crossings(running: ArrayLike) -> list[Crossing]:
    """Return every change of sign of one running sum, interpolated within the period."""
    sums = np.asarray(running, float)
    before, after = sums[:-1], sums[1:]
    found = []
    for t in np.flatnonzero((before < 0) != (after < 0)):
        month = float(t - before[t] / (after[t] - before[t]))
        found.append(Crossing(month, "ahead" if after[t] >= 0 else "behind"))
    return found


def break_even(running: ArrayLike) -> tuple[int, float] | None:
    """Return the whole and the interpolated period from which the sum stays at or above zero.

    (0, 0.0) if it never falls below zero, None if it ends below.
    """
    sums = np.asarray(running, float)
    if sums[-1] < 0:
        return None
    below = np.flatnonzero(sums < 0)
    if below.size == 0:
        return 0, 0.0
    last = int(below[-1])
    return last + 1, float(last - sums[last] / (sums[last + 1] - sums[last]))


def until(month: float, amounts: ArrayLike) -> float:
    """Return the sum of the amounts of period 1 to `month`, the last one by its share of a period.

    >>> until(1.25, [0.0, 100.0, 80.0])
    120.0
    """
    by_period = np.asarray(amounts, float)
    whole = int(month)
    share = month - whole
    begun = share * by_period[whole + 1] if share else 0.0
    return float(np.sum(by_period[1 : whole + 1]) + begun)
