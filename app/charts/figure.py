"""A plan's charts with what switches them, their tables, their downloads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.charts.chart import (
    PAGE,
    Chart,
    cost_chart,
    difference_chart,
    names_of,
    readings,
)
from app.charts.view import CURVES_ALONE, DIFFERENCE, USUAL, Kind, Money, View
from app.inputs import TITLES, InvalidInputs, Problem
from app.plans.plan import Plan
from app.words.tables import Table

KINDS: dict[Kind, str] = {"cumulative": "Cumulative", "monthly": "Monthly"}
MONEYS: dict[Money, str] = {"today": "Today's money", "nominal": "As paid"}
BANDS = {DIFFERENCE: "With what may come", CURVES_ALONE: "Curves alone"}
KEYS = {
    "building": "is built",
    "live": "goes live",
    "retraining": "maintenance",
    "retirement": "base model retires",
}
BAND_WORDS = "shaded: 8 of 10 outcomes"
NOTHING_COMPARED = "This plan compares nothing with prompting, so there is no difference to show."


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

    place: str  # its id on the page
    title: str
    remark: str
    chart: Chart
    kinds: Sequence[Switch] = ()
    moneys: Sequence[Switch] = ()
    curves: Sequence[Switch] = ()  # none where there is but one curve
    keys: list[tuple[str, str]]  # of the marks that the chart has: class, words
    settings: list[tuple[str, str]]  # carried along by the calculator's form
    svg: str
    png: str
    csv: str
    table: Table


def figure(plan: Plan, view: View = USUAL) -> Figure:
    """Return a plan's chart in a view; raises InvalidInputs if there is nothing to show."""
    if view.kind == "difference":
        return difference_figure(plan, view)
    return costs(plan, view)


def costs(plan: Plan, view: View) -> Figure:
    """Return what each approach costs."""
    considered = plan.inputs.considered
    shown = view.shown(considered)
    return Figure(
        place="figure",
        title=view.title,
        remark=view.money_words,
        chart=(chart := cost_chart(plan.projection, plan.summary, PAGE, view)),
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
        keys=keys(chart, "crosses prompting"),
        settings=parse_qsl(view.query),
        svg=address(plan, view, "/chart.svg"),
        png=address(plan, view, "/chart.png"),
        csv=plan.address("/api/v1/months.csv"),
        table=month_table(plan, view),
    )


def difference_figure(plan: Plan, view: View = DIFFERENCE, *, is_quick: bool = False) -> Figure:
    """Return what each challenger has saved so far; raises InvalidInputs if there is none.

    Its band is a simulation, which takes as long as all the rest of the answer: `is_quick` leaves
    it to whoever asks later.
    """
    check_compared(plan)
    bands = plan.savings_bands if view.has_band and not is_quick else {}
    chart = difference_chart(plan.projection, plan.summary, PAGE, bands)
    return Figure(
        place="difference",
        title=view.title,
        remark="; ".join([view.money_words, *([BAND_WORDS] if bands else [])]),
        chart=chart,
        kinds=[
            Switch(words, address(plan, shown), shown.has_band == view.has_band)
            for shown, words in BANDS.items()
            if plan.ranges
        ],
        keys=keys(chart, "breaks even, or falls behind again"),
        settings=[],
        svg=address(plan, view, "/chart.svg"),
        png=address(plan, view, "/chart.png"),
        csv=plan.address("/api/v1/months.csv", "lines=all"),
        table=month_table(plan, view),
    )


def check_compared(plan: Plan) -> None:
    """Raise InvalidInputs if nothing is compared with prompting."""
    if not plan.inputs.challengers:
        raise InvalidInputs([Problem("view.kind", NOTHING_COMPARED)])


def month_table(plan: Plan, view: View) -> Table:
    """Return the amounts of a chart, month by month."""
    titles = [TITLES[name] for name in names_of(plan.projection, view)]
    caption = f"{view.title}, {view.money_words}"
    return Table(caption, ["Month", *titles], readings(plan.projection, view))


def keys(chart: Chart, crossing: str) -> list[tuple[str, str]]:
    """Return the legend of the marks that the chart has."""
    kinds = {event.kind for curve in chart.curves for event in curve.events}
    crossed = [("crossing", crossing)] if chart.crossings else []
    return crossed + [item for item in KEYS.items() if item[0] in kinds]


def address(plan: Plan, view: View, path: str = "/chart") -> str:
    """Return where the chart is shown in a view."""
    return plan.address(path, view.query)
