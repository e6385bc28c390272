"""The simulation against closed forms, hand-worked cases and one plan at a time."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import betaincinv, ndtri
from scipy.stats import beta

from app.answers import Uncertainty, savings_bands, simulate
from app.answers import simulation as uncertainty
from app.answers.drawing import beta_quantile, draw_inputs
from app.answers.simulation import (
    GROUPS,
    break_even_months,
    break_even_spread,
    run_trials,
    value_of_learning,
    value_of_perfect_information,
)
from app.catalog import find_preset
from app.inputs import APPROACHES, FIELDS, Inputs, Range
from app.model import CHALLENGERS, finance, project

FEE = "prompting.platform_cost"  # enters every month of prompting, and nothing else


@pytest.fixture
def fee_plan(plan) -> Inputs:
    """Prompting at 100 a month for 12 months, uncertain, against tuning at 1,100 at once."""
    return plan(
        prompting__platform_cost=100,
        prompting__already_live="yes",
        tuning__build_cost=1100,
        hybrid__build_cost=9000,
    )


def figures(result: Uncertainty) -> dict[str, Any]:
    """Return every number of a result, to compare results by."""
    found: dict[str, Any] = {
        "cheapest": result.probability_cheapest,
        "evpi": result.expected_value_of_perfect_information,
        "learning": dict(result.value_of_learning),
    }
    for name, outlook in result.comparisons.items():
        band = outlook.cumulative_savings
        found |= {
            f"{name} cheaper": outlook.probability_cheaper,
            f"{name} npv": outlook.npv,
            f"{name} month": outlook.break_even_month,
            f"{name} savings": [band.p10.tolist(), band.p50.tolist(), band.p90.tolist()],
        }
    return found


# Closed forms


def test_one_linear_input_gives_a_scaled_beta(fee_plan):
    result = simulate(fee_plan, {FEE: Range(80, 160)})
    # fee = 80 + 80 · Beta(α, β), α = 1 + 4 · 20/80 = 2, β = 1 + 4 · 60/80 = 4;
    # npv = 12 · fee − 1,100 = 960 · Beta(2, 4) − 140
    expected = beta(2, 4, loc=-140, scale=960)
    npv = result.comparisons["tuning"].npv
    assert expected.mean() == pytest.approx(180)  # 960 · 2/6 − 140
    assert npv.mean == pytest.approx(180, rel=1e-4)
    assert_allclose([npv.p10, npv.p50, npv.p90], expected.ppf([0.1, 0.5, 0.9]), rtol=2e-3)
    probability = result.comparisons["tuning"].probability_cheaper
    assert probability == pytest.approx(expected.sf(0), abs=1e-3)


def test_the_mean_of_a_pert_distribution_weighs_the_entered_value_fourfold(fee_plan):
    fees = draw_inputs(fee_plan, {FEE: Range(40, 400)})[FEE]
    assert np.mean(fees) == pytest.approx((40 + 4 * 100 + 400) / 6, rel=1e-4)
    assert fees.min() >= 40
    assert fees.max() <= 400


@pytest.mark.parametrize(("low", "high"), [(100, 200), (20, 100)])
def test_the_entered_value_may_be_an_end_of_the_range(fee_plan, low, high):
    fees = draw_inputs(fee_plan, {FEE: Range(low, high)})[FEE]
    assert np.mean(fees) == pytest.approx((low + 4 * 100 + high) / 6, rel=1e-4)


@given(st.floats(0, 1), st.integers(0, 2**20))
def test_the_quantile_is_that_of_the_beta_distribution(place, seed):
    alpha, beta_ = 1 + 4 * place, 5 - 4 * place
    tail = 0.5 * 2.0 ** -np.random.default_rng(seed).uniform(0, 29, 64)  # as far as Sobol points
    shares = np.concatenate([tail, 1 - tail])
    expected = betaincinv(alpha, beta_, shares)
    assert_allclose(beta_quantile(alpha, beta_, ndtri(shares)), expected, rtol=0, atol=1e-6)


def test_twice_the_draws_move_the_mean_by_less_than_half_a_percent():
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    once = simulate(preset.inputs, ranges, draws=8192)
    twice = simulate(preset.inputs, ranges, draws=16_384)
    for name in CHALLENGERS:
        mean = once.comparisons[name].npv.mean
        assert twice.comparisons[name].npv.mean == pytest.approx(mean, rel=0.005)


# One plan at a time


@pytest.mark.no_cover
def test_a_simulation_is_a_loop_over_plans(monkeypatch):
    monkeypatch.setattr(uncertainty, "CHUNK", 8)  # so that chunks differ in their longest plan
    inputs = find_preset("customer-support").inputs
    ranges = {
        "workload.requests_per_month": Range(20_000, 150_000),
        "workload.monthly_growth": Range(-0.05, 0.1),
        "finance.horizon_months": Range(1, 60),
        "finance.discount_rate": Range(0, 0.3),
        "finance.provider_price_change": Range(-0.5, 0.2),
        "finance.wage_growth": Range(-0.1, 0.2),
        "prompting.prompt_tokens": Range(0, 9000),
        "prompting.cache_minimum_tokens": Range(0, 9000),
        "prompting.upkeep_every_months": Range(0, 12),
        "tuning.error_rate": Range(0, 0.3),
        "tuning.lead_time_months": Range(0, 24),
        "tuning.dataset_examples": Range(0, 20_000),
        "tuning.service_life_months": Range(0, 120),
        "hybrid.prompted_share": Range(0, 1),
        "hybrid.minimum_replicas": Range(1, 9),
    }
    drawn = draw_inputs(inputs, ranges, draws=256)
    trials = run_trials(inputs, drawn)
    for draw in range(256):
        projection = project(inputs.replace({name: drawn[name][draw].item() for name in drawn}))
        costs = [float(projection.present_cost(name)) for name in APPROACHES]
        assert_allclose(trials.present_cost[:, draw], costs, rtol=1e-12)
        for index, name in enumerate(CHALLENGERS):
            running = projection.cumulative_savings(name)
            simulated = trials.cumulative_savings[index, :, draw]
            noise = 1e-12 * max(costs)
            assert_allclose(trials.npv[index, draw], projection.npv(name), atol=noise)
            assert_allclose(simulated[: len(running)], running, atol=noise)
            assert_allclose(simulated[len(running) :], running[-1], atol=noise)
            month = finance.break_even(running)
            assert_array_equal(trials.break_even_month[index, draw], month[0] if month else np.nan)


@pytest.mark.no_cover
@pytest.mark.parametrize("preset", ["customer-support", "legal-drafting"])
def test_every_number_of_the_model_may_be_ranged(preset):
    inputs = find_preset(preset).inputs
    for field in FIELDS.values():
        entered = inputs.value(field.name)
        if not field.is_number or entered is None:
            continue
        low = entered - 1 if field.contains(entered - 1) else entered
        high = entered + 1 if field.contains(entered + 1) else entered
        result = simulate(inputs, {field.name: Range(low, high)}, draws=256)
        for outlook in result.comparisons.values():
            assert np.isfinite(outlook.npv.mean)
            assert np.isfinite(outlook.cumulative_savings.p90).all()


@given(st.lists(st.lists(st.integers(-3, 3), min_size=6, max_size=6), min_size=1, max_size=9))
def test_break_even_months_are_those_of_each_row(rows):
    running = np.cumsum(np.array(rows, float), axis=-1)
    single = [finance.break_even(row) for row in running]
    expected = [np.nan if month is None else month[0] for month in single]
    assert_array_equal(break_even_months(running), expected)


def test_percentiles_of_break_even_are_months_among_those_that_break_even():
    spread = break_even_spread(np.array([3.0, np.nan, 8.0, 5.0, np.nan]))
    assert spread.share == pytest.approx(0.6)
    assert (spread.p10, spread.p50, spread.p90) == (3, 5, 8)


def test_without_a_break_even_there_is_no_month(plan):
    inputs = plan(tuning__build_cost=100)
    result = simulate(inputs, {"tuning.build_cost": Range(90, 110)}, draws=256)
    month = result.comparisons["tuning"].break_even_month
    assert (month.share, month.p10, month.p50, month.p90) == (0, None, None, None)


def test_the_last_month_of_cumulative_savings_is_the_undiscounted_npv(fee_plan):
    ranges = {FEE: Range(80, 160), "tuning.build_cost": Range(500, 3000)}
    result = simulate(fee_plan, ranges)  # without a cost of capital
    for outlook in result.comparisons.values():
        band, npv = outlook.cumulative_savings, outlook.npv
        assert band.p10.shape == (13,)
        assert_allclose([band.p10[-1], band.p50[-1], band.p90[-1]], [npv.p10, npv.p50, npv.p90])


def test_the_bands_end_at_the_npv_and_pass_through_each_month_of_the_plans(monkeypatch):
    monkeypatch.setattr(uncertainty, "CHUNK", 64)  # so that chunks differ in their longest plan
    inputs = find_preset("customer-support").inputs
    ranges = {
        "workload.requests_per_month": Range(20_000, 150_000),
        "finance.horizon_months": Range(1, 60),
        "finance.discount_rate": Range(0, 0.3),
    }
    bands = savings_bands(inputs, ranges, draws=256)
    npvs = {
        name: outlook.npv
        for name, outlook in simulate(inputs, ranges, draws=256).comparisons.items()
    }
    drawn = draw_inputs(inputs, ranges, draws=256)
    months = int(drawn["finance.horizon_months"].max())
    plans = [
        project(inputs.replace({name: drawn[name][draw].item() for name in drawn}))
        for draw in range(256)
    ]
    for name, band in bands.items():
        saved = np.empty((256, months + 1))
        for row, plan in zip(saved, plans, strict=True):
            running = np.cumsum(plan.savings(name) * plan.discount)
            row[: running.size], row[running.size :] = running, running[-1]
        expected = np.percentile(saved, [10, 50, 90], axis=0)
        assert_allclose([band.p10, band.p50, band.p90], expected, rtol=1e-9, atol=1e-6)
        ends = [band.p10[-1], band.p50[-1], band.p90[-1]]
        assert_allclose(ends, [npvs[name].p10, npvs[name].p50, npvs[name].p90], rtol=1e-9)


# Which is cheapest


def test_the_probabilities_of_being_cheapest_add_up_to_one():
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    probabilities = simulate(preset.inputs, ranges).probability_cheapest
    assert list(probabilities) == list(APPROACHES)
    assert sum(probabilities.values()) == pytest.approx(1, abs=1e-12)


def test_a_tie_goes_to_prompting_and_is_not_cheaper():
    result = simulate(Inputs(), {"workload.requests_per_month": Range(500, 2000)}, draws=256)
    assert result.probability_cheapest == {"prompting": 1, "tuning": 0, "hybrid": 0}
    assert result.comparisons["tuning"].probability_cheaper == 0
    assert result.expected_value_of_perfect_information == 0


def test_all_approaches_share_the_draws(plan):
    same = {"input_price": 2, "error_rate": 0.1, "prompt_tokens": 700}
    inputs = plan(
        quality__error_cost=3,
        **{f"{name}__{field}": value for name in APPROACHES for field, value in same.items()},
    )
    ranges = {
        "workload.requests_per_month": Range(500, 9000),
        "quality.error_cost": Range(0, 20),
    }
    trials = run_trials(inputs, draw_inputs(inputs, ranges))
    assert np.ptp(trials.present_cost[0]) > 0
    assert_array_equal(trials.present_cost[0], trials.present_cost[1])
    assert_array_equal(trials.npv, 0)


# The value of knowing


def test_perfect_information_in_a_hand_worked_case():
    # Four draws, equally likely. On average prompting costs 25, tuning 22 and the hybrid 30, so
    # tuning is chosen. Knowing the draw, one pays 10, 20, 20, 16: 16.5. Knowing is worth 5.5.
    costs = np.array([[10, 20, 30, 40], [30, 22, 20, 16], [30, 30, 30, 30]], float)
    assert value_of_perfect_information(costs) == pytest.approx(5.5)


def test_an_approach_that_is_always_cheapest_makes_information_worthless():
    costs = np.array([[1, 2, 3, 4], [2, 3, 4, 5], [9, 9, 9, 9]], float)
    assert value_of_perfect_information(costs) == 0


def test_what_rounding_leaves_is_worth_nothing():
    costs = np.array([[0.1, 0.2, 0.3], [9.0, 9.0, 9.0]]) * 1e5
    assert value_of_perfect_information(costs) == 0
    costs[1, 0] = 10_000 * (1 - 1e-13)  # 1e-9 less in one of three draws
    assert value_of_perfect_information(costs) == 0


def test_learning_an_input_in_a_hand_worked_case():
    # 64 draws in 32 groups of two. An input that tells which half of the draws it is: in the one
    # prompting costs 0 and tuning 10, in the other prompting costs 30 and tuning 10.
    # Unknown: prompting 15, tuning 10. Known: 0 in half of the draws, 10 in the other: 5. Worth 5.
    half = np.arange(64) % 2
    costs = np.stack([30.0 * half, np.full(64, 10.0), np.full(64, 99.0)])
    assert value_of_learning(half.astype(float), costs) == pytest.approx(5)
    # An input that does not: each group of two has one draw of each half.
    assert value_of_learning(np.arange(64.0), costs) == 0


def test_perfect_information_on_one_input_has_a_closed_form(fee_plan):
    result = simulate(fee_plan, {FEE: Range(80, 160)})
    # npv of tuning = 960 · B − 140 with B ~ Beta(2, 4), 180 on average: tuning is chosen. Knowing
    # saves E[max(140 − 960 · B, 0)] = ∫ over B < 140/960, in which prompting would be cheaper.
    edge = 140 / 960
    saved = 140 * beta(2, 4).cdf(edge) - 960 * (2 / 6) * beta(3, 4).cdf(edge)
    assert result.expected_value_of_perfect_information == pytest.approx(saved, rel=1e-3)


def test_learning_the_only_uncertain_input_is_perfect_information(fee_plan):
    result = simulate(fee_plan, {FEE: Range(80, 160)})
    [learning] = result.value_of_learning
    perfect = result.expected_value_of_perfect_information
    assert learning.input == FEE
    assert 0 < learning.value <= perfect
    assert learning.value == pytest.approx(perfect, rel=0.02)  # one group of 32 holds both signs


def test_learning_an_input_that_moves_no_cost_is_worth_nothing(fee_plan):
    ranges = {FEE: Range(80, 160), "quality.review_minutes": Range(0, 9)}
    result = simulate(fee_plan, ranges)
    relevant, irrelevant = result.value_of_learning
    assert (relevant.input, irrelevant.input) == (FEE, "quality.review_minutes")
    assert relevant.value > 0
    assert irrelevant.value == 0


def test_there_are_as_many_draws_in_every_group():
    with pytest.raises(ValueError, match="reshape"):
        value_of_learning(np.arange(GROUPS + 1.0), np.ones((3, GROUPS + 1)))


# Draws


def test_the_same_seed_gives_the_same_figures_and_another_one_others(fee_plan):
    ranges = {FEE: Range(80, 160), "tuning.build_cost": Range(500, 3000)}
    first = simulate(fee_plan, ranges, draws=512, seed=7)
    assert figures(first) == figures(simulate(fee_plan, ranges, draws=512, seed=7))
    assert figures(first) != figures(simulate(fee_plan, ranges, draws=512, seed=8))
    assert (first.draws, first.seed) == (512, 7)


def test_the_order_of_the_ranges_does_not_matter(fee_plan):
    ranges = {FEE: Range(80, 160), "tuning.build_cost": Range(500, 3000)}
    backwards = dict(reversed(ranges.items()))
    first, second = (simulate(fee_plan, given, draws=512) for given in (ranges, backwards))
    assert figures(first) == figures(second)


def test_whole_numbers_are_drawn_whole(fee_plan):
    months = draw_inputs(fee_plan, {"finance.horizon_months": Range(6, 24)})[
        "finance.horizon_months"
    ]
    assert months.dtype == np.int64
    assert set(months.tolist()) <= set(range(6, 25))
    assert np.mean(months) == pytest.approx((6 + 4 * 12 + 24) / 6, abs=0.05)


def test_a_range_without_width_changes_nothing(fee_plan):
    result = simulate(fee_plan, {FEE: Range(100, 100)}, draws=256)
    npv = result.comparisons["tuning"].npv
    assert (npv.mean, npv.p10, npv.p90) == (100, 100, 100)  # 12 × 100 − 1,100
    assert result.value_of_learning == ((FEE, 0.0),)


def test_without_ranges_there_is_nothing_to_simulate():
    with pytest.raises(ValueError, match="no ranges"):
        simulate(Inputs(), {})


@pytest.mark.parametrize("draws", [-256, 0, 128, 1000, 131_072])
def test_draws_are_a_power_of_two_within_limits(fee_plan, draws):
    with pytest.raises(ValueError, match="a power of two from 256 to 65,536"):
        simulate(fee_plan, {FEE: Range(80, 160)}, draws=draws)
