"""The sheet Timeline: what the calendar gives, for 120 months; months outside the plan are off."""

from datetime import date

from app.answers.years import fiscal_years
from app.model import Projection, month_code
from app.model.calculation import Model
from app.model.language import CALENDAR, Key
from app.model.table import TIMELINE
from app.workbook.calculations import has_row, write_quantity
from app.workbook.grid import MONTHS, SINGLE, Grid

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's dates
START = "[#finance.start_month]"
YEAR_START = "[#finance.fiscal_year_start]"


def write_timeline(grid: Grid, model: Model) -> None:
    """Write every row of the sheet."""
    start_month = model.inputs.finance.start_month
    grid.months("month", "Month", "months", "[<month]+1", MONTHS)
    grid.sheet.write_number(grid.places.rows["month"].row, SINGLE, -1)
    grid.months(
        "date",
        "First day of the month",
        "date",
        f"DATE(VALUE(LEFT({START},4)),VALUE(RIGHT({START},2))+[month],1)",
        [day_number(start_month, month) for month in MONTHS.tolist()],
        "date",
    )
    for quantity in TIMELINE:
        key = Key(CALENDAR, quantity.name)
        if has_row(key):
            write_quantity(grid, model, key)
    grid.months(
        "fiscal_year",
        "Fiscal year, named by the calendar year in which it ends",
        "year",
        f"YEAR([date])+IF(AND({YEAR_START}>1,[calendar_month]>={YEAR_START}),1,0)",
        fiscal_years(Projection(model)),
        "year",
    )


def day_number(start_month: str, month: int) -> int:
    """Return the first day of a month as a spreadsheet counts days."""
    return (date.fromisoformat(f"{month_code(start_month, month)}-01") - EPOCH).days
