"""The formulas shown are those of the model: evaluated apart, they give the projection."""

import math
import re

import pytest

from app.catalog import presets
from app.model import LINES
from app.pages.explain.parts import line_parts
from app.plans.building import build_plan

FUNCTIONS = {
    "min": min,
    "max": max,
    "floor": math.floor,
    "exp": math.exp,
    "ceil": lambda value: math.ceil(value - 1e-9),  # as docs/model.md says
    "__builtins__": {},
}

# Every rule at once: hosting in steps, caching, falling back, maintenance, retirement, euros.
EVERYTHING = {
    "finance.currency": "EUR",
    "finance.exchange_rate": 0.9,
    "finance.provider_price_change": -0.2,
    "finance.wage_growth": 0.03,
    "finance.discount_rate": 0.08,
    "finance.horizon_months": 30,
    "workload.requests_per_month": 50_000,
    "workload.monthly_growth": 0.04,
    "workload.maximum_requests_per_month": 90_000,
    "quality.request_value": 0.2,
    "quality.review_minutes": 2,
    "prompting.already_live": False,
    "prompting.prompt_growth": 0.03,
    "prompting.maximum_prompt_tokens": 4_000,
    "prompting.cache_hit_rate": 0.5,
    "prompting.cached_input_price": 0.1,
    "prompting.cache_write_price": 1.5,
    "prompting.cache_minimum_tokens": 3_000,
    "prompting.batch_share": 0.3,
    "prompting.batch_discount": 0.5,
    "prompting.platform_cost": 70,
    "prompting.service_life_months": 12,
    "prompting.migration_hours": 9,
    "tuning.hosting_price": 2.5,
    "tuning.replica_requests_per_hour": 60,
    "tuning.peak_factor": 1.5,
    "tuning.build_cost": 500,
    "tuning.refresh_share": 0.25,
    "tuning.upkeep_every_months": 6,
    "tuning.upkeep_training_runs": 1,
    "tuning.training_price": 5,
    "tuning.service_life_months": 18,
    "tuning.on_retirement": "prompting",
    "hybrid.service_life_months": 9,
    "hybrid.migration_hours": 20,
    "hybrid.upkeep_every_months": 3,
    "hybrid.prompted_share": 0.25,
}
# What version 2 of the model added, as much of it at once as goes together.
SECOND_VERSION = EVERYTHING | {
    "finance.discounting": "middle",
    "finance.fiscal_year_start": 10,
    "workload.december": 1.5,
    "workload.july": 0.5,
    "workload.active_hours": 200,
    "workload.answer_cache_share": 0.1,
    "workload.history_share": 0.8,
    "prompting.calls_per_request": 3.5,
    "prompting.reasoning_tokens": 120,
    "prompting.cache_lifetime_minutes": 5,
    "prompting.long_threshold_tokens": 2_000,
    "prompting.long_input_price": 5,
    "prompting.long_output_price": 9,
    "prompting.call_price": 0.001,
    "prompting.list_discount": 0.1,
    "prompting.committed_spend": 40_000,
    "prompting.price_change": -0.3,
    "tuning.build_month": 4,
    "tuning.hosting_hours": 300,
    "tuning.replica_step": 2,
    "tuning.storage_price": 2,
    "tuning.example_cost": 0.5,
    "tuning.validation_tokens": 9_000,
    "tuning.training_minimum": 30,
    "tuning.long_threshold_tokens": 500,
    "tuning.long_input_price": 4,
    "tuning.long_cached_input_price": 0.4,
    "tuning.long_share": 0.2,
    "hybrid.calls_per_request": 2,
    "hybrid.cache_hit_rate": 0.4,
    "hybrid.routing": "cascade",
    "hybrid.one_contract": "yes",
    "hybrid.committed_spend": 1_000,
}
PLANS = {name: build_plan(name, {}) for name in presets()} | {
    "everything": build_plan("customer-support", EVERYTHING),
    "second version": build_plan("customer-support", SECOND_VERSION),
    "nothing yet": build_plan("blank", {"tuning.considered": True, "hybrid.considered": True}),
    "pays": build_plan("customer-support", {"workload.requests_per_month": 500_000}),
}


@pytest.mark.parametrize("name", list(PLANS))
def test_the_parts_shown_of_a_line_add_up_to_the_projection(name):
    plan = PLANS[name]
    for approach in plan.inputs.considered:
        for line in LINES:
            amounts = plan.projection.courses[approach].lines[line].tolist()
            for month, amount in enumerate(amounts):
                parts = line_parts(plan, approach, line, month)
                total = sum(part.amount for part in parts)
                assert total == pytest.approx(amount, rel=1e-9, abs=1e-9), (approach, line, month)


def calculated(text):
    """Return what a formula with values gives to whoever types it into a calculator."""
    for shown, typed in ((" × ", " * "), ("^", " ** "), ("−", "-"), ("≥", ">="), ("∞", "1e999")):
        text = text.replace(shown, typed)
    return eval(re.sub(r",(?=\d)|[$€]", "", text), FUNCTIONS, {})


@pytest.mark.parametrize(
    "name", ["customer-support", "internal-tools", "everything", "second version"]
)
def test_the_values_put_in_give_the_result_that_stands_beside_them(name):
    plan = PLANS[name]
    seen = 0
    for approach in plan.inputs.considered:
        for line in LINES:
            for month in (0, 1, 6, 12, plan.inputs.finance.horizon_months):
                for part in line_parts(plan, approach, line, month):
                    for step in [*part.steps, part.step]:
                        shown = calculated(step.values)
                        # Six digits of each value; a difference of two may lose one.
                        assert calculated(step.result) == pytest.approx(shown, rel=1e-4), step
                        seen += 1
    assert seen > 300


def test_a_formula_reads_as_arithmetic():
    plan = build_plan(
        "blank",
        {
            "workload.requests_per_month": 48_000,
            "workload.request_tokens": 300,
            "prompting.retry_rate": 0.04,
            "prompting.prompt_tokens": 1200,
            "prompting.input_price": 0.25,
        },
    )
    [part] = line_parts(plan, "prompting", "input", 1)
    # 48,000 / 0.96 = 50,000 calls; × 1,500 tokens × $0.25 / 1M = $18.75
    assert part.step.formula == (
        "input = scale × (prompt × (1 − hit) × fresh × surcharge + (repeated × (1 − again) + "
        "written) × (renewed × surcharge) + single × input_rate)"
    )
    assert part.step.values == (
        "0.05 × (1,200 × (1 − 0) × $0.25 × 1 + (0 × (1 − 0) + 0) × ($0.25 × 1) + 300 × $0.25)"
    )
    assert part.step.result == "$18.75"
    steps = {step.name: step.values for step in part.steps}
    assert list(steps)[:5] == ["elapsed", "season", "requests", "answered", "served"]
    assert steps["scale"] == "48,000 / (1 − 0.04) / 1,000,000 × 1 × (1 − 0 × 0.5) × (1 − 0)"
    assert "prompting.cache_minimum_tokens" in part.inputs
    assert "workload.monthly_growth" in part.inputs
    assert "prompting.output_price" not in part.inputs


def test_only_the_season_of_the_month_and_the_side_of_a_choice_that_holds_are_inputs():
    plan = PLANS["second version"]
    [part] = line_parts(plan, "prompting", "input", 7)  # December 2026 and seven months: July
    assert "workload.july" in part.inputs
    assert "workload.december" not in part.inputs
    assert next(step for step in part.steps if step.name == "season").values == "0.5"
    # 2,500 tokens and more: a long call
    assert "prompting.long_share" in part.inputs
    [short] = line_parts(PLANS["everything"], "prompting", "input", 7)
    assert "prompting.long_threshold_tokens" in short.inputs
    assert "prompting.long_share" not in short.inputs


def test_what_is_built_later_is_explained_in_its_month():
    plan = PLANS["second version"]  # fine-tuning is built in month 4
    [part] = line_parts(plan, "tuning", "training", 4)
    assert part.heading == "Fine-tuning, building"
    assert part.amount == pytest.approx(plan.projection.courses["tuning"].lines["training"][4])
    # Month 0 holds but the prompt, which fine-tuning needs until it is live.
    [lent] = line_parts(plan, "tuning", "engineering", 0)
    assert lent.heading.startswith("Prompting, building")
