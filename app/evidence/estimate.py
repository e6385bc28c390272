"""Values with the doubt that they deserve.

A range is the lowest and the highest plausible value of a PERT distribution, whose standard
deviation is its width ÷ 5.3 where it is symmetric: so bounds lie 2.65 standard errors from a value.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STANDARD_ERRORS = 2.65
RESAMPLES = 2_000
SEED = 20_261_126
DAYS_PER_MONTH = 365 / 12
DAYS_PER_WEEK = 7
MOST_STEPS = 50  # of a fit
LOGARITHMS = (-20, 40)  # ends of a daily count's logarithm: no overflow on the way


class Estimate(NamedTuple):
    """A value and its lowest and highest plausible one."""

    value: float
    low: float
    high: float


def wilson(wrong: float, n: float, z: float = STANDARD_ERRORS) -> Estimate:
    """Return a share and the ends of its score interval (Wilson 1927); `wrong` of `n`."""
    share = wrong / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = max(0.0, float(centre - half)), min(1.0, float(centre + half))
    return Estimate(share, min(low, share), max(high, share))


def ratio(amounts: Array, counts: Array) -> Estimate:
    """Return Σ amounts ÷ Σ counts of clusters such as days, by a bootstrap of whole clusters.

    The number of standard errors grows where clusters are few, as Student's distribution has it.
    """
    value = float(amounts.sum() / counts.sum())
    clusters = len(counts)
    if clusters < 2:
        return Estimate(value, value, value)
    generator = np.random.default_rng(SEED)
    weights = generator.multinomial(clusters, np.full(clusters, 1 / clusters), size=RESAMPLES)
    below = weights @ counts
    kept = below > 0
    drawn = (weights @ amounts)[kept] / below[kept]
    error = float(np.std(drawn)) * np.sqrt(clusters / (clusters - 1))
    half = float(widened(clusters - 1) * error)
    return Estimate(value, value - half, value + half)


def mean(values: Array) -> Estimate:
    """Return the mean of single rows, and 2.65 standard errors to either side."""
    return ratio_of_rows(len(values), float(values.sum()), float((values**2).sum()))


def around(drawn: Array) -> Estimate:
    """Return the first of what was drawn, and 2.65 standard deviations of the others about it."""
    value, half = float(drawn[0]), STANDARD_ERRORS * float(np.std(drawn[1:]))
    return Estimate(value, max(value - half, 0.0), value + half)


def ratio_of_rows(n: int, total: float, squares: float) -> Estimate:
    """Return the mean of n rows from their sum and that of their squares."""
    value = total / n
    if n < 2:
        return Estimate(value, value, value)
    variance = max(squares / n - value * value, 0.0) * n / (n - 1)
    half = widened(n - 1) * float(np.sqrt(variance / n))
    return Estimate(value, value - half, value + half)


def widened(freedom: int) -> float:
    """Return how many standard errors say as much as 2.65 do where they are known."""
    from app.model.from_scipy import ndtr, stdtrit

    return float(stdtrit(freedom, ndtr(STANDARD_ERRORS)))


@dataclass(frozen=True, kw_only=True)
class DailyFit:
    """Daily counts as a log-linear quasi-Poisson model with a factor per weekday has them."""

    slope: float  # per day
    slope_error: float
    fitted: Array  # counts, shape (days,); 0 on weekdays on which nothing ever happens
    dispersion: float  # variance ÷ mean
    freedom: int  # degrees of freedom that are left


def fit_days(counts: Array, first_weekday: int) -> DailyFit:
    """Return the fit of daily counts; `first_weekday` is that of the first day, 0 for Monday."""
    weekdays = (np.arange(len(counts)) + first_weekday) % DAYS_PER_WEEK
    busy = [day for day in range(DAYS_PER_WEEK) if counts[weekdays == day].sum() > 0]
    kept = np.isin(weekdays, busy)
    time = np.arange(len(counts)) - (len(counts) - 1) / 2
    factors = [(weekdays == day).astype(float) for day in busy[1:]]
    design = np.column_stack([np.ones(len(counts)), time, *factors])[kept]
    observed = counts[kept]
    coefficients, expected = maximise(design, observed)
    freedom = max(len(observed) - design.shape[1], 1)
    dispersion = max(1.0, float((((observed - expected) ** 2) / expected).sum() / freedom))
    covariance = np.linalg.pinv(design.T @ (design * expected[:, None])) * dispersion
    fitted = np.zeros(len(counts))
    fitted[kept] = expected
    return DailyFit(
        slope=float(coefficients[1]),
        slope_error=float(np.sqrt(max(covariance[1, 1], 0.0))),
        fitted=fitted,
        dispersion=dispersion,
        freedom=freedom,
    )


def maximise(design: Array, counts: Array) -> tuple[Array, Array]:
    """Return the coefficients of a Poisson model with a logarithmic link, and what they expect.

    By iteratively reweighted least squares, as McCullagh and Nelder have it.
    """
    expected: Array = np.maximum(counts, 0.5)
    coefficients: Array = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        working = np.log(expected) + (counts - expected) / expected
        weighted = design * expected[:, None]
        former = coefficients
        solved = np.linalg.lstsq(design.T @ weighted, weighted.T @ working, rcond=None)[0]
        coefficients = solved.astype(np.float64)
        exponents: Array = np.clip(design @ coefficients, *LOGARITHMS)
        expected = np.exp(exponents)
        if np.allclose(coefficients, former, rtol=0, atol=1e-10):
            break
    return coefficients, expected


def growth(days: DailyFit) -> Estimate:
    """Return the growth a month, as a fraction."""
    half = widened(days.freedom) * days.slope_error
    slopes = np.array([days.slope, days.slope - half, days.slope + half])
    return Estimate(*map(float, np.expm1(np.clip(slopes, -1, 1) * DAYS_PER_MONTH)))


def trend(days: DailyFit) -> Array:
    """Return the counts a day without weekdays, and the ends of the band; shape (days, 3)."""
    time = np.arange(len(days.fitted)) - (len(days.fitted) - 1) / 2
    grown = np.exp(np.clip(days.slope * time, *LOGARITHMS)).sum()
    middle = max(days.fitted.sum() / grown, np.exp(LOGARITHMS[0]))
    half = widened(days.freedom) * days.slope_error
    level = widened(days.freedom) * np.sqrt(days.dispersion / max(days.fitted.sum(), 1.0))
    line = np.log(middle) + days.slope * time
    width = np.hypot(half * time, level)
    # Over decades, as a wrong clock makes of a log, the band is wider than numbers go.
    ends = np.column_stack([line, line - width, line + width])
    band: Array = np.exp(np.clip(ends, *LOGARITHMS))
    return band


def monthly_mean(counts: Array, days: DailyFit) -> Estimate:
    """Return the mean of the last days' counts × 365/12; its error from how all days scatter."""
    value = float(counts.mean())
    error = np.sqrt(days.dispersion * max(value, 1 / len(counts)) / len(counts))
    half = widened(days.freedom) * float(error)
    ends = value, max(value - half, 0.0), value + half
    return Estimate(*(end * DAYS_PER_MONTH for end in ends))


def capped(found: Estimate, low: float, high: float) -> Estimate:
    """Return an estimate within the bounds of its input."""
    return Estimate(*(min(max(end, low), high) for end in found))


def seasons(counts: Array, months: NDArray[np.int_], days: DailyFit) -> list[Estimate]:
    """Return each calendar month's counts against the fitted ones; their mean is 1.

    `months` has the number of each day's month, 1 to 12, and all of them.
    """
    expected = np.array([days.fitted[months == number].sum() for number in range(1, 13)])
    observed = np.array([counts[months == number].sum() for number in range(1, 13)])
    ratios = observed / expected
    ratios /= ratios.mean()
    halves = widened(days.freedom) * ratios * np.sqrt(days.dispersion / np.maximum(expected, 1.0))
    return [
        Estimate(float(ratio), max(float(ratio - half), 0.0), float(ratio + half))
        for ratio, half in zip(ratios, halves, strict=True)
    ]


def chance_of_better(only_first: int, only_second: int) -> float:
    """Return how likely the second of two variants is right more often than the first.

    Each counts the tests that it alone got right; a beta distribution with Jeffreys' prior.
    """
    from app.model.from_scipy import betainc

    return 1 - float(betainc(only_second + 0.5, only_first + 0.5, 0.5))
