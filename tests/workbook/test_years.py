"""The sheet Years is the server's fiscal years, as it is and after changes."""

import pytest

from app.inputs import CHALLENGERS
from app.model import LINES
from app.plans.plan import Plan
from app.workbook.years_sheet import MOST_YEARS
from tests.workbook.conftest import book_of, case_called, plan_of
from tests.workbook.test_workbook import master_check

FIRST_YEAR = 5  # its column, from 1


def assert_years(engine, plan: Plan) -> None:
    years = plan.years
    columns = range(FIRST_YEAR, FIRST_YEAR + MOST_YEARS)
    headings = [engine.value("Years", 4, column) for column in columns]
    assert headings == [year.year for year in years] + [""] * (MOST_YEARS - len(years))
    row = 5
    for name in plan.inputs.considered:
        row += 1  # below the heading
        for line in (*LINES, "total", "requests", *(["savings"] * (name in CHALLENGERS))):
            assert engine.value("Years", row, 1) == line
            for column, year in zip(columns, years, strict=False):
                expected = {
                    **year.amounts[name],
                    "requests": year.requests,
                    "savings": year.savings[name] if name in CHALLENGERS else None,
                }[line]
                found = engine.value("Years", row, column)
                assert found == pytest.approx(expected, rel=1e-9, abs=1e-6), (name, line, year.year)
            row += 1
        row += 1


def test_every_year_is_the_servers(case, recalculated):
    engine = recalculated(book_of(case))
    engine.model.evaluate()
    assert_years(engine, case)


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
    assert max(lengths) == MOST_YEARS
