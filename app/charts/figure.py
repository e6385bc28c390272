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
from app.inputs import APPROACHES, TITLES
from app.plans.plan import Plan
from app.words.tables import Table

KINDS: dict[Kind, str] = {"cumulative": "Cumulative", "monthly": "Monthly"}
MONEYS: dict[Money, str] = {"nominal": "As paid", "today": "In today's money"}


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
    curves: list[Switch]
    settings: list[tuple[str, str]]  # carried along by the calculator's form
    svg: str
    png: str
    csv: str
    table: Table


def figure(plan: Plan, view: View = USUAL) -> Figure:
    """Return a plan's chart in a view."""
    read = readings(plan.projection, view)
    titles = [TITLES[name] for name in APPROACHES if name not in view.hidden]
    return Figure(
        title=view.title,
        wide=cumulative_chart(plan.projection, plan.summary, WIDE, view),
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
            Switch(TITLES[name], address(plan, view.toggled(name)), name not in view.hidden, name)
            for name in APPROACHES
        ],
        settings=parse_qsl(view.query),
        svg=address(plan, view, "/chart.svg"),
        png=address(plan, view, "/chart.png"),
        csv=plan.address("/api/v1/months.csv"),
        table=Table(view.title, ["Month", *titles], read),
    )


def address(plan: Plan, view: View, path: str = "/chart") -> str:
    """Return where the chart is shown in a view."""
    return plan.address(path, view.query)
