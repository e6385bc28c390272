"""The plan's curve and what happened drawn over it, beside prompting at the same requests."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.answers.actuals.lookback import Lookback
from app.charts.chart import PAGE, VERBS, Mark, crossing_mark
from app.charts.scale import Floats, Frame, Scale, Tick
from app.inputs import TITLES
from app.model import finance
from app.words.money import money
from app.words.months import month_name
from app.words.tables import Table

PLANNED, AS_IT_GOES = "Planned", "As it goes"
DOT = "m-3.5 0a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One curve of cumulative cost; `kind` is how it is drawn."""

    kind: str
    title: str
    points: str
    label_y: float = 0
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class HappenedChart:
    """Everything that a template needs."""

    frame: Frame
    lines: list[Line]
    until: str  # the last month that was entered; what comes after is a forecast
    dots: list[Mark]  # of months that were entered
    crossings: list[Mark]
    months: list[Tick]
    amounts: list[Tick]
    description: str
    table: Table


def happened_chart(back: Lookback) -> HappenedChart:
    """Return cumulative costs, as paid: planned, paid and forecast, and prompting's."""
    happened = back.happened
    plan, cost, prompting = curves(back)
    scale = Scale(
        PAGE,
        len(cost) - 1,
        happened.inputs.finance.currency,
        highest=max(float(np.max(item)) for item in (plan, cost, prompting)),
        lowest=min(float(np.min(item)) for item in (plan, cost, prompting)),
    )
    shown = [("planned", PLANNED, plan, 0), ("ahead", AS_IT_GOES, cost, happened.last)]
    so_far = [Line(kind="paid", title="", points=points(scale, cost, 0, happened.last))]
    if happened.decided != "prompting":
        shown.insert(0, ("prompting ahead", TITLES["prompting"], prompting, happened.last))
        until = points(scale, prompting, 0, happened.last)
        so_far.insert(0, Line(kind="prompting", title="", points=until))
    return HappenedChart(
        frame=scale.frame,
        lines=[*labelled(scale, shown), *so_far],
        until=month_name(happened.inputs.finance.start_month, happened.last),
        dots=dots(back, scale, cost),
        crossings=crossings(back, scale, prompting),
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        description=description(back, plan, cost, prompting),
        table=month_table(back, plan, cost, prompting),
    )


def labelled(scale: Scale, shown: Sequence[tuple[str, str, Floats, int]]) -> list[Line]:
    """Return curves from a month on, with labels at their ends that do not touch."""
    ends = [scale.y(float(amounts[-1])) for _, _, amounts, _ in shown]
    return [
        Line(
            kind=kind,
            title=title,
            points=points(scale, amounts, first, scale.horizon),
            label_y=place,
            end=scale.end(amounts),
        )
        for (kind, title, amounts, first), place in zip(
            shown, scale.label_places(ends), strict=True
        )
    ]


def curves(back: Lookback) -> tuple[Floats, Floats, Floats]:
    """Return the running sums of the plan, of what it did cost and will, and of prompting."""
    happened = back.happened
    plan = happened.plan.courses[happened.decided].cumulative
    return plan, np.cumsum(happened.cost), np.cumsum(happened.prompting)


def points(scale: Scale, amounts: Floats, first: int, last: int) -> str:
    """Return a part of a curve."""
    return " ".join(
        f"{scale.x(month):g},{scale.y(float(amounts[month])):g}" for month in range(first, last + 1)
    )


def dots(back: Lookback, scale: Scale, cost: Floats) -> list[Mark]:
    """Return a dot for every month that was entered."""
    finance_ = back.happened.inputs.finance
    return [
        Mark(
            kind="entered",
            text=f"{month_name(finance_.start_month, item.month)}: "
            f"{money(float(cost[item.month]), finance_.currency)} so far",
            path=f"M{scale.x(item.month):g} {scale.y(float(cost[item.month])):g}{DOT}",
        )
        for item in back.months
    ]


def crossings(back: Lookback, scale: Scale, prompting: Floats) -> list[Mark]:
    """Return where what it did cost crosses prompting."""
    happened = back.happened
    if happened.decided == "prompting":
        return []
    start = happened.inputs.finance.start_month
    running = np.cumsum(happened.prompting - happened.cost)
    return [
        crossing_mark(VERBS[item.direction].capitalize(), item, start, prompting, scale)
        for item in finance.crossings(running)
    ]


def description(back: Lookback, plan: Floats, cost: Floats, prompting: Floats) -> str:
    """Return the chart in words, for those who do not see it."""
    happened = back.happened
    currency = happened.inputs.finance.currency
    last = happened.last
    until = month_name(happened.inputs.finance.start_month, last)
    amounts = [
        f"{name} {money(float(values[last]), currency)} until {until} and "
        f"{money(float(values[-1]), currency)} at the end"
        for name, values in (
            ("it goes", cost),
            ("planned", plan),
            ("prompting at the requests that came", prompting),
        )
    ]
    return f"Cumulative cost, as paid: {'; '.join(amounts)}."


def month_table(back: Lookback, plan: Floats, cost: Floats, prompting: Floats) -> Table:
    """Return the curves month by month."""
    finance_ = back.happened.inputs.finance
    rows = [
        [
            month_name(finance_.start_month, month),
            *(money(float(item[month]), finance_.currency) for item in (prompting, plan, cost)),
        ]
        for month in range(len(cost))
    ]
    until = month_name(finance_.start_month, back.happened.last)
    return Table(
        f"Cumulative cost, as paid, prompting's at the same requests; after {until} a forecast",
        ["Month", TITLES["prompting"], PLANNED, AS_IT_GOES],
        rows,
    )
