"""The typed face of the model."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.answers import summarise
from app.inputs import APPROACHES
from app.model import LINES, month_code, project, recorded


@pytest.fixture
def small(projected):
    """Prompting at 100 a month against tuning at 300 at once and 40 a month, for 6 months."""
    return projected(
        finance__horizon_months=6,
        prompting__platform_cost=100,
        tuning__build_cost=300,
        tuning__platform_cost=40,
    )


def test_lines_come_by_name_in_their_order(small):
    lines = small.courses["tuning"].lines
    assert list(lines) == list(LINES)
    assert_array_equal(lines["platform"], [0, 40, 40, 40, 40, 40, 40])
    assert_array_equal(lines["output"], np.zeros(7))  # as wide as the others


def test_an_unknown_line_is_a_key_error(small):
    lines = small.courses["tuning"].lines
    with pytest.raises(KeyError, match="catering"):
        lines["catering"]
    with pytest.raises(KeyError, match="total"):  # a quantity, but no line
        lines["total"]
    assert "total" not in lines


def test_savings_are_what_prompting_costs_more(small):
    assert_array_equal(small.savings("tuning"), [-300, 60, 60, 60, 60, 60, 60])
    assert_array_equal(small.cumulative_savings("tuning"), [-300, -240, -180, -120, -60, 0, 60])
    assert small.npv("tuning") == 60
    assert_array_equal(small.months, range(7))


def test_there_is_one_value_for_a_plan_and_one_for_each_draw(plan):
    inputs = plan(finance__horizon_months=2, prompting__platform_cost=100)
    fees = inputs.replace({"tuning.platform_cost": np.array([[10.0], [20.0], [30.0]])})
    assert project(inputs).present_cost("prompting").shape == ()
    assert_array_equal(project(fees).present_cost("tuning"), [20, 40, 60])
    assert project(fees).courses["tuning"].total.shape == (3, 3)


def test_where_there_is_no_result_it_is_nan(small):
    assert small.result("tuning", "roi") == pytest.approx(60 / 300)
    assert np.isnan(small.result("prompting", "value_roi"))  # answers carry no value


def test_a_recorded_plan_has_its_lines_and_what_follows_from_them(small):
    # Tuning was recorded at 50 a month and 200 at once, which no formula gives today.
    courses = {name: {"own": np.ones(7), "right": np.full(7, 5.0)} for name in APPROACHES}
    courses["prompting"] |= {"platform": np.array([0.0] + [100.0] * 6)}
    courses["tuning"] |= {
        "platform": np.array([0.0] + [50.0] * 6),
        "engineering": np.array([200.0] + [0.0] * 6),
    }
    again = recorded(small.inputs, np.full(7, 9.0), courses)
    tuning = again.courses["tuning"]
    assert_array_equal(tuning.lines["platform"], [0, 50, 50, 50, 50, 50, 50])
    assert_array_equal(tuning.lines["output"], np.zeros(7))
    assert_array_equal(tuning.total, [200, 50, 50, 50, 50, 50, 50])
    assert_array_equal(tuning.own, np.ones(7, bool))
    assert_array_equal(tuning.right_answers, np.full(7, 5.0))
    assert_array_equal(again.requests, np.full(7, 9.0))
    assert_array_equal(again.cumulative_savings("tuning")[[0, -1]], [-200, 100])  # 6 × 50 − 200
    assert again.result("tuning", "cost_per_request") == pytest.approx(500 / 63)


def test_a_plan_recorded_as_it_is_comes_to_the_same(small):
    courses = {
        name: {**course.lines, "own": course.own, "right": course.right_answers}
        for name, course in small.courses.items()
    }
    again = recorded(small.inputs, small.requests, courses)
    assert summarise(again) == summarise(small)
    assert_allclose(again.courses["tuning"].cumulative, small.courses["tuning"].cumulative)


@pytest.mark.parametrize(
    ("month", "code"), [(0, "2026-11"), (1, "2026-12"), (2, "2027-01"), (26, "2029-01")]
)
def test_months_have_their_place_on_the_calendar(month, code):
    assert month_code("2026-11", month) == code


def test_what_nothing_but_the_build_is_drawn_of_has_a_row_for_each_draw(small):
    costs = np.array([[100.0], [300.0]])
    drawn = project(small.inputs.replace({"tuning.build_cost": costs}), draws=True)
    # 100 or 300 at once, and 6 × 40
    assert_array_equal(drawn.present_cost("tuning"), [340, 540])
