"""The curves, their marks, and what may come of them."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from app.charts.chart import PAGE, cost_chart, difference_chart
from app.charts.figure import difference_figure, figure
from app.charts.scale import UNSEEN, Frame, Scale
from app.charts.view import View, read_view
from app.inputs import InvalidInputs
from app.plans.building import build_plan
from app.plans.plan import Plan

FRAME = Frame(width=200, height=120, left=50, right=50, top=10, bottom=10)
BUILT = {  # $600 in month 0, live in month 4, and from there on $100 a month less
    "prompting.platform_cost": 100,
    "tuning.build_cost": 600,
    "tuning.lead_time_months": 3,
    "finance.horizon_months": 12,
    "hybrid.considered": False,
}


@pytest.fixture
def built() -> Plan:
    return build_plan("blank", BUILT)


def test_months_and_amounts_have_their_places():
    scale = Scale(FRAME, 10, "USD", highest=100, lowest=0)
    assert (scale.x(0), scale.x(10)) == (50, 150)
    assert (scale.y(0), scale.y(100)) == (110, 10)


def test_wide_amounts_widen_the_margin():
    scale = Scale(FRAME, 10, "MGA", highest=123e9)
    assert scale.frame.left > FRAME.left
    assert scale.x(10) == 150


def test_a_curve_leaves_out_the_points_on_a_straight_line_and_no_bend():
    scale = Scale(FRAME, 100, "USD", highest=100)
    assert len(scale.points(np.linspace(0, 100, 101))) == 2
    amounts = 100 * np.linspace(0, 1, 101) ** 3
    points = np.array([[float(n) for n in item.split(",")] for item in scale.points(amounts)])
    assert len(points) < 40
    drawn = np.interp([scale.x(month) for month in range(101)], points[:, 0], points[:, 1])
    assert np.max(np.abs(drawn - [scale.y(amount) for amount in amounts])) <= UNSEEN + 0.1


def test_the_difference_marks_going_live_and_breaking_even(built):
    shown = difference_chart(built.projection, built.summary, PAGE, {})
    [curve] = shown.curves
    assert [mark.text for mark in curve.events] == ["Fine-tuning: goes live in April 2027"]
    # $600 after 6 of the months that cost $100 less: month 3 + 6 = 9
    assert [mark.text for mark in shown.crossings] == [
        "Fine-tuning overtakes prompting in September 2027"
    ]
    assert curve.end == "$300"
    assert shown.zero is not None


def test_costs_and_difference_are_in_todays_money():
    plan = build_plan("blank", BUILT | {"finance.discount_rate": 0.3})
    costs = cost_chart(plan.projection, plan.summary, PAGE)
    present = {name: item.present_cost for name, item in plan.summary.approaches.items()}
    ends = figure(plan).table.rows[-1][1:]
    assert ends == [f"${cost:,.0f}" for cost in present.values()]
    assert "in today's money" in costs.description
    saved = difference_figure(plan).table.rows[-1][1]
    assert saved == f"${plan.summary.comparisons['tuning'].npv:,.0f}"


def test_the_band_comes_with_ranges_and_only_where_it_is_asked_for():
    plan = build_plan("blank", BUILT | {"ranges.tuning.build_cost": "300..1200", "draws": 256})
    assert difference_figure(plan, is_quick=True).chart.curves[0].band == ""
    shown = difference_figure(plan)
    assert shown.chart.curves[0].band
    assert shown.remark == "in today's money; shaded: 8 of 10 outcomes"
    alone = difference_figure(plan, View(kind="difference", has_band=False))
    assert alone.chart.curves[0].band == ""
    assert [switch.is_on for switch in alone.kinds] == [False, True]


def test_a_forecast_has_no_difference(get):
    plan = build_plan("blank", {"prompting.platform_cost": 100})
    with pytest.raises(InvalidInputs, match="compares nothing"):
        difference_figure(plan)
    for path in ("/chart", "/chart.svg"):
        assert get(f"{path}?preset=blank&view.kind=difference").status_code == 422


def test_a_view_is_read_back_from_its_address():
    for view in (View(), View(kind="difference", has_band=False), View("monthly", "nominal")):
        pairs = parse_qsl(view.query)
        assert read_view(pairs) == view
