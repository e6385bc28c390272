"""From which volume an approach pays, and every volume at which that changes.

Source: `break_even_requests_per_month` of "Results" in docs/model.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.answers.trials import Floats, changes_of_sign, npvs, settled
from app.inputs import FIELDS, Challenger, Inputs
from app.inputs.quantity import LARGEST_AMOUNT
from app.model import Projection, is_straight, nothing_in

VOLUME = "workload.requests_per_month"
LOWEST, HIGHEST = 1.0, FIELDS[VOLUME].maximum or LARGEST_AMOUNT  # requests that are looked at
TRIED = 4_000  # volumes, evenly spaced on a log scale
CLOSEST = 1e-10  # precision of a crossing, relative to it
MOST_PIECES = 16  # that a bracket is cut into at a time
ROWS = 1_000  # volumes that one array takes as quickly as a few

Worth = Callable[[Floats], Floats]


@dataclass(frozen=True)
class BreakEvenVolume:
    """At which volumes an approach pays, in requests of month 1."""

    break_even_requests_per_month: float | None  # from here npv stays >= 0; None if it ends below
    crossing_requests_per_month: tuple[float, ...]  # every change of npv's sign, ascending


@dataclass(frozen=True)
class Brackets:
    """Pairs of neighbouring volumes between which npv changes sign, and npv at them."""

    low: Floats
    high: Floats
    worth_low: Floats
    worth_high: Floats

    @property
    def wide(self) -> NDArray[np.bool_]:
        """Which of them do not yet say where the crossing is."""
        is_wide: NDArray[np.bool_] = self.high - self.low > CLOSEST * self.high
        return is_wide

    @property
    def crossings(self) -> Floats:
        """Where npv is zero, a straight line within each bracket; never at its lower end."""
        share = self.worth_low / (self.worth_low - self.worth_high)
        crossing = self.low + (self.high - self.low) * share
        return np.clip(crossing, np.nextafter(self.low, np.inf), self.high)


def break_even_volumes(projection: Projection) -> dict[Challenger, BreakEvenVolume]:
    """Return from which volume each challenger pays, and every volume at which that changes."""
    inputs = projection.inputs
    straight = is_straight(VOLUME, nothing_in(inputs))
    entered = inputs.workload.requests_per_month
    tried = np.array([LOWEST, HIGHEST]) if straight else np.geomspace(LOWEST, HIGHEST, TRIED)
    volumes = np.union1d(tried, entered)
    found = {}
    for name, worth in npvs(inputs, VOLUME, volumes).items():
        # As the plan itself says it, for no result may contradict that.
        worth[volumes == entered] = settled(projection, name)
        at = changes_of_sign(worth)
        brackets = Brackets(volumes[at], volumes[at + 1], worth[at], worth[at + 1])
        if not straight:
            brackets = located(brackets, worth_of(inputs, name))
        crossings = tuple(brackets.crossings.tolist())
        found[name] = BreakEvenVolume(lasting(crossings, float(worth[-1])), crossings)
    return found


def worth_of(inputs: Inputs, name: Challenger) -> Worth:
    """Return npv of a challenger as a function of volumes."""
    return lambda volumes: npvs(inputs, VOLUME, volumes)[name]


def lasting(crossings: tuple[float, ...], at_the_highest: float) -> float | None:
    """Return the volume from which npv stays at or above zero, given npv at the highest volume."""
    if at_the_highest < 0:
        return None
    return crossings[-1] if crossings else 0.0


def located(brackets: Brackets, worth: Worth) -> Brackets:
    """Return the brackets narrowed, all together, until each says where its crossing is."""
    low, high = brackets.low.copy(), brackets.high.copy()
    worth_low, worth_high = brackets.worth_low.copy(), brackets.worth_high.copy()
    while (wide := Brackets(low, high, worth_low, worth_high).wide).any():
        some = Brackets(low[wide], high[wide], worth_low[wide], worth_high[wide])
        narrower = narrowed(some, worth)
        low[wide], high[wide] = narrower.low, narrower.high
        worth_low[wide], worth_high[wide] = narrower.worth_low, narrower.worth_high
    return Brackets(low, high, worth_low, worth_high)


def narrowed(brackets: Brackets, worth: Worth) -> Brackets:
    """Return of each bracket the first piece that holds a change of sign.

    Where npv is straight, its crossing is closely between two of the cuts; where it jumps, the
    pieces of equal length close in on it.
    """
    pieces = int(np.clip(ROWS // brackets.low.size, 2, MOST_PIECES))
    shares = np.arange(1, pieces) / pieces
    even = brackets.low[:, None] + (brackets.high - brackets.low)[:, None] * shares
    around = brackets.crossings[:, None] * (1 + CLOSEST * np.array([-0.4, 0.4]))
    ends = brackets.low[:, None], brackets.high[:, None]
    cuts = np.sort(np.clip(np.hstack([even, around]), *ends), axis=1)
    points = np.hstack([ends[0], cuts, ends[1]])
    values = np.hstack(
        [
            brackets.worth_low[:, None],
            worth(cuts.ravel()).reshape(cuts.shape),
            brackets.worth_high[:, None],
        ]
    )
    below = values < 0
    rows, after = np.arange(below.shape[0]), np.argmax(below != below[:, :1], axis=1)
    return Brackets(
        points[rows, after - 1],
        points[rows, after],
        values[rows, after - 1],
        values[rows, after],
    )
