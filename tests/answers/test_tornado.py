"""One input at a time, at both ends of its range."""

import pytest

from app.answers import tornado
from app.catalog import find_preset
from app.inputs import Inputs, Range
from app.model import CHALLENGERS, project


def test_a_bar_holds_the_npv_at_both_ends(plan):
    inputs = plan(
        prompting__platform_cost=100,
        tuning__platform_cost=80,
        tuning__build_cost=200,
        hybrid__platform_cost=0,
        hybrid__build_cost=0,
    )
    bars = tornado(inputs, {"prompting.platform_cost": Range(90, 120)})
    assert [bar.comparison for bar in bars] == ["tuning", "hybrid"]
    assert bars[0].npv_low == pytest.approx(-80)  # 12 × (90 − 80) − 200
    assert bars[0].npv_high == pytest.approx(280)  # 12 × (120 − 80) − 200
    assert bars[1].npv_low == pytest.approx(1080)  # 12 × 90
    assert bars[1].npv_high == pytest.approx(1440)  # 12 × 120


def test_the_longest_bars_come_first(plan):
    inputs = plan(prompting__platform_cost=100, tuning__build_cost=200, hybrid__build_cost=9)
    ranges = {
        "hybrid.build_cost": Range(0, 10_000),  # moves the hybrid by 10,000, tuning by nothing
        "tuning.build_cost": Range(100, 300),  # moves tuning by 200
        "prompting.platform_cost": Range(90, 110),  # moves both by 12 × 20 = 240
    }
    assert [(bar.comparison, bar.input) for bar in tornado(inputs, ranges)] == [
        ("tuning", "prompting.platform_cost"),
        ("tuning", "tuning.build_cost"),
        ("tuning", "hybrid.build_cost"),
        ("hybrid", "hybrid.build_cost"),
        ("hybrid", "prompting.platform_cost"),
        ("hybrid", "tuning.build_cost"),
    ]


def test_every_end_is_what_the_plan_comes_to_with_that_one_value():
    inputs = find_preset("customer-support").inputs
    ranges = {
        "finance.horizon_months": Range(6, 48),
        "finance.discount_rate": Range(0.0, 0.2),
        "workload.requests_per_month": Range(20_000, 150_000),
        "tuning.lead_time_months": Range(0, 12),
        "tuning.upkeep_every_months": Range(0, 24),
        "hybrid.prompted_share": Range(0.0, 0.9),
    }
    bars = tornado(inputs, ranges)
    assert len(bars) == len(ranges) * len(CHALLENGERS)
    for bar in bars:
        whole = isinstance(inputs.value(bar.input), int)
        for end, npv in ((bar.low, bar.npv_low), (bar.high, bar.npv_high)):
            alone = project(inputs.replace({bar.input: int(end) if whole else end}))
            assert npv == pytest.approx(float(alone.npv(bar.comparison)), rel=1e-9, abs=1e-6)


def test_an_input_without_effect_has_a_bar_without_length(plan):
    inputs = plan(prompting__platform_cost=10, tuning__build_cost=200, hybrid__build_cost=0)
    bars = tornado(inputs, {"tuning.build_cost": Range(100, 300)})
    assert [(bar.comparison, bar.npv_low, bar.npv_high) for bar in bars] == [
        ("tuning", 20, -180),  # 12 × 10 − 100 and 12 × 10 − 300
        ("hybrid", 120, 120),
    ]


def test_without_ranges_there_are_no_bars():
    assert tornado(Inputs(), {}) == []


def test_a_bar_of_tuning_moves_the_hybrid_that_follows_it(plan):
    inputs = plan(prompting__platform_cost=10, tuning__build_cost=200)
    bars = tornado(inputs, {"tuning.build_cost": Range(100, 300)})
    assert [(bar.comparison, bar.npv_low, bar.npv_high) for bar in bars] == [
        ("tuning", 20, -180),
        ("hybrid", 20, -180),
    ]


def test_who_takes_no_part_has_no_bar(plan):
    inputs = plan(prompting__platform_cost=10, tuning__build_cost=200, hybrid__considered="no")
    ranges = {"tuning.build_cost": Range(100, 300), "hybrid.build_cost": Range(100, 300)}
    assert [(bar.comparison, bar.input) for bar in tornado(inputs, ranges)] == [
        ("tuning", "tuning.build_cost")
    ]
    forecast = inputs.replace({"tuning.considered": False})
    assert tornado(forecast, {"prompting.platform_cost": Range(5, 20)}) == []


def test_a_hybrid_that_follows_tuning_has_its_bar_though_tuning_takes_no_part(plan):
    inputs = plan(prompting__platform_cost=10, tuning__build_cost=200, tuning__considered="no")
    ranges = {"tuning.build_cost": Range(100, 300)}
    assert [(bar.comparison, bar.npv_low, bar.npv_high) for bar in tornado(inputs, ranges)] == [
        ("hybrid", 20, -180)  # 12 × 10 − 100 and 12 × 10 − 300
    ]
    own = plan(
        prompting__platform_cost=10,
        tuning__build_cost=200,
        hybrid__build_cost=200,
        tuning__considered="no",
    )
    assert tornado(own, ranges) == []
