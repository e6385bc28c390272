"""A value typed over a formula is seen, also where inputs are changed and nothing is compared."""

import re

import pytest

from app.workbook.book import GUARDED
from app.workbook.flags import FAILS, HOLDS
from app.workbook.grid import COLUMNS, FIRST, LAST_MONTH
from app.workbook.sheets.inputs import CHANGED, FIRST_INPUT, USED, VALID, VALUE
from tests.workbook.conftest import book_of, case_called, rows_on
from tests.workbook.test_checks import CONSTANTS, check, flags, row_of
from tests.workbook.test_workbook import master_check

MONTH_EIGHTEEN, LAST = FIRST + 1 + 18, FIRST + 1 + LAST_MONTH  # columns, from 1


@pytest.fixture
def engine(one, recalculated):
    opened = recalculated(book_of(one))
    opened.change("workload.requests_per_month", 90_000)  # so that no figure is the server's
    return opened


def typed_over(engine, place, value=777.0):
    """Type a number over a cell, and yield the formula that was there."""
    formula = engine.model.get_cell_content(*place)
    assert formula.startswith("=")
    engine.model.update_cell_with_number(*place, value)
    engine.model.evaluate()
    return formula


@pytest.mark.parametrize(
    ("sheet", "code", "column"),
    [
        ("Timeline", "in_plan", MONTH_EIGHTEEN),
        ("Timeline", "requests", LAST),
        ("Timeline", "start", 4),
        ("Calculations", "prompting.calls", MONTH_EIGHTEEN),
        ("Calculations", "hybrid.rate.better.1", 4),
        ("Years", "tuning.requests", 7),
        ("Quarters", "tuning.requests", 45),
        ("Outputs", "prompting.total_cost", 4),
        ("Outputs", "tied", 8),  # whether it agrees
        ("Volumes", "volumes.tuning.fixed", 5),
        ("Volumes", "volume2.requests", MONTH_EIGHTEEN),
        ("Examples", "curve.tuning.least", 4),
        ("Examples", "more.tuning.training", MONTH_EIGHTEEN),
        ("Inputs", "tuning.error_rate", USED + 1),
        ("Inputs", "tuning.error_rate", VALID + 1),
        ("Inputs", "tuning.error_rate", CHANGED + 1),
    ],
)
def test_a_number_typed_over_a_formula_turns_the_flag(engine, sheet, code, column):
    engine.model.evaluate()
    assert flags(engine) == {HOLDS}
    title, row = row_of(engine, sheet, code)
    place = (engine.sheet(title), row, column)
    formula = typed_over(engine, place)
    assert check(engine, f"{title}: every cell") == 0
    assert engine.value(title, row, GUARDED[title] + 1) == 0
    assert master_check(engine) == 0
    assert flags(engine) == {FAILS}
    engine.model.set_user_input(*place, formula)


def test_the_row_is_the_only_one_that_says_so(engine):
    title, row = row_of(engine, "Calculations", "prompting.calls")
    place = (engine.sheet(title), row, MONTH_EIGHTEEN)
    formula = typed_over(engine, place)
    column = GUARDED[title] + 1
    told = [at for at in range(1, 400) if engine.value(title, at, column) == 0]
    assert told == [row]
    engine.model.set_user_input(*place, formula)


@pytest.mark.parametrize("case", ["two_way", "forecast", "conversation"])
def test_every_formula_is_asked_for_but_those_that_may_be_typed_over(case):
    content = book_of(case_called(case))
    for title, column in GUARDED.items():
        for number, row in enumerate(rows_on(content, title), start=1):
            formulas = {
                f"{COLUMNS[at]}{number}"
                for at, value in enumerate(row[:column])
                if is_formula(value)
            }
            asked = set(re.findall(r"ISFORMULA\((\w+)\)", str(row[column]) if row[column:] else ""))
            typed = {f"{COLUMNS[VALUE]}{number}"} & formulas if title == "Inputs" else set()
            assert asked | typed == formulas, (title, number)
            assert not asked & typed or number <= FIRST_INPUT


def is_formula(value):
    return str(value).startswith("=")


def test_a_constant_typed_over_turns_the_flag(engine):
    rows = range(min(engine.rows.values()), max(engine.rows.values()) + 60)
    at = {engine.value("Inputs", row, 2): row for row in rows}
    place = (engine.sheet("Inputs"), at["minutes_per_hour"], 3)
    kept = engine.value("Inputs", place[1], place[2])
    engine.model.update_cell_with_number(*place, 100.0)
    engine.model.evaluate()
    assert (check(engine, CONSTANTS), master_check(engine)) == (0, 0)
    engine.model.update_cell_with_number(*place, float(kept))
