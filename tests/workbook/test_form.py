"""How the workbook looks to who opens it: formats, names, protection, paper."""

import io
import re
import textwrap
from zipfile import ZipFile

import pytest

from app.inputs import FIELDS
from app.inputs.currencies import CURRENCIES
from app.words.money import symbol_of
from app.workbook.book import CURRENCY_ROWS, SHEETS, WITH_MONEY
from app.workbook.lines import LINE_HEIGHT
from app.workbook.rules import CURRENCY_LIST
from app.workbook.sheets.inputs import AFTER, CASE_ROW, CODE, FIRST_INPUT, SOURCE, VALUE
from tests.workbook.conftest import book_of, case_called, opened


@pytest.fixture
def euros():
    return opened()


def cell_of(book, sheet, code, column, named_in):
    rows = book[sheet].iter_rows(min_col=named_in, max_col=named_in)
    row = next(cell.row for (cell,) in rows if cell.value == code)
    return book[sheet].cell(row, column)


@pytest.mark.parametrize(
    ("sheet", "code", "named_in", "column", "style"),
    [
        ("Inputs", "finance.discount_rate", 2, 3, "#,##0.0## %;[Red]-#,##0.0## %"),
        ("Inputs", "labour.engineer_rate", 2, 3, '"€"#,##0.00##;[Red]-"€"#,##0.00##'),
        ("Inputs", "tuning.input_price", 2, 3, '"$"#,##0.00####;[Red]-"$"#,##0.00####'),
        ("Inputs", "workload.requests_per_month", 2, 3, "#,##0;[Red]-#,##0"),
        ("Outputs", "tuning.npv", 2, 4, '"€"#,##0;[Red]-"€"#,##0'),
        ("Outputs", "tuning.irr", 2, 4, "#,##0.0 %;[Red]-#,##0.0 %"),
        ("Outputs", "tuning.cost_per_request", 2, 4, '"€"#,##0.00##;[Red]-"€"#,##0.00##'),
        ("Years", "tuning.savings", 3, 5, '"€"#,##0;[Red]-"€"#,##0'),
        ("Calculations", "tuning.errors", 3, 9, '"€"#,##0;[Red]-"€"#,##0'),
    ],
)
def test_a_number_is_written_as_finance_writes_it(euros, sheet, code, named_in, column, style):
    assert cell_of(euros, sheet, code, column, named_in).number_format == style


@pytest.mark.parametrize("sheet", WITH_MONEY)
def test_money_takes_the_sign_of_whatever_currency_is_in_use(euros, sheet):
    formats: dict[str, set[str]] = {}
    cell = f"$B${CURRENCY_ROWS[sheet] + 1}"
    for rules in euros[sheet].conditional_formatting:
        for rule in rules.rules:
            if rule.dxf.numFmt:
                formats.setdefault(rule.formula[0], set()).add(rule.dxf.numFmt.formatCode)
    for code in ("USD", "GBP", "JPY", "INR"):
        signs = {text.partition("#")[0] for text in formats[f'{cell}="{code}"']}
        assert signs == {f'"{symbol_of(code)}"'}
    assert f'{cell}="EUR"' not in formats  # that is how they are written
    without = {text.partition(".")[0].partition(";")[0] for text in formats[f'{cell}<>"EUR"']}
    assert without == {"#,##0"}
    assert euros[sheet][cell].value.startswith("=")


def test_the_currency_on_each_sheet_follows_the_input(euros, one, recalculated):
    engine = recalculated(book_of(one))
    engine.change("finance.currency", "JPY")
    engine.model.evaluate()
    shown = {engine.value(sheet, CURRENCY_ROWS[sheet] + 1, 2) for sheet in WITH_MONEY}
    assert shown == {"JPY"}


def test_every_sheet_is_protected_without_a_password_and_inputs_are_not_locked(euros):
    for sheet in euros:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert any(not cell.protection.locked for cell in cells) == (
            sheet.title in ("Inputs", "Volumes", "Examples")
        ), sheet.title
    inputs = euros["Inputs"]
    assert not inputs.cell(CASE_ROW + 1, VALUE + 1).protection.locked


def test_every_input_and_every_output_has_a_name(euros):
    names = {name: item.attr_text for name, item in euros.defined_names.items()}
    for name in FIELDS:
        sheet, cell = names[name.replace(".", "_")].split("!")
        row = int(re.sub(r"\D", "", cell))
        assert (sheet, euros["Inputs"].cell(row, CODE + 1).value) == ("Inputs", name)
    assert names["tuning_npv"].startswith("Outputs!$D$")


def test_a_list_of_choices_is_offered(euros):
    rules = {str(rule.sqref): rule for rule in euros["Inputs"].data_validations.dataValidation}
    assert rules["C3"].formula1 == "$C$6:$H$6"  # the case
    currency = cell_of(euros, "Inputs", "finance.currency", 3, 2).coordinate
    assert rules[currency].formula1 == CURRENCY_LIST
    codes = [cell.value for (cell,) in euros["Lists"]["A2:A200"]]
    assert codes[: len(CURRENCIES)] == sorted(CURRENCIES)


def test_every_page_says_what_it_is_of(euros):
    for sheet in euros:
        upright = sheet.title == "About"
        assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.oddHeader.left.text
    assert euros["Inputs"].print_title_rows == "$6:$6"
    assert euros["Calculations"].print_title_rows == "$1:$4"
    assert euros["Calculations"].print_title_cols == "$A:$A"


def test_a_page_begins_with_month_1_and_then_with_each_year_of_the_plan(euros):
    sheet = euros["Calculations"]
    # D has single values, E month 0; 36 months end in column 5 + 36 = AO.
    assert [item.id for item in sheet.col_breaks.brk] == [5, 17, 29]
    assert re.search(r"\$A\$1:\$AO\$\d+$", sheet.print_area)
    starts = [item.id for item in sheet.row_breaks.brk]
    assert starts
    headings = {sheet.cell(row + 1, 1).font.b for row in starts}
    assert headings == {True}


def test_the_chart_ends_where_the_plan_does(euros, one, recalculated):
    (chart,) = euros["Outputs"]._charts
    months = {series.xVal.numRef.f for series in chart.ser}
    assert len(months) == 1
    row = int(re.search(r"\$(\d+):", months.pop())[1])
    engine = recalculated(book_of(one))
    for last in (24, 60):
        engine.change("finance.horizon_months", last)
        engine.model.evaluate()
        shown = [engine.value("Timeline", row, column) for column in range(5, 126)]
        assert (min(shown), max(shown)) == (0, last)
        total = engine.value("Outputs", 7, 4)
        assert engine.value("Outputs", 7, 2) == "prompting.total_cost"
        cost = int(re.search(r"\$(\d+):", chart.ser[0].yVal.numRef.f)[1])
        later = [engine.value("Calculations", cost, column) for column in (5 + last, 125)]
        assert later == pytest.approx([total, total])


def test_the_file_says_what_it_is_on_its_first_sheet_and_in_its_properties(euros):
    assert euros.sheetnames[0] == SHEETS[0] == "About"
    assert euros["About"]["A1"].value.startswith("Crossover: ")
    assert euros.properties.title == "Crossover: Start from nothing"
    assert "http://127.0.0.1:8000/" in euros.properties.description


def test_a_forecast_has_the_same_form():
    book = io.BytesIO(book_of(case_called("forecast")))
    with ZipFile(book) as parts:
        years = parts.read(f"xl/worksheets/sheet{SHEETS.index('Years') + 1}.xml")
    assert b"<sheetProtection sheet=" in years


def test_a_page_of_years_or_quarters_begins_with_what_its_columns_are(euros):
    sheet = euros["Years"]
    assert sheet.print_title_cols == "$A:$A"
    assert not sheet.print_title_rows  # a heading of years would stand above quarters
    pages = [area.split("!")[1].replace("$", "") for area in sheet.print_area.split(",")]
    assert len(pages) == 3  # 13 quarters stand on two
    shown = [[cell.value for cell in row] for row in sheet[pages[0]]]
    assert [row[0] for row in shown[:3]] == ["Years", "Years", shown[2][0]]
    columns = [len(sheet[page][0]) for page in pages]
    assert columns == [8, 4 + 6, 7]  # years and what they are; quarters
    tops = {re.match(r"[A-Z]+(\d+)", page)[1] for page in pages[1:]}
    assert [sheet.cell(int(row), 1).value for row in tops] == ["Quarters"]


def test_a_long_source_has_the_lines_that_it_takes(euros):
    sheet = euros["Inputs"]
    long = 0
    for row in range(FIRST_INPUT + 1, FIRST_INPUT + 1 + len(FIELDS)):
        source = sheet.cell(row, SOURCE + 1)
        lines = len(textwrap.wrap(source.value or "", AFTER["Source"])) or 1
        assert source.alignment.wrap_text
        assert (sheet.row_dimensions[row].height or LINE_HEIGHT) >= lines * LINE_HEIGHT
        long += lines > 1
    assert long > 5
