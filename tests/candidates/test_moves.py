"""The move before any other: which model, and when nothing is said."""

import pytest

from app.candidates import best_move, compare
from app.catalog import find_model
from app.plans.building import build_plan

# 1.2 million requests on Haiku 4.5, and fine-tuning that is no better at the task.
HAIKU = {
    "workload.requests_per_month": 1_200_000,
    "prompting.model": "anthropic/claude-haiku-4-5",
    "quality.error_cost": 0.05,
    "tuning.error_rate": 0.05,
    "hybrid.error_rate": 0.05,
}


def move(values, preset="customer-support"):
    return best_move(build_plan(preset, values))


def test_a_newer_model_at_a_tenth_of_the_price_comes_before_anything_else():
    found = move(HAIKU)
    assert found.reference == "anthropic/claude-haiku-5-5"
    plan = build_plan("customer-support", HAIKU)
    tried = build_plan("customer-support", HAIKU | {"prompting.model": found.reference})
    saved = plan.summary.approaches["prompting"].present_cost
    saved -= tried.summary.approaches["prompting"].present_cost
    assert -found.difference == pytest.approx(saved, rel=1e-9)
    assert saved > max(item.npv for item in plan.summary.comparisons.values())


def test_nothing_is_said_where_fine_tuning_saves_more():
    # At five dollars a mistake, one in two hundred fewer is worth more than any bill.
    assert move(HAIKU | {"quality.error_cost": 5, "tuning.error_rate": 0.045}) is None


def test_nothing_is_said_of_savings_that_nobody_would_notice():
    # 1,000 requests a month cost about $100 over two years: no reason to touch anything.
    few = HAIKU | {"workload.requests_per_month": 1_000, "tuning.considered": False}
    few |= {"hybrid.considered": False, "quality.error_cost": 50}
    assert move(few) is None
    assert move(few | {"workload.requests_per_month": 1_200_000}) is not None


def test_two_percent_of_the_cost_are_worth_a_word_where_no_engineer_has_a_rate():
    values = {
        "prompting.model": "anthropic/claude-haiku-4-5",
        "prompting.prompt_tokens": 1_000,
        "workload.requests_per_month": 10_000,
    }
    # 10,000 × 1,000 tokens × $1 = $10 a month, $120 a year; Haiku 5.5 saves $108, which is
    # 2 % of $5,400.
    found = move(values | {"prompting.platform_cost": 430}, "blank")
    assert found.difference == pytest.approx(-108)
    assert move(values | {"prompting.platform_cost": 450}, "blank") is None


def test_the_dearest_of_those_that_save_nearly_as_much_is_named():
    plan = build_plan(
        "blank", {"prompting.model": "openai/gpt-5.4-mini", "prompting.prompt_tokens": 1e4}
    )
    found = best_move(plan)
    able = [
        item
        for item in compare(plan, ["prompting"]).candidates
        if find_model(item.reference).maker == "openai" and find_model(item.reference).is_current
    ]
    assert found.reference != able[0].reference
    assert found.difference <= 0.9 * able[0].difference
    dearer = [item for item in able if item.present_cost > found.present_cost]
    assert all(item.difference > 0.9 * able[0].difference for item in dearer)


def test_a_model_that_ends_or_cannot_run_is_never_named():
    for preset in ("customer-support", "legal-drafting", "internal-tools"):
        for reference in (
            "openai/gpt-5.4",
            "google/gemini-2.5-pro",
            "mistral/mistral-large",
        ):
            found = move({"prompting.model": reference, "quality.error_cost": 0}, preset)
            if found:
                model = find_model(found.reference)
                assert found.feasible
                assert not model.deprecated
                assert model.retires is None
                assert model.fine_tuning_closes is None
                assert model.maker == reference.split("/")[0]


def test_nothing_is_said_where_the_maker_is_not_known():
    values = HAIKU | {"prompting.input_price": 5, "prompting.output_price": 9}
    assert move(values | {"prompting.model": "ours/ours"}) is None


def test_nothing_is_said_where_there_is_no_answer():
    assert move(HAIKU | {"prompting.prompt_tokens": 900_000}) is None
    assert move({"prompting.model": "anthropic/claude-haiku-4-5"}, "blank") is None
