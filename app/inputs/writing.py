"""Values as a form takes them: what reading them again gives is the same value."""

from decimal import Decimal
from typing import Any

from app.inputs.styles import in_style


def entry(value: Any, kind: str) -> str:
    """Return a value as the page's form takes it, in English: shares in percent, digits in groups.

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


def shown_entry(value: Any, kind: str) -> str:
    """Return a value as `entry` does, its numbers as the reader writes them."""
    return entry(value, kind) if isinstance(value, str) else in_style(entry(value, kind))
