"""What is wrong with inputs, in words for the person who gave them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.inputs.fields import FIELDS, InputField
from app.inputs.inputs import Inputs
from app.inputs.reading import read_typed
from app.inputs.schema import Finance
from app.inputs.styles import in_style

LONGEST_QUOTE = 40  # characters of an entered value that a message repeats
LONGEST_NAME = 100  # characters of a name that is none; no input has more than 60
LONGEST_MESSAGE = 1_000  # characters
MOST_PROBLEMS = 200  # that are told at once: an answer is not to be larger than its question
CURRENCY = "finance.currency"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one input."""

    input: str  # group.field, or whatever name was given where there is no such input
    message: str

    def __post_init__(self) -> None:
        """Cut what was sent where it is too long to send back."""
        object.__setattr__(self, "input", cut(self.input, LONGEST_NAME))
        object.__setattr__(self, "message", cut(self.message, LONGEST_MESSAGE))


class InvalidInputs(ValueError):
    """Inputs that cannot be calculated with; `problems` has at least one entry.

    Of very many the first are told, and that there are more.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = told(problems)
        super().__init__("; ".join(f"{item.input}: {item.message}" for item in self.problems))


def told(problems: list[Problem]) -> list[Problem]:
    """Return as many problems as are told at once, and whether that is not all."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [*problems[:MOST_PROBLEMS], Problem("", "More is wrong than is listed here.")]


def read_inputs(values: Mapping[str, Any]) -> Inputs:
    """Return the inputs of `group.field` names and values; what is left out is as in `blank`.

    Values are numbers or text as people type it. Raises InvalidInputs, naming every bad input.
    """
    unknown = [Problem(name, unknown_input(name)) for name in values if name not in FIELDS]
    if unknown:
        raise InvalidInputs(unknown)
    currency = str(values.get(CURRENCY, Finance().currency)).strip().upper()
    groups: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        field = FIELDS[name]
        try:
            groups.setdefault(field.group, {})[field.field] = understood(field, value, currency)
        except ValueError as error:
            problems.append(Problem(name, misread(field, in_style(value), str(error))))
    try:
        inputs = Inputs.model_validate(groups)
    except ValidationError as error:
        problems += [problem(details) for details in error.errors()]
    if problems:
        raise InvalidInputs(sorted(problems, key=lambda item: [*FIELDS].index(item.input)))
    return inputs


def understood(field: InputField, value: Any, currency: str) -> Any:
    """Return the number that a text spells in an input; raises ValueError as `read_typed`.

    A text in another kind of input, and an empty one where that means absent, stay as they are.
    """
    is_absent = field.optional and isinstance(value, str) and not value.strip()
    if not field.is_number or not isinstance(value, str) or is_absent:
        return value
    return read_typed(value, field.manner(currency))


def misread(field: InputField, value: str, rule: str) -> str:
    """Return the message for a text that is no number of this input; a question stands alone."""
    said = f"{field.label} {rule}"
    return said if said.endswith("?") else f"{said}{entered(value)}."


def unknown_input(name: str) -> str:
    """Return the message for a name that no input has."""
    return f"There is no input called {quote(name)}."


def problem(details: ErrorDetails) -> Problem:
    """Return one of Pydantic's errors in our words: the field, the bound, what was entered."""
    name = ".".join(str(part) for part in details["loc"][:2])
    field = FIELDS[name]
    return Problem(name, f"{field.label} {rule(field, details)}{entered(details['input'], field)}.")


def rule(field: InputField, details: ErrorDetails) -> str:
    """Return what the input must be."""
    if details["type"] == "value_error":
        return str(details["ctx"]["error"])
    if field.kind == "choice":
        return f"must be one of {', '.join(field.choices)}"
    if field.kind == "yes_no":
        return "must be yes or no"
    if field.name == "finance.start_month":
        return "must be a month from 1900-01 to 2199-12, written like 2026-12"
    if field.kind == "text":
        return "must be a text of at most 200 characters"
    kind = "a whole number" if field.kind == "whole" else "a number"
    if details["type"] in ("int_from_float", "int_type", "float_type", "finite_number"):
        return f"must be {kind}, {field.bounds}"
    return f"must be {field.bounds}"


def entered(value: object, field: InputField | None = None) -> str:
    """Return the end of a message that repeats what was entered; nothing for an empty field.

    A number of `field` is written as its bounds are.
    """
    if isinstance(value, bool | dict | list) or value is None or value == "":
        return ""
    if isinstance(value, float):
        text = f"{value:,.16g}"
        text = field.spell(value) if field and field.kind == "fraction" else in_style(text)
        return f"; you entered {quote(text)}"
    return f"; you entered {quote(str(value))}"


def quote(text: str) -> str:
    """Return the text, cut where it is too long to repeat."""
    return cut(text, LONGEST_QUOTE)


def cut(text: str, longest: int) -> str:
    """Return the text, or as much of it as is allowed and a mark that there was more."""
    return text if len(text) <= longest else text[:longest] + "…"
