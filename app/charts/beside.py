"""Cumulative costs side by side: what is entered, and up to four in its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts.chart import LABEL_HEIGHT, Frame, Scale, Tick, spread
from app.model.finance import Floats
from app.words.money import money

LONGEST_LABEL = 13  # characters beside a curve


@dataclass(frozen=True)
class Course:
    """One way to do it: what it is called, and its cumulative cost by month."""

    title: str
    amounts: Floats


@dataclass(frozen=True, kw_only=True)
class Line:
    """A curve; number 0 is what is entered."""

    number: int
    title: str
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


def beside(courses: Sequence[Course], currency: str, frame: Frame) -> Beside:
    """Return the curves, the first of which is what is entered."""
    horizon = len(courses[0].amounts) - 1
    highest = max(float(item.amounts.max()) for item in courses)
    scale = Scale(frame, horizon, currency, highest=highest)
    ends = [scale.y(float(item.amounts[-1])) for item in courses]
    places = spread(ends, LABEL_HEIGHT, frame.height - frame.bottom)
    said = ", ".join(f"{item.title} {money(float(item.amounts[-1]), currency)}" for item in courses)
    return Beside(
        frame=frame,
        lines=[
            Line(
                number=number,
                title=shortened(f"{number}. {item.title}" if number else item.title),
                points=" ".join(
                    f"{scale.x(month)},{scale.y(amount)}"
                    for month, amount in enumerate(item.amounts.tolist())
                ),
                label_y=place,
            )
            for number, (item, place) in enumerate(zip(courses, places, strict=True))
        ],
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        description=f"Cumulative cost over {horizon} months. At the end: {said}.",
    )


def shortened(text: str) -> str:
    """Return a name short enough to stand beside a curve."""
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
