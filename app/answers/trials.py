"""npv at other values of the inputs, many plans at a time."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from app.inputs import APPROACHES, FIELDS, Challenger, InputField, Inputs
from app.model import Projection
from app.work.task import step

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # of prompting's cost; an npv within it is zero
AMOUNTS_AT_ONCE = 24_000  # in one array, of plans by months: they stay near the processor


def npvs(
    plan: Projection, changed: str | NDArray[np.str_], values: Floats
) -> dict[Challenger, Floats]:
    """Return the npv of each challenger where one input of a plan has another value.

    `changed` is that input, or for each value one of its own. What follows the input moves along;
    what rests on none of those that change is taken from the plan.
    """
    inputs = plan.inputs
    names = np.broadcast_to(np.asarray(changed), values.shape)
    worth = {name: np.empty(values.size) for name in inputs.challengers}
    for rows in in_chunks(values.size, plan.months.size):
        step()
        projection = plan.at(one_changed(inputs, names[rows], values[rows]))
        for name, column in worth.items():
            column[rows] = settled(projection, name)
    return worth


def in_chunks(size: int, months: int) -> list[NDArray[np.intp]]:
    """Return the rows of so many plans, in groups of equal size that are calculated at once."""
    return np.array_split(np.arange(size), ceil(size * months / AMOUNTS_AT_ONCE) or 1)


def settled(projection: Projection, name: Challenger) -> Floats:
    """Return the npv of a challenger; zero where it is what rounding leaves of two equal costs."""
    return settled_at(projection.npv(name), projection.present_cost("prompting"))


def settled_at(npv: Floats, prompting: Floats) -> Floats:
    """Return npvs; zero where they are what rounding leaves of costs equal to prompting's."""
    return np.where(np.abs(npv) <= ROUNDING * prompting, 0.0, npv)


def one_changed(
    inputs: Inputs, names: NDArray[np.str_], values: Floats
) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
    """Return a column for each input named: as entered, but for its own rows."""
    columns: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
    for name in dict.fromkeys(names.tolist()):
        column = np.where(names == name, values, float(inputs.value(name)))[:, np.newaxis]
        is_whole = FIELDS[name].kind == "whole"
        columns[name] = np.rint(column).astype(np.int64) if is_whole else column
    return columns


def takes_part(field: InputField, inputs: Inputs) -> bool:
    """Tell whether an input is none of an approach that is not considered."""
    return field.group not in APPROACHES or field.group in inputs.considered


def changes_of_sign(worth: Floats) -> NDArray[np.intp]:
    """Return after which positions npv changes between below zero and not."""
    return np.flatnonzero((worth[:-1] < 0) != (worth[1:] < 0))
