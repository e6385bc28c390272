"""When building would pay most."""

from typing import NamedTuple

import numpy as np

from app.answers.trials import settled
from app.inputs import Challenger
from app.model import Projection

EQUAL = 1e-12  # relative; npvs that differ by less are equal


class Timing(NamedTuple):
    """The month in which building brings most, and what it then brings."""

    month: int
    npv: float  # currency


def best_builds(projection: Projection) -> dict[Challenger, Timing | None]:
    """Return the build month with the highest npv, the earliest of equals; None where none pays.

    Both builds move at once, for neither moves the other's npv.
    """
    inputs = projection.inputs
    months = np.arange(inputs.finance.horizon_months + 1)
    columns = {f"{name}.build_month": months[:, np.newaxis] for name in inputs.challengers}
    moved = projection.at(columns)
    found: dict[Challenger, Timing | None] = {}
    for name in inputs.challengers:
        worth = settled(moved, name)
        month = int(np.argmax(worth >= (1 - EQUAL) * worth.max()))
        is_entered = month == inputs.approach(name).build_month
        npv = projection.npv(name) if is_entered else worth[month]
        found[name] = Timing(month, float(npv)) if worth.max() > 0 else None
    return found
