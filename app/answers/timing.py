"""When building would pay most."""

from typing import NamedTuple

import numpy as np

from app.answers.trials import npvs
from app.inputs import Challenger
from app.model import Projection, project

EQUAL = 1e-12  # relative; npvs that differ by less are equal


class Timing(NamedTuple):
    """The month in which building brings most, and what it then brings."""

    month: int
    npv: float  # currency


def best_build(projection: Projection, name: Challenger) -> Timing | None:
    """Return the build month with the highest npv, the earliest of equals; None if none pays."""
    inputs = projection.inputs
    field = f"{name}.build_month"
    months = np.arange(inputs.finance.horizon_months + 1.0)
    worth = npvs(inputs, field, months)[name]
    if not worth.max() > 0:
        return None
    month = int(np.argmax(worth >= (1 - EQUAL) * worth.max()))
    if month == inputs.approach(name).build_month:
        return Timing(month, float(projection.npv(name)))
    return Timing(month, float(project(inputs.replace({field: month})).npv(name)))
