"""Amounts of money for people."""

import math
from functools import cache

from babel.numbers import get_currency_symbol

from app.words.numbers import ABSENT, LOCALE, in_groups, number

SMALLEST_WHOLE = 100  # smaller amounts are shown with two decimals or more
ABOUT = 3  # significant digits of an amount in a sentence
NO_CENTS = ".00"
LARGE = {1e6: "million", 1e9: "billion", 1e12: "trillion"}  # that sentences say in words


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


def about(amount: float, currency: str) -> str:
    """Return an amount to three significant digits, as a sentence says it: $11,700, $60."""
    rounded = float(f"{amount:.{ABOUT - 1}e}")
    size = abs(rounded)
    for limit, word in LARGE.items():
        if limit <= size < limit * 1000:
            sign = "\u2212" if amount < 0 else ""
            return f"{sign}{symbol_of(currency)}{number(size / limit)} {word}"
    text = money(rounded, currency)
    return text.removesuffix(NO_CENTS) if rounded.is_integer() else text


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


def price(value: float | None) -> str:
    """Return a price in US dollars with every digit it has, and cents: $0.25, $0.003625."""
    if value is None:
        return ABSENT
    return f"${in_groups(value, '#,##0.00####')}"
