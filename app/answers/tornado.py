"""`tornado(inputs, ranges)`: how far each ranged input alone moves the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs import CHALLENGERS, FIELDS, Challenger, Inputs, Range
from app.model import project


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One input alone at both ends of its range, all others as entered."""

    input: str
    low: float  # in the input's own unit, as high
    high: float
    comparison: Challenger
    npv_low: float  # currency; with the input at its low end
    npv_high: float


def tornado(inputs: Inputs, ranges: Mapping[str, Range]) -> list[Bar]:
    """Return a bar for each ranged input: those of tuning first, each set by falling length.

    What follows an input moves along; an input that nobody uses who takes part has no bar.
    """
    names = [name for name in FIELDS if name in ranges and inputs.is_used(name)]
    if not names or not inputs.challengers:
        return []
    projection = project(inputs.replace(one_at_a_time(inputs, ranges, names)))
    bars = []
    for comparison in inputs.challengers:
        # A single value for all rows where no ranged input has an effect.
        npv = np.broadcast_to(projection.npv(comparison), 2 * len(names))
        bars += [
            Bar(
                input=name,
                low=ranges[name].low,
                high=ranges[name].high,
                comparison=comparison,
                npv_low=float(npv_low),
                npv_high=float(npv_high),
            )
            for name, (npv_low, npv_high) in zip(names, npv.reshape(-1, 2), strict=True)
        ]
    return sorted(
        bars,
        key=lambda bar: (CHALLENGERS.index(bar.comparison), -abs(bar.npv_high - bar.npv_low)),
    )


def one_at_a_time(
    inputs: Inputs, ranges: Mapping[str, Range], names: list[str]
) -> dict[str, NDArray[Any]]:
    """Return columns of shape (2 · names, 1): a row with each input low, then one with it high."""
    columns = {}
    for index, name in enumerate(names):
        whole = FIELDS[name].kind == "whole"
        column = np.full((2 * len(names), 1), inputs.value(name), int if whole else float)
        column[2 * index] = ranges[name].low
        column[2 * index + 1] = ranges[name].high
        columns[name] = column
    return columns
