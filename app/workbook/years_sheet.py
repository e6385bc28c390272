"""The sheet Years: what each fiscal year comes to, added up from Calculations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.answers import FiscalYear
from app.inputs import CHALLENGERS, TITLES, ApproachName
from app.model import LINES
from app.plans.plan import Plan
from app.workbook.grid import (
    COLUMNS,
    FIRST,
    FIRST_ROW,
    SINGLE,
    Place,
    Places,
    PlainWorksheet,
    Value,
)

MOST_YEARS = 11  # 121 months touch no more
LAST = FIRST + MOST_YEARS - 1  # the column of the last year that there may be
OTHER_ROWS = {"requests": "requests", "savings": "{name}.saved"}  # line -> row to add up


def write_years(
    sheet: PlainWorksheet, plan: Plan, formats: Mapping[str, Any], places: Places
) -> None:
    """Write a column per fiscal year, and for each approach a row per line."""
    sheet.write_string(0, 0, "Years", formats["title"])
    words = "Fiscal years, named by the calendar year in which they end; month 0 included."
    sheet.write_string(1, 0, words, formats["unit"])
    write_headings(sheet, plan, formats, places)
    row = FIRST_ROW
    for name in plan.inputs.considered:
        sheet.write_string(row, 0, TITLES[name], formats["heading"])
        row += 1
        for line in lines_of(name):
            places.rows[f"years.{name}.{line}"] = Place("Years", row)
            write_line(sheet, row, name, line, plan, formats, places)
            row += 1
        row += 1
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 2)
    sheet.set_column(SINGLE, LAST, 16)
    sheet.freeze_panes(FIRST_ROW, FIRST)


def lines_of(name: ApproachName) -> Iterator[str]:
    """Yield the lines of an approach, in the order of the sheet."""
    yield from (*LINES, "total", "requests")
    if name in CHALLENGERS:
        yield "savings"


def write_headings(
    sheet: PlainWorksheet, plan: Plan, formats: Mapping[str, Any], places: Places
) -> None:
    """Write the years that the plan touches, as many as there are."""
    row = FIRST_ROW - 1
    sheet.write_row(row, 0, ["", "Unit", "", "Whole plan"], formats["header"])
    every = "[*fiscal_year]"
    last = f"INDEX({every},[#finance.horizon_months]+1)"
    templates = [f"INDEX({every},1)"]
    for column in COLUMNS[FIRST:LAST]:
        before = f"{column}${row + 1}"
        templates.append(f'IF({before}="","",IF({before}<{last},{before}+1,""))')
    formulas = [places.formula(template, "Years") for template in templates]
    sheet.write_formulas(
        row, FIRST, formulas, formats["header_year"], filled([item.year for item in plan.years])
    )


def write_line(
    sheet: PlainWorksheet,
    row: int,
    name: ApproachName,
    line: str,
    plan: Plan,
    formats: Mapping[str, Any],
    places: Places,
) -> None:
    """Write what a line comes to in each year, and in all of them."""
    values = [amount_of(year, name, line) for year in plan.years]
    unit = "requests" if line == "requests" else plan.inputs.finance.currency
    style = formats[{"requests": "number", "total": "total"}.get(line, "money")]
    sheet.write_string(row, 0, line, formats["label"])
    sheet.write_string(row, 1, unit, formats["unit"])
    source = OTHER_ROWS.get(line, f"{{name}}.{line}").format(name=name)
    rows = places.formula(f"[*{source}],[*fiscal_year]", "Years")
    headings = [f"{column}${FIRST_ROW}" for column in COLUMNS[FIRST : LAST + 1]]
    formulas = [f'IF({year}="","",SUMIFS({rows},{year}))' for year in headings]
    sheet.write_formulas(row, FIRST, formulas, style, filled(values))
    everything = f"SUM({span(row, row)})"
    sheet.write_formulas(row, SINGLE, [everything], style, [sum(values)])


def amount_of(year: FiscalYear, name: ApproachName, line: str) -> float:
    """Return what a line comes to in a year."""
    if line == "requests":
        return year.requests
    if line == "savings" and name != "prompting":
        return year.savings[name]
    return year.amounts[name][line]


def filled(values: Sequence[float]) -> list[Value]:
    """Return the values of the years that there are, and nothing for the others."""
    return [*values, *[""] * (MOST_YEARS - len(values))]


def span(first: int, last: int) -> str:
    """Return the cells of all years in several rows."""
    return f"${COLUMNS[FIRST]}${first + 1}:${COLUMNS[LAST]}${last + 1}"


def year_cells(places: Places, name: ApproachName, first: str, last: str) -> str:
    """Return the cells of all years from one line of an approach to another, for other sheets."""
    rows = (places.rows[f"years.{name}.{line}"].row for line in (first, last))
    return f"Years!{span(*rows)}"
