"""How the workbook looks to who opens it: formats, names, protection, paper."""

import io
import re
import textwrap
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl.utils import coordinate_to_tuple

from app.inputs import FIELDS
from app.inputs.currencies import CURRENCIES
from app.plans.building import build_plan
from app.words.money import symbol_of
from app.workbook.book import CURRENCY_ROWS, SHEETS, WITH_MONEY
from app.workbook.grid import FIRST, SINGLE
from app.workbook.lines import LINE_HEIGHT
from app.workbook.rules import CURRENCY_LIST
from app.workbook.sheets.inputs import (
    AFTER,
    CASE_ROW,
    CODE,
    FIRST_INPUT,
    HEADING_ROW,
    SOURCE,
    UNIT,
    VALUE,
)
from app.workbook.sheets.years import YEARS
from app.workbook.styles import BOUND
from tests.workbook.conftest import (
    MAIN,
    book_of,
    case_called,
    opened,
    preset_plan,
    rows_on,
    write_book,
)

PADDING = 0.7  # of a column's width, in which nothing is written


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
        ("Outputs", "tuning.cost_per_request", 2, 4, '"€"#,##0.0000;[Red]-"€"#,##0.0000'),
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


def test_whoever_is_tied_has_room_below_each_other(euros):
    sheet = euros["Outputs"]
    cell = cell_of(euros, "Outputs", "tied", SINGLE + 1, 2)
    everyone = "Prompting, Fine-tuning, Hybrid"
    lines = len(textwrap.wrap(everyone, sheet.column_dimensions["D"].width))
    assert (lines, cell.alignment.wrap_text) == (2, True)
    assert sheet.row_dimensions[cell.row].height >= lines * LINE_HEIGHT


def test_labels_and_units_are_words(euros):
    inputs = {row[CODE].value: row for row in euros["Inputs"].iter_rows(max_col=UNIT + 1)}
    assert inputs["workload.january"][0].value == "Workload: January"
    assert inputs["workload.monthly_growth"][0].value == "Workload: growth of requests"
    for sheet in euros:
        for row in sheet.iter_rows(max_col=SOURCE):
            assert not [cell for cell in row if str(cell.value).startswith("fraction")]
    shown = rows_on(book_of(preset_plan("customer-support")), "Outputs", values=True)
    values = {row[1]: row[3] for row in shown}
    assert (values["cheapest"], values["tied"]) == ("Fine-tuning", "Fine-tuning, Hybrid")


def test_what_follows_is_explained_where_something_does(one):
    words = "Black on yellow"
    assert str(rows_on(book_of(one), "Inputs")[1][0]).startswith(words)
    alone = rows_on(book_of(case_called("forecast")), "Inputs")[1][0]
    assert alone.startswith("Low is the lower end")


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


def test_the_first_year_stands_beside_month_0_and_each_other_on_a_page_of_its_own(euros):
    sheet = euros["Calculations"]
    # D has single values, E month 0; month 12 is in column 5 + 12 = Q, month 36 in AO.
    assert [item.id for item in sheet.col_breaks.brk] == [17, 29]
    assert re.search(r"\$D\$1:\$AO\$\d+$", sheet.print_area)
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
    assert columns == [4 + YEARS.most, 4 + 6, 7]  # years and what they are; quarters
    tops = {re.match(r"[A-Z]+(\d+)", page)[1] for page in pages[1:]}
    assert [sheet.cell(int(row), 1).value for row in tops] == ["Quarters"]


def test_all_years_are_on_paper_and_it_is_said_which_quarters_are_not(one, recalculated):
    engine = recalculated(book_of(one))
    engine.model.evaluate()
    row = next(row for row in range(5, 90) if engine.value("Years", row, 1) == "Quarters")
    assert engine.value("Years", row, SINGLE + 1) == ""
    last = int(quarters_of(engine, row + 2)[-1])
    engine.change("finance.horizon_months", 60)
    engine.model.evaluate()
    words = engine.value("Years", row, SINGLE + 1)
    assert words.startswith(f"On paper only those to {last // 10} Q{last % 10}:")


def quarters_of(engine, row):
    cells = (engine.value("Years", row, FIRST + 1 + number) for number in range(41))
    return [cell for cell in cells if cell != ""]


def test_on_paper_inputs_have_values_and_sources_but_no_bounds(euros):
    sheet = euros["Inputs"]
    pages = [area.split("!")[1].replace("$", "") for area in sheet.print_area.split(",")]
    headings = [cell.value for page in pages for cell in sheet[page][0]] + [
        cell.value for cell in sheet[pages[0]][HEADING_ROW]
    ]
    assert {"Input", "Base", "In use", "Unit", "Source", "As of"} <= {*headings}
    assert not {"Lowest", "Highest", "Within bounds", "Changed"} & {*headings}
    assert sheet.print_title_cols == "$A:$A"


def test_lists_are_not_printed(euros):
    assert [sheet.title for sheet in euros if sheet.sheet_state != "visible"] == ["Lists"]


@pytest.mark.parametrize(
    "changes",
    [
        {"finance.currency": "JPY"},
        {"finance.currency": "JPY", "finance.horizon_months": 120},
        {"finance.currency": "KWD", "finance.exchange_rate": 0.307, "finance.horizon_months": 120},
        {},
    ],
    ids=str,
)
def test_every_number_fits_its_column(changes):
    content = write_book(build_plan("customer-support", {"draws": 256} | changes))
    assert list(too_wide(content)) == []


def test_a_number_that_does_not_fit_is_found():
    content = write_book(build_plan("customer-support", {"draws": 256}))
    narrow = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(narrow, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb'(<col [^>]*width=")[\d.]+', rb"\g<1>7", text)
            new.writestr(name, text)
    found = {cell[0] for cell in too_wide(narrow.getvalue())}
    assert {"About", "Inputs", "Calculations", "Years", "Outputs", "Values"} <= found


def too_wide(content):
    """Yield each number that does not fit its column: where, as it is written, and that width."""
    with ZipFile(io.BytesIO(content)) as parts:
        formats = formats_in(parts)
        for number, sheet in enumerate(SHEETS, 1):
            root = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            widths = {
                column: float(item.get("width"))
                for item in root.iter(f"{MAIN}col")
                for column in range(int(item.get("min")), int(item.get("max")) + 1)
            }
            for cell in root.iter(f"{MAIN}c"):
                value = cell.findtext(f"{MAIN}v")
                if value and "t" not in cell.attrib:
                    text = as_written(float(value), formats[int(cell.get("s", 0))])
                    width = widths[coordinate_to_tuple(cell.get("r"))[1]]
                    if digits_of(text) > width - PADDING:
                        yield sheet, cell.get("r"), text, width


def formats_in(parts):
    """The format of numbers of each style."""
    root = ElementTree.fromstring(parts.read("xl/styles.xml"))
    own = {item.get("numFmtId"): item.get("formatCode") for item in root.iter(f"{MAIN}numFmt")}
    return [own.get(item.get("numFmtId"), "General") for item in root.find(f"{MAIN}cellXfs")]


def as_written(value, pattern):
    """A number as its format writes it, about."""
    if pattern == BOUND:
        return "1 quadrillion" if value >= 1e15 else f"{value:,.0f}"
    if "mmm" in pattern or "Q" in pattern:
        return "2026 Q4"
    number = re.sub(r'"[^"]*"|\[Red\]|;.*', "", pattern)
    if "0" not in number:
        return f"{value:.10g}"
    decimals = re.search(r"\.?([0#]*)\D*$", number)[1] if "." in number else ""
    value *= 100 if "%" in number else 1
    text = f"{abs(value):{',' if ',' in number else ''}.{len(decimals)}f}"
    for _ in range(decimals.count("#")):
        text = text.removesuffix("0")
    signs = "".join(re.findall(r'"([^"]*)"', pattern.partition(";")[0]))
    return f"{'-' if value < 0 else ''}{signs}{text}{' %' if '%' in number else ''}"


def digits_of(text):
    """The room that a text takes: a comma or a point takes half of what a digit does."""
    return sum(0.5 if letter in ",. -" else 1 for letter in text)


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
