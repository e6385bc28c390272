"""How a plan is written in an address: its values, ranges and what follows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from app.inputs import ApproachName, Range
from app.inputs.reading import THREE_DECIMALS

RANGES = "ranges."  # what the name of a range begins with
SOURCES = "sources."  # what the name of a value's source begins with
NO_RANGE = "none"  # takes a preset's range away
FOLLOW = "tuning"  # as the value of a hybrid field: it follows, whatever the use case says


def considered(name: ApproachName) -> str:
    """Return the input that says whether an approach takes part."""
    return f"{name}.considered"


def describes(name: ApproachName, values: Mapping[str, Any]) -> bool:
    """Tell whether the values name an input of an approach, or a range of one."""
    return any(
        key.removeprefix(RANGES).startswith(f"{name}.") and key != considered(name)
        for key in values
    )


def spell_range(ends: Range | None) -> str:
    """Return a range as an address writes it."""
    return NO_RANGE if ends is None else f"{spell(ends.low)}..{spell(ends.high)}"


def encode(preset_name: str, changes: Mapping[str, Any]) -> str:
    """Return a query of a preset and of what differs from it."""
    texts = {name: "" if value is None else spell(value) for name, value in changes.items()}
    return urlencode({"preset": preset_name} | texts, quote_via=quote, safe="/")


def spell(value: Any) -> str:
    """Return a value as an address writes it; reading it back gives the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # A count with three decimals is refused: 12.125 could be 12,125.
    three = isinstance(value, float) and THREE_DECIMALS.fullmatch(str(value).lstrip("-"))
    return f"{value}0" if three else str(value)
