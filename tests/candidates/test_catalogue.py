"""Every model of the catalogue in a plan, against the plan with that model put in."""

from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

import pytest

from app.answers.summary import approach_figures
from app.candidates import compare
from app.catalog import find_model, models
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.plan import Plan

# Tiers, writes into a cache that cools, batches, a discount, hosting, a commitment.
BUSY: dict[str, Any] = {
    "workload.requests_per_month": 400_000,
    "workload.monthly_growth": 0.03,
    "prompting.prompt_tokens": 190_000,
    "prompting.prompt_growth": 0.01,
    "prompting.cache_hit_rate": 0.8,
    "prompting.calls_per_request": 2.5,
    "prompting.batch_share": 0.3,
    "prompting.list_discount": 0.1,
    "prompting.committed_spend": 30_000,
    "finance.discount_rate": 0.1,
    "tuning.replica_requests_per_hour": 900,
    "tuning.cache_hit_rate": 0.5,
    "tuning.service_life_months": 14,
}
PLANS: dict[str, dict[str, Any]] = {
    "usual": {},
    "busy": BUSY,
    "shared tokens of long calls": BUSY | {"prompting.long_share": 0.4},
    "entered with a price per call": {
        "prompting.model": "perplexity/sonar",
        "tuning.on_retirement": "prompting",
        "tuning.service_life_months": 9,
    },
    "a model that one hosts": {"prompting.model": "own-gpu/8b-on-h100"},
    "prices of one's own": {"prompting.input_price": 3, "prompting.call_price": 0.002},
}


def reopened(candidate):
    return read_query(parse_qsl(candidate.query, keep_blank_values=True))


@pytest.mark.parametrize(("first", "name"), list(enumerate(PLANS)))
def test_each_model_costs_what_the_plan_with_it_costs(first, name):
    plan = build_plan("customer-support", PLANS[name])
    found = compare(plan)
    assert len(found.candidates) == len(models())
    for item in found.candidates[first % 3 :: 3]:  # in six plans each model twice
        opened = reopened(item)
        figures = approach_figures(opened.projection, item.approach)
        assert opened.inputs.approach(item.approach).model == item.reference
        assert item.present_cost == pytest.approx(figures.present_cost, rel=1e-9)
        assert item.provider_cost == pytest.approx(figures.provider_cost, rel=1e-9)
        now = found.entered[item.approach].present_cost
        assert item.difference == pytest.approx(figures.present_cost - now, abs=1e-9 * now)


LEARNS = {
    "tuning.dataset_examples": 2000,
    "tuning.measured_examples": 500,
    "tuning.learning_exponent": 0.5,
}


def test_errors_are_those_with_as_many_examples_as_there_are():
    plan = build_plan("customer-support", LEARNS)
    now = compare(plan).entered["tuning"]
    assert now is not None
    assert now.error_range is not None
    # four times the examples leave half of the wrong answers
    assert now.error_rate == pytest.approx(plan.inputs.tuning.error_rate / 2)
    ends = plan.ranges["tuning.error_rate"]
    assert now.error_range.low == pytest.approx(ends.low / 2)
    assert now.error_range.high == pytest.approx(ends.high / 2)
    errors = plan.projection.present_cost_of("tuning", ["errors"])
    assert now.error_rate * now.cost_of_errors == pytest.approx(
        float(errors) - prompted_errors(plan)
    )


def prompted_errors(plan: Plan) -> float:
    """Return what wrong answers cost until fine-tuning goes live, in today's money."""
    course = plan.projection.courses["tuning"]
    borrowed = course.lines["errors"] * ~course.own
    return float(borrowed @ plan.projection.discount)


@pytest.mark.parametrize("name", PLANS)
def test_an_allowed_error_rate_put_back_costs_what_the_entered_one_does(name):
    plan = build_plan("customer-support", PLANS[name])
    found = compare(plan)
    allowed = [item for item in found.candidates if item.error_rate_allowed is not None]
    assert allowed
    for item in allowed[::5]:
        rate = {f"{item.approach}.error_rate": item.error_rate_allowed}
        cost = reopened(item).projection.at(rate).present_cost(item.approach)
        now = found.entered[item.approach].present_cost
        assert float(cost) == pytest.approx(now, rel=1e-9)


def test_where_wrong_answers_cost_nothing_no_share_of_them_makes_costs_equal():
    plan = build_plan("customer-support", {"quality.error_cost": 0})
    assert {item.error_rate_allowed for item in compare(plan).candidates} == {None}


def test_a_model_too_dear_even_if_it_is_never_wrong_has_no_allowed_rate():
    # GPT-5.5 Pro costs 40 times what GPT-5.4 mini does: 60,000 × 24 × 2,830 tokens × $30 = $122k;
    # what 5 % of wrong answers cost, at $0.05 each, is far less.
    plan = build_plan("customer-support", {"quality.error_cost": 0.05})
    [dear] = [item for item in compare(plan).candidates if item.reference == "openai/gpt-5.5-pro"]
    assert dear.error_rate_allowed is None
    assert dear.difference > 0


@pytest.mark.parametrize("reference", ["openai/gpt-5.4-mini", "openai/gpt-5.5", "perplexity/sonar"])
def test_the_entered_model_differs_by_nothing(reference):
    plan = build_plan("customer-support", {"prompting.model": reference})
    [same] = [item for item in compare(plan).candidates if item.reference == reference]
    assert same.difference == 0
    assert same.error_rate_allowed == plan.inputs.prompting.error_rate


def test_a_model_dearer_in_every_price_is_never_cheaper():
    plan = build_plan("customer-support", BUSY)
    costs = {item.reference: item.present_cost for item in compare(plan, ["prompting"]).candidates}
    plain = [find_model(name) for name in costs]
    plain = [
        model
        for model in plain
        if model.cached_input_price is None
        and model.long_threshold_tokens is None
        and model.call_price is None
        and not model.batch_discount
    ]
    by_input = sorted(plain, key=lambda model: (model.input_price, model.output_price))
    pairs = [
        (cheap, dear)
        for cheap, dear in pairwise(by_input)
        if cheap.output_price <= dear.output_price
    ]
    assert len(pairs) > 50
    for cheap, dear in pairs:
        assert costs[cheap.reference] <= costs[dear.reference] * (1 + 1e-12)


def test_the_cheapest_comes_first():
    costs = [item.present_cost for item in compare(build_plan("legal-drafting", {})).candidates]
    assert costs == sorted(costs)


def test_a_model_whose_window_is_too_small_cannot_carry_the_plan():
    plan = build_plan("customer-support", {"prompting.prompt_tokens": 150_000})
    found = {item.reference: item for item in compare(plan, ["prompting"]).candidates}
    assert found["openai/gpt-4-turbo"].reasons == ("context_window",)  # takes 128,000
    assert found["anthropic/claude-haiku-4-5"].feasible  # takes 200,000


def test_a_model_that_ends_within_the_plan_cannot_carry_it():
    found = {
        item.reference: item for item in compare(build_plan("customer-support", {})).candidates
    }
    # Training at OpenAI closes on 2027-01-06, the plan trains in December 2026 until March 2027.
    assert found["openai/gpt-4.1-mini-tuned"].reasons == ("training_closed", "model_retires")
    assert found["openai/gpt-5"].reasons == ("model_retires",)
    assert found["openai/gpt-5"].retires == "2026-12-11"
    assert found["aws/nova-lite-tuned"].feasible


def test_an_approach_that_takes_no_part_is_not_tried():
    plan = build_plan("blank", {"prompting.model": "openai/gpt-5.5"})
    found = compare(plan)
    assert list(found.entered) == ["prompting"]
    assert {item.approach for item in found.candidates} == {"prompting"}
