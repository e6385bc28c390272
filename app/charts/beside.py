"""Cumulative costs side by side, in today's money: what is entered, and up to four in its place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.charts.compared import FRAME
from app.charts.scale import Floats, Frame, Scale, Tick
from app.inputs import ApproachName
from app.model import Projection
from app.words.money import money

NOW = "now"  # beside the curve of what is entered


@dataclass(frozen=True)
class Course:
    """One way to do it: what it is called, and its cumulative cost by month, in today's money."""

    title: str
    amounts: Floats


def course(title: str, projection: Projection, approach: ApproachName) -> Course:
    """Return an approach of a plan by the name of what stands in it."""
    costs = projection.courses[approach].total * projection.discount
    return Course(title, np.cumsum(costs))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A curve; number 0 is what is entered."""

    number: int
    title: str
    label: str  # beside its end
    amount: str  # at its end
    points: str
    label_y: float


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Everything a template needs to draw the curves."""

    frame: Frame
    lines: list[Line]
    months: list[Tick]
    amounts: list[Tick]
    description: str


def beside(entered: Sequence[Course], others: Sequence[Course], currency: str) -> Beside:
    """Return the curves, first that of what is entered, if anything is."""
    courses = [*entered, *others]
    horizon = len(courses[0].amounts) - 1
    highest = max(float(np.max(item.amounts)) for item in courses)
    scale = Scale(FRAME, horizon, currency, highest=highest)
    ends = [scale.y(float(item.amounts[-1])) for item in courses]
    lines = [
        Line(
            number=number,
            title=item.title,
            label=f"{number}." if number else NOW,
            amount=scale.end(item.amounts),
            points=" ".join(scale.points(item.amounts)),
            label_y=place,
        )
        for number, (item, place) in enumerate(
            zip(courses, scale.label_places(ends), strict=True), start=1 - len(entered)
        )
    ]
    said = ", ".join(f"{item.title} {money(float(item.amounts[-1]), currency)}" for item in courses)
    return Beside(
        frame=scale.frame,
        lines=lines,
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        description=f"Cumulative cost over {horizon} months, in today's money. At the end: {said}.",
    )
