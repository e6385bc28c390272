"""Figures in sentences, as the reader writes numbers."""

from app.inputs import in_style

PERCENT = 100


def counted(value: float) -> str:
    """Return a whole number in groups of three digits."""
    return in_style(f"{value:,.0f}")


def rounded(value: float, digits: int) -> str:
    """Return a number to so many significant digits."""
    return in_style(f"{value:,.{digits}g}")


def dollars(value: float) -> str:
    """Return an amount of US dollars with its cents, without its sign."""
    return in_style(f"{value:,.2f}")


def percentage(fraction: float, decimals: int = 0) -> str:
    """Return a share in percent."""
    return in_style(f"{fraction * PERCENT:.{decimals}f} %")
