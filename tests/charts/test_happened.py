"""The plan's curve and what happened: what is known is solid, what is forecast is dotted."""

from collections.abc import Callable

from app.answers.actuals.lookback import look_back
from app.charts.happened import HappenedChart, happened_chart
from app.inputs import Inputs
from app.model import project
from tests.answers.actuals.worked import MONTHS, PLAN

MakePlan = Callable[..., Inputs]


def drawn(plan: MakePlan, **values: object) -> HappenedChart:
    """Return the chart of the worked example with its six months."""
    inputs = plan(**PLAN, finance__start_month="2026-12", **values)
    return happened_chart(look_back(project(inputs), inputs, MONTHS))


def test_both_curves_of_what_happened_go_on_as_a_forecast(plan: MakePlan) -> None:
    chart = drawn(plan)
    points = {line.kind: line.points.split() for line in chart.lines}

    assert chart.until == "June 2027"
    for solid, dotted in (("prompting", "prompting ahead"), ("paid", "ahead")):
        assert len(points[solid]) == 7  # months 0 to 6
        assert len(points[dotted]) == 7  # months 6 to 12
        assert points[solid][-1] == points[dotted][0]
    assert len(points["planned"]) == 13


def test_every_curve_has_one_label(plan: MakePlan) -> None:
    titles = [line.title for line in drawn(plan).lines if line.title]

    assert sorted(titles) == ["As it goes", "Planned", "Prompting"]
