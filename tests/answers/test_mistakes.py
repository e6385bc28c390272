"""What a mistake avoided costs, and who is the cheapest at which cost of one, by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from app.answers import simulate, summarise
from app.answers.mistakes import acceptability, costs_tried
from app.catalog import find_preset
from app.inputs import Range
from app.model import project


def test_a_mistake_avoided_costs_what_the_approach_costs_more(projected):
    # 1,000 requests a month for 12 months; tuning costs $600 more and is wrong 240 times less
    figures = summarise(
        projected(
            prompting__error_rate=0.05,
            tuning__error_rate=0.03,
            tuning__platform_cost=50,
            quality__error_cost=7,
        )
    ).comparisons
    assert figures["tuning"].cost_per_mistake_avoided == pytest.approx(600 / 240)


def test_it_does_not_hang_on_what_a_mistake_costs(projected):
    given = {"prompting__error_rate": 0.05, "tuning__error_rate": 0.03, "tuning__build_cost": 600}
    costs = [
        summarise(projected(**given, quality__error_cost=cost))
        .comparisons["tuning"]
        .cost_per_mistake_avoided
        for cost in (0, 1000)
    ]
    assert costs == pytest.approx([2.5, 2.5])


def test_it_is_below_zero_where_the_approach_is_cheaper_and_better(projected):
    figures = summarise(
        projected(prompting__error_rate=0.05, prompting__platform_cost=100, tuning__error_rate=0.01)
    ).comparisons
    assert figures["tuning"].cost_per_mistake_avoided == pytest.approx(-1200 / 480)


@pytest.mark.parametrize("error_rate", [0.05, 0.06])
def test_it_is_none_where_no_mistake_is_avoided(projected, error_rate):
    figures = summarise(
        projected(prompting__error_rate=0.05, tuning__error_rate=error_rate)
    ).comparisons
    assert figures["tuning"].cost_per_mistake_avoided is None


def test_a_hybrid_that_errs_as_prompting_does_avoids_nothing(projected):
    # its own 70 % and prompting's 30 % add up to a number that rounding alone tells from the whole
    figures = summarise(
        projected(
            prompting__error_rate=0.1,
            tuning__error_rate=0.1,
            hybrid__prompted_share=0.3,
            hybrid__build_cost=1,
        )
    ).comparisons
    assert figures["hybrid"].cost_per_mistake_avoided is None


def test_mistakes_are_weighed_by_month_as_money_is(projected):
    # At 100 % a year, month 12 counts half. All 1,000 requests come in month 12.
    months = {
        f"workload__{name}": 0
        for name in "january february march april may june july august september october".split()
    }
    figures = summarise(
        projected(
            **months,
            workload__november=0,
            finance__start_month="2026-12",
            finance__discount_rate=1,
            prompting__error_rate=0.1,
            tuning__build_cost=100,
        )
    ).comparisons
    # $100 today for 100 mistakes that count as 50
    assert figures["tuning"].cost_per_mistake_avoided == pytest.approx(2)


# Who is the cheapest at which cost


@pytest.fixture
def three(plan):
    return plan(quality__error_cost=5, tuning__build_cost=1, hybrid__build_cost=1)


def test_costs_go_from_nothing_to_four_times_the_plans():
    assert_allclose(costs_tried(5), np.arange(25) * 20 / 24)


def test_without_a_cost_in_the_plan_they_go_to_ten():
    assert costs_tried(0)[-1] == 10


def test_who_errs_less_wins_as_mistakes_cost_more(three):
    # two draws: $10 more avoids 2 mistakes in the first, 1 in the second: from $5 and $10 on
    present = np.array([[0, 0], [10, 10], [99, 99]], float) + 5 * np.array([[3, 3], [1, 2], [0, 0]])
    found = acceptability(three, present, np.array([[3, 3], [1, 2], [0, 0]], float), np.array(5.0))
    shares = {round(point.cost, 2): point.probability_cheapest for point in found}
    assert shares[4.17] == {"prompting": 1, "tuning": 0, "hybrid": 0}
    assert shares[5.83] == {"prompting": 0.5, "tuning": 0.5, "hybrid": 0}
    assert shares[10.83] == {"prompting": 0, "tuning": 1, "hybrid": 0}


def test_of_equals_the_first_is_the_cheapest(three):
    found = acceptability(three, np.ones((3, 4)) * (1 + 1e-14), np.ones((3, 4)), np.array(1.0))
    assert {point.probability_cheapest["prompting"] for point in found} == {1}


def test_rounding_alone_makes_nobody_cheaper(three):
    present = np.array([[3.0], [3.0 - 4e-16], [3.0]])
    found = acceptability(three, present, np.zeros((3, 1)), np.array(1.0))
    assert {point.probability_cheapest["prompting"] for point in found} == {1}


def test_at_the_plans_own_cost_shares_are_those_of_the_simulation():
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    del ranges["quality.error_cost"]
    result = simulate(preset.inputs, ranges, draws=1024)
    own = result.acceptability[6]  # a quarter of the way to four times
    assert own.cost == pytest.approx(preset.inputs.quality.error_cost)
    assert own.probability_cheapest == result.probability_cheapest


def test_a_ranged_cost_of_a_mistake_is_taken_out_draw_by_draw():
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    ranged = simulate(preset.inputs, ranges, draws=1024).acceptability
    fixed = simulate(
        preset.inputs.replace({"quality.error_cost": 0.0}), without(ranges), draws=1024
    )
    assert ranged[0].probability_cheapest["tuning"] == pytest.approx(
        fixed.probability_cheapest["tuning"], abs=0.01
    )


def without(ranges):
    return {name: ends for name, ends in ranges.items() if name != "quality.error_cost"}


def test_wrong_answers_are_what_is_not_right():
    projection = project(find_preset("legal-drafting").inputs)
    for name, course in projection.courses.items():
        wrong = (projection.requests - course.right_answers) @ projection.discount
        assert projection.result(name, "wrong_answers") == pytest.approx(wrong)
