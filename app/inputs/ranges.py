"""Ranges: the lowest and the highest plausible value of an input, and how people write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.inputs.fields import FIELDS, InputField
from app.inputs.inputs import Inputs
from app.inputs.problems import CURRENCY, InvalidInputs, Problem, quote, read_inputs, unknown_input
from app.inputs.styles import in_style

MOST_RANGES = sum(field.is_number for field in FIELDS.values())  # every number may have one
TWO_ENDS = "must have a low and a high end, such as 30000..90000"


@dataclass(frozen=True)
class Range:
    """The lowest and the highest plausible value of one input, in the input's own unit."""

    low: float
    high: float


def read_ranges(inputs: Inputs, ranges: Mapping[str, Any]) -> dict[str, Range]:
    """Return the ranges by `group.field` name, in the order of the schema.

    A range is a pair of ends, `{"low": …, "high": …}` or text as `parse_range` reads it; its ends
    are numbers or text, as the input's own value. Raises InvalidInputs, naming every bad range.
    """
    if len(ranges) > MOST_RANGES:
        message = f"There may be at most {MOST_RANGES} ranges; you entered {len(ranges)}."
        raise InvalidInputs([Problem("ranges", message)])
    found: dict[str, Range] = {}
    problems: list[Problem] = []
    for name, value in ranges.items():
        try:
            found[name] = read_range(inputs, name, value)
        except ValueError as error:
            problems.append(Problem(f"ranges.{name}", str(error)))
    if problems:
        raise InvalidInputs(problems)
    return {name: found[name] for name in FIELDS if name in found}


def read_range(inputs: Inputs, name: str, value: Any) -> Range:
    """Return the range of one input; raises ValueError, whose message is a whole sentence."""
    if name not in FIELDS:
        raise ValueError(unknown_input(name))
    field = FIELDS[name]
    if not field.is_number:
        raise ValueError(f"{field.label} is not a number, so it cannot have a range.")
    entered = inputs.value(name)
    if entered is None:
        raise ValueError(f"{field.label} is empty: enter a value before its range.")
    try:
        low, high = ends(value)
    except ValueError as error:
        raise ValueError(f"The range of {field.label} {error}.") from None
    currency = inputs.finance.currency
    return enclose(field, entered, read_end(name, low, currency), read_end(name, high, currency))


def parse_range(text: str) -> tuple[str, str]:
    """Return the two ends of a range written like `30000..90000`.

    Raises ValueError, in words for the person who typed it, when the text has no two ends.
    """
    low, dots, high = (part.strip() for part in text.partition(".."))
    if not (low and dots and high) or ".." in high:
        entered = f"; you entered {quote(in_style(text))}" if text.strip() else ""
        raise ValueError(f"{TWO_ENDS}{entered}")
    return low, high


def ends(value: Any) -> tuple[Any, Any]:
    """Return the two ends of a range in any of its forms; raises ValueError as `parse_range`."""
    if isinstance(value, str):
        return parse_range(value)
    if isinstance(value, Range):
        return value.low, value.high
    if isinstance(value, Mapping) and value.keys() == {"low", "high"}:
        return value["low"], value["high"]
    if isinstance(value, Sequence) and len(value) == 2:
        return value[0], value[1]
    raise ValueError(TWO_ENDS)


def read_end(name: str, end: Any, currency: str) -> float:
    """Return one end, read and checked as the input's own value; raises ValueError."""
    try:
        number = read_inputs({CURRENCY: currency, name: end}).value(name)
    except InvalidInputs as error:
        message = " ".join(problem.message for problem in error.problems)
        raise ValueError(f"Every value in the range counts: {message}") from None
    if number is None:
        raise ValueError(f"The range of {FIELDS[name].label} {TWO_ENDS}.")
    return float(number)


def enclose(field: InputField, entered: float, low: float, high: float) -> Range:
    """Return the range if it holds the entered value; raises ValueError."""
    if low > high:
        raise ValueError(
            f"The range of {field.label} must start with its low end: "
            f"{field.spell(low)} is more than {field.spell(high)}."
        )
    if not low <= entered <= high:
        raise ValueError(
            f"The range of {field.label}, {field.spell(low)} to {field.spell(high)}, must hold "
            f"the entered value, {field.spell(entered)}."
        )
    return Range(low, high)
