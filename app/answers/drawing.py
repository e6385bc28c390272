"""The draws of the ranged inputs, as "Uncertainty" in model.md defines them."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.inputs import FIELDS, Inputs, Range
from app.model.finance import Floats
from app.work.task import step

DRAWS = 8192
FEWEST_DRAWS = 256
MOST_DRAWS = 65_536
PERT_WEIGHT = 4  # how much more the entered value weighs than an end of the range
LOWEST_SHARE = 2.0**-32  # below every Sobol point but zero itself
NODES = 257  # of the table of a beta quantile; its error stays under 1e-7
TABLES = 256  # of beta quantiles that are kept, 8 kB each
MOST_KEPT = 32 * DRAWS  # Sobol points, 2 MB
CORRELATION = "quality.error_correlation"

Drawn = Mapping[str, NDArray[np.float64] | NDArray[np.int64]]


def draw_inputs(
    inputs: Inputs, ranges: Mapping[str, Range], *, draws: int = DRAWS, seed: int = 1
) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
    """Return the draws of each ranged input, shape (draws,), whole where the input is.

    Inputs are independent, but for the error rates of those who take part. The order of `ranges`
    does not matter. Raises ValueError if there are no ranges, or `draws` is no power of two from
    256 to 65,536.
    """
    if not ranges:
        raise ValueError("no ranges")
    if draws.bit_count() != 1 or not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise ValueError(f"draws must be a power of two from {FEWEST_DRAWS} to {MOST_DRAWS:,}")
    names = [name for name in FIELDS if name in ranges]
    joined = joined_error_rates(inputs, names)
    scores = normal_draws(len(names) + bool(joined), draws, seed)
    drawn: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
    for name in [name for name in names if name not in joined] + joined:
        step()
        score = scores[names.index(name)]
        if name in joined:
            shared = drawn.get(CORRELATION, inputs.quality.error_correlation)
            score = np.sqrt(shared) * scores[-1] + np.sqrt(1 - shared) * score
        values = pert_at(score, ranges[name], inputs.value(name))
        drawn[name] = np.rint(values).astype(np.int64) if FIELDS[name].kind == "whole" else values
    return {name: drawn[name] for name in names}


def joined_error_rates(inputs: Inputs, names: list[str]) -> list[str]:
    """Return the ranged error rates that rise and fall together; none if there is but one."""
    rates = [name for name in names if name.endswith(".error_rate") and inputs.is_used(name)]
    return rates if len(rates) > 1 else []


def normal_draws(inputs: int, draws: int, seed: int) -> Floats:
    """Return scrambled Sobol points as standard normal values, shape (inputs, draws).

    Those of an ordinary plan are kept: they do not depend on its numbers.
    """
    return (kept_points if inputs * draws <= MOST_KEPT else points)(inputs, draws, seed)


def points(inputs: int, draws: int, seed: int) -> Floats:
    """Return scrambled Sobol points as standard normal values."""
    from app.model.from_scipy import ndtri, qmc  # late: see there

    shares: Floats = qmc.Sobol(inputs, rng=seed).random(draws).T
    np.clip(shares, LOWEST_SHARE, 1 - LOWEST_SHARE, out=shares)
    for row in shares:
        step()
        ndtri(row, out=row)  # in its place: with every number ranged it is 100 MB
    shares.setflags(write=False)
    return shares


kept_points = lru_cache(maxsize=4)(points)


def pert_at(score: Floats, spread: Range, mode: float) -> Floats:
    """Return the quantiles of a PERT distribution at standard normal values (Clark, 1962)."""
    width = spread.high - spread.low
    if width == 0:
        return np.full_like(score, mode)
    alpha = 1 + PERT_WEIGHT * (mode - spread.low) / width
    beta = 1 + PERT_WEIGHT * (spread.high - mode) / width
    return np.clip(spread.low + width * beta_quantile(alpha, beta, score), spread.low, spread.high)


def beta_quantile(alpha: float, beta: float, score: Floats) -> Floats:
    """Return scipy's betaincinv of the share below a normal value to 1e-7, much faster.

    As a function of the normal value it is smooth, so a cubic spline through a few hundred values
    gives all others.
    """
    coefficients, highest = quantile_table(alpha, beta)
    place = np.clip((score + highest) / (2 * highest) * (NODES - 1), 0, NODES - 1)
    piece = np.minimum(place.astype(np.intp), NODES - 2)
    beyond = place - piece  # of its piece's begin, in pieces
    quantile: Floats = coefficients[0][piece]
    for coefficient in coefficients[1:]:
        quantile *= beyond
        quantile += coefficient[piece]
    return quantile


@lru_cache(maxsize=TABLES)
def quantile_table(alpha: float, beta: float) -> tuple[Floats, float]:
    """Return the beta quantile as a function of normal values, and the highest of them.

    They are the coefficients of a cubic polynomial for each piece between two nodes, shape
    (4, pieces), the third power first, in the distance from where it begins, in pieces: nodes that
    are equally far apart need not be looked for.
    """
    from app.model.from_scipy import CubicSpline, betaincinv, ndtr, ndtri  # late: see there

    highest = float(-ndtri(LOWEST_SHARE))
    nodes = np.linspace(-highest, highest, NODES)
    spline = CubicSpline(nodes, betaincinv(alpha, beta, ndtr(nodes)))
    length = nodes[1] - nodes[0]
    return spline.c * length ** np.arange(3, -1, -1)[:, np.newaxis], highest
