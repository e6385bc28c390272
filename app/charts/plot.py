"""A small picture of a few curves over one number, such as the size of a test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.charts.scale import Floats, Frame, Tick, spread, steps_between, with_room

FRAME = Frame(width=520, height=250, left=44, right=96, top=14, bottom=42)
LABEL_HEIGHT = 16.0  # least distance between two names
FLAT = 0.5  # an axis begins at zero unless the lowest value is above so much of the highest


@dataclass(frozen=True)
class Series:
    """Values over the numbers of a plot."""

    name: str  # of its colour
    title: str
    values: Floats


@dataclass(frozen=True)
class Plotted:
    """One curve."""

    name: str
    title: str
    points: str
    label_y: float


@dataclass(frozen=True)
class Mark:
    """A number that matters, such as today's."""

    x: float
    title: str
    is_left: bool  # its text stands left of it


@dataclass(frozen=True, kw_only=True)
class Plot:
    """Everything a template needs to draw it."""

    frame: Frame
    curves: list[Plotted]
    numbers: list[Tick]
    amounts: list[Tick]
    marks: list[Mark]
    axis: str  # what the numbers are
    description: str


def plot(
    numbers: Floats,
    series: Sequence[Series],
    *,
    ticks: Sequence[tuple[float, str]],
    text: Callable[[float], str],
    axis: str,
    description: str,
    marks: Sequence[tuple[float, str]] = (),
) -> Plot:
    """Return the curves of values over ascending numbers; `text` writes a value on the axis."""
    lowest = min(float(item.values.min()) for item in series)
    highest = max(float(item.values.max()) for item in series)
    low = lowest if 0 < FLAT * highest < lowest else min(lowest, 0.0)
    steps = steps_between(low, highest)
    texts = [text(amount) for amount in steps.amounts]
    frame = with_room(FRAME, texts)
    start, width = float(numbers[0]), float(numbers[-1] - numbers[0]) or 1.0

    def x(value: float) -> float:
        return round(frame.left + (frame.end - frame.left) * (value - start) / width, 1)

    def y(amount: float) -> float:
        return steps.y(amount, frame)

    ends = [y(float(item.values[-1])) + 4 for item in series]
    return Plot(
        frame=frame,
        curves=[
            Plotted(item.name, item.title, points(numbers, item.values, x, y), round(end, 1))
            for item, end in zip(series, spread(ends, LABEL_HEIGHT, frame.floor), strict=True)
        ],
        numbers=[Tick(x(value), words) for value, words in ticks],
        amounts=[Tick(y(at), words) for at, words in zip(steps.amounts, texts, strict=True)],
        marks=[Mark(x(value), words, value - start > width / 2) for value, words in marks],
        axis=axis,
        description=description,
    )


def points(
    numbers: Floats, values: Floats, x: Callable[[float], float], y: Callable[[float], float]
) -> str:
    """Return a curve as the points of a polyline."""
    pairs = zip(numbers.tolist(), values.tolist(), strict=True)
    return " ".join(f"{x(number):g},{y(value):g}" for number, value in pairs)
