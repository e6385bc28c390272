"""The sheet Years is the server's fiscal years, after changes; as it is, in test_workbook.py."""

import pytest

from app.workbook.sheets.years import YEARS
from tests.workbook.conftest import assert_years, book_of, case_called, plan_of
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
