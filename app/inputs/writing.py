"""Values as a form shows them: what reading them again gives is the same value."""

from decimal import Decimal
from typing import Any


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
