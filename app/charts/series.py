"""Bars of what a file counted, with a fitted line and its band; and the bar of a share."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence.finding import Finding, Series
from app.evidence.told import counted
from app.words.months import day_name

WIDTH, HEIGHT = 420.0, 170.0  # SVG units
LEFT, RIGHT, TOP, BOTTOM = 8.0, 412.0, 22.0, 146.0
SHARE_WIDTH = 200.0
MOST_BARS = 400
LABELS = 3  # below the bars


@dataclass(frozen=True)
class Bar:
    """One bar, and what it says."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Label:
    """A text below the bars."""

    x: float
    text: str
    anchor: str  # "", "middle" or "end"


@dataclass(frozen=True)
class Bars:
    """A picture of bars."""

    title: str
    description: str
    bars: list[Bar]
    line: str  # points of the fitted line; "" without one
    band: str  # points around it
    labels: list[Label]
    largest: str


@dataclass(frozen=True)
class Share:
    """A share on a line from 0 to a largest one: its range, and itself."""

    low: float
    value: float
    high: float


def bars_of(series: Series) -> Bars:
    """Return the picture of a series; of very many values each bar stands for several."""
    step = -(-len(series.values) // MOST_BARS)
    values = [sum(series.values[at : at + step]) for at in range(0, len(series.values), step)]
    labels = [day_name(text) if series.days else text for text in series.labels[::step]]
    fitted = [
        tuple(step * end for end in series.fitted[at]) for at in range(0, len(series.fitted), step)
    ]
    top = max([*values, *(high for _, _, high in fitted)], default=0.0) or 1.0
    width = (RIGHT - LEFT) / max(len(values), 1)
    return Bars(
        title=series.title,
        description=described(series, values, labels),
        bars=[
            Bar(
                x=round(LEFT + place * width, 2),
                y=round(height_of(value, top), 2),
                width=round(max(width - min(1.5, width / 4), 0.3), 2),
                height=round(BOTTOM - height_of(value, top), 2),
                text=f"{label}: {counted(value)} {series.unit}",
            )
            for place, (value, label) in enumerate(zip(values, labels, strict=True))
        ],
        line=points([line[0] for line in fitted], width, top),
        band=band_points(fitted, width, top),
        labels=labels_of(labels, width),
        largest=counted(max(series.values, default=0)),
    )


def height_of(value: float, top: float) -> float:
    """Return where a value stands, SVG units from above."""
    return BOTTOM - (BOTTOM - TOP) * min(value / top, 1.0)


def points(values: Sequence[float], width: float, top: float) -> str:
    """Return the points of a line through the middles of the bars."""
    places = [
        (LEFT + (place + 0.5) * width, height_of(value, top)) for place, value in enumerate(values)
    ]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def band_points(fitted: Sequence[Sequence[float]], width: float, top: float) -> str:
    """Return the points around a band: along its low end, and back along its high one."""
    low = points([line[1] for line in fitted], width, top).split()
    high = points([line[2] for line in fitted], width, top).split()
    return " ".join([*low, *reversed(high)])


def labels_of(labels: Sequence[str], width: float) -> list[Label]:
    """Return the first, the middle and the last label."""
    if not labels:
        return []
    last = len(labels) - 1
    found = [Label(LEFT, labels[0], ""), Label(RIGHT, labels[last], "end")]
    if last > LABELS:
        middle = last // 2
        found.insert(1, Label(LEFT + (middle + 0.5) * width, labels[middle], "middle"))
    return found


def place_of_largest(values: Sequence[float]) -> int:
    """Return where the largest of some values is."""
    return max(range(len(values)), key=lambda place: values[place])


def described(series: Series, values: Sequence[float], labels: Sequence[str]) -> str:
    """Return what the picture shows, for those who do not see it."""
    if not values:
        return series.title
    place = place_of_largest(values)
    return (
        f"{series.title}: {len(values)} bars, the highest {counted(values[place])} {series.unit} "
        f"at {labels[place]}."
    )


def share_of(finding: Finding, largest: float) -> Share:
    """Return the picture of a share; `largest` is at the right end."""
    scale = SHARE_WIDTH / largest if largest > 0 else 0.0
    ends = (finding.low, finding.value, finding.high)
    return Share(*(round(end * scale, 1) for end in ends))
