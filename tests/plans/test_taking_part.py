"""Who takes part in a plan, and what of the hybrid follows tuning: through an address and back."""

import pytest

from app.inputs import InvalidInputs
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.plan import Plan

PROMPTING, WITH_TUNING = ("prompting",), ("prompting", "tuning")


def again(plan: Plan) -> Plan:
    pairs = [tuple(pair.split("=", 1)) for pair in plan.query.split("&")]
    return read_query((name, text) for name, text in pairs)


@pytest.mark.parametrize(
    ("values", "considered"),
    [
        ({}, PROMPTING),
        ({"prompting.input_price": 2}, PROMPTING),
        ({"tuning.input_price": 2}, WITH_TUNING),
        ({"tuning.considered": "yes"}, WITH_TUNING),
        ({"tuning.input_price": 2, "tuning.considered": "no"}, PROMPTING),
        ({"hybrid.input_price": 2}, ("prompting", "hybrid")),
        ({"tuning.model": "openai/gpt-4.1"}, WITH_TUNING),
        ({"ranges.tuning.error_rate": "0..0.1"}, WITH_TUNING),
        ({"tuning.input_price": 0, "hybrid.error_rate": 0}, ("prompting", "tuning", "hybrid")),
    ],
)
def test_naming_an_approach_in_a_blank_plan_makes_it_take_part(
    values: dict[str, object], considered: tuple[str, ...]
) -> None:
    plan = build_plan("blank", values)
    assert plan.inputs.considered == considered
    assert again(plan).inputs == plan.inputs
    assert again(plan).query == plan.query


def test_a_use_case_considers_all_three_until_one_is_left_out() -> None:
    assert len(build_plan("customer-support", {}).inputs.considered) == 3
    plan = build_plan("customer-support", {"tuning.considered": "no"})
    assert plan.inputs.considered == ("prompting", "hybrid")
    assert plan.query == "preset=customer-support&tuning.considered=no"


def test_prompting_always_takes_part() -> None:
    with pytest.raises(InvalidInputs, match="must be yes"):
        build_plan("blank", {"prompting.considered": "no"})


def test_the_hybrid_follows_tuning_in_what_nobody_named() -> None:
    plan = build_plan("blank", {"tuning.output_tokens": 300, "hybrid.error_rate": 0.1})
    assert plan.inputs.hybrid.output_tokens == 300
    assert "hybrid.output_tokens" in plan.inputs.follows
    assert "hybrid.error_rate" not in plan.inputs.follows
    assert plan.with_values({"tuning.output_tokens": 400}).inputs.hybrid.output_tokens == 400
    assert plan.inputs.replace({"tuning.output_tokens": 7}).hybrid.output_tokens == 7
    own = plan.inputs.replace({"tuning.output_tokens": 7, "hybrid.output_tokens": 8})
    assert own.hybrid.output_tokens == 8


def test_picking_another_tuned_model_changes_the_hybrid_too() -> None:
    plan = build_plan("blank", {"tuning.model": "openai/gpt-4.1", "hybrid.considered": "yes"})
    assert plan.inputs.hybrid.model == "openai/gpt-4.1"
    assert plan.inputs.hybrid.input_price == plan.inputs.tuning.input_price > 0
    assert plan.query == "preset=blank&tuning.model=openai/gpt-4.1&hybrid.considered=yes"


def test_a_hybrid_field_named_as_tunings_value_no_longer_follows() -> None:
    values = {"tuning.output_tokens": 300, "hybrid.output_tokens": 300}
    plan = build_plan("blank", values)
    assert "hybrid.output_tokens" not in plan.inputs.follows
    assert again(plan).inputs.follows == plan.inputs.follows


def test_a_range_of_its_own_ends_the_following() -> None:
    plan = build_plan("blank", {"tuning.error_rate": 0.05, "ranges.hybrid.error_rate": "0.01..0.1"})
    assert "hybrid.error_rate" not in plan.inputs.follows
    assert plan.inputs.replace({"tuning.error_rate": 0.2}).hybrid.error_rate == 0.05
    assert again(plan).inputs == plan.inputs


def test_a_range_of_tuning_draws_the_hybrid_with_it() -> None:
    plan = build_plan(
        "blank",
        {
            "tuning.error_rate": 0.05,
            "ranges.tuning.error_rate": "0.01..0.1",
            "hybrid.considered": "yes",
            "quality.error_cost": 1,
        },
    )
    found = plan.uncertainty.comparisons
    assert found["tuning"].npv == found["hybrid"].npv


def test_an_empty_value_of_the_hybrid_is_absent_and_does_not_follow() -> None:
    plan = build_plan("blank", {"tuning.cached_input_price": 1, "hybrid.cached_input_price": ""})
    assert plan.inputs.hybrid.cached_input_price is None
    assert again(plan).inputs.hybrid.cached_input_price is None
