"""The sheet Timeline: what the calendar gives, for 120 months; months outside the plan are off."""

from datetime import date

from app.inputs import Inputs
from app.model import month_code
from app.model.arrays import Model
from app.model.language import CALENDAR, Key
from app.model.table import TIMELINE
from app.workbook.calculations import write_quantity
from app.workbook.grid import MONTHS, SINGLE, Grid

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's dates
START = "[#finance.start_month]"


def write_timeline(grid: Grid, inputs: Inputs, model: Model) -> None:
    """Write every row of the sheet."""
    grid.months("month", "Month", "months", "[<month]+1", MONTHS)
    grid.sheet.write_number(grid.places.rows["month"].row, SINGLE, -1)
    grid.months(
        "date",
        "First day of the month",
        "date",
        f"DATE(VALUE(LEFT({START},4)),VALUE(RIGHT({START},2))+[month],1)",
        [day_number(inputs.finance.start_month, month) for month in MONTHS.tolist()],
        "date",
    )
    for quantity in TIMELINE:
        write_quantity(grid, model, Key(CALENDAR, quantity.name))


def day_number(start_month: str, month: int) -> int:
    """Return the first day of a month as a spreadsheet counts days."""
    return (date.fromisoformat(f"{month_code(start_month, month)}-01") - EPOCH).days
