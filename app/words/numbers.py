"""Money, shares, counts and months in words and figures for people."""

import math
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from app.calculator import InputField, month_code

LOCALE = "en_US"
ABSENT = "–"
LARGEST_WRITTEN_OUT = 1e18
LONGEST_TYPED = 40  # digits; what has more is shown as it was typed
SMALLEST_WHOLE = 100  # smaller amounts are shown with two decimals or more


@cache
def month_name(start_month: str, month: int) -> str:
    """Return the calendar month as people write it: Dec 2026."""
    return format_date(
        date.fromisoformat(f"{month_code(start_month, month)}-01"), "MMM y", locale=LOCALE
    )


def money(amount: float | None, currency: str) -> str:
    """Return an amount as people read it: $5,498, $12.30, $0.0012."""
    if amount is None:
        return ABSENT
    size = abs(amount)
    if size >= SMALLEST_WHOLE or size == 0:
        decimals = 0
    elif size >= 1:
        decimals = 2
    else:
        decimals = min(max(2, 1 - math.floor(math.log10(size))), 8)
    sign = "\u2212" if amount < 0 else ""
    return f"{sign}{symbol_of(currency)}{size:,.{decimals}f}"


@cache
def symbol_of(currency: str) -> str:
    """Return a currency's sign, or its code with a space where it has none of its own."""
    symbol = get_currency_symbol(currency, locale=LOCALE)
    return f"{symbol}\u00a0" if symbol[-1].isalpha() else symbol


def short_money(amount: float, currency: str) -> str:
    """Return an amount short enough for an axis: $250k, $1.5M."""
    symbol = symbol_of(currency)
    sign = "\u2212" if amount < 0 else ""
    size = abs(amount)
    for limit, suffix in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= limit:
            return f"{sign}{symbol}{size / limit:.4g}{suffix}"
    return f"{sign}{symbol}{size:.4g}"


def number(value: float | None) -> str:
    """Return a number with thousands separators and no needless zeros."""
    return ABSENT if value is None else in_groups(value, "#,##0.######")


def in_groups(value: float, pattern: str) -> str:
    """Return a number after a pattern of Babel's, or in powers of ten where it is too large."""
    if abs(value) >= LARGEST_WRITTEN_OUT:
        return f"{value:.3g}"
    return format_decimal(value, pattern, locale=LOCALE)


def percent(fraction: float | None) -> str:
    """Return a share as a percentage with at most one decimal."""
    if fraction is None:
        return ABSENT
    text = in_groups(fraction * 100, "#,##0.#")
    return f"{text} %".replace("-", "\u2212", 1)


def in_percent(text: str) -> str:
    """Return a share typed as a fraction the way a field labelled % shows it."""
    try:
        share = Decimal(text.strip()) * 100
    except ArithmeticError:
        return text
    if not share.is_finite() or abs(share.adjusted()) > LONGEST_TYPED:
        return text
    return f"{share.normalize():,f}"


def quantity(value: float, field: InputField, currency: str) -> str:
    """Return an input's value with its unit, to three significant digits."""
    if field.kind == "fraction":
        return f"{value * 100:.3g} %".replace("-", "\u2212", 1)
    digits = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    if field.unit.startswith("USD"):
        return f"${digits} {field.unit.removeprefix('USD ')}"
    unit = field.unit.replace("currency", currency)
    return f"{digits} {unit.removesuffix('s') if digits == '1' else unit}".strip()


def entry(value: Any, kind: str) -> str:
    """Return a value as the page's form shows it: shares in percent, digits in groups.

    Every digit is there, so that sending the form back gives the same value.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        shown = Decimal(repr(value)) * (100 if kind == "fraction" else 1)
        return f"{shown.normalize():,f}"
    return str(value)


def moment_name(moment: datetime) -> str:
    """Return a point in time as people write it: 24 Nov 2026, 15:04 UTC."""
    return f"{format_date(moment, 'd MMM y', locale=LOCALE)}, {moment:%H:%M} UTC"


def percent_change(before: float | None, after: float | None) -> str:
    """Return by how much a number moved, such as +25 %; a dash where it cannot be said."""
    if not before or after is None:
        return ABSENT
    change = after / before - 1
    return f"+{percent(change)}" if change > 0 else percent(change)


def day_name(iso_date: str) -> str:
    """Return a day as people write it: 24 Nov 2026."""
    return format_date(date.fromisoformat(iso_date), "d MMM y", locale=LOCALE)


def price(value: float | None) -> str:
    """Return a price in US dollars with every digit it has, and cents: $0.25, $0.003625."""
    if value is None:
        return ABSENT
    return f"${in_groups(value, '#,##0.00####')}"
