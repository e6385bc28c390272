"""Rows of monthly formulas: one formula per row, the same month in the same column on each sheet.

A formula names other cells in brackets: `[requests]` is the same month of another row,
`[<requests]` the month before, `[*requests]` all months, `[*<requests]` all but the last,
`[*>requests]` all but the first, `[=rate]` a row's single value, `[#tuning.npv]` an input,
`[%hours]` a constant.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from pydantic_core import to_json
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from app.work.task import step

LAST_MONTH = 120  # the longest plan
SINGLE = 3  # the column of single values, just before the months
FIRST = SINGLE + 1  # the column of month 0
IN_USE = "I"  # the column of Inputs that every formula reads: the value of the case in use
FIRST_ROW = 4  # below the title and the months' heading
MONTHS = np.arange(LAST_MONTH + 1)
AFTER_MONTHS = FIRST + LAST_MONTH + 1  # the column that tells whether a row is as it was
COLUMNS = [xl_col_to_name(column) for column in range(AFTER_MONTHS + 2)]  # and a sentence on it
CELL = re.compile(r"\[(\*[<>]|[<=*#%]?)([\w.]+)\]")
# The column of a cell, by how it is named; of all months, all but the last, all but the first.
COLUMN = {"": "{0}$", "<": "{1}$", "=": f"${COLUMNS[SINGLE]}$"}
ENDS = {
    kind: (f"${COLUMNS[first]}$", f"${COLUMNS[last]}$")
    for kind, first, last in (
        ("*", FIRST, FIRST + LAST_MONTH),
        ("*<", FIRST, FIRST + LAST_MONTH - 1),
        ("*>", FIRST + 1, FIRST + LAST_MONTH),
    )
}
TEMPLATES = 5_000  # of formulas that are kept in pieces
ROWS = 2_000  # of months that are kept without their values, 6 kB each

Value = float | int | str | bool
NUMBER = (int, float)
Beside = tuple[int, int, int]  # cells beside each other: row, first column, how many


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
        start, cells = pieces(template)
        return start + "".join([self._cell(kind, name, sheet) + text for kind, name, text in cells])

    def _cell(self, kind: str, name: str, sheet: str) -> str:
        """Return a cell as formulas on a sheet name it."""
        if kind == "#":
            return f"Inputs!${IN_USE}${self.inputs[name] + 1}"
        if kind == "%":
            return f"Inputs!$C${self.constants[name] + 1}"
        place = self.rows[name]
        prefix, row = "" if place.sheet == sheet else f"{place.sheet}!", place.row + 1
        if kind in ENDS:
            first, last = ENDS[kind]
            return f"{prefix}{first}{row}:{last}{row}"
        return f"{prefix}{COLUMN[kind]}{row}"


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet that takes formulas as they are, and the months of a row as one formula.

    XlsxWriter searches each formula for some thirty functions newer than Excel 2010, and each of
    its parts for what XML must escape; ours hold none of the first, and there are more than twenty
    thousand cells. In the file a row's formula stands once, as a shared one, which is a third of
    the time and of the size. Tests open the result in three programs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dim_rowmin = self.dim_rowmax = self.dim_colmin = self.dim_colmax = 0  # a title in A1
        self.rules: list[str] = []  # what cells may hold, as XML, besides those added as options
        self.appearances: list[str] = []  # how cells look by what is in use, as XML, likewise
        self.shared = 0  # formulas that stand once for the months of a row, so far
        self.formulas: list[Beside] = []  # those that nobody is to type over
        # Where money of the plan stands, by its kind: first and last row, first and last column.
        self.money: dict[str, list[tuple[int, int, int, int]]] = {}

    def write_formulas(
        self,
        row: int,
        column: int,
        formulas: Iterable[str],
        cell_format: Any,
        values: Sequence[Value],
    ) -> None:
        """Write formulas beside each other, without their `=`, each with its value."""
        self._reach(row, column, len(values), cell_format)
        self._note_formulas(row, column, len(values), cell_format)
        cells, style = self.table[row], style_of(cell_format)
        for offset, (formula, value) in enumerate(zip(formulas, values, strict=True), column):
            kind, text = shown(value)
            start = f'<c r="{COLUMNS[offset]}{row + 1}" s="{style}"{kind}>'
            cells[offset] = f"{start}<f>{escape(formula)}</f><v>{text}</v></c>"

    def write_months(
        self, row: int, column: int, template: str, cell_format: Any, values: Sequence[Value]
    ) -> None:
        """Write one formula beside itself, each with its value.

        In the template `{0}` is the column, and `{1}` the one before.
        """
        step()
        if str in set(map(type, values)):
            filled = chain(*map(shown, values))
            self._write_shared(
                row, column, template, cell_format, len(values), ("%s", "%s"), filled
            )
        else:
            texts = to_json(values).decode()[1:-1].split(",")  # a few times as fast as repr
            self._write_shared(row, column, template, cell_format, len(values), ("", "%s"), texts)

    def write_value(self, row: int, column: int, value: Any, cell_format: Any) -> None:
        """Write a number or a text as what it is, never as a formula; None leaves it empty."""
        if row > self.dim_rowmax or column > self.dim_colmax or cell_format.money:
            self._reach(row, column, 1, cell_format)
        style = cell_format.xf_index or style_of(cell_format)  # the cell written most
        cell = f'<c r="{COLUMNS[column]}{row + 1}" s="{style}"'
        if value is None or value == "":
            xml = f"{cell}/>"
        elif isinstance(value, NUMBER):
            xml = f"{cell}><v>{value!r}</v></c>"
        else:
            text = self.str_table._get_shared_string_index(str(value))
            xml = f'{cell} t="s"><v>{text}</v></c>'
        self.table[row][column] = xml

    def write_row(self, row: int, column: int, values: Iterable[Any], cell_format: Any) -> None:
        """Write values beside each other."""
        for offset, value in enumerate(values, column):
            self.write_value(row, offset, value, cell_format)

    def set_widths(self, widths: Iterable[float]) -> None:
        """Set how wide the columns are, from the first."""
        for column, width in enumerate(widths):
            self.set_column(column, column, width)

    def note_money(self, row: int, column: int, count: int, cell_format: Any) -> None:
        """Remember cells that hold money; rows that follow each other become one range."""
        noted = self.money.setdefault(cell_format.money, [])
        last = column + count - 1
        if noted and noted[-1][1:] == (row - 1, column, last):
            noted[-1] = (noted[-1][0], row, column, last)
        else:
            noted.append((row, row, column, last))

    def money_ranges(self, kind: str) -> list[str]:
        """Return the ranges of cells that hold a kind of money."""
        return [
            f"{COLUMNS[left]}{top + 1}:{COLUMNS[right]}{bottom + 1}"
            for top, bottom, left, right in self.money.get(kind, ())
        ]

    def write_bare(self, row: int, column: int, template: str, cell_format: Any) -> None:
        """Write one formula beside itself in every month, without the values that it comes to."""
        self._write_shared(row, column, template, cell_format, MONTHS.size, (' t="str"', ""), ())

    def _write_shared(
        self,
        row: int,
        column: int,
        template: str,
        cell_format: Any,
        count: int,
        cell: tuple[str, str],
        filled: Iterable[Value],
    ) -> None:
        """Write a formula beside itself, each with a kind and a value, and fill what is open."""
        self._reach(row, column, count, cell_format)
        self._note_formulas(row, column, count, cell_format)
        style = style_of(cell_format)
        cells = months_to_fill(row, column, count, template, style, self.shared, *cell)
        self.table[row][column] = cells % tuple(filled)
        self.shared += 1

    def _reach(self, row: int, column: int, count: int, cell_format: Any) -> None:
        """Let the sheet reach so far; XlsxWriter writes no cell outside of it."""
        if cell_format.money:
            self.note_money(row, column, count, cell_format)
        if row > self.dim_rowmax:
            self.dim_rowmax = row
        if column + count > self.dim_colmax:
            self.dim_colmax = column + count - 1

    def _note_formulas(self, row: int, column: int, count: int, cell_format: Any) -> None:
        """Remember cells that hold formulas, but for those that one may type over."""
        if cell_format.locked:
            self.formulas.append((row, column, count))

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Return the formula of a rule as it is: ours hold no newer function, either."""
        return formula.removeprefix("=")

    def _write_data_validations(self) -> None:
        """Write what cells may hold."""
        if count := len(self.rules) + len(self.validations):
            self._xml_start_tag("dataValidations", [("count", count)])
            self.fh.write("".join(self.rules))
            for options in self.validations:
                self._write_data_validation(options)
            self._xml_end_tag("dataValidations")

    def look(self, ranges: str, rules: Iterable[tuple[str, Any]]) -> None:
        """Let ranges have the format of the first formula that holds."""
        found = []
        for formula, cell_format in rules:
            number, priority = cell_format._get_dxf_index(), self.dxf_priority
            start = f'<cfRule type="expression" dxfId="{number}" priority="{priority}"'
            found.append(f'{start} stopIfTrue="1"><formula>{escape(formula)}</formula></cfRule>')
            self.dxf_priority += 1
        rule = f'<conditionalFormatting sqref="{ranges}">{"".join(found)}</conditionalFormatting>'
        self.appearances.append(rule)

    def _write_conditional_formats(self) -> None:
        """Write how cells look by what they hold, or what is in use."""
        super()._write_conditional_formats()
        self.fh.write("".join(self.appearances))

    def _write_rows(self) -> None:
        """Write the rows that there are, without which columns each has: the format leaves that."""
        for row in sorted(self.table):
            step()
            cells = self.table[row]
            if row in self.row_info:
                self._write_row(row, None, self.row_info[row])
            else:
                self.fh.write(f'<row r="{row + 1}">')
            for column in sorted(cells):
                cell = cells[column]
                if isinstance(cell, str):  # XML already, as most are
                    self.fh.write(cell)
                else:
                    self._write_cell(row, column, cell)
            self.fh.write("</row>")


def unit_words(unit: str) -> str:
    """Return a unit as people say it: a fraction is written in percent."""
    return unit.replace("fraction", "percent")


def style_of(cell_format: Any) -> int:
    """Return the number of a format in the file, which it is given when it is first used."""
    number: int = cell_format.xf_index or cell_format._get_xf_index()
    return number


@lru_cache(maxsize=TEMPLATES)
def pieces(template: str) -> tuple[str, Sequence[tuple[str, str, str]]]:
    """Return how a template begins, and each cell that it names with the text after it."""
    start, *rest = CELL.split(template)
    return start, [*zip(rest[::3], rest[1::3], rest[2::3], strict=True)]


@lru_cache(maxsize=ROWS)
def months_to_fill(
    row: int, column: int, count: int, template: str, style: int, shared: int, kind: str, value: str
) -> str:
    """Return the months of a row as XML, the same for every plan but for what `%` fills.

    `kind` says of each cell that it is a text, `value` is its value; both may be left open.
    """
    names = COLUMNS[column : column + count]
    formula = escape(template.format(names[0], COLUMNS[column - 1])).replace("%", "%%")
    start = f'{row + 1}"{kind} s="{style}"><f t="shared" si="{shared}"'
    cells = f'ref="{names[0]}{row + 1}:{names[-1]}{row + 1}"'
    end = f"<v>{value}</v></c>"
    others = "".join([f'<c r="{name}{start}/>{end}' for name in names[1:]])
    return f'<c r="{names[0]}{start} {cells}>{formula}</f>{end}{others}'


def rule_as_xml(row: int, column: int, rule: Mapping[str, Any]) -> str:
    """Return what a cell may hold, given as XlsxWriter's options, as XML."""
    sheet = PlainWorksheet()
    sheet.fh = StringIO()
    sheet.data_validation(row, column, row, column, dict(rule))
    for options in sheet.validations:
        sheet._write_data_validation(options)
    text: str = sheet.fh.getvalue()
    return text


def shown(value: Value) -> tuple[str, str]:
    """Return how a cell says that its value is a text, if it is one, and the value as XML."""
    if isinstance(value, str):
        return ' t="str"' if value else "", escape(value)
    return "", repr(value)


class Grid:
    """One sheet of monthly rows, filled from the top."""

    def __init__(self, sheet: PlainWorksheet, places: Places, formats: Mapping[str, Any]) -> None:
        self.sheet = sheet
        self.places = places
        self.formats = formats
        self.next_row = FIRST_ROW
        self.blocks: list[int] = []  # the rows of their headings

    def heading(self, text: str) -> None:
        """Leave a line and begin a block."""
        self.next_row += 1
        self.blocks.append(self.next_row)
        self.sheet.write_value(self.next_row, 0, text, self.formats["heading"])
        self.next_row += 1

    def heading_of_months(self, text: str) -> None:
        """Begin a block on a sheet whose head does not name the months."""
        self.heading(text)
        months = self.places.formula("[month]", self.sheet.get_name())
        header = self.formats["header"]
        self.sheet.write_months(self.next_row - 1, FIRST, months, header, MONTHS.tolist())

    def months(
        self, key: str, label: str, unit: str, template: str, values: Any, style: str = "number"
    ) -> None:
        """Add a row with one formula for every month."""
        self._begin(key, label, unit)
        amounts = np.asarray(values, float)
        if amounts.shape != MONTHS.shape:
            amounts = np.broadcast_to(amounts, MONTHS.shape)
        self.places.values[key] = amounts
        formula = self.places.formula(template, self.sheet.get_name())
        style_format = self.formats[style]
        self.sheet.write_months(self.next_row, FIRST, formula, style_format, amounts.tolist())
        self.next_row += 1

    def bare(self, key: str, label: str, unit: str, template: str, style: str) -> None:
        """Add a row with one formula for every month, which carries no value."""
        self._begin(key, label, unit)
        formula = self.places.formula(template, self.sheet.get_name())
        self.sheet.write_bare(self.next_row, FIRST, formula, self.formats[style])
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
        self.sheet.write_value(self.next_row, 0, label, self.formats["label"])
        self.sheet.write_value(self.next_row, 1, unit_words(unit), self.formats["measure"])
        self.sheet.write_value(self.next_row, 2, key, self.formats["code"])
