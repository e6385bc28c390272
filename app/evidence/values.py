"""Numbers and moments as files write them."""

import math
from datetime import UTC, datetime
from typing import Any

LARGEST_COUNT = 10**13  # tokens or calls in one row
NAIVE_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
DIGITS_OF_SECONDS, DIGITS_OF_TIME = 10, 19  # fewer are a day, such as 20260901
EARLIEST, LATEST = 1_262_304_000, 4_102_444_800  # seconds: the years 2010 to 2099
LONGEST_LABEL = 80  # characters of a label out of a file


class BadValue(Exception):
    """A value is none that can stand where it stands."""


def count(value: Any) -> int:
    """Return a count that may be missing (0), a number or a text; raises BadValue."""
    if type(value) is int and 0 <= value <= LARGEST_COUNT:
        return value
    if value is None or value == "":
        return 0
    if type(value) is str:
        try:
            number: float = int(value)
        except ValueError:
            number = amount(value)
    else:
        number = value if type(value) is int else amount(value)
    if not 0 <= number <= LARGEST_COUNT:
        raise BadValue
    return number if type(number) is int else round(number)


def amount(value: Any) -> float:
    """Return an amount that may be missing (0), a number or a text; raises BadValue."""
    if value is None or value == "" or value == "NULL":
        return 0.0
    if type(value) not in (str, float, int):
        raise BadValue
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise BadValue from None
    if -LARGEST_COUNT <= number <= LARGEST_COUNT:  # which NaN is not
        return number
    raise BadValue


def given(value: Any) -> bool:
    """Tell whether something stands there."""
    return value is not None and value != "" and value != "NULL"


def seconds(value: Any) -> float | None:
    """Return a moment in seconds since 1970, UTC; None where there is none, or none of our time.

    ISO 8601 with or without a zone (UTC then), month/day/year, day.month.year, or a number of
    seconds, or of thousandths, millionths or billionths of one.
    """
    if isinstance(value, str):
        if len(value) >= DIGITS_OF_SECONDS and value.isascii() and value.isdigit():
            number = int(value[:DIGITS_OF_TIME])
            return number if EARLIEST <= number <= LATEST else numeric_seconds(number)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return numeric_seconds(value) if value else None
        if moment.tzinfo is None:
            return within((moment - NAIVE_EPOCH).total_seconds())
        return within(moment.timestamp())
    return numeric_seconds(value)


def numeric_seconds(value: Any) -> float | None:
    """Return a moment that is a number, or a day of month/day/year or day.month.year."""
    if isinstance(value, str) and "/" in value:
        return day_written(value[:10], "%m/%d/%Y")
    if isinstance(value, str) and value.count(".") == 2:
        return day_written(value[:10], "%d.%m.%Y")
    try:
        number = amount_of_time(value)
    except (TypeError, ValueError, OverflowError):
        return None
    while number > 1e11:
        number /= 1000
    return within(number)


def amount_of_time(value: Any) -> float:
    """Return the number; raises TypeError or ValueError."""
    if isinstance(value, bool):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def day_written(text: str, order: str) -> float | None:
    """Return a day that is written in this order."""
    try:
        return within(datetime.strptime(text, order).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def within(number: float) -> float | None:
    """Return the moment if it is of our time."""
    return number if EARLIEST <= number <= LATEST else None


def text_or_none(value: Any) -> str | None:
    """Return a text that is not empty, or None."""
    return value if isinstance(value, str) and value else None


def part(value: Any, *keys: str) -> Any:
    """Return what stands at nested keys of objects; None where there is none."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
