"""Tables whose numbers have a comma before the decimals: 1.234,56."""

import re
from collections.abc import Iterable, Iterator

# A number with three digits behind its one comma, or point, may be meant either way.
EITHER = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d*),\d+")
POINT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d+")
GROUPED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+")  # without decimals, where a comma has them
TO_ENGLISH = str.maketrans({".": None, ",": "."})


def decimal_mark(rows: Iterable[list[str]], delimiter: str) -> str:
    """Return what stands before the decimals of a table's numbers; "" where none of them tells.

    Where a comma stands between the cells it stands in no number without quotes: such a table is
    taken to be English.
    """
    if delimiter == ",":
        return "."
    cells = [cell.strip() for row in rows for cell in row]
    plain = [cell for cell in cells if not EITHER.fullmatch(cell)]
    has_commas = any(COMMA.fullmatch(cell) for cell in plain)
    has_points = any(POINT.fullmatch(cell) for cell in plain)
    return "" if has_commas == has_points else "," if has_commas else "."


def in_english(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield rows in which numbers with a decimal comma have a point, and their groups none."""
    for row in rows:
        yield [english(cell) if "," in cell or "." in cell else cell for cell in row]


def english(cell: str) -> str:
    """Return a cell, as a number of English if it is one with a decimal comma."""
    number = cell.strip()
    if COMMA.fullmatch(number) or GROUPED.fullmatch(number):
        return number.translate(TO_ENGLISH)
    return cell
