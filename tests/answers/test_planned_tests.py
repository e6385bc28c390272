"""What tests are worth, by hand, against a plain fit, and how worth grows with answers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from app.answers import Uncertainty, simulate
from app.answers.drawing import draw_inputs
from app.answers.planned_tests import (
    SIZES,
    PlannedTest,
    best_test,
    billed_per_request,
    cost_per_answer,
    fill_products,
    fitted,
    found_wrong,
    number_of_terms,
    of_each_size,
    planned_tests,
    rate_of,
)
from app.answers.simulation import run_trials
from app.catalog import find_preset
from app.inputs import ApproachName, Range
from app.model import project
from app.model.finance import Floats


@pytest.fixture(scope="module")
def support() -> Uncertainty:
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    return simulate(preset.inputs, ranges)


# One rate of two values: in half of the draws tuning is always right, in half always wrong.
ERRORS = np.tile([0.0, 1.0], 500)
COSTS = np.stack([np.full(1000, 100.0), np.tile([50.0, 200.0], 500)])


def test_a_rate_of_two_values_by_hand():
    # Without a test prompting, at 100 against (50 + 200) / 2 = 125. A test shows which half it is:
    # (50 + 100) / 2 = 75, which is 25 less; in half of the draws tuning is chosen after all.
    test = next(of_each_size(COSTS, [rate_of(ERRORS)], 0.5, seed=1))
    assert test.worth == pytest.approx(25)
    assert test.changes_mind == 0.5
    assert test.cost == 25  # 50 answers at 0.5


def test_a_test_whose_findings_say_nothing_is_worth_nothing():
    test = next(of_each_size(COSTS, [rate_of(np.zeros(1000))], 0.5, seed=1))
    assert (test.worth, test.changes_mind) == (0, 0)


def test_where_one_approach_always_wins_no_test_is_worth_anything(plan):
    inputs = plan(
        quality__error_cost=1,
        tuning__build_cost=1e6,
        hybrid__build_cost=1e6,
        prompting__error_rate=0.05,
        tuning__error_rate=0.05,
    )
    ranges = {f"{name}.error_rate": Range(0.02, 0.1) for name in ("prompting", "tuning")}
    result = simulate(inputs, ranges, draws=1024)
    assert {test.worth for test in result.test_plan} == {0}
    assert {test.changes_mind for test in result.test_plan} == {0}
    assert result.best_test is None


def test_nothing_is_tested_where_no_error_rate_has_a_range(plan):
    result = simulate(plan(quality__error_cost=1), {"quality.error_cost": Range(0, 2)}, draws=256)
    assert {(test.worth, test.cost) for test in result.test_plan} == {(0, 0)}
    assert result.best_test is None


def test_more_answers_are_worth_more_and_never_as_much_as_knowing(support):
    worths = [test.worth for test in support.test_plan]
    assert [test.answers for test in support.test_plan] == list(SIZES)
    assert worths == sorted(worths)
    assert worths[0] > 0
    assert worths[-1] < support.expected_value_of_perfect_information


def test_the_same_seed_gives_the_same_figures(support):
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    assert simulate(preset.inputs, ranges).test_plan == support.test_plan
    assert simulate(preset.inputs, ranges, seed=2).test_plan != support.test_plan


def test_what_tests_find_is_remembered_of_their_rates_size_and_seed_alone():
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    others = ranges | {"tuning.error_rate": Range(0.02, 0.09)}
    dearer = preset.inputs.replace({"prompting.input_price": 5.0})
    asked = [(preset.inputs, ranges, 1), (preset.inputs, others, 1), (preset.inputs, ranges, 2)]
    first = [simulate(inputs, spread, seed=seed).test_plan for inputs, spread, seed in asked]
    assert found_wrong.cache_info().currsize >= 3 * len(SIZES)
    drawn = found_wrong.cache_info().misses
    assert simulate(dearer, ranges).test_plan != first[0]
    again = [simulate(inputs, spread, seed=seed).test_plan for inputs, spread, seed in asked]
    assert found_wrong.cache_info().misses == drawn
    found_wrong.cache_clear()
    anew = [simulate(inputs, spread, seed=seed).test_plan for inputs, spread, seed in asked]
    assert first == again == anew
    assert len(set(first)) == 3


def test_it_is_a_plain_fit_over_the_draws(support):
    """The section of model.md once more, without care for speed or digits."""
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    trials = run_trials(preset.inputs, drawn := draw_inputs(preset.inputs, ranges))
    for test in support.test_plan:
        chance = np.random.default_rng([1, test.answers])
        one, two, three = (
            chance.binomial(test.answers, drawn[f"{name}.error_rate"]).astype(float)
            for name in ("prompting", "tuning", "hybrid")
        )
        squares = [one * one, two * two, three * three]
        products = [one * two, one * three, two * three]
        terms = np.stack([np.ones(len(one)), one, two, three, *squares, *products], axis=1)
        weights = np.linalg.lstsq(terms, trials.present_cost.T, rcond=None)[0]
        expected = terms @ weights
        means = trials.present_cost.mean(axis=1)
        assert test.worth == pytest.approx(means.min() - expected.min(axis=1).mean(), rel=1e-6)
        changed = np.mean(expected.argmin(axis=1) != means.argmin())
        assert test.changes_mind == pytest.approx(changed, abs=1e-3)


def test_the_fit_is_exact_where_costs_are_squares_and_products():
    terms = np.ones((number_of_terms(2), 200))
    one, two = terms[1:3] = np.random.default_rng(1).random((2, 200))
    fill_products(terms, 2)
    costs = np.stack([3 + one - 2 * two, one * two + 5 * two**2])
    assert_allclose(fitted(costs, terms), costs, atol=1e-9)


# What a test costs


def test_an_answer_costs_its_tokens_its_services_and_the_time_to_check_it(plan):
    inputs = plan(
        quality__review_minutes=6,
        labour__reviewer_rate=30,
        prompting__call_price=0.02,
        prompting__input_price=1,
        prompting__prompt_tokens=10_000,
        tuning__call_price=0.5,
        tuning__platform_cost=1000,
    )
    projection = project(inputs)
    # prompting: 6 minutes at $30 an hour = $3; $0.02 a call; 10,000 tokens at $1 = $0.01
    assert cost_per_answer(projection, {"prompting": ERRORS}) == pytest.approx(3.03)
    both: dict[ApproachName, Floats] = {"prompting": ERRORS, "tuning": ERRORS}
    assert cost_per_answer(projection, both) == pytest.approx(3.03 + 3.5)
    cheapest = planned_tests(inputs, COSTS, both, seed=1)[0]
    assert cheapest.cost == pytest.approx(50 * 6.53)


def test_a_request_of_the_hybrid_costs_what_its_own_model_does(projected):
    # 1,000 requests, 400 of them left to prompting; storage of $60 is shared by the other 600
    projection = projected(
        hybrid__prompted_share=0.4,
        hybrid__call_price=0.3,
        hybrid__storage_price=60,
        prompting__call_price=9,
    )
    assert billed_per_request(projection, "hybrid") == pytest.approx(0.3 + 60 / 600)


def test_it_is_that_of_the_first_month_with_requests_of_its_own(projected):
    projection = projected(
        tuning__lead_time_months=2,
        tuning__call_price=1,
        finance__provider_price_change=1,
        finance__start_month="2026-12",
        workload__march=0,
    )
    # live from month 3, March, without requests; in month 4 prices are 2^(3/12) of today's
    assert billed_per_request(projection, "tuning") == pytest.approx(2 ** (3 / 12))


def test_what_never_goes_live_has_nothing_to_pay_but_the_check(projected):
    projection = projected(tuning__build_month=24, tuning__call_price=1)
    assert billed_per_request(projection, "tuning") == 0


def test_the_best_test_is_the_one_most_worth_its_cost():
    tests = [planned(50, worth=9, cost=1), planned(100, worth=12, cost=2), planned(200, 13, 4)]
    assert best_test(tests) == 100


def test_no_test_is_best_where_none_is_worth_its_cost():
    assert best_test([planned(50, worth=1, cost=1)]) is None


def planned(answers: int, worth: float, cost: float) -> PlannedTest:
    return PlannedTest(answers=answers, worth=worth, cost=cost, changes_mind=0.1)
