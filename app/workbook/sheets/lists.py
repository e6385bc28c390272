"""The sheet Lists: what a cell of Inputs may be where a list is too long for its rule."""

from app.inputs.currencies import CURRENCIES
from app.words.money import symbol_of
from app.workbook.grid import PlainWorksheet
from app.workbook.styles import Formats


def write_lists(sheet: PlainWorksheet, formats: Formats) -> None:
    """Write every currency, with the sign by which money in it is written."""
    sheet.write_row(0, 0, ["Currency", "Sign"], formats["header"])
    for row, code in enumerate(sorted(CURRENCIES), start=1):
        sheet.write_value(row, 0, code, formats["label"])
        sheet.write_value(row, 1, symbol_of(code).strip(), formats["label"])
    sheet.set_column(0, 1, 12)
    sheet.freeze_panes(1, 0)
