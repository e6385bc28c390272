"""What is said of values that nobody gave: only of what is nothing that it has no effect."""

import pytest

from app.catalog import presets
from app.plans.building import build_plan
from app.plans.plan import CONVENTIONS, NEUTRAL, USUAL


@pytest.mark.parametrize("preset", presets())
@pytest.mark.parametrize("also", [{}, {"tuning.hosting_price": 2, "tuning.considered": "yes"}])
def test_only_of_what_is_nothing_is_said_that_it_has_no_effect(preset, also):
    plan = build_plan(preset, also)
    said = [name for name in plan.inputs.values() if plan.origin(name) == NEUTRAL]
    assert said
    assert not [name for name in said if plan.inputs.value(name)]
    assert plan.origin("tuning.hosting_hours") == USUAL
    assert not set(said) & set(CONVENTIONS)


def test_what_is_never_without_effect_says_what_it_is():
    plan = build_plan("customer-support", {})
    assert plan.origin("finance.fiscal_year_start").assumption.endswith("the calendar year")
    assert all(plan.origin(name) == origin for name, origin in CONVENTIONS.items())
    assert (
        build_plan("customer-support", {"finance.start_month": "2027-05"}).origin(
            "finance.start_month"
        )
        is None
    )
