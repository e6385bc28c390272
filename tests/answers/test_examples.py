"""How many examples cost least, by hand and against every number tried."""

import numpy as np
import pytest

from app.answers import summarise
from app.answers.examples import best_examples, examples_curve, with_examples
from app.inputs import Inputs
from app.model import project

# 1,000 requests in one month; a mistake costs $10, an example $1.
LEARNING = {
    "finance__horizon_months": 1,
    "quality__error_cost": 10,
    "tuning__error_rate": 0.4,
    "tuning__measured_examples": 100,
    "tuning__dataset_examples": 100,
    "tuning__example_cost": 1,
    "tuning__learning_exponent": 1,
}


def test_four_times_the_examples_leave_half_of_the_errors_at_an_exponent_of_a_half(projected):
    projection = projected(
        **LEARNING | {"tuning__dataset_examples": 400, "tuning__learning_exponent": 0.5}
    )
    # 0.4 × (100 / 400)^0.5 = 0.2 of 1,000 requests at $10
    assert projection.result("tuning", "error") == pytest.approx(0.2)
    assert projection.courses["tuning"].lines["errors"][1] == pytest.approx(2000)
    assert projection.courses["tuning"].right_answers[1] == pytest.approx(800)


def test_errors_do_not_fall_below_those_that_stay(projected):
    projection = projected(
        **LEARNING | {"tuning__dataset_examples": 400, "tuning__error_floor": 0.3}
    )
    # 0.3 + (0.4 − 0.3) × 100 / 400 = 0.325
    assert projection.result("tuning", "error") == pytest.approx(0.325)


def test_what_stays_is_no_more_than_what_was_measured(projected):
    projection = projected(
        **LEARNING | {"tuning__dataset_examples": 400, "tuning__error_floor": 0.9}
    )
    assert projection.result("tuning", "error") == pytest.approx(0.4)


def test_fewer_examples_leave_no_more_than_every_answer_wrong(projected):
    projection = projected(**LEARNING | {"tuning__dataset_examples": 10})
    assert projection.result("tuning", "error") == 1  # 0.4 × 100 / 10 = 4


@pytest.mark.parametrize(
    "changed",
    [
        {"tuning__learning_exponent": 0},
        {"tuning__dataset_examples": 0},
        {"tuning__measured_examples": None},
    ],
)
def test_otherwise_errors_are_as_measured(projected, changed):
    projection = projected(**LEARNING | {"tuning__dataset_examples": 400} | changed)
    assert projection.result("tuning", "error") == 0.4


def test_the_hybrid_learns_as_tuning_does(projected):
    projection = projected(
        **LEARNING | {"tuning__dataset_examples": 200}, hybrid__prompted_share=0.25
    )
    assert projection.result("hybrid", "error") == pytest.approx(0.2)
    # of 750 requests; prompting, which is left 250, is never wrong
    assert projection.courses["hybrid"].right_answers[1] == pytest.approx(1000 - 150)


def test_the_best_number_balances_examples_and_mistakes(projected):
    # D + 1,000 × $10 × 0.4 × 100 / D = D + 400,000 / D is lowest at D = √400,000 = 632.46:
    # 632 + 632.91 = 1,264.91; 633 + 631.91 = 1,264.91 — 632 × 633 = 400,056 > 400,000: 632
    assert best_examples(projected(**LEARNING), "tuning") == 632


def test_it_is_in_the_summary_beside_the_cost_of_a_mistake_avoided(projected):
    figures = summarise(projected(**LEARNING, prompting__error_rate=0.9)).comparisons
    # $100 for the examples; 1,000 × (0.9 − 0.4) mistakes fewer
    assert figures["tuning"].cost_per_mistake_avoided == pytest.approx(0.2)
    assert figures["tuning"].best_examples == 632
    assert figures["hybrid"].best_examples == 632  # it follows, and is calculated by itself


def test_without_learning_no_number_is_best(projected):
    projection = projected(**LEARNING | {"tuning__learning_exponent": 0})
    assert best_examples(projection, "tuning") is None
    assert examples_curve(projection, "tuning") is None


def test_examples_that_cost_nothing_are_as_many_as_there_can_be(projected):
    projection = projected(**LEARNING | {"tuning__example_cost": 0})
    assert best_examples(projection, "tuning") == 1_000_000


def test_of_numbers_that_cost_the_same_the_fewest_is_best(projected):
    projection = projected(
        **LEARNING | {"tuning__example_cost": 0, "quality__error_cost": 0, "tuning__error_floor": 0}
    )
    assert best_examples(projection, "tuning") == 1


def test_a_number_left_open_is_that_of_the_plan_as_it_stands(projected):
    projection = projected(
        **{name: value for name, value in LEARNING.items() if "measured" not in name}
    )
    assert best_examples(projection, "tuning") == 632


@pytest.mark.parametrize("seed", range(6))
def test_no_other_number_costs_less(plan, seed):
    inputs = random_learning(plan, seed)
    projection = project(inputs)
    found = best_examples(projection, "tuning")
    every = np.arange(1, 20_001)
    costs = with_examples(projection, "tuning", every).present_cost("tuning")
    assert found == every[np.argmin(costs)]


def random_learning(plan, seed: int) -> Inputs:
    chance = np.random.default_rng(seed)
    return plan(
        finance__horizon_months=12,
        quality__error_cost=float(chance.uniform(1, 20)),
        tuning__error_rate=float(chance.uniform(0.05, 0.9)),
        tuning__error_floor=float(chance.uniform(0, 0.05)),
        tuning__measured_examples=float(chance.uniform(50, 2000)),
        tuning__dataset_examples=500,
        tuning__example_cost=float(chance.uniform(1, 8)),
        tuning__learning_exponent=float(chance.uniform(0.2, 1.5)),
        tuning__example_tokens=800,
        tuning__training_price=25,
        tuning__training_minimum=40,
        tuning__training_runs=3,
    )


def test_the_curve_holds_today_and_the_best(projected):
    projection = projected(**LEARNING)
    curve = examples_curve(projection, "tuning")
    assert curve is not None
    assert (curve.today, curve.best) == (100, 632)
    assert curve.cost_at(100) == pytest.approx(projection.present_cost("tuning"))
    assert curve.cost_at(632) == pytest.approx(632 + 400_000 / 632)
    assert curve.error_at(632) == pytest.approx(40 / 632)
    assert curve.error[curve.examples == 200] == pytest.approx([0.2], abs=0.01)
    assert np.all(np.diff(curve.examples) > 0)
    assert curve.cost_at(632) == curve.present_cost.min()


def test_a_plan_without_examples_has_a_curve_around_the_best(projected):
    curve = examples_curve(projected(**LEARNING | {"tuning__dataset_examples": 0}), "tuning")
    assert curve is not None
    assert (curve.today, curve.best) == (0, 632)
