"""A plan's chart with what switches it: kind, money, curves, its table, its downloads."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.charts.chart import (
    NARROW,
    USUAL,
    WIDE,
    Chart,
    Kind,
    Money,
    View,
    cumulative_chart,
    readings,
)
from app.inputs import TITLES
from app.plans.plan import Plan
from app.words.tables import Table

KINDS: dict[Kind, str] = {"cumulative": "Cumulative", "monthly": "Monthly"}
MONEYS: dict[Money, str] = {"nominal": "As paid", "today": "In today's money"}
KEYS = {
    "building": ("building-key", "is built"),
    "retraining": ("maintenance-key", "maintenance"),
    "retirement": ("retirement-key", "base model retires"),
}


@dataclass(frozen=True)
class Switch:
    """A link that shows the chart otherwise."""

    text: str
    address: str
    is_on: bool
    name: str = ""  # of the curve


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Everything that the template of a chart needs."""

    title: str
    wide: Chart
    narrow: Chart
    readings: list[list[str]]
    titles: list[str]
    kinds: list[Switch]
    moneys: list[Switch]
    curves: list[Switch]  # none where there is but one curve
    keys: list[tuple[str, str]]  # of the marks that the chart has: class, words
    settings: list[tuple[str, str]]  # carried along by the calculator's form
    svg: str
    png: str
    csv: str
    table: Table


def figure(plan: Plan, view: View = USUAL) -> Figure:
    """Return a plan's chart in a view."""
    read = readings(plan.projection, view)
    considered = plan.inputs.considered
    shown = view.shown(considered)
    titles = [TITLES[name] for name in shown]
    wide = cumulative_chart(plan.projection, plan.summary, WIDE, view)
    return Figure(
        title=view.title,
        wide=wide,
        narrow=cumulative_chart(plan.projection, plan.summary, NARROW, view),
        readings=read,
        titles=titles,
        kinds=[
            Switch(words, address(plan, replace(view, kind=kind)), kind == view.kind)
            for kind, words in KINDS.items()
        ],
        moneys=[
            Switch(words, address(plan, replace(view, money=money)), money == view.money)
            for money, words in MONEYS.items()
        ],
        curves=[
            Switch(TITLES[name], address(plan, view.toggled(name, considered)), name in shown, name)
            for name in considered
            if len(considered) > 1
        ],
        keys=keys(wide),
        settings=parse_qsl(view.query),
        svg=address(plan, view, "/chart.svg"),
        png=address(plan, view, "/chart.png"),
        csv=plan.address("/api/v1/months.csv"),
        table=Table(view.title, ["Month", *titles], read),
    )


def keys(chart: Chart) -> list[tuple[str, str]]:
    """Return the legend of the marks that the chart has."""
    kinds = {event.kind for curve in chart.curves for event in curve.events}
    crossed = [("crossing-key", "crosses prompting")] if chart.crossings else []
    return crossed + [item for kind, item in KEYS.items() if kind in kinds]


def address(plan: Plan, view: View, path: str = "/chart") -> str:
    """Return where the chart is shown in a view."""
    return plan.address(path, view.query)
