"""The one cell that says whether all checks hold, wherever it is wanted."""

from app.workbook.grid import COLUMNS, Places, PlainWorksheet
from app.workbook.styles import Formats

MASTER = "check.all"
HOLDS, FAILS = "All checks hold", "A CHECK FAILS: see the sheet Checks"


def write_flag(
    sheet: PlainWorksheet, row: int, column: int, formats: Formats, places: Places
) -> None:
    """Write whether all checks hold, in red where one does not."""
    sheet.write_value(row, 0, "Checks", formats["heading"])
    master = places.formula(f"[={MASTER}]", sheet.get_name())
    formula = f'IF({master}=1,"{HOLDS}","{FAILS}")'
    sheet.write_formulas(row, column, [formula], formats["flag"], [HOLDS])
    redden(sheet, row, column, f'${COLUMNS[column]}${row + 1}<>"{HOLDS}"', formats)


def redden(sheet: PlainWorksheet, row: int, column: int, wrong: str, formats: Formats) -> None:
    """Let a cell be red where a condition holds."""
    rule = {"type": "formula", "criteria": f"={wrong}", "format": formats["wrong"]}
    sheet.conditional_format(row, column, row, column, rule)
