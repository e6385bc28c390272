"""Whether every cell that was a formula still is one: a 1 at the end of its row, else a 0.

A number typed over a formula moves others in silence, and once an input is changed, too, no other
check tells. `SUMPRODUCT(--ISFORMULA(range))` would say it of a whole sheet at once, but ironcalc
asks ISFORMULA of single cells alone: so each row asks it of its own, one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.workbook.grid import COLUMNS, Beside, PlainWorksheet, style_of
from app.workbook.styles import Formats

IS_FORMULA = "_xlfn.ISFORMULA"  # as files call it, which Excel knows since 2013
FEW = 3  # cells of a row that each row names itself; of more, rows share one formula
SHEETS = 32  # whose cells are kept: they are the same for every plan of as many approaches
WORDS = "1: every cell of the row that was a formula still is one."


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


def guarded(
    sheets: Mapping[str, PlainWorksheet], columns: Mapping[str, int], formats: Formats
) -> dict[str, Guard]:
    """Write the column of several sheets; return what it tells, by sheet."""
    return {title: write_guard(sheets[title], column, formats) for title, column in columns.items()}


def write_guard(sheet: PlainWorksheet, column: int, formats: Formats) -> Guard:
    """Write that column of a sheet, after all else that it has."""
    style = style_of(formats["constant"])
    found = cells(tuple(sheet.formulas), column, style, sheet.shared)
    for row, xml in found.items():
        sheet.table[row][column] = xml
    sheet.write_value(0, column + 1, WORDS, formats["unit"])
    sheet.set_column(column, column, 10)
    name, first, last = COLUMNS[column], min(found) + 1, max(found) + 1
    wrong = f"AND(ISNUMBER(${name}{first}),${name}{first}=0)"
    sheet.look(f"{name}{first}:{name}{last}", [(wrong, formats["wrong"])])
    return Guard(sheet.get_name(), name, last, len(found))


@lru_cache(maxsize=SHEETS)
def cells(formulas: tuple[Beside, ...], column: int, style: int, shared: int) -> Mapping[int, str]:
    """Return the cell of each row as XML; `shared` is how many formulas the sheet shares yet."""
    columns: dict[int, tuple[int, ...]] = {}  # those of a row that have formulas
    for row, first, count in formulas:
        columns[row] = (*columns.get(row, ()), *range(first, first + count))
    alike: dict[tuple[int, ...], list[int]] = {}
    for row in sorted(columns):
        alike.setdefault(columns[row], []).append(row + 1)
    name, found = COLUMNS[column], dict[int, str]()
    for number, (asked, rows) in enumerate(alike.items(), start=shared):
        for row, text in formulas_of(asked, rows, name, number):
            found[row - 1] = f'<c r="{name}{row}" s="{style}">{text}<v>1</v></c>'
    return found


def formulas_of(
    asked: Sequence[int], rows: Sequence[int], column: str, number: int
) -> Iterator[tuple[int, str]]:
    """Yield the formulas of rows that have theirs in the same columns, as XML, by row."""
    if len(asked) <= FEW:
        yield from ((row, f"<f>{formula(row, asked)}</f>") for row in rows)
        return
    kind = f'<f t="shared" si="{number}"'
    first, *others = rows
    reach = f'ref="{column}{first}:{column}{rows[-1]}"'
    yield first, f"{kind} {reach}>{formula(first, asked)}</f>"
    yield from ((row, f"{kind}/>") for row in others)


def formula(row: int, asked: Sequence[int]) -> str:
    """Return the formula that is 1 where those cells of a row are formulas."""
    cells = (f"{IS_FORMULA}({COLUMNS[column]}{row})" for column in asked)
    return f"IF(AND({','.join(cells)}),1,0)"
