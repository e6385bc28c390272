"""What inputs are called together, and what they are measured in."""

from app.inputs import TITLES, InputField, in_style
from app.words.money import about, signed, symbol_of
from app.words.numbers import in_groups

PLAN_GROUPS = {
    "workload": "Volume",
    "finance": "Money and time",
    "labour": "People",
    "quality": "Right and wrong answers",
}
FIT = "fit"
GROUP_TITLES = {**PLAN_GROUPS, FIT: "The task", **TITLES}
UNITS = {
    "fraction": "%",
    "fraction per month": "% per month",
    "fraction per year": "% per year",
    "fraction per year, effective": "% per year",
    "engineer hours per upkeep": "engineer hours per maintenance",
    "runs per upkeep": "runs per maintenance",
}
CURRENCY_UNIT = "currency"
UNSAID = ("ratio", "month")  # a number of these speaks for itself
# Whose hours they are, and how often they come, is in the labels of the inputs.
HOURS = ("engineer hours", "engineer hours per upkeep", "hours per release")
THREE_DIGITS = "@##"  # significant ones, as Babel's patterns say it


def unit_of(field: InputField, currency: str) -> str:
    """Return the unit as the form shows it: shares in percent, the currency by its code."""
    return UNITS.get(field.unit, field.unit).replace(CURRENCY_UNIT, currency)


def spoken_unit(field: InputField, currency: str) -> str:
    """Return the unit as it is said behind a value; nothing where the value says it all."""
    if field.unit in HOURS:
        return "hours"
    return "" if field.unit in UNSAID else unit_of(field, currency)


def quantity(value: float, field: InputField, currency: str) -> str:
    """Return an input's value with its unit, to three significant digits."""
    if field.kind == "fraction":
        return f"{three_digits(value * 100)} %".replace("-", "\u2212", 1)
    digits = in_style(f"{value:,.0f}") if abs(value) >= 1000 else three_digits(value)
    for prefix, code in (("USD", "USD"), (CURRENCY_UNIT, currency)):
        if field.unit.startswith(prefix):
            rest = field.unit.removeprefix(prefix).strip()
            return f"{signed(value, symbol_of(code), digits.lstrip('-'))} {rest}".strip()
    unit = spoken_unit(field, currency)
    return f"{digits} {unit.removesuffix('s') if digits == '1' else unit}".strip()


def bare(value: float, field: InputField, currency: str) -> str:
    """Return an input's value to three significant digits, its unit left to the sentence."""
    if field.kind == "fraction":
        return quantity(value, field, currency)
    if field.unit.startswith("USD"):
        return about(value, "USD")
    if field.unit.startswith(CURRENCY_UNIT):
        return about(value, currency)
    return in_style(f"{value:,.0f}") if abs(value) >= 1000 else three_digits(value)


def three_digits(value: float) -> str:
    """Return a number to three significant digits; nothing is 0, not 0.0."""
    return in_groups(value, THREE_DIGITS) if value else "0"
