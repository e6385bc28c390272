"""Whether every cell that was a formula still is one: a 1 at the end of its row, else a 0.

A number typed over a formula moves others in silence, and once an input is changed, too, no other
check tells. `SUMPRODUCT(--ISFORMULA(range))` would say it of a whole sheet at once, but ironcalc
asks ISFORMULA of single cells alone: so each row asks it of its own, one by one.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from app.workbook.grid import COLUMNS, PlainWorksheet, Span, style_of
from app.workbook.styles import Formats

IS_FORMULA = "_xlfn.ISFORMULA"  # as files call it, which Excel knows since 2013
FEW = 3  # cells of a row that each row names itself; of more, rows share one formula
SHEETS = 32  # whose cells are kept: they are the same for every plan of as many approaches
WORDS = "1: every cell of the row that was a formula still is one."
Spans = tuple[Span, ...]  # where a row has formulas


class Guard(NamedTuple):
    """The column of a sheet that tells, and how many of its rows have formulas."""

    sheet: str
    column: str
    last: int  # of its rows, from 1
    rows: int

    @property
    def template(self) -> str:
        """The formula that is 1 where all of them still do."""
        cells = f"{self.sheet}!${self.column}$1:${self.column}${self.last}"
        return f"IF(SUM({cells})={self.rows},1,0)"


def write_guard(sheet: PlainWorksheet, column: int, formats: Formats) -> Guard:
    """Write that column of a sheet, after all else that it has."""
    rows = tuple((row, tuple(spans)) for row, spans in sorted(sheet.formulas.items()))
    style = style_of(formats["constant"])
    for (row, _), xml in zip(rows, cells(rows, column, style, sheet.shared), strict=True):
        sheet.table[row][column] = xml
    sheet.shared += len({spans for _, spans in rows})
    sheet.write_value(0, column + 1, WORDS, formats["unit"])
    name, first, last = COLUMNS[column], rows[0][0] + 1, rows[-1][0] + 1
    sheet.set_column(column, column, 10)
    wrong = f"AND(ISNUMBER(${name}{first}),${name}{first}=0)"
    sheet.look(f"{name}{first}:{name}{last}", [(wrong, formats["wrong"])])
    return Guard(sheet.get_name(), name, last, len(rows))


def guarded(
    sheets: Mapping[str, PlainWorksheet], columns: Mapping[str, int], formats: Formats
) -> dict[str, Guard]:
    """Write the column of several sheets; return what it tells, by sheet."""
    return {title: write_guard(sheets[title], column, formats) for title, column in columns.items()}


@lru_cache(maxsize=SHEETS)
def cells(rows: tuple[tuple[int, Spans], ...], column: int, style: int, shared: int) -> list[str]:
    """Return the cells of the column as XML; `shared` is how many formulas a sheet shares yet."""
    alike: dict[Spans, list[int]] = {}
    for row, spans in rows:
        alike.setdefault(spans, []).append(row + 1)
    formulas: dict[int, str] = {}  # by row, as its cell has it
    for number, (spans, numbers) in enumerate(alike.items(), start=shared):
        formulas |= formulas_of(spans, numbers, COLUMNS[column], number)
    name = COLUMNS[column]
    return [
        f'<c r="{name}{row + 1}" s="{style}">{formulas[row + 1]}<v>1</v></c>' for row, _ in rows
    ]


def formulas_of(spans: Spans, rows: list[int], column: str, number: int) -> dict[int, str]:
    """Return the formulas of rows that have theirs in the same cells, as XML."""
    if sum(last - first + 1 for first, last in spans) <= FEW:
        return {row: f"<f>{formula(row, spans)}</f>" for row in rows}
    kind = f'<f t="shared" si="{number}"'
    reach = f'{kind} ref="{column}{rows[0]}:{column}{rows[-1]}">{formula(rows[0], spans)}</f>'
    return {rows[0]: reach} | dict.fromkeys(rows[1:], f"{kind}/>")


def formula(row: int, spans: Spans) -> str:
    """Return the formula that is 1 where the cells of a row are formulas."""
    columns = (COLUMNS[column] for first, last in spans for column in range(first, last + 1))
    return f"IF(AND({','.join(f'{IS_FORMULA}({name}{row})' for name in columns)}),1,0)"
