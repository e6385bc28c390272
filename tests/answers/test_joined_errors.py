"""Error rates rise and fall together, as far as the plan says."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import betaincinv, ndtr

from app.answers import simulate
from app.answers.drawing import draw_inputs
from app.inputs import Inputs, Range
from app.model import CHALLENGERS

FEE = "prompting.platform_cost"  # enters every month of prompting, and nothing else


@pytest.fixture
def erring_plan(plan) -> Inputs:
    return plan(
        quality__error_cost=1,
        prompting__error_rate=0.1,
        tuning__error_rate=0.08,
        hybrid__error_rate=0.09,
        tuning__build_cost=100,
    )


ERRORS = {
    "prompting.error_rate": Range(0.02, 0.3),
    "tuning.error_rate": Range(0.01, 0.2),
    "hybrid.error_rate": Range(0.03, 0.25),
}


PLAIN_DRAWS = 100_000


@pytest.mark.no_cover
@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.7, 1.0])
def test_error_rates_are_joined_as_plain_draws_are(erring_plan, correlation):
    inputs = erring_plan.replace({"quality.error_correlation": correlation})
    drawn = draw_inputs(inputs, ERRORS, draws=16_384)
    chance = np.random.default_rng(5)
    shared, plain = chance.standard_normal(PLAIN_DRAWS), {}
    for name, spread in ERRORS.items():
        own, width = chance.standard_normal(PLAIN_DRAWS), spread.high - spread.low
        place = (inputs.value(name) - spread.low) / width
        score = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
        share = betaincinv(1 + 4 * place, 5 - 4 * place, ndtr(score))
        plain[name] = spread.low + width * share
    first, second = np.corrcoef(list(drawn.values())), np.corrcoef(list(plain.values()))
    assert_allclose(first, second, atol=0.02)
    for name, values in drawn.items():
        ends = np.percentile(values, [10, 50, 90]), np.percentile(plain[name], [10, 50, 90])
        assert_allclose(*ends, rtol=0.01)


def test_a_single_range_of_errors_is_joined_with_none(erring_plan):
    alone = {"tuning.error_rate": Range(0.01, 0.2), FEE: Range(0, 9)}
    first = draw_inputs(erring_plan, alone)
    other = draw_inputs(erring_plan.replace({"quality.error_correlation": 0.0}), alone)
    assert_array_equal(first["tuning.error_rate"], other["tuning.error_rate"])


def test_who_takes_no_part_is_joined_with_none_and_has_no_chance(erring_plan):
    inputs = erring_plan.replace({"hybrid.considered": False})
    drawn = draw_inputs(inputs, ERRORS, draws=8192)
    rates = np.corrcoef([drawn[name] for name in ERRORS])
    assert rates[0, 1] > 0.5
    assert abs(rates[0, 2]) < 0.05
    result = simulate(inputs, ERRORS, draws=256)
    assert list(result.probability_cheapest) == ["prompting", "tuning"]
    assert list(result.comparisons) == ["tuning"]
    assert dict(result.value_of_learning)["hybrid.error_rate"] == 0


def test_errors_of_a_hybrid_that_follows_tuning_are_joined_though_tuning_takes_no_part(plan):
    inputs = plan(tuning__considered="no", prompting__error_rate=0.1, tuning__error_rate=0.08)
    ranges = {name: ERRORS[name] for name in ("prompting.error_rate", "tuning.error_rate")}
    drawn = draw_inputs(inputs, ranges, draws=8192)
    own = draw_inputs(inputs.replace({"hybrid.error_rate": 0.08}), ranges, draws=8192)
    assert np.corrcoef(list(drawn.values()))[0, 1] > 0.5
    assert abs(np.corrcoef(list(own.values()))[0, 1]) < 0.05  # nobody follows


def test_a_hybrid_that_follows_tuning_ties_with_it_in_every_draw(plan):
    inputs = plan(
        quality__error_cost=1,
        prompting__error_rate=0.1,
        tuning__error_rate=0.08,
        tuning__output_tokens=70,
        tuning__output_price=3,
    )
    result = simulate(inputs, {"tuning.error_rate": Range(0.01, 0.2)}, draws=1024)
    assert result.probability_cheapest["hybrid"] == 0  # a tie goes to the first
    assert result.probability_cheapest["tuning"] > 0.5
    first, second = (result.comparisons[name].npv for name in CHALLENGERS)
    assert first.mean == pytest.approx(second.mean, rel=1e-12)
