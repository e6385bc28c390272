"""Notes on seasons."""

import pytest

from app.model.table import CALENDAR_MONTHS


def test_a_season_that_averages_one_is_not_noted(codes):
    assert codes(workload__december=1.5, workload__january=0.5) == []


def test_a_season_that_does_not_average_one_is_noted_with_its_mean(noted):
    [note] = noted(workload__december=4)
    assert note.code == "season_level"
    assert note.inputs == ("workload.december",)
    assert note.figures == {"mean": pytest.approx(1.25)}  # (11 + 4) / 12


def test_twelve_equal_factors_are_noted(figures):
    factors = {f"workload__{month}": 2 for month in CALENDAR_MONTHS}
    assert figures("season_level", **factors) == {"mean": 2}


@pytest.mark.parametrize(("factor", "expected"), [(1.059, []), (1.061, ["season_level"])])
def test_factors_may_miss_one_by_half_a_percent(codes, factor, expected):
    assert codes(workload__may=factor) == expected  # (0.06 over 12) = 0.005


def test_a_month_that_the_plan_never_comes_to_is_noted(noted):
    plan = {"finance__start_month": "2026-12", "finance__horizon_months": 3}
    [note] = noted(**plan, workload__march=0.5, workload__april=0.5, workload__december=2)
    assert note.code == "season_outside_plan"
    assert note.inputs == ("workload.april", "workload.december")  # January to March are in it
    assert note.figures == {"names": "April, December"}


def test_a_plan_of_a_year_comes_to_every_month(codes):
    season = {"workload__march": 0.5, "workload__april": 1.5}
    assert codes(**season, finance__horizon_months=12) == []
