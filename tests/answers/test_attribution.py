"""Which input explains most of the gap between two plans; the gaps are calculated by hand."""

from collections.abc import Callable

import pytest

from app.answers import attribute, differing_inputs
from app.catalog import presets
from app.inputs import APPROACHES, FIELDS, ApproachName, Inputs
from app.model import project

MakePlan = Callable[..., Inputs]
# 1,000 requests × 12 months × 1,000 tokens = 12M tokens
WRITING = {"prompting__output_tokens": 1000, "prompting__output_price": 2}


def test_plans_that_are_the_same_differ_in_nothing(plan: MakePlan) -> None:
    assert differing_inputs(plan(), plan()) == []
    assert attribute(plan(), plan(), "prompting") == []


def test_what_follows_tuning_in_both_is_named_once() -> None:
    first = Inputs.model_validate({"tuning": {"build_cost": 1000}})
    second = Inputs.model_validate({"tuning": {"build_cost": 1500}})
    own = Inputs.model_validate({"tuning": {"build_cost": 1500}, "hybrid": {"build_cost": 1500}})

    assert differing_inputs(first, second) == ["tuning.build_cost"]
    assert differing_inputs(first, own) == ["tuning.build_cost", "hybrid.build_cost"]
    # The hybrid that follows pays the other $500, too.
    assert attribute(first, second, "hybrid") == [("tuning.build_cost", 500)]


def test_the_largest_change_comes_first(plan: MakePlan) -> None:
    first = plan(**WRITING)
    second = plan(
        workload__requests_per_month=3000,  # 3 × 12M × $2 - 12M × $2 = $48
        prompting__output_price=3,  # 12M × $3 - 12M × $2 = $12
        prompting__output_tokens=250,  # 3M × $2 - 12M × $2 = -$18
        prompting__build_cost=100,  # $100
        tuning__build_cost=900,  # nothing to prompting
        fit__creative="yes",  # no money
    )
    found = attribute(first, second, "prompting")
    assert [(item.input, round(item.change, 9)) for item in found] == [
        ("prompting.build_cost", 100),
        ("workload.requests_per_month", 48),
        ("prompting.output_tokens", -18),
        ("prompting.output_price", 12),
        ("tuning.build_cost", 0),
        ("fit.creative", 0),
    ]


def test_the_changes_need_not_add_up_since_inputs_multiply(plan: MakePlan) -> None:
    first = plan(**WRITING)
    second = plan(**(WRITING | {"prompting__output_price": 4, "prompting__output_tokens": 2000}))
    changes = [item.change for item in attribute(first, second, "prompting")]
    assert changes == pytest.approx([24, 24])  # each alone doubles $24
    gap = present_cost(second, "prompting") - present_cost(first, "prompting")
    assert gap == pytest.approx(72)  # 12M × 2 × $4 - $24


def test_each_approach_has_its_own_drivers(plan: MakePlan) -> None:
    first, second = plan(), plan(tuning__build_cost=900, hybrid__build_cost=300)
    changes = {
        name: {item.input: item.change for item in attribute(first, second, name)}
        for name in APPROACHES
    }
    nothing = {"tuning.build_cost": 0, "hybrid.build_cost": 0}
    assert changes["prompting"] == nothing
    assert changes["tuning"] == nothing | {"tuning.build_cost": 900}
    assert changes["hybrid"] == nothing | {"hybrid.build_cost": 300}


def test_the_cost_of_capital_moves_a_present_cost(plan: MakePlan) -> None:
    yearly = {"finance__horizon_months": 12, "prompting__platform_cost": 100}
    [change] = attribute(plan(**yearly), plan(**yearly, finance__discount_rate=0.1), "prompting")
    discounted = sum(100 / 1.1 ** (month / 12) for month in range(1, 13))
    assert change == ("finance.discount_rate", pytest.approx(discounted - 1200))


def present_cost(inputs: Inputs, approach: ApproachName) -> float:
    return float(project(inputs).present_cost(approach))


@pytest.mark.no_cover
def test_what_differs_in_one_input_is_explained_by_it_alone() -> None:
    """Over every numeric input of a full plan: its change is the whole gap."""
    first = presets()["customer-support"].inputs
    before = project(first)
    for name, field in FIELDS.items():
        if field.is_number and first.value(name) is not None and field.minimum != field.maximum:
            second = first.replace({name: nearby(first.value(name), field.maximum)})
            after = project(second)
            for approach in APPROACHES:
                gap = float(after.present_cost(approach)) - float(before.present_cost(approach))
                assert attribute(first, second, approach) == [(name, gap)], name


def nearby(value: float, maximum: float | None) -> float:
    """Return another value within the bounds."""
    more = value + 1 if isinstance(value, int) else value * 1.5 or 0.01
    return value / 2 if maximum is not None and more > maximum else more
