"""The curves of a plan as shapes that a template draws: what is paid, and what is saved by it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.answers import Band, Summary
from app.charts.scale import Floats, Frame, Scale, Tick
from app.charts.view import DIFFERENCE, USUAL, View
from app.inputs import TITLES, ApproachName
from app.model import Challenger, Course, Crossing, Projection, finance
from app.words.money import money
from app.words.months import month_name

EventKind = Literal["building", "live", "retraining", "retirement"]
VERBS = {"ahead": "overtakes", "behind": "falls behind"}
EVENT_TITLES: dict[EventKind, str] = {
    "building": "is built",
    "live": "goes live",
    "retraining": "maintenance",
    "retirement": "base model retires",
}
SHAPES = {  # around the point in which they stand
    "building": "m-4-4h8v8h-8z",
    "live": "m0-5 5 9h-10z",
    "retraining": "m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    "retirement": "m0-5 5 5-5 5-5-5z",
}
RING = "m-5 0a5 5 0 1 0 10 0 5 5 0 1 0-10 0"
PAGE = Frame(width=360, height=232, left=44, right=86)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point of interest on a curve; `text` says what it is, `path` draws it."""

    kind: str
    text: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One approach's amounts, what they end with, and a band around them."""

    name: ApproachName
    title: str
    points: str
    end_y: float
    label_y: float
    end: str  # the last amount, short
    events: list[Mark]
    band: str = ""  # the corners of what holds eight draws in ten; empty without ranges


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Everything a template needs to draw the curves."""

    frame: Frame
    curves: list[Curve]
    crossings: list[Mark]
    months: list[Tick]
    amounts: list[Tick]
    zero: float | None  # where the line stands above which something is saved
    description: str


def amounts_of(projection: Projection, name: ApproachName, view: View) -> Floats:
    """Return what a curve shows, month by month."""
    course = projection.courses[name]
    if view.kind == "difference":
        return course.quantity("discounted_running")
    monthly = course.total if view.money == "nominal" else course.total * projection.discount
    return np.cumsum(monthly) if view.kind == "cumulative" else monthly


def names_of(projection: Projection, view: View) -> Sequence[ApproachName]:
    """Return whose curves a view shows."""
    if view.kind == "difference":
        return projection.inputs.challengers
    return view.shown(projection.inputs.considered)


def cost_chart(projection: Projection, summary: Summary, frame: Frame, view: View = USUAL) -> Chart:
    """Return what each approach costs, with every crossing, retirement and maintenance."""
    amounts = {name: amounts_of(projection, name, view) for name in names_of(projection, view)}
    scale = scale_for(projection, amounts.values(), frame)
    return Chart(
        frame=scale.frame,
        curves=labelled([curve(projection, name, amounts[name], scale) for name in amounts], scale),
        crossings=crossings(projection, summary, scale, view),
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        zero=None,
        description=describe(projection, amounts, view),
    )


def difference_chart(
    projection: Projection, summary: Summary, frame: Frame, bands: Mapping[Challenger, Band]
) -> Chart:
    """Return what each challenger has saved so far, in today's money, with its band if any.

    What is ranged may make some draws longer than the plan: the chart ends with the plan.
    """
    months = projection.inputs.finance.horizon_months + 1
    amounts: dict[ApproachName, Floats] = {
        name: amounts_of(projection, name, DIFFERENCE) for name in projection.inputs.challengers
    }
    ends = [item[:months] for band in bands.values() for item in (band.p10, band.p90)]
    scale = scale_for(projection, [*amounts.values(), *ends], frame)
    drawn = [
        replace(
            curve(projection, name, amounts[name], scale),
            band=band_around(bands[name], months, scale) if name in bands else "",
        )
        for name in projection.inputs.challengers
    ]
    return Chart(
        frame=scale.frame,
        curves=labelled(drawn, scale),
        crossings=crossings(projection, summary, scale, DIFFERENCE),
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        zero=scale.y(0.0),
        description=describe(projection, amounts, DIFFERENCE),
    )


def scale_for(projection: Projection, amounts: Collection[Floats], frame: Frame) -> Scale:
    """Return a scale that holds all amounts."""
    finance_ = projection.inputs.finance
    return Scale(
        frame,
        finance_.horizon_months,
        finance_.currency,
        lowest=min(float(np.min(item)) for item in amounts),
        highest=max(float(np.max(item)) for item in amounts),
    )


def band_around(band: Band, months: int, scale: Scale) -> str:
    """Return the corners of a band: along its upper edge, and back along its lower one."""
    upper, lower = (scale.points(edge[:months]) for edge in (band.p90, band.p10))
    return " ".join([*upper, *reversed(lower)])


def curve(projection: Projection, name: ApproachName, amounts: Floats, scale: Scale) -> Curve:
    """Return one approach's curve, its label still at its end."""
    last = float(amounts[-1])
    return Curve(
        name=name,
        title=TITLES[name],
        points=" ".join(scale.points(amounts)),
        end_y=scale.y(last),
        label_y=scale.y(last),
        end=scale.end(amounts),
        events=events(projection, name, amounts, scale),
    )


def labelled(curves: list[Curve], scale: Scale) -> list[Curve]:
    """Return the curves with labels that do not touch, and stay within the frame."""
    places = scale.label_places([item.end_y for item in curves])
    return [replace(item, label_y=place) for item, place in zip(curves, places, strict=True)]


def events(projection: Projection, name: ApproachName, amounts: Floats, scale: Scale) -> list[Mark]:
    """Return when the approach is built, goes live, is maintained, and moves to a new base model.

    What happens at the start goes without saying.
    """
    start = projection.inputs.finance.start_month
    return [
        Mark(
            kind=kind,
            text=f"{TITLES[name]}: {EVENT_TITLES[kind]} in {month_name(start, month)}",
            path=f"M{scale.x(month):g} {scale.y(float(amounts[month])):g}{SHAPES[kind]}",
        )
        for kind, flags in event_flags(projection.courses[name]).items()
        for month in np.flatnonzero(flags).tolist()
    ]


def event_flags(course: Course) -> dict[EventKind, NDArray[np.bool_]]:
    """Return in which months each kind of event falls."""
    own, month = course.own, course.model.month
    first = own & (np.cumsum(own) == 1)
    return {
        "building": (month > 0) & course.flag("building"),
        "live": (month > 1) & first,
        "retraining": own & course.flag("upkeep"),
        "retirement": own & course.flag("life_ends"),
    }


def crossings(
    projection: Projection, summary: Summary, scale: Scale, view: View = USUAL
) -> list[Mark]:
    """Return every point in which a curve that is shown crosses prompting's, or zero."""
    shown = names_of(projection, view)
    is_difference = view.kind == "difference"
    if view.kind == "monthly" or not (is_difference or "prompting" in shown):
        return []
    line = (
        np.zeros(projection.months.size)
        if is_difference
        else amounts_of(projection, "prompting", view)
    )
    start = projection.inputs.finance.start_month
    return [
        crossing_mark(f"{TITLES[name]} {VERBS[crossing.direction]}", crossing, start, line, scale)
        for name in summary.comparisons
        if name in shown
        for crossing in crossings_of(projection, summary, name, view)
    ]


def crossing_mark(
    does: str, crossing: Crossing, start_month: str, line: Floats, scale: Scale
) -> Mark:
    """Return the ring where something crosses prompting's line; `does` says what it does there."""
    month = crossing.month
    amount = float(np.interp(month, np.arange(line.size), line))
    return Mark(
        kind=crossing.direction,
        text=f"{does} prompting in {month_name(start_month, int(np.ceil(month)))}",
        path=f"M{scale.x(month):g} {scale.y(amount):g}{RING}",
    )


def crossings_of(
    projection: Projection, summary: Summary, name: Challenger, view: View
) -> Sequence[Crossing]:
    """Return where an approach crosses prompting, in the money that is shown."""
    if view.money == "nominal":
        return summary.comparisons[name].crossings
    return finance.crossings(projection.courses[name].quantity("discounted_running"))


def describe(projection: Projection, amounts: Mapping[ApproachName, Floats], view: View) -> str:
    """Return the chart in words, for those who do not see it."""
    currency = projection.inputs.finance.currency
    ends = ", ".join(
        f"{TITLES[name].lower()} {money(float(values[-1]), currency)}"
        for name, values in amounts.items()
    )
    last = "In the last month" if view.kind == "monthly" else "At the end"
    return (
        f"{view.title} over {projection.inputs.finance.horizon_months} months, "
        f"{view.money_words}. {last}: {ends}. The table of this chart holds every value."
    )


def readings(projection: Projection, view: View = USUAL) -> list[list[str]]:
    """Return what the crosshair reads out in each month: its name, each curve's amount."""
    plan = projection.inputs.finance
    columns = [amounts_of(projection, name, view).tolist() for name in names_of(projection, view)]
    return [
        [
            f"Month {month}, {month_name(plan.start_month, month)}",
            *(money(column[month], plan.currency) for column in columns),
        ]
        for month in projection.months.tolist()
    ]
