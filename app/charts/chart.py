"""The cumulative cost curves as shapes that a template draws."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from app.answers import Summary
from app.inputs import APPROACHES, TITLES, ApproachName, InvalidInputs, Problem, in_style
from app.model import Challenger, Course, Crossing, Projection, finance
from app.words.money import money, short_money
from app.words.months import month_name

Kind = Literal["cumulative", "monthly"]
Money = Literal["nominal", "today"]
VIEW = "view."  # what the names of a chart's settings begin with
VIEWS: dict[str, Sequence[str]] = {
    f"{VIEW}kind": ("cumulative", "monthly"),
    f"{VIEW}money": ("nominal", "today"),
    f"{VIEW}hide": APPROACHES,
}
EventKind = Literal["building", "retraining", "retirement"]
NEARLY = 1e-9  # of a step; float noise that must not add one
LABEL_HEIGHT = 16.0  # least distance between two labels
VERBS = {"ahead": "overtakes", "behind": "falls behind"}
EVENT_TITLES: dict[EventKind, str] = {
    "building": "is built",
    "retraining": "maintenance",
    "retirement": "base model retires",
}


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The size of a chart and of the margins around its plot, in SVG units."""

    width: float
    height: float
    left: float
    right: float
    top: float = 24.0
    bottom: float = 40.0


WIDE = Frame(width=760, height=400, left=64, right=112)
NARROW = Frame(width=360, height=330, left=50, right=96)


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    position: float
    text: str
    step: int  # of the axis' own steps, counted from zero


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point of interest on a curve; `text` says what it is."""

    x: float
    y: float
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One approach's cumulative cost."""

    name: ApproachName
    title: str
    points: str
    end_y: float
    label_y: float
    events: list[Mark]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Everything a template needs to draw the curves."""

    frame: Frame
    curves: list[Curve]
    crossings: list[Mark]
    months: list[Tick]
    amounts: list[Tick]
    description: str


@dataclass(frozen=True)
class View:
    """What of a plan a chart shows."""

    kind: Kind = "cumulative"
    money: Money = "nominal"
    hidden: frozenset[ApproachName] = frozenset()

    @property
    def title(self) -> str:
        """What the chart shows, as its heading."""
        kind = "Cumulative cost" if self.kind == "cumulative" else "Cost of each month"
        return kind if self.money == "nominal" else f"{kind}, in today's money"

    @property
    def query(self) -> str:
        """What an address carries of it; nothing where it is the usual one."""
        return urlencode(
            [
                *([("view.kind", self.kind)] if self.kind != "cumulative" else []),
                *([("view.money", self.money)] if self.money != "nominal" else []),
                *(("view.hide", name) for name in APPROACHES if name in self.hidden),
            ]
        )

    def toggled(self, name: ApproachName, considered: Sequence[ApproachName]) -> "View":
        """Return the view with a curve switched on or off; the last one stays on."""
        switched = replace(self, hidden=self.hidden ^ {name})
        return switched if any(item not in switched.hidden for item in considered) else self

    def shown(self, considered: Sequence[ApproachName]) -> list[ApproachName]:
        """Return the curves to draw of those that take part; all of them if each is hidden."""
        return [name for name in considered if name not in self.hidden] or list(considered)


def read_view(pairs: Iterable[tuple[str, str]]) -> View:
    """Return the view that a query asks for; raises InvalidInputs."""
    given = [(name, text) for name, text in pairs if name.startswith(VIEW)]
    problems = [
        Problem(name, f"The chart has no view {name}={text}"[:100] + ".")
        for name, text in given
        if text not in VIEWS.get(name, ())
    ]
    if problems:
        raise InvalidInputs(problems)
    values = dict(given)
    hidden = frozenset(name for name in APPROACHES if (f"{VIEW}hide", name) in given)
    return View(
        kind="monthly" if values.get(f"{VIEW}kind") == "monthly" else "cumulative",
        money="today" if values.get(f"{VIEW}money") == "today" else "nominal",
        hidden=frozenset() if len(hidden) == len(APPROACHES) else hidden,
    )


USUAL = View()


def amounts_of(projection: Projection, name: ApproachName, view: View) -> NDArray[np.float64]:
    """Return what a curve shows, month by month."""
    monthly = projection.courses[name].total
    if view.money == "today":
        monthly = monthly * projection.discount
    elif view.kind == "cumulative":
        return projection.courses[name].cumulative
    return np.cumsum(monthly) if view.kind == "cumulative" else monthly


def cumulative_chart(
    projection: Projection, summary: Summary, frame: Frame, view: View = USUAL
) -> Chart:
    """Return the curves with every crossing, retirement and round of maintenance."""
    plan = projection.inputs.finance
    shown = view.shown(projection.inputs.considered)
    amounts = {name: amounts_of(projection, name, view) for name in shown}
    highest = max(float(np.max(amounts[name])) for name in shown)
    scale = Scale(frame, plan.horizon_months, plan.currency, highest=highest)
    curves = [curve(projection, name, amounts[name], scale) for name in shown]
    labels = spread([item.end_y for item in curves], LABEL_HEIGHT, frame.height - frame.bottom)
    return Chart(
        frame=frame,
        curves=[
            Curve(**(vars(item) | {"label_y": label}))
            for item, label in zip(curves, labels, strict=True)
        ],
        crossings=crossings(projection, summary, scale, view),
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        description=describe(projection, amounts, view),
    )


class Scale:
    """From months and amounts to places in the frame."""

    def __init__(
        self, frame: Frame, horizon: int, currency: str, *, highest: float, lowest: float = 0.0
    ) -> None:
        self.frame = frame
        self.horizon = horizon
        self.currency = currency
        self.step = nice_step(max(highest, 0.0) - min(lowest, 0.0))
        self.first = math.floor(min(lowest, 0.0) / self.step + NEARLY)
        self.last = max(self.first + 1, math.ceil(highest / self.step - NEARLY), 0)

    def x(self, month: float) -> float:
        """Return the place of a month."""
        plot = self.frame.width - self.frame.left - self.frame.right
        return round(self.frame.left + plot * month / self.horizon, 1)

    def y(self, amount: float) -> float:
        """Return the place of an amount."""
        plot = self.frame.height - self.frame.top - self.frame.bottom
        return round(self.frame.height - self.frame.bottom - plot * self.share(amount), 1)

    def across(self, amount: float) -> float:
        """Return the place of an amount where amounts run from left to right."""
        plot = self.frame.width - self.frame.left - self.frame.right
        return round(self.frame.left + plot * self.share(amount), 1)

    def share(self, amount: float) -> float:
        """Return how far an amount lies between the first tick and the last."""
        return (amount / self.step - self.first) / (self.last - self.first)

    def month_ticks(self) -> list[Tick]:
        """Return about six ticks on whole months, quarters or years."""
        wanted = self.horizon / (7 if self.frame.width > NARROW.width else 5)
        step = next(step for step in (1, 2, 3, 6, 12, 24, 36) if step >= wanted)
        return [
            Tick(self.x(month), str(month), month) for month in range(0, self.horizon + 1, step)
        ]

    def amount_ticks(self) -> list[Tick]:
        """Return the ticks from the lowest to the highest."""
        return [
            Tick(self.y(self.step * index), short_money(self.step * index, self.currency), index)
            for index in range(self.first, self.last + 1)
        ]


def nice_step(highest: float) -> float:
    """Return a step of 1, 2, 2.5 or 5 times a power of ten that gives four to six ticks."""
    if highest <= 0:
        return 1.0
    rough = highest / 5
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)


def curve(
    projection: Projection, name: ApproachName, amounts: NDArray[np.float64], scale: Scale
) -> Curve:
    """Return one approach's curve, its label still at its end."""
    end = scale.y(float(amounts[-1]))
    return Curve(
        name=name,
        title=TITLES[name],
        points=" ".join(f"{scale.x(t)},{scale.y(amount)}" for t, amount in enumerate(amounts)),
        end_y=end,
        label_y=end,
        events=events(projection, name, amounts, scale),
    )


def events(
    projection: Projection, name: ApproachName, amounts: NDArray[np.float64], scale: Scale
) -> list[Mark]:
    """Return when the approach is built, maintained, and moves to a new base model.

    A build in month 0 goes without saying: the curve starts with it.
    """
    start = projection.inputs.finance.start_month
    return [
        Mark(
            x=scale.x(month),
            y=scale.y(float(amounts[month])),
            kind=kind,
            text=f"{TITLES[name]}: {EVENT_TITLES[kind]} in month {month}, "
            f"{month_name(start, month)}",
        )
        for kind, flags in event_flags(projection.courses[name]).items()
        for month in np.flatnonzero(flags).tolist()
    ]


def event_flags(course: Course) -> dict[EventKind, NDArray[np.bool_]]:
    """Return in which months each kind of event falls."""
    later = course.model.month > 0
    return {
        "building": later & course.flag("building"),
        "retraining": course.own & course.flag("upkeep"),
        "retirement": course.own & course.flag("life_ends"),
    }


def crossings(
    projection: Projection, summary: Summary, scale: Scale, view: View = USUAL
) -> list[Mark]:
    """Return every point in which a curve that is shown crosses prompting's."""
    shown = view.shown(projection.inputs.considered)
    if view.kind == "monthly" or "prompting" not in shown:
        return []
    prompting = amounts_of(projection, "prompting", view)
    return [
        Mark(
            x=scale.x(crossing.month),
            y=scale.y(float(np.interp(crossing.month, projection.months, prompting))),
            kind=crossing.direction,
            text=f"{TITLES[name]} {VERBS[crossing.direction]} prompting in month "
            f"{in_style(f'{crossing.month:.1f}')}",
        )
        for name in summary.comparisons
        if name in shown
        for crossing in crossings_of(projection, summary, name, view)
    ]


def crossings_of(
    projection: Projection, summary: Summary, name: Challenger, view: View
) -> Sequence[Crossing]:
    """Return where an approach crosses prompting, in the money that is shown."""
    if view.money == "nominal":
        return summary.comparisons[name].crossings
    savings = projection.savings(name) * projection.discount
    return finance.crossings(np.cumsum(savings))


def spread(places: list[float], distance: float, lowest: float) -> list[float]:
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


def describe(
    projection: Projection, amounts: Mapping[ApproachName, NDArray[np.float64]], view: View
) -> str:
    """Return the chart in words, for those who do not see it."""
    currency = projection.inputs.finance.currency
    ends = ", ".join(
        f"{TITLES[name].lower()} {money(float(values[-1]), currency)}"
        for name, values in amounts.items()
    )
    last = "At the end" if view.kind == "cumulative" else "In the last month"
    return (
        f"{view.title} over {projection.inputs.finance.horizon_months} months. "
        f"{last}: {ends}. The table of this chart holds every value."
    )


def readings(projection: Projection, view: View = USUAL) -> list[list[str]]:
    """Return what the crosshair reads out in each month: its name, each curve's amount."""
    plan = projection.inputs.finance
    columns = [
        amounts_of(projection, name, view).tolist()
        for name in view.shown(projection.inputs.considered)
    ]
    return [
        [
            f"Month {month}, {month_name(plan.start_month, month)}",
            *(money(column[month], plan.currency) for column in columns),
        ]
        for month in projection.months.tolist()
    ]
