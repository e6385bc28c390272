"""How far two approaches are wrong on the same tests."""

import numpy as np
from numpy.typing import NDArray

from app.evidence.estimate import RESAMPLES, SEED, Estimate, around, capped

Array = NDArray[np.float64]
METHOD = (
    "How far both are wrong on the same tests: 0 if only by chance, 1 if always together. Each is "
    "taken to find some tests harder than others, spread as a bell curve is, and this is how far "
    "they find the same ones hard. Tests drawn anew for its range."
)
FEWEST_TESTS = 20
FEWEST_WRONG = 2  # of each
HIGHEST = 0.999
STEPS = 200  # of correlations between 0 and the highest
HALF = 0.5  # is added to every count, so that none is empty


def of_errors(table: tuple[tuple[float, float], tuple[float, float]]) -> Estimate | None:
    """Return the correlation, within 0 and 1, with its range; None where too little is known.

    `table` has the tests by what both were: right right, right wrong; wrong right, wrong wrong.
    """
    counts = np.array(table, float).ravel()
    total, first, second = counts.sum(), counts[2] + counts[3], counts[1] + counts[3]
    few = min(first, second, total - first, total - second)
    if total < FEWEST_TESTS or few < FEWEST_WRONG:
        return None
    likely = (counts + HALF) / (counts + HALF).sum()  # what was never seen may still be
    generator = np.random.default_rng(SEED)
    drawn = generator.multinomial(round(total), likely, size=RESAMPLES).astype(float)
    return capped(around(tetrachoric(np.vstack([counts, drawn]))), 0.0, 1.0)


def tetrachoric(tables: Array) -> Array:
    """Return the correlation of each table of four counts (Pearson 1900), none below 0."""
    from app.model.from_scipy import ndtri

    shares = (tables + HALF) / (tables + HALF).sum(axis=1, keepdims=True)
    first, second = ndtri(shares[:, 2] + shares[:, 3]), ndtri(shares[:, 1] + shares[:, 3])
    both = jointly_wrong(first, second)
    return np.array(
        [np.interp(share, row, CORRELATIONS) for share, row in zip(shares[:, 3], both, strict=True)]
    )


# In the angle whose sine is the correlation the density is smooth up to the end.
ANGLES = np.linspace(0, np.arcsin(HIGHEST), STEPS)
CORRELATIONS = np.sin(ANGLES)


def jointly_wrong(first: Array, second: Array) -> Array:
    """Return how often both normal variables are below their thresholds, at each correlation.

    The integral of the bivariate density over the correlation (Plackett 1954).
    """
    from app.model.from_scipy import ndtr

    rho, one, two = CORRELATIONS, first[:, np.newaxis], second[:, np.newaxis]
    density = np.exp(-(one**2 - 2 * rho * one * two + two**2) / (2 * (1 - rho**2))) / (2 * np.pi)
    steps = (density[:, 1:] + density[:, :-1]) / 2 * np.diff(ANGLES)
    start = ndtr(one) * ndtr(two)
    return np.hstack([start, start + np.cumsum(steps, axis=1)])
