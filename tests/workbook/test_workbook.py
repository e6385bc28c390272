"""The workbook recalculates to the server's numbers, as it is and after changes."""

import html
import io
import math
import random
import re
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from app.inputs import FIELDS, Inputs, InvalidInputs, read_inputs
from app.workbook.book import SHEETS
from app.workbook.grid import FIRST, LAST_MONTH
from app.workbook.sheets.inputs import (
    CODE,
    FACTS,
    FIRST_INPUT,
    OF_A_MODEL,
    SOURCE,
    VALUE,
    listed,
    spelled,
)
from tests.model.conftest import volumes_left_out
from tests.workbook.conftest import (
    assert_years,
    book_of,
    case_called,
    opened,
    plan_of,
    rows_on,
    shown_values,
    write_book,
)

EXCEL_2013 = set(
    "ABS AND CHOOSE COLUMNS COUNT COUNTIF DATE EXP IF IFERROR INDEX INT ISBLANK ISERROR ISFORMULA "
    "ISNUMBER LEFT LEN MATCH MAX MID MIN MOD MONTH NOT NPV OR ROWS SIGN SUBSTITUTE SUM SUMIFS "
    "SUMPRODUCT TRIM VALUE YEAR".split()
)
CHANGED_AT_ONCE = 10
LAST = FIRST + 1 + LAST_MONTH  # the column of the last month, from 1
WITH_FORMULA = re.compile(r'<c r="(\w+)"([^>]*)><f(?:[^>/]*/>|[^>]*>.*?</f>)<v>(.*?)</v></c>')
TYPICAL = 5_000.0  # of an amount without a bound of its own


def formulas():
    for sheet in opened():
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    yield sheet.title, cell


def carried(content):
    """Yield the sheet and the name of each cell with a formula, and the value it carries.

    In half a million characters of XML a pattern finds them five times as fast as a parser.
    """
    with ZipFile(io.BytesIO(content)) as parts:
        for number, sheet in enumerate(SHEETS, 1):
            text = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
            for cell, attributes, value in WITH_FORMULA.findall(text):
                if sheet in ("Volumes", "Examples") and not value:
                    continue  # months calculated again, which carry none
                is_number = value and " t=" not in attributes
                yield sheet, cell, float(value) if is_number else html.unescape(value)


def same(actual, expected):
    if isinstance(actual, str) or isinstance(expected, str):
        return bool(actual == expected)
    return math.isclose(actual, expected, rel_tol=1e-9, abs_tol=1e-9)


def test_a_workbook_recalculates_to_the_numbers_it_carries_which_are_the_servers(
    plan, recalculated
):
    content = book_of(plan)
    engine = recalculated(content)
    engine.model.evaluate()
    count = 0
    for sheet, cell, expected in carried(content):
        actual = engine.value(sheet, *coordinate_to_tuple(cell))
        assert not str(actual).startswith("#"), (sheet, cell)
        assert same(actual, expected), (sheet, cell)
        count += 1
    assert count > 7_000 * len(plan.inputs.considered)
    assert_shown(engine.outputs(), plan.inputs)
    assert_years(engine, plan)
    assert master_check(engine) == 1


def master_check(engine):
    rows = {engine.value("Checks", row, 1): row for row in range(1, 40)}
    return engine.value("Checks", rows["All checks hold"], 4)


def random_value(field, chance):
    if field.kind == "choice":
        return chance.choice(field.choices)
    if field.optional and chance.random() < 0.3:
        return None
    low = field.minimum if field.minimum is not None else 0.01
    high = min(field.maximum or TYPICAL, max(TYPICAL, low))
    if field.name == "workload.requests_per_month":
        high = 1e6
    value = chance.uniform(low, high)
    return round(value) if field.kind == "whole" else value


def changed(inputs, chance):
    """Ten inputs with other values; retired approaches, live prompts and growth among them."""
    fields = [
        FIELDS[name]
        for name in listed(inputs)
        if FIELDS[name].kind not in ("text", "yes_no") and FIELDS[name].group != "fit"
    ]
    while True:
        changes = {
            field.name: random_value(field, chance)
            for field in chance.sample(fields, CHANGED_AT_ONCE)
        }
        try:
            return changes, read_inputs(inputs.named() | changes)
        except InvalidInputs:
            continue


@pytest.mark.parametrize(
    ("seed", "also"),
    [(0, {"prompting.already_live": True}), (1, {"finance.horizon_months": 120})],
    ids=["a prompt turns out to exist", "the plan is made longer"],
)
def test_after_ten_changes_the_workbook_says_what_the_server_says(case, recalculated, seed, also):
    engine = recalculated(book_of(case))
    changes, inputs = changed(case.inputs, random.Random(seed))
    engine.change_all(changes | {name: spelled(value) for name, value in also.items()})
    assert_outputs(engine, inputs.replace(also))
    assert master_check(engine) == 1


def test_a_plan_of_one_month_says_what_the_server_says(case, recalculated):
    engine = recalculated(book_of(case))
    engine.change("finance.horizon_months", 1)
    assert_outputs(engine, case.inputs.replace({"finance.horizon_months": 1}))


def assert_outputs(engine, inputs: Inputs) -> None:
    """Recalculate a workbook and hold its figures to the server's."""
    engine.model.evaluate()
    with volumes_left_out():  # which no formula looks for
        assert_shown(engine.outputs(), inputs)


def assert_shown(outputs, inputs: Inputs) -> None:
    plan = plan_of(inputs)
    expected = shown_values(plan)
    largest = max(item.total_cost for item in plan.summary.approaches.values())
    for name, value in outputs.items():
        wanted = expected[name]
        if isinstance(wanted, bool):
            assert value == ("yes" if wanted else "no"), name
        elif wanted is None or isinstance(wanted, str):
            assert value == (wanted or ""), name
        elif name.endswith(("savings", "npv", "investment")):
            assert value == pytest.approx(wanted, rel=1e-9, abs=1e-9 * largest), name
        else:
            assert value == pytest.approx(wanted, rel=1e-9, abs=1e-12), name


def test_the_sheets_are_those_of_the_design():
    assert tuple(opened().sheetnames) == SHEETS


def test_each_row_has_one_formula_copied_across():
    rows: dict[tuple[str, int], set[str]] = {}
    for sheet, cell in formulas():
        if sheet in ("Timeline", "Calculations") and FIRST < cell.column <= LAST:
            before = get_column_letter(cell.column - 1)
            relative = re.sub(rf"(?<![$A-Z]){cell.column_letter}\$", "same$", cell.value)
            relative = re.sub(rf"(?<![$A-Z]){before}\$", "before$", relative)
            rows.setdefault((sheet, cell.row), set()).add(relative)
    assert len(rows) > 190
    assert all(len(found) == 1 for found in rows.values())


def test_the_same_month_stands_in_the_same_column(one):
    for title in ("Timeline", "Calculations"):
        heading = rows_on(book_of(one), title, values=True)[3]
        assert list(heading[FIRST : FIRST + LAST_MONTH + 1]) == list(range(LAST_MONTH + 1))


def test_formulas_use_only_functions_of_excel_2013_and_no_names():
    for sheet, cell in formulas():
        text = re.sub(r'"[^"]*"', '""', cell.value)
        assert set(re.findall(r"([A-Z]+)\(", text)) <= EXCEL_2013, cell.value
        assert not re.search(r"\b[a-z]+_[a-z]+", text), cell.value
        if sheet == "Calculations":
            numbers = re.findall(r"(?<![A-Z$\d.])\d+(?:\.\d+)?(?!\d)", text)
            assert set(numbers) <= {"0", "1", "2"}, cell.value  # 2: halves, and pairs


def test_input_cells_are_blue_and_hold_to_their_bounds(one):
    sheet = opened()["Inputs"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for row, field in enumerate(FIELDS.values(), start=FIRST_INPUT + 1):
        assert sheet.cell(row, CODE + 1).value == field.name
        follows, fixed = field.name in one.inputs.follows, field.field in FACTS
        assert (sheet.cell(row, 3).font.color.rgb == "FF0000FF") == (not follows and not fixed)
        assert sheet.cell(row, 3).protection.locked == fixed
        if fixed:
            assert f"C{row}" not in rules
        elif field.is_number:
            assert rules[f"C{row}"].formula1 is not None
        elif field.choices:
            assert field.choices[0] in rules[f"C{row}"].formula1


def test_a_model_is_a_fact_of_the_file_and_says_so(one):
    rows = {row[CODE]: row for row in rows_on(book_of(one), "Inputs")}
    for name in ("prompting", "tuning", "hybrid"):
        assert rows[f"{name}.model"][SOURCE].endswith(OF_A_MODEL)
    unnamed = {row[CODE]: row for row in rows_on(book_of(case_called("two_way")), "Inputs")}
    assert OF_A_MODEL not in unnamed["prompting.model"][SOURCE]


@pytest.mark.parametrize("field", ["cache_write_price", "maximum_prompt_tokens"])
def test_an_empty_input_filled_with_zero_is_a_change(recalculated, field):
    # Empty: the usual price, or no limit. Zero: free, or no prompt. npv rightly moves.
    plan, name = case_called("cache_trap"), f"tuning.{field}"
    assert plan.inputs.value(name) is None
    engine = recalculated(book_of(plan))
    engine.change(name, 0)
    assert_outputs(engine, plan.inputs.replace({name: 0.0}))
    assert master_check(engine) == 1


def test_a_bound_that_is_outside_is_not_let_in():
    sheet = opened()["Inputs"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for name in ("workload.requests_per_month", "hybrid.replica_requests_per_hour"):
        cell = f"C{input_row(sheet, name)}"
        assert rules[cell].type == "custom"
        assert f"{cell}>0," in rules[cell].formula1


def test_a_month_typed_in_stays_a_text():
    sheet = opened()["Inputs"]
    row = input_row(sheet, "finance.start_month")
    assert sheet.cell(row, VALUE + 1).number_format == "@"


def input_row(sheet, name):
    return next(row for row in range(1, sheet.max_row) if sheet.cell(row, CODE + 1).value == name)


def test_a_text_is_never_a_formula():
    content = book_of(plan_of(read_inputs({"tuning.model": "=1+1"})))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Inputs"]
    [cell] = [row[VALUE] for row in sheet.iter_rows() if row[CODE].value == "tuning.model"]
    assert cell.value == "=1+1"
    assert cell.data_type == "s"


def test_equal_plans_give_equal_bytes(one):
    assert write_book(one) == book_of(one)


def test_files_stay_small(one):
    short = plan_of(one.inputs.replace({"finance.horizon_months": 36}))
    long = plan_of(one.inputs.replace({"finance.horizon_months": 120}))
    assert len(book_of(short)) < 500_000
    assert len(book_of(long)) < 900_000
