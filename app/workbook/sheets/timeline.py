"""The sheet Timeline: what the calendar gives, for 120 months; months outside the plan are off."""

from datetime import date

import numpy as np

from app.answers.years import fiscal_years
from app.model import Projection, month_code
from app.model.calculation import Model
from app.model.language import CALENDAR, Key
from app.model.table import TIMELINE
from app.workbook.grid import MONTHS, SINGLE, Grid
from app.workbook.rules import first_day
from app.workbook.sheets.calculations import has_row, write_quantity

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's dates
START = "[#finance.start_month]"
YEAR_START = "[#finance.fiscal_year_start]"


def write_timeline(grid: Grid, model: Model) -> None:
    """Write every row of the sheet."""
    grid.months("month", "Month", "months", "[<month]+1", MONTHS, "whole")
    grid.sheet.write_value(grid.places.rows["month"].row, SINGLE, -1, grid.formats["whole"])
    write_dates(grid, model.inputs.finance.start_month)
    last = "[#finance.horizon_months]"
    shown = np.minimum(MONTHS, model.inputs.finance.horizon_months)
    words = "Month on the chart: those after the plan stand on its last"
    grid.months("shown_month", words, "months", f"MIN([month],{last})", shown, "whole")
    for quantity in TIMELINE:
        key = Key(CALENDAR, quantity.name)
        if has_row(key):
            write_quantity(grid, model, key)
    write_fiscal(grid, model)


def write_dates(grid: Grid, start_month: str) -> None:
    """Write on which day each month begins."""
    grid.single(
        "start",
        "First day of the month of the decision",
        "date",
        first_day(START),
        day_number(start_month, 0),
        "date",
    )
    grid.months(
        "date",
        "First day of the month",
        "date",
        "DATE(YEAR([=start]),MONTH([=start])+[month],1)",
        [day_number(start_month, month) for month in MONTHS.tolist()],
        "date",
    )


def write_fiscal(grid: Grid, model: Model) -> None:
    """Write the fiscal year and the quarter of each month."""
    years, calendar = fiscal_years(Projection(model)), grid.places.values["calendar_month"]
    grid.months(
        "fiscal_year",
        "Fiscal year, named by the calendar year in which it ends",
        "year",
        f"YEAR([date])+IF(AND({YEAR_START}>1,[calendar_month]>={YEAR_START}),1,0)",
        years,
        "year",
    )
    grid.months(
        "fiscal_quarter",
        "Quarter of the fiscal year",
        "quarter",
        f"[fiscal_year]*10+INT(MOD([calendar_month]-{YEAR_START},[%months_per_year])/3)+1",
        years * 10 + (calendar - model.inputs.finance.fiscal_year_start) % 12 // 3 + 1,
        "quarter",
    )


def day_number(start_month: str, month: int) -> int:
    """Return the first day of a month as a spreadsheet counts days."""
    return (date.fromisoformat(f"{month_code(start_month, month)}-01") - EPOCH).days
