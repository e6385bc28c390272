"""How sure a number is that a person types into the form: about a quarter, unless they say exact.

Queries and bodies imply no range; the form writes one into the plan.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.catalog import FILLED
from app.inputs import FIELDS, InputField, Range, percent_to_fraction
from app.inputs.ranges import read_end
from app.plans.currency import CURRENCY
from app.plans.plan import Plan
from app.plans.spelling import NO_RANGE, RANGES, spell_range

ABOUT = 0.25  # of the value, to either side
DIGITS = 4  # significant ones, of the ends of such a range
DECIDED = ("month", "months", "replicas", "passes")  # units of what one decides and need not guess

BETWEEN = re.compile(r"\s*(?:\.\.|\bto\b|(?<=[\d%\s])[\u2013\u2014])\s*")  # of two ends
WITHOUT_RANGE = ("", NO_RANGE, "exact")  # typed where a range could stand


def is_guessed(name: str) -> bool:
    """Tell whether who types this input commonly knows it only about.

    What is decided, agreed or read from a price list is exact.
    """
    field = FIELDS[name]
    return (
        field.is_number
        and field.group != "finance"
        and field.unit not in DECIDED
        and not field.unit.startswith("USD")
        and field.field not in FILLED
        and field.part != "Contract with the provider"
    )


def about(field: InputField, value: float) -> Range | None:
    """Return the range of a value that is known about, within the field's bounds; None for 0."""
    spread = abs(value) * ABOUT
    low, high = (rounded(field, end) for end in (value - spread, value + spread))
    if field.minimum is not None:
        low = max(low, field.minimum)
    if field.maximum is not None:
        high = min(high, field.maximum)
    return Range(low, high) if low < high else None


def rounded(field: InputField, end: float) -> float:
    """Return an end of a range as a person would say it."""
    return float(round(end)) if field.kind == "whole" else float(f"{end:.{DIGITS}g}")


def with_ranges(
    changes: Mapping[str, Any], typed: Mapping[str, str], before: Plan
) -> dict[str, Any]:
    """Return the changes with the range of every number that was typed, and has none of its own.

    It is about, unless the person said of the former value that it is exact, or between which
    ends it lies, and the new one lies there, too.
    """
    after = dict(changes)
    for name in (name for name in FIELDS if typed.get(name, "").strip()):
        if f"{RANGES}{name}" in typed:
            continue
        if is_guessed(name) and is_said_exact(name, before):
            after[f"{RANGES}{name}"] = NO_RANGE
            continue
        value = value_in(changes, name, before)
        if value is not None and is_between_said_ends(name, value, before):
            continue
        after.pop(f"{RANGES}{name}", None)
        if is_guessed(name) and value != before.usual.value(name):
            after = with_range_about(after, name, before)
    return after


def with_range_about(changes: Mapping[str, Any], name: str, before: Plan) -> dict[str, Any]:
    """Return the changes in which an input is known about; without a range where it is 0."""
    value = value_in(changes, name, before)
    ends = None if value is None else about(FIELDS[name], value)
    return dict(changes) | {f"{RANGES}{name}": spell_range(ends)}


def is_said_exact(name: str, before: Plan) -> bool:
    """Tell whether the plan has a value without a range where there would be one."""
    is_own = name in before.changes or before.changes.get(f"{RANGES}{name}") == NO_RANGE
    return is_own and name not in before.ranges and about_now(name, before) is not None


def is_between_said_ends(name: str, value: float, before: Plan) -> bool:
    """Tell whether a value lies in the range that the person gave the former one."""
    ends = before.ranges.get(name)
    if ends is None or f"{RANGES}{name}" not in before.changes or ends == about_now(name, before):
        return False
    return ends.low <= value <= ends.high


def about_now(name: str, plan: Plan) -> Range | None:
    """Return the range that an input of a plan has if it is known about; None for none."""
    value = plan.inputs.value(name)
    return about(FIELDS[name], value) if FIELDS[name].is_number and value is not None else None


def value_in(changes: Mapping[str, Any], name: str, before: Plan) -> float | None:
    """Return the number that the changes give to an input; None where that is none."""
    value = changes.get(name, before.inputs.value(name))
    if not FIELDS[name].is_number or value is None or value == "":
        return None
    currency = changes.get(CURRENCY, before.inputs.finance.currency)
    try:
        return read_end(name, value, str(currency).strip().upper())
    except ValueError:  # which reading the inputs says
        return None


def range_as_typed(field: InputField, text: str) -> str:
    """Return the text of a range as a query has it: `5 to 8` percent is `5%..8%`."""
    if text.strip().lower() in WITHOUT_RANGE:
        return NO_RANGE
    ends = BETWEEN.split(text)
    is_share = field.kind == "fraction"
    return "..".join(percent_to_fraction(end) if is_share else end for end in ends)
