"""Rows of monthly formulas: one formula per row, the same month in the same column on each sheet.

A formula names other cells in brackets: `[requests]` is the same month of another row,
`[<requests]` the month before, `[*requests]` all months, `[*<requests]` all but the last,
`[*>requests]` all but the first, `[=rate]` a row's single value, `[#tuning.npv]` an input,
`[%hours]` a constant.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LAST_MONTH = 120  # the longest plan
SINGLE = 3  # the column of single values, just before the months
FIRST = SINGLE + 1  # the column of month 0
FIRST_ROW = 4  # below the title and the months' heading
MONTHS = np.arange(LAST_MONTH + 1)
COLUMNS = [xl_col_to_name(column) for column in range(FIRST + LAST_MONTH + 1)]
CELL = re.compile(r"\[(\*[<>]|[<=*#%]?)([\w.]+)\]")
# The first and the last column of a row's months: all of them, all but the last, all but the first.
ENDS = {
    "*": (FIRST, FIRST + LAST_MONTH),
    "*<": (FIRST, FIRST + LAST_MONTH - 1),
    "*>": (FIRST + 1, FIRST + LAST_MONTH),
}

Value = float | int | str | bool


@dataclass(frozen=True)
class Place:
    """A row on a sheet."""

    sheet: str
    row: int


@dataclass
class Places:
    """Where everything is that a formula may name."""

    inputs: Mapping[str, int]  # input -> its row on the sheet Inputs
    constants: Mapping[str, int]  # constant -> its row there
    rows: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)  # what the rows come to

    def formula(self, template: str, sheet: str) -> str:
        """Return the formula as it stands on a sheet, without its `=`.

        Where it names the same month of another row, the column is left as `{0}`, and the column
        before as `{1}`: fill them with `str.format`.
        """

        def cell(match: re.Match[str]) -> str:
            kind, name = match.groups()
            if kind == "#":
                return f"Inputs!$C${self.inputs[name] + 1}"
            if kind == "%":
                return f"Inputs!$C${self.constants[name] + 1}"
            place = self.rows[name]
            row = place.row + 1
            prefix = "" if place.sheet == sheet else f"{place.sheet}!"
            if kind in ENDS:
                first, last = ENDS[kind]
                return f"{prefix}${COLUMNS[first]}${row}:${COLUMNS[last]}${row}"
            if kind == "=":
                return f"{prefix}${COLUMNS[SINGLE]}${row}"
            return f"{prefix}{'{1}' if kind == '<' else '{0}'}${row}"

        return CELL.sub(cell, template)


class Written(NamedTuple):
    """A cell with a formula, ready for the file."""

    formula: str  # as XML
    format: Any
    value: Value


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet that takes a row of formulas at once, and as they are.

    XlsxWriter searches each formula for some thirty functions newer than Excel 2010, and each of
    its parts for what XML must escape; ours hold none of the first, and the months of a row are
    escaped together. There are more than twenty thousand. Tests open the result in three programs.
    """

    def write_formulas(
        self,
        row: int,
        column: int,
        formulas: Iterable[str],
        cell_format: Any,
        values: Sequence[Value],
    ) -> None:
        """Write formulas beside each other, without their `=`, each with its value."""
        self._check_dimensions(row, column)
        self._check_dimensions(row, column + len(values) - 1)
        cells = self.table[row]
        for offset, (formula, value) in enumerate(zip(formulas, values, strict=True)):
            cells[column + offset] = Written(escape(formula), cell_format, value)

    def write_months(
        self, row: int, column: int, template: str, cell_format: Any, values: Sequence[float]
    ) -> None:
        """Write one formula beside itself, each with its value.

        In the template `{0}` is the column, and `{1}` the one before.
        """
        self._check_dimensions(row, column)
        self._check_dimensions(row, column + len(values) - 1)
        cells, escaped = self.table[row], escape(template)
        for offset, value in enumerate(values, start=column):
            formula = escaped.format(COLUMNS[offset], COLUMNS[offset - 1])
            cells[offset] = Written(formula, cell_format, value)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a cell to the file; XlsxWriter calls this for each."""
        if not isinstance(cell, Written):
            super()._write_cell(row, col, cell)
            return
        kind = ' t="str"' if isinstance(cell.value, str) and cell.value else ""
        start = f'<c r="{COLUMNS[col]}{row + 1}" s="{cell.format._get_xf_index()}"{kind}>'
        value = escape(cell.value) if isinstance(cell.value, str) else cell.value
        self.fh.write(f"{start}<f>{cell.formula}</f><v>{value}</v></c>")


class Grid:
    """One sheet of monthly rows, filled from the top."""

    def __init__(self, sheet: PlainWorksheet, places: Places, formats: Mapping[str, Any]) -> None:
        self.sheet = sheet
        self.places = places
        self.formats = formats
        self.next_row = FIRST_ROW

    def heading(self, text: str) -> None:
        """Leave a line and begin a block."""
        self.next_row += 1
        self.sheet.write_string(self.next_row, 0, text, self.formats["heading"])
        self.next_row += 1

    def months(
        self, key: str, label: str, unit: str, template: str, values: Any, style: str = "number"
    ) -> None:
        """Add a row with one formula for every month."""
        self._begin(key, label, unit)
        amounts = np.broadcast_to(np.asarray(values, float), MONTHS.shape)
        self.places.values[key] = amounts
        formula = self.places.formula(template, self.sheet.get_name())
        style_format = self.formats[style]
        self.sheet.write_months(self.next_row, FIRST, formula, style_format, amounts.tolist())
        self.next_row += 1

    def single(
        self, key: str, label: str, unit: str, template: str, value: Value, style: str = "number"
    ) -> None:
        """Add a row with one formula."""
        self._begin(key, label, unit)
        self.places.values[key] = value
        formula = self.places.formula(template, self.sheet.get_name())
        self.sheet.write_formulas(self.next_row, SINGLE, [formula], self.formats[style], [value])
        self.next_row += 1

    def _begin(self, key: str, label: str, unit: str) -> None:
        self.places.rows[key] = Place(self.sheet.get_name(), self.next_row)
        self.sheet.write_string(self.next_row, 0, label, self.formats["label"])
        self.sheet.write_string(self.next_row, 1, unit, self.formats["unit"])
