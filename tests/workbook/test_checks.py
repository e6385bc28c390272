"""Each check can fail: what breaks it turns it to 0, and the master flag red.

Of this plan as it is, all of them hold: test_workbook.py says so, and here the last test.
"""

from datetime import date

import pytest

from app.workbook.cases import CASES
from app.workbook.flags import FAILS, HOLDS
from app.workbook.grid import FIRST_ROW
from app.workbook.sheets.changes import MOVED as CHANGED_SINCE
from app.workbook.sheets.examples import FIRST_BLOCK as FIRST_TABLE
from app.workbook.sheets.inputs import (
    CASE_ROW,
    CODE,
    FIRST_OWN,
    HEADING_ROW,
    NOT_ALONG,
    UNFIT,
    UNIT,
    USED,
    VALUE,
)
from app.workbook.sheets.outputs import AGREES
from app.workbook.sheets.timeline import EPOCH
from app.workbook.sheets.values import MOVED
from app.workbook.sheets.volumes import FIRST_BLOCK, MULTIPLES_ROW, TIMES_COST
from tests.workbook.conftest import book_of, case_called
from tests.workbook.test_workbook import assert_outputs, master_check

INSIDE = "Every input in use is within its bounds and of its kind"
CASE = "The case in use is one of those above the columns of Inputs"
NAMES = "No case has the name of another"
RATE = "The exchange rate is one of the currency"
CONSTANTS = "Every constant is as generated"
VOLUMES, EXAMPLES = "Volumes: each multiple", "Examples: each number of fine-tuning"
SERVER = "Every figure is the server's"
MONTH_SIX = 5 + 6  # its column on Timeline and Calculations, from 1
FIRST_PERIOD, SINGLE = 5, 4  # columns


@pytest.fixture
def engine(one, recalculated):
    return recalculated(book_of(one))


def check(engine, words):
    rows = (row for row in range(1, 60) if str(engine.value("Checks", row, 1)).startswith(words))
    return engine.value("Checks", next(rows), 4)


def flags(engine):
    return {engine.value("Inputs", CASE_ROW + 2, VALUE + 1), engine.value("Outputs", 3, 4)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("finance.discount_rate", 8),  # 8 % typed as 8
        ("prompting.error_rate", 5),
        ("tuning.error_rate", -0.01),
        ("finance.horizon_months", 12.5),
        ("workload.requests_per_month", 0),  # more than 0
        ("workload.requests_per_month", "many"),
        ("workload.requests_per_month", None),
        ("tuning.cache_lifetime_minutes", "long"),  # may be empty, but no word
        ("tuning.on_retirement", "never"),
        ("prompting.already_live", "perhaps"),
        ("finance.currency", "EURO"),
        ("finance.start_month", 2027),  # a year is no date
        ("finance.start_month", "January 2027"),
        ("finance.start_month", "2027-13"),
        ("finance.start_month", None),
    ],
)
def test_an_input_that_the_server_would_refuse_turns_the_master_flag(engine, name, value):
    engine.change(name, value)
    engine.model.evaluate()
    assert check(engine, INSIDE) == 0
    assert master_check(engine) == 0
    assert flags(engine) == {FAILS}


@pytest.mark.parametrize(
    "typed", [(date(2027, 3, 15) - EPOCH).days, "2027-03", "2027-03-15"], ids=str
)
def test_a_date_typed_as_a_date_is_the_month_that_is_meant(one, engine, typed):
    engine.change("finance.start_month", typed)
    assert_outputs(engine, one.inputs.replace({"finance.start_month": "2027-03"}))
    assert engine.value("Years", 4, FIRST_PERIOD) == 2027
    assert master_check(engine) == 1


def test_a_case_that_there_is_not_turns_the_master_flag(engine):
    engine.choose("Worst")
    engine.model.evaluate()
    assert (check(engine, CASE), master_check(engine)) == (0, 0)
    engine.choose("Base")


def assert_said_of_the_rate(engine, changes, words):
    engine.change_all(changes)
    engine.model.evaluate()
    assert engine.value("Inputs", engine.rows["finance.currency"], UNIT + 1) == words
    assert check(engine, RATE) == master_check(engine) == (0 if words else 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finance.currency": "EUR"}, NOT_ALONG),
        ({"finance.currency": "JPY"}, NOT_ALONG),
        ({"finance.exchange_rate": 0.9}, UNFIT),  # of the US dollar
        ({"finance.currency": "PAB", "finance.exchange_rate": 0.9}, UNFIT),
        ({"finance.currency": "PAB"}, ""),  # which is worth a dollar
        ({"finance.currency": "EUR", "finance.exchange_rate": 0.9}, ""),
        ({}, ""),
    ],
)
def test_a_currency_and_a_rate_that_do_not_go_together_turn_the_flag(engine, changes, words):
    assert_said_of_the_rate(engine, changes, words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finance.currency": "USD"}, NOT_ALONG),
        ({"finance.currency": "USD", "finance.exchange_rate": 0.9}, UNFIT),
        ({"finance.currency": "JPY"}, NOT_ALONG),
        ({"finance.currency": "JPY", "finance.exchange_rate": 1}, UNFIT),
        ({"finance.exchange_rate": 0.9}, ""),  # another day's
        ({"finance.currency": "USD", "finance.exchange_rate": 1}, ""),
        ({}, ""),
    ],
)
def test_a_plan_in_euros_is_not_made_one_in_dollars_by_its_sign(recalculated, changes, words):
    engine = recalculated(book_of(case_called("exchange")))
    assert_said_of_the_rate(engine, changes, words)


@pytest.mark.parametrize(
    ("names", "holds"),
    [
        (["Low"], 0),
        (["low"], 0),
        (["HIGH "], 0),
        (["base"], 0),
        (["Board", "board"], 0),
        (["Case 2"], 0),
        (["Board", "Bank"], 1),
        (["", ""], 1),  # which cannot be chosen
    ],
    ids=str,
)
def test_two_cases_of_one_name_turn_the_flag(engine, names, holds):
    sheet = engine.sheet("Inputs")
    for column, name in enumerate(names, start=FIRST_OWN + 1):
        if name:
            engine.model.update_cell_with_text(sheet, HEADING_ROW + 1, column, name)
        else:
            engine.model.clear_cell_contents(sheet, HEADING_ROW + 1, column)
    engine.model.evaluate()
    found = check(engine, NAMES), master_check(engine)
    for column in range(FIRST_OWN + 1, FIRST_OWN + 4):
        name = CASES[column - 1 - VALUE]
        engine.model.update_cell_with_text(sheet, HEADING_ROW + 1, column, name)
    assert found == (holds, holds)


TAMPERED = [  # what a check says, and the cell that breaks it: sheet, code name, column
    ("Every month from 0 to 120 is there", "Timeline", "month", MONTH_SIX),
    ("The plan has all its months", "Timeline", "in_plan", MONTH_SIX),
    ("Prompting: the lines add up", "Calculations", "prompting.total", MONTH_SIX),
    ("Fine-tuning: the lines add up", "Calculations", "tuning.total", MONTH_SIX),
    ("Hybrid: the lines by years", "Years", "hybrid.errors", FIRST_PERIOD),
    ("Fine-tuning: the totals by years", "Years", "tuning.total", FIRST_PERIOD + 1),
    ("Fine-tuning: the savings by years", "Years", "tuning.savings", FIRST_PERIOD),
    ("Prompting: the lines by quarters", "Quarters", "prompting.errors", FIRST_PERIOD),
    ("Hybrid: the totals by quarters", "Quarters", "hybrid.total", FIRST_PERIOD + 3),
    ("Hybrid: the savings by quarters", "Quarters", "hybrid.savings", FIRST_PERIOD),
    ("Fine-tuning: npv is what the function", "Timeline", "discount", MONTH_SIX),
    ("Hybrid: npv is the present cost", "Outputs", "hybrid.npv", SINGLE),
    ("Hybrid: npv is what the table", "Volumes", "volumes.hybrid.wrong", SINGLE),
    ("Hybrid: the present cost is what the curve", "Examples", "curve.hybrid.run", SINGLE),
    (SERVER, "Outputs", "tuning.present_cost", SINGLE),
    (SERVER, "Outputs", "cheapest", SINGLE),
]


def row_of(engine, sheet, code):
    """The row of a code name; of the second block of Years for Quarters."""
    column = CODE + 1 if sheet in ("Inputs", "Outputs") else 3
    name = "Years" if sheet == "Quarters" else sheet
    rows = [row for row in range(1, 400) if engine.value(name, row, column) == code]
    return name, rows[-1 if sheet == "Quarters" else 0]


@pytest.mark.parametrize(("words", "sheet", "code", "column"), TAMPERED)
def test_a_cell_typed_over_fails_the_check_that_watches_it(engine, words, sheet, code, column):
    title, row = row_of(engine, sheet, code)
    place = (engine.sheet(title), row, column)
    formula = engine.model.get_cell_content(*place)
    engine.model.update_cell_with_number(*place, 777.0)
    engine.model.evaluate()
    assert (check(engine, words), master_check(engine)) == (0, 0)
    engine.model.set_user_input(*place, formula)


def test_the_row_of_a_wrong_input_says_so(engine):
    engine.change("finance.discount_rate", 8)
    engine.model.evaluate()
    row = engine.rows["finance.discount_rate"]
    assert engine.value("Inputs", row, USED + 1) == 8
    wrong = [
        name for name, row in engine.rows.items() if engine.value("Inputs", row, USED + 5) == 0
    ]
    assert wrong == ["finance.discount_rate"]


@pytest.mark.parametrize(
    ("words", "sheet", "row", "column"),
    [
        (VOLUMES, "Volumes", MULTIPLES_ROW + 1, SINGLE + 1),
        (VOLUMES, "Volumes", FIRST_BLOCK + 3, TIMES_COST + 1),  # of the cost of a wrong answer
        (EXAMPLES, "Examples", FIRST_TABLE + 2, SINGLE + 1),
    ],
)
@pytest.mark.parametrize("typed", ["abc", -10, 2e15, None])
def test_what_may_be_typed_elsewhere_has_bounds_too(engine, words, sheet, row, column, typed):
    place = (engine.sheet(sheet), row, column)
    kept = engine.value(sheet, row, column)
    engine.type(place, typed)
    engine.model.evaluate()
    found = check(engine, words), master_check(engine)
    engine.type(place, kept)
    engine.model.evaluate()
    assert found == (0, 0)
    assert (check(engine, words), master_check(engine)) == (1, 1)


def test_what_the_server_has_no_figure_of_is_not_said_to_agree(engine):
    def agreeing():
        engine.model.evaluate()
        rows = range(FIRST_ROW + 1, FIRST_ROW + 1 + len(engine.outputs()))
        return {engine.value("Outputs", row, AGREES + 1) for row in rows} - {None}

    shown = agreeing()
    assert shown == {1, ""} or shown == {1}  # nothing is compared of what the server searched
    engine.change("workload.requests_per_month", 90_000)
    assert agreeing() == {""}
    assert (check(engine, SERVER), master_check(engine)) == (1, 1)
    engine.change_back()
    engine.choose("Case 1")
    assert agreeing() == {""}
    engine.choose("Base")


@pytest.mark.parametrize("sheet", ["Changes", "Values", "Candidates"])
def test_a_sheet_of_values_says_that_inputs_were_changed(engine, sheet):
    engine.model.evaluate()
    words = engine.value(sheet, 2, 1)
    moved = CHANGED_SINCE if sheet == "Changes" else MOVED
    assert words
    assert moved not in words
    engine.change("workload.requests_per_month", 90_000)
    engine.model.evaluate()
    assert engine.value(sheet, 2, 1) == f"{words} {moved}"


def test_once_all_is_put_right_again_all_holds(engine):
    engine.model.evaluate()
    assert master_check(engine) == 1
    assert flags(engine) == {HOLDS}
