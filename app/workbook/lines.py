"""Texts of several lines in cells: how high a row is, which programs do not settle themselves."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from app.workbook.grid import PlainWorksheet

LINE_HEIGHT = 15  # points
HIGHEST = 409  # points, of a row
SPARE = 1.15  # for words that do not fill their line


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many characters, at most."""
    return sum(max(1, ceil(len(line) * SPARE / width)) for line in text.splitlines() or [""])


def fit_row(sheet: PlainWorksheet, row: int, lines: int) -> None:
    """Let a row be as high as so many lines, or as rows may be."""
    if lines > 1:
        sheet.set_row(row, min(LINE_HEIGHT * lines, HIGHEST))


def spread(
    sheet: PlainWorksheet,
    row: int,
    column: int,
    text: str,
    widths: Sequence[float],
    cell_format: Any,
) -> int:
    """Let a text reach to the last of the columns, as high as it takes; return its lines."""
    sheet.merge_range(row, column, row, len(widths) - 1, "", cell_format)
    sheet.write_value(row, column, text, cell_format)  # an address remains a text
    lines = lines_of(text, sum(widths[column:]))
    fit_row(sheet, row, lines)
    return lines
