"""Where a function changes its sign, of many brackets at a time: a step is found like a zero."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.answers.trials import Floats

Worth = Callable[[NDArray[Any], Floats], Floats]  # of brackets, at a row of values each

ROWS = 250  # values that one array takes as quickly as a few
MOST_PIECES = 100  # that a bracket is cut into at a time
AROUND = np.array([1e-2, 1e-4, 1e-7])  # of a bracket's length: how far from its crossing it is cut
MIDDLE = 0.4  # of the length that is precise enough: how far, too


@dataclass(frozen=True)
class Brackets:
    """Pairs of values between which a function changes its sign, and the function at them."""

    whose: NDArray[Any]  # which function
    low: Floats
    high: Floats
    worth_low: Floats
    worth_high: Floats

    def at(self, rows: NDArray[np.bool_]) -> "Brackets":
        """Return some of them."""
        return Brackets(*(getattr(self, item.name)[rows] for item in fields(self)))

    def with_rows(self, rows: NDArray[np.bool_], others: "Brackets") -> "Brackets":
        """Return them with others in the place of some."""
        columns = [getattr(self, item.name).copy() for item in fields(self)]
        for item, column in zip(fields(self), columns, strict=True):
            column[rows] = getattr(others, item.name)
        return Brackets(*columns)

    @property
    def crossings(self) -> Floats:
        """Where the function is zero, a straight line within each bracket; never at its low end."""
        share = self.worth_low / (self.worth_low - self.worth_high)
        crossing = self.low + (self.high - self.low) * share
        return np.clip(crossing, np.nextafter(self.low, np.inf), self.high)


def located(brackets: Brackets, worth: Worth, closest: float) -> Brackets:
    """Return the brackets narrowed, all together, until each says where its crossing is.

    That is, to a length of `closest` in relation to its larger end, or to neighbouring numbers.
    """
    enough = closest * np.maximum(np.abs(brackets.low), np.abs(brackets.high))
    wide = brackets.high - brackets.low > enough
    while wide.any():
        before = brackets.at(wide)
        after = narrowed(before, worth, enough[wide])
        brackets = brackets.with_rows(wide, after)
        is_narrower = (after.low > before.low) | (after.high < before.high)
        wide[wide] = is_narrower & (after.high - after.low > enough[wide])
    return brackets


def narrowed(brackets: Brackets, worth: Worth, enough: Floats) -> Brackets:
    """Return of each bracket the first piece that holds a change of sign.

    Where the function is nearly straight, its crossing is closely between two of the cuts; where
    it jumps, the pieces of equal length close in on it. A length of `enough` will do.
    """
    pieces = int(np.clip(ROWS // brackets.low.size, 2, MOST_PIECES))
    ends = brackets.low[:, None], brackets.high[:, None]
    length = ends[1] - ends[0]
    even = ends[0] + length * (np.arange(1, pieces) / pieces)
    around = np.hstack([length * AROUND, MIDDLE * enough[:, None]])
    near = brackets.crossings[:, None] + np.hstack([-around, around])
    cuts = np.sort(np.clip(np.hstack([even, near]), *ends), axis=1)
    points = np.hstack([ends[0], cuts, ends[1]])
    inside = worth(brackets.whose, cuts)
    values = np.hstack([brackets.worth_low[:, None], inside, brackets.worth_high[:, None]])
    below = values < 0
    rows, after = np.arange(below.shape[0]), np.argmax(below != below[:, :1], axis=1)
    return Brackets(
        brackets.whose,
        points[rows, after - 1],
        points[rows, after],
        values[rows, after - 1],
        values[rows, after],
    )
