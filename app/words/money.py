"""Amounts of money for people."""

import math
from decimal import ROUND_HALF_UP, Context
from functools import cache

from babel.numbers import get_currency_symbol

from app.inputs import current_style, in_style
from app.words.numbers import ABSENT, LOCALE, in_groups, number

SHORT = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"), (1, ""))  # of amounts on an axis
SMALLEST_WHOLE = 100  # smaller amounts are shown with two decimals or more
ABOUT = Context(prec=3, rounding=ROUND_HALF_UP)  # significant digits of an amount in a sentence
NOTHING = 0.005  # half a cent: smaller amounts are none, in a sentence
NEGLIGIBLE = 0.01  # currency; less of a simulated amount is float noise
SIGNIFICANT = 2  # digits of a simulated amount; more would be noise
LARGE = {1e6: "million", 1e9: "billion", 1e12: "trillion"}  # that sentences say in words


def money(amount: float | None, currency: str) -> str:
    """Return an amount as people read it: $5,498, $12.30, $0.0012."""
    if amount is None:
        return ABSENT
    size = abs(amount)
    if size >= SMALLEST_WHOLE or size == 0:
        size, decimals = math.floor(size + 0.5), 0  # $742.50 is $743, as spreadsheets show it
    elif size >= 1:
        decimals = 2
    else:
        decimals = min(max(2, 1 - math.floor(math.log10(size))), 8)
    return signed(amount, symbol_of(currency), in_style(f"{size:,.{decimals}f}"))


def signed(amount: float, symbol: str, size: str) -> str:
    """Return an amount from its size in digits: its minus first, the symbol where it belongs."""
    minus = "\u2212" if amount < 0 else ""
    place, bare = current_style().currency, symbol.strip()
    if not bare or place == "before":
        return f"{minus}{symbol}{size}"
    return f"{minus}{size}\u00a0{bare}" if place == "after" else f"{minus}{bare}\u00a0{size}"


def about(amount: float, currency: str) -> str:
    """Return an amount to three significant digits, as a sentence says it: $11,700, $60."""
    rounded = float(ABOUT.create_decimal_from_float(amount)) if abs(amount) >= NOTHING else 0.0
    size, symbol = abs(rounded), symbol_of(currency)
    for limit, word in LARGE.items():
        if limit <= size < limit * 1000:
            return signed(amount, symbol, f"{number(size / limit)} {word}")
    if rounded.is_integer():
        return signed(rounded, symbol, in_style(f"{size:,.0f}"))
    return money(rounded, currency)


def rough(amount: float, currency: str) -> str:
    """Return a simulated amount to two significant digits."""
    if abs(amount) < NEGLIGIBLE:
        return money(0.0, currency)
    digits = SIGNIFICANT - 1 - math.floor(math.log10(abs(amount)))
    return money(round(amount, digits), currency)


@cache
def symbol_of(currency: str) -> str:
    """Return a currency's sign, or its code with a space where it has none of its own."""
    symbol = get_currency_symbol(currency, locale=LOCALE)
    return f"{symbol}\u00a0" if symbol[-1].isalpha() else symbol


def short_money(amount: float, currency: str) -> str:
    """Return an amount short enough for an axis: $250k, $1.5M."""
    size = abs(amount)
    unit, suffix = next(item for item in SHORT if size >= item[0] or item == SHORT[-1])
    return signed(amount, symbol_of(currency), in_style(f"{size / unit:.4g}{suffix}"))


def price(value: float | None) -> str:
    """Return a price in US dollars with every digit it has, and cents: $0.25, $0.003625."""
    if value is None:
        return ABSENT
    return signed(1, "$", in_groups(value, "#,##0.00####"))
