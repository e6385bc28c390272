"""Rows as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import Any

from app.inputs import invisible

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
# What a spreadsheet would take for a formula at the beginning of a text (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(
    rows: Sequence[dict[str, Any]],
    columns: Sequence[str],
    *,
    separator: str = ",",
    decimal: str = ".",
    byte_order_mark: bool = True,
) -> str:
    """Return the rows under a header; numbers keep every digit, None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column], decimal) for column in columns] for row in rows)
    return (BYTE_ORDER_MARK if byte_order_mark else "") + buffer.getvalue()


def cell(value: Any, decimal: str) -> str:
    """Return one value as a cell: numbers as they are, texts never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value).replace(".", decimal)
    text = str(value)
    return f"'{text}" if starts_a_formula(text) else text


def starts_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula.

    Some pass over what is not seen before the sign, and read its wide form as the sign itself.
    """
    for character in text:
        if character not in FORMULA_STARTS and invisible(character):
            continue
        return unicodedata.normalize("NFKC", character).startswith(FORMULA_STARTS)
    return False
