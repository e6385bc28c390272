"""Numbers, shares and what a form takes, as people write them."""

from decimal import Decimal

from babel.numbers import format_decimal

from app.inputs import in_style

LOCALE = "en_US"
ABSENT = "–"
LARGEST_WRITTEN_OUT = 1e18
LONGEST_TYPED = 40  # digits; what has more is shown as it was typed


def number(value: float | None) -> str:
    """Return a number with thousands separators and no needless zeros."""
    return ABSENT if value is None else in_groups(value, "#,##0.######")


def in_groups(value: float, pattern: str) -> str:
    """Return a number after a pattern of Babel's, or in powers of ten where it is too large."""
    if abs(value) >= LARGEST_WRITTEN_OUT:
        return in_style(f"{value:.3g}")
    return in_style(format_decimal(value, pattern, locale=LOCALE))


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


def percent_change(before: float | None, after: float | None) -> str:
    """Return by how much a number moved, such as +25 %; a dash where it cannot be said."""
    if not before or after is None:
        return ABSENT
    change = after / before - 1
    return f"+{percent(change)}" if change > 0 else percent(change)
