"""Notes on when an approach starts, and how long it lasts."""

import pytest

EARNS = {"tuning__build_cost": 100, "prompting__platform_cost": 20}  # pays back in month 5


def test_going_live_after_the_plan_is_noted(figures, codes):
    found = figures("late_go_live", tuning__lead_time_months=2, tuning__build_month=10)
    assert found == {"month": 12, "last": 12}
    assert codes(tuning__lead_time_months=1, tuning__build_month=10) == []


@pytest.mark.parametrize(
    ("month", "expected"), [(11, []), (12, ["late_go_live"]), (13, ["built_after_plan"])]
)
def test_a_build_after_the_plan_is_noted(codes, month, expected):
    assert codes(tuning__build_month=month) == expected


def test_a_break_even_after_the_base_model_retires_is_noted(figures, codes):
    values = EARNS | {"hybrid__considered": False}
    found = figures("pays_after_retirement", **values, tuning__service_life_months=4)
    assert found == {"end": 4, "month": 5}
    assert codes(**values, tuning__service_life_months=5) == []


def test_a_build_that_waits_retires_later(figures):
    found = figures(
        "pays_after_retirement",
        **EARNS,
        hybrid__considered=False,
        tuning__build_month=1,
        tuning__lead_time_months=2,
        tuning__service_life_months=4,
    )
    # Paid for in month 1, live from month 4, 20 a month: paid back in month 8, one after month 7.
    assert found == {"end": 7, "month": 8}


def test_never_paying_back_before_retirement_is_noted_with_the_loss(figures, codes):
    values = {"tuning__build_cost": 100, "hybrid__considered": False}
    found = figures("never_pays_before_retirement", **values, tuning__service_life_months=12)
    assert found == {"end": 12, "loss": 100}
    assert codes(**values, tuning__service_life_months=13) == []
