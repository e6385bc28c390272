"""The sheet Years is the server's fiscal years, after changes; as it is, in test_workbook.py."""

from itertools import pairwise

import pytest

from app.workbook.sheets.years import YEARS
from tests.workbook.conftest import (
    FIRST_YEAR,
    assert_years,
    book_of,
    case_called,
    plan_of,
    preset_plan,
)
from tests.workbook.test_workbook import master_check


@pytest.mark.parametrize(
    "changes",
    [
        {"finance.fiscal_year_start": 4},
        {"finance.start_month": "2027-06", "finance.fiscal_year_start": 7},
        {"finance.horizon_months": 120},
        {"finance.horizon_months": 120, "finance.fiscal_year_start": 12},
        {"finance.horizon_months": 1, "finance.start_month": "2027-12"},
    ],
    ids=str,
)
def test_years_follow_the_calendar_and_the_length_of_the_plan(recalculated, changes):
    plan = case_called("contract")
    engine = recalculated(book_of(plan))
    engine.change_all(changes)
    engine.model.evaluate()
    assert_years(engine, plan_of(plan.inputs.replace(changes)))
    assert master_check(engine) == 1


def test_a_plan_of_120_months_touches_eleven_years_at_most():
    plan = case_called("contract")
    lengths = [
        len(plan_of(plan.inputs.replace(changes)).years)
        for start in range(1, 13)
        for changes in [{"finance.horizon_months": 120, "finance.fiscal_year_start": start}]
    ]
    assert max(lengths) == YEARS.most


@pytest.mark.parametrize(
    ("start", "months", "growth"),
    [
        ("2026-11", 36, ["2026 in part", "2026 in part", None, "2029 in part"]),
        ("2027-01", 23, ["first year", None]),
        ("2027-01", 14, ["first year", "2028 in part"]),
        ("2027-12", 1, ["2027 in part", "2028 in part"]),
    ],
)
def test_growth_says_which_year_is_in_part(recalculated, start, months, growth):
    plan = case_called("contract")
    changes = {"finance.start_month": start, "finance.horizon_months": months}
    changes["finance.fiscal_year_start"] = 1
    changed = plan_of(plan.inputs.replace(changes))
    generated, edited = recalculated(book_of(changed)), recalculated(book_of(plan))
    edited.change_all(changes)
    volumes = [year.requests for year in changed.years]
    grown = [None, *(before and now / before - 1 for before, now in pairwise(volumes))]
    for engine in (generated, edited):
        engine.model.evaluate()
        shown = growth_of(engine, "prompting.requests.growth", len(growth))
        for cell, words, share in zip(shown, growth, grown, strict=True):
            assert cell == (pytest.approx(share) if words is None else words)


def growth_of(engine, name, years):
    row = next(row for row in range(5, 60) if engine.value("Years", row, 3) == name)
    return [engine.value("Years", row, FIRST_YEAR + number) for number in range(years)]


def test_nothing_grows_from_zero(recalculated):
    changes = {"finance.start_month": "2027-01", "finance.horizon_months": 23}
    free = plan_of(preset_plan("blank").inputs.replace(changes))
    assert free.summary.approaches["prompting"].total_cost == 0
    engine = recalculated(book_of(free))
    assert growth_of(engine, "prompting.total.growth", 2) == ["first year", "from zero"]
    engine.model.evaluate()
    assert growth_of(engine, "prompting.total.growth", 2) == ["first year", "from zero"]
