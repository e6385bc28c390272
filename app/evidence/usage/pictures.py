"""Where people would rather look: requests by day, and how long calls are."""

import numpy as np

from app.evidence import estimate
from app.evidence.estimate import Array, DailyFit
from app.evidence.finding import Series, spell_day
from app.evidence.told import counted

BARS = 40  # of a histogram


def volume_picture(first: int, counts: Array, trend: DailyFit | None) -> Series:
    """Return the requests of each day, with their growth where it was fitted."""
    lines = estimate.trend(trend) if trend is not None else np.zeros((0, 3))
    return Series(
        title="Requests a day",
        unit="requests",
        days=True,
        labels=[spell_day(first + day).isoformat() for day in range(len(counts))],
        values=[float(count) for count in counts],
        fitted=[(float(value), float(low), float(high)) for value, low, high in lines],
    )


def histogram(sizes: dict[int, int], step: int) -> Series:
    """Return a histogram of the tokens that a call sends; the longest hundredth stands last."""
    steps = sorted(sizes)
    so_far = np.cumsum([sizes[place] for place in steps])
    last = steps[int(np.searchsorted(so_far, 0.99 * so_far[-1]))]
    width = max(1, -(-(last - steps[0] + 1) // BARS))
    bars = (last - steps[0]) // width + 1
    values = [0.0] * bars
    for place in steps:
        values[min((place - steps[0]) // width, bars - 1)] += sizes[place]
    starts = [(steps[0] + width * bar) * step for bar in range(bars)]
    return Series(
        title="Tokens sent by a call",
        unit="calls",
        labels=[f"{counted(start)} to {counted(start + width * step - 1)}" for start in starts],
        values=values,
    )
