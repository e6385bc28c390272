"""From months and amounts to places in a picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.words.money import short_money

Floats = NDArray[np.float64]

NEARLY = 1e-9  # of a step; float noise that must not add one
DIGIT = 6.7  # width of a digit on an axis, SVG units
BESIDE_AXIS = 12.0  # between the texts of an axis and both of their sides, SVG units
LABEL_HEIGHT = 28.0  # least distance between two labels of two lines
MONTHS_APART = 50.0  # least distance between two texts on the axis of months, SVG units
SMALLEST = 0.01  # currency; what varies by less is flat
UNSEEN = 0.1  # SVG units; a curve may pass so far from a point that it leaves out


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The size of a chart and of the margins around its plot, in SVG units."""

    width: float
    height: float
    left: float
    right: float
    top: float = 14.0
    bottom: float = 24.0

    @property
    def end(self) -> float:
        """Where the plot ends on the right."""
        return self.width - self.right

    @property
    def floor(self) -> float:
        """Where the plot ends below."""
        return self.height - self.bottom


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    position: float
    text: str


@dataclass(frozen=True)
class Steps:
    """The amounts on an axis: whole steps, from the first to the last."""

    step: float
    first: int
    last: int

    @property
    def amounts(self) -> list[float]:
        """The amount of each step."""
        return [self.step * index for index in range(self.first, self.last + 1)]

    def y(self, amount: float, frame: Frame) -> float:
        """Return the place of an amount."""
        share = (amount / self.step - self.first) / (self.last - self.first)
        return round(frame.floor - (frame.floor - frame.top) * share, 1)


class Scale:
    """From months and amounts to places in the frame, whose left margin holds the amounts."""

    def __init__(
        self, frame: Frame, horizon: int, currency: str, *, highest: float, lowest: float = 0.0
    ) -> None:
        self.horizon, self.currency = horizon, currency
        step = nice_step(max(max(highest, 0.0) - min(lowest, 0.0), SMALLEST))
        first = math.floor(min(lowest, 0.0) / step + NEARLY)
        last = max(first + 1, math.ceil(highest / step - NEARLY), 0)
        self.steps = Steps(step, first, last)
        self.texts = [short_money(amount, currency) for amount in self.steps.amounts]
        self.frame = with_room(frame, self.texts)

    def x(self, month: float) -> float:
        """Return the place of a month."""
        frame = self.frame
        return round(frame.left + (frame.end - frame.left) * month / self.horizon, 1)

    def y(self, amount: float) -> float:
        """Return the place of an amount."""
        return self.steps.y(amount, self.frame)

    def points(self, amounts: Floats) -> list[str]:
        """Return the places of a curve, without those that lie on a line with their neighbours."""
        places = np.array([self.y(amount) for amount in amounts.tolist()])
        ends = [0, places.size - 1]
        months = sorted({*ends, *bends(places, *ends)})
        return [f"{self.x(month):g},{places[month]:g}" for month in months]

    def month_ticks(self) -> list[Tick]:
        """Return ticks on whole months, quarters or years, as many as there is room for."""
        most = (self.frame.end - self.frame.left) / MONTHS_APART
        wanted = self.horizon / most
        step = next(step for step in (1, 2, 3, 6, 12, 24, 36) if step >= wanted)
        return [Tick(self.x(month), str(month)) for month in range(0, self.horizon + 1, step)]

    def amount_ticks(self) -> list[Tick]:
        """Return the ticks from the lowest to the highest."""
        pairs = zip(self.steps.amounts, self.texts, strict=True)
        return [Tick(self.y(amount), text) for amount, text in pairs]

    def label_places(self, ends: Sequence[float]) -> list[float]:
        """Return where labels stand beside the ends of curves, so that they do not touch."""
        places = spread(ends, LABEL_HEIGHT, self.frame.floor - LABEL_HEIGHT / 2)
        return [round(place, 1) for place in places]

    def end(self, amounts: Floats) -> str:
        """Return what a curve ends with, short."""
        return short_money(float(f"{amounts[-1]:.3g}"), self.currency)


def steps_between(low: float, high: float) -> Steps:
    """Return the steps of an axis that holds both amounts."""
    step = nice_step(high - low)
    first = math.floor(low / step)
    return Steps(step, first, max(math.ceil(high / step), first + 1))


def with_room(frame: Frame, texts: Sequence[str]) -> Frame:
    """Return a frame whose left margin holds the texts of the amounts."""
    room = BESIDE_AXIS + DIGIT * max(map(len, texts))
    return replace(frame, left=max(frame.left, round(room)))


def nice_step(highest: float) -> float:
    """Return a step of 1, 2, 2.5 or 5 times a power of ten that gives four to six ticks."""
    if highest <= 0:
        return 1.0
    rough = highest / 5
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)


def bends(places: Floats, first: int, last: int) -> list[int]:
    """Return which points between two of a curve are needed to draw it (Douglas, Peucker 1973)."""
    if last - first < 2:
        return []
    between = np.arange(first, last + 1)
    chord = np.interp(between, [first, last], places[[first, last]])
    apart = np.abs(places[first : last + 1] - chord)
    farthest = first + int(np.argmax(apart))
    if apart[farthest - first] <= UNSEEN:
        return []
    return [*bends(places, first, farthest), farthest, *bends(places, farthest, last)]


def spread(places: Sequence[float], distance: float, lowest: float) -> list[float]:
    """Return places at least `distance` apart and not below `lowest`, near where they were."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for above, index in pairwise(order):
        moved[index] = max(moved[index], moved[above] + distance)
    ceiling = lowest
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - distance
    return moved
