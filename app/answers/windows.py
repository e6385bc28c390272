"""Whether the longest call of an approach fits the context window of its model."""

import numpy as np

from app.catalog import UnknownModel, find_model
from app.inputs import ApproachName, Inputs
from app.model import Projection


def fits(projection: Projection, name: ApproachName) -> bool:
    """Tell whether the approach's longest call fits its model, as far as the catalogue knows."""
    window = context_window(projection.inputs, name)
    return window is None or longest_call(projection, name) <= window


def longest_call(projection: Projection, name: ApproachName) -> float:
    """Return the tokens of the last call of a request in the last month that is the approach's own.

    0 where no month is.
    """
    course = projection.courses[name]
    months = np.flatnonzero(course.own)
    return float(course.quantity("longest_call")[months[-1]]) if months.size else 0.0


def context_window(inputs: Inputs, name: ApproachName) -> int | None:
    """Return the tokens that a call to the approach's model may have; None where nobody says."""
    reference = inputs.approach(name).model
    if reference is None:
        return None
    try:
        return find_model(reference).context_window
    except UnknownModel:
        return None
