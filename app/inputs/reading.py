"""Numbers as people type them: `200,000`, `200k`, `1.5M`, `8%`, `$2`."""

import re
from decimal import Decimal

SUFFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9}
NUMBER = re.compile(
    r"""(?P<sign>[+-]?)\s*
        (?:[$€£¥]\s*)?
        (?P<digits>\d{1,3}(?:[,_'\u2019\u00a0\u202f ]\d{3})+(?:\.\d*)? | \d+(?:\.\d*)? | \.\d+)
        (?P<exponent>e[+-]?\d{1,3})?
        \s*(?P<suffix>k|m|bn|b)?
        \s*(?P<percent>%)?
        (?:\s*[$€£])?""",
    re.VERBOSE | re.IGNORECASE,
)
THOUSANDS_BY_POINT = re.compile(r"[1-9]\d{0,2}(\.000)+")  # 40.000 is 40,000 in much of Europe
SMALLEST = 1e-15  # what is nearer to zero is zero; see docs/decisions/0001-largest-amount.md
LONGEST = 64  # characters; no number worth reading is longer


def parse_number(value: object) -> object:
    """Return the number that `value` spells, or `value` itself if it is no text.

    Raises ValueError, in words for the person who typed it, when the text is no number.
    """
    if isinstance(value, bool):
        raise ValueError("must be a number")
    if not isinstance(value, str):
        return _settled(value)
    number, is_percentage = _read(value)
    if is_percentage:
        raise ValueError("must be a plain number, without %")
    return _settled(number)


def parse_fraction(value: object) -> object:
    """Return the fraction that `value` spells (`8%` and `0.08` are the same).

    Raises ValueError as `parse_number` does.
    """
    if isinstance(value, bool):
        raise ValueError("must be a number")
    if not isinstance(value, str):
        return _settled(value)
    number, is_percentage = _read(value)
    # In decimal, so that 7.1 % is the same number as 0.071.
    return _settled(float(Decimal(repr(number)) / 100) if is_percentage else number)


def percent_to_fraction(text: str) -> str:
    """Return the text of a field labelled "%" with its unit said: `8` becomes `8%`."""
    stripped = text.strip()
    return stripped if not stripped or stripped.endswith("%") else f"{stripped}%"


def _settled(value: object) -> object:
    """Return the value; zero for a number so small that dividing by it leaves no number."""
    return 0.0 if isinstance(value, float) and abs(value) < SMALLEST else value


def _read(text: str) -> tuple[float, bool]:
    stripped = text.strip()
    if not stripped:
        raise ValueError("must not be empty: enter a number")
    match = NUMBER.fullmatch(stripped.replace("\u2212", "-")) if len(stripped) <= LONGEST else None
    if match is None:
        raise ValueError("must be a number, such as 200,000, 200k, 1.5M or 0.25")
    if THOUSANDS_BY_POINT.fullmatch(match["digits"]):
        raise ValueError("must be clear: write 40,000 or 40 rather than 40.000")
    digits = re.sub(r"[^\d.]", "", match["digits"])
    number = float(match["sign"] + digits + (match["exponent"] or ""))
    return number * SUFFIXES[(match["suffix"] or "").lower()], match["percent"] is not None
