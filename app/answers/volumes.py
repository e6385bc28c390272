"""From which volume an approach pays, and every volume at which that changes.

Source: `break_even_requests_per_month` of "Results" in docs/model.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.answers.brackets import Brackets, Worth, located
from app.answers.split import MOST_CURVED, Split, split
from app.answers.trials import Floats, changes_of_sign, npvs, settled
from app.inputs import CHALLENGERS, FIELDS, Challenger
from app.inputs.quantity import LARGEST_AMOUNT
from app.model import Projection, is_straight, nothing_in, project

VOLUME = "workload.requests_per_month"
LOWEST, HIGHEST = 1.0, FIELDS[VOLUME].maximum or LARGEST_AMOUNT  # requests that are looked at
TRIED = 4_000  # volumes, evenly spaced on a log scale
CLOSEST = 1e-10  # precision of a crossing, relative to it
LONGEST_NAME = f"U{max(map(len, CHALLENGERS))}"
STRIDE = 16  # every how many volumes npv is bounded, to see where it may change its sign

Npvs = Callable[[Floats], dict[Challenger, Floats]]


@dataclass(frozen=True)
class BreakEvenVolume:
    """At which volumes an approach pays, in requests of month 1."""

    break_even_requests_per_month: float | None  # from here npv stays >= 0; None if it ends below
    crossing_requests_per_month: tuple[float, ...]  # every change of npv's sign, ascending


def break_even_volumes(projection: Projection) -> dict[Challenger, BreakEvenVolume]:
    """Return from which volume each challenger pays, and every volume at which that changes."""
    inputs = projection.inputs
    if not inputs.challengers:
        return {}
    straight = is_straight(VOLUME, nothing_in(inputs))
    entered = inputs.workload.requests_per_month
    parts = split(projection, VOLUME, (LOWEST, HIGHEST))
    tried = np.array([LOWEST, HIGHEST]) if straight else worth_trying(parts)
    volumes = np.union1d(tried, entered)
    npvs_at = at_volumes(parts)
    worth = npvs_at(volumes)
    for name, column in worth.items():
        # As the plan itself says it, for no result may contradict that.
        column[volumes == entered] = settled(projection, name)
    brackets = brackets_in(volumes, worth)
    if not straight:
        brackets = located(brackets, worth_of(npvs_at), CLOSEST)
    crossings = {
        name: tuple(brackets.at(brackets.whose == name).crossings.tolist()) for name in worth
    }
    return {
        name: BreakEvenVolume(lasting(crossings[name], float(column[-1])), crossings[name])
        for name, column in worth.items()
    }


def brackets_in(volumes: Floats, worth: Mapping[Challenger, Floats]) -> Brackets:
    """Return the neighbours between which an npv changes sign."""
    found = []
    for name, column in worth.items():
        low = changes_of_sign(column)
        high = low + 1
        whose = np.full(low.size, name, LONGEST_NAME)
        found.append((whose, volumes[low], volumes[high], column[low], column[high]))
    return Brackets(*map(np.concatenate, zip(*found, strict=True)))


def worth_trying(parts: Split) -> Floats:
    """Return the volumes at which npv is looked at.

    Between two that are far apart, it has no change of sign at any volume that could be tried.
    """
    volumes = np.geomspace(LOWEST, HIGHEST, TRIED)
    if parts.has_steps:
        return volumes
    marks = np.append(np.arange(0, TRIED - 1, STRIDE), TRIED - 1)
    inside = np.repeat(parts.unsure(volumes[marks]), np.diff(marks))
    inside[marks[:-1]] = True
    chosen: Floats = volumes[np.append(inside, True)]
    return chosen


def at_volumes(parts: Split) -> Npvs:
    """Return the npv of each challenger as a function of volumes."""
    if max(map(len, parts.curved.values())) > MOST_CURVED:
        return partial(npvs, project(parts.plan.inputs, draws=True), VOLUME)
    return parts.npvs


def worth_of(npvs_at: Npvs) -> Worth:
    """Return npv as a function of volumes, of each bracket that of its challenger."""

    def worth(whose: NDArray[np.str_], volumes: Floats) -> Floats:
        found = npvs_at(volumes.ravel())
        of_each = [whose[:, np.newaxis] == name for name in found]
        return np.select(of_each, [column.reshape(volumes.shape) for column in found.values()])

    return worth


def lasting(crossings: tuple[float, ...], at_the_highest: float) -> float | None:
    """Return the volume from which npv stays at or above zero, given npv at the highest volume."""
    if at_the_highest < 0:
        return None
    return crossings[-1] if crossings else 0.0
