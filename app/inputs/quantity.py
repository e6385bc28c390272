"""What the schema is written with: how a field says its label, unit, bounds and place."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.inputs.currencies import CURRENCIES
from app.inputs.reading import parse_fraction, parse_number
from app.inputs.texts import unprintable

LARGEST_AMOUNT = 1e15  # keeps every result finite; see docs/decisions/0001-largest-amount.md


def _empty_is_absent(value: object) -> object:
    """Read an empty text as "not given", for the inputs that may be left out."""
    return None if isinstance(value, str) and not value.strip() else parse_number(value)


def _empty_or_fraction(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else parse_fraction(value)


def _known_currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("must be an ISO 4217 currency code, such as USD or EUR")
    return code


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _empty_reference_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _printable(reference: str | None) -> str | None:
    if reference is not None and unprintable(reference, line_breaks=False):
        raise ValueError("must not hold control characters")
    return reference


Number = Annotated[float, BeforeValidator(parse_number)]
Fraction = Annotated[float, BeforeValidator(parse_fraction)]
Whole = Annotated[int, BeforeValidator(parse_number)]
OptionalFraction = Annotated[float | None, BeforeValidator(_empty_or_fraction)]
OptionalNumber = Annotated[float | None, BeforeValidator(_empty_is_absent)]
Currency = Annotated[str, BeforeValidator(_upper), AfterValidator(_known_currency)]
Reference = Annotated[
    str | None, BeforeValidator(_empty_reference_is_absent), AfterValidator(_printable)
]
Answer = Literal["yes", "no", "unsure"]
Part = Literal[  # of the form, in which the approaches stand side by side
    "Who takes part",
    "Prices",
    "Prompt and answer",
    "Conversations and agents",
    "Contract with the provider",
    "Quality",
    "Hosting and platform",
    "Building",
    "Dataset and training",
    "Timing",
    "Maintenance and retirement",
]


@dataclass(frozen=True)
class Place:
    """Where the form shows a field of the approaches."""

    part: Part
    before: str  # the field that it stands above; "": the schema's order


def quantity(
    default: Any,
    label: str,
    unit: str,
    text: str,
    *,
    part: Part | None = None,
    before: str = "",
    **bounds: Any,
) -> Any:
    """Return a field with its label, unit and help; amounts without a bound get the largest one.

    Fields of the approaches have a part of the form; the others stand below their group's name.
    """
    if unit not in ("", "fraction", "fraction per month", "fraction per year") and not (
        {"le", "lt", "pattern", "max_length"} & bounds.keys()
    ):
        bounds["le"] = LARGEST_AMOUNT
    info = Field(default, title=label, description=text, json_schema_extra={"unit": unit}, **bounds)
    if part:
        info.metadata.append(Place(part, before))
    return info


class Group(BaseModel):
    """One group of inputs; immutable, finite numbers only, no unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
