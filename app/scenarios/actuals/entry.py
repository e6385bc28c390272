"""One month as somebody enters it, as it is stored and as the API takes it."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.answers.actuals.paid import ITEMS, MonthPaid, UnitPrices
from app.inputs import FIELDS, TITLES, ApproachName, Inputs, InvalidInputs, Problem, in_style
from app.inputs.problems import LONGEST_QUOTE
from app.model import LINE_TITLES, month_code

LARGEST = 1e15  # currency; see docs/decisions/0001-largest-amount.md
MOST_REQUESTS = FIELDS["workload.requests_per_month"].maximum or LARGEST
MOST_MONTHS = int(FIELDS["finance.horizon_months"].maximum or 0) + 1
MONTH = "a month, written like 2026-12"
ITEM_TITLES = {
    "total": "Total paid",
    "provider": "The provider's bill",
    "people": "People and tools",
    **LINE_TITLES,
}
PRICE_TITLES = {
    "input_price": "Price of input",
    "cached_input_price": "Price of cached input",
    "cache_write_price": "Price of writing into the cache",
    "output_price": "Price of output",
}
FIELD_TITLES = {"month": "Month", "approach": "Approach", "requests": "Requests"}
Amount = Annotated[FiniteFloat, Field(ge=-LARGEST, le=LARGEST)]
Price = Annotated[FiniteFloat, Field(ge=0, le=LARGEST)]
Item = Literal[ITEMS]  # type: ignore[valid-type]


class PricesEntry(BaseModel):
    """What a million tokens cost, in US dollars; null where nobody knows."""

    model_config = ConfigDict(extra="forbid")

    input_price: Price | None = None
    cached_input_price: Price | None = None
    cache_write_price: Price | None = None
    output_price: Price | None = None
    billed: bool = Field(
        default=True, description="As billed, discounts in them; false: list prices"
    )


class MonthEntry(BaseModel):
    """What was paid and served in one month, in the plan's currency."""

    model_config = ConfigDict(extra="forbid")

    month: str = Field(
        pattern=r"^(19\d\d|2[01]\d\d)-(0[1-9]|1[0-2])$", examples=["2026-12"], description="YYYY-MM"
    )
    approach: ApproachName | None = Field(
        default=None,
        description="In use; null: as in the month before, at first the one recommended",
    )
    requests: Annotated[FiniteFloat, Field(ge=0, le=MOST_REQUESTS)] | None = Field(
        default=None, description="Requests served; null: not known"
    )
    amounts: dict[Item, Amount] = Field(
        default={},
        description="By cost line; `provider` and `people` hold theirs, `total` all but `errors`",
    )
    prices: PricesEntry | None = None


Months = Annotated[list[MonthEntry], Field(max_length=MOST_MONTHS)]
ENTRIES: TypeAdapter[list[MonthEntry]] = TypeAdapter(Months)


def read_entries(months: object, inputs: Inputs, names: Sequence[str] = ()) -> list[MonthEntry]:
    """Return months in their order, checked against a plan; raises InvalidInputs.

    `names` are those by which messages call them; otherwise `months.0` and so on.
    """
    try:
        entries = ENTRIES.validate_python(months)
    except ValidationError as error:
        raise InvalidInputs([problem(item, months, names) for item in error.errors()]) from None
    problems = [*outside(entries, inputs, names), *doubled(entries, names)]
    if problems:
        raise InvalidInputs(problems)
    return sorted(entries, key=lambda entry: entry.month)


def called(place: int, names: Sequence[str]) -> str:
    """Return what a month is called in messages."""
    return names[place] if place < len(names) else f"months.{place}"


def problem(details: ErrorDetails, months: object, names: Sequence[str]) -> Problem:
    """Return one of Pydantic's errors in our words."""
    place, *path = details["loc"] or ("months",)
    if not isinstance(place, int):
        return Problem("months", f"The months must be a list of at most {MOST_MONTHS} months.")
    name = called(place, names)
    field = str(path[-1]) if path and path[-1] != "[key]" else str([*path, "", ""][1])
    label = {**FIELD_TITLES, **ITEM_TITLES, **PRICE_TITLES}.get(field, field[:LONGEST_QUOTE])
    said = f"{name}: {label} {rule(details)}{quoted(details['input'])}."
    return Problem(".".join([name, *map(str, path)])[:200] if not names else name, said)


def rule(details: ErrorDetails) -> str:
    """Return what a value must be."""
    context = details.get("ctx", {})
    match details["type"]:
        case "greater_than_equal":
            return in_style(f"must be at least {context['ge']:,.0f}")
        case "less_than_equal":
            return in_style(f"must be at most {context['le']:,.0f}")
        case "literal_error":
            return f"must be {context['expected']}"
        case "string_pattern_mismatch" | "string_type":
            return f"must be {MONTH}"
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not known here"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "must be an object"
        case "bool_type" | "bool_parsing":
            return "must be true or false"
    return "must be a number"


def quoted(value: object) -> str:
    """Return the end of a message that repeats what was entered."""
    if isinstance(value, dict | list) or value is None:
        return ""
    return f"; you entered {str(value)[:LONGEST_QUOTE]}"


def outside(entries: list[MonthEntry], inputs: Inputs, names: Sequence[str]) -> list[Problem]:
    """Return what is wrong with months and approaches that the plan does not have."""
    start, horizon = inputs.finance.start_month, inputs.finance.horizon_months
    last = month_code(start, horizon)
    considered = ", ".join(TITLES[name].lower() for name in inputs.considered)
    found = []
    for place, entry in enumerate(entries):
        name = called(place, names)
        if not start <= entry.month <= last:
            message = f"{name}: Month must be from {start} to {last}, those of the plan"
            found.append(Problem(name, f"{message}; you entered {entry.month}."))
        if entry.approach and entry.approach not in inputs.considered:
            title = TITLES[entry.approach].lower()
            message = f"{name}: Approach must be one that takes part in the plan ({considered})"
            found.append(Problem(name, f"{message}; you entered {title}."))
    return found


def doubled(entries: list[MonthEntry], names: Sequence[str]) -> list[Problem]:
    """Return which months are there twice."""
    months = [entry.month for entry in entries]
    return [
        Problem(called(place, names), f"{called(place, names)}: {month} is there twice.")
        for place, month in enumerate(months)
        if month in months[:place]
    ]


def stored(entries: Sequence[MonthEntry]) -> list[dict[str, Any]]:
    """Return months as they are stored and answered."""
    return [entry.model_dump() for entry in entries]


def number_of(month: str, inputs: Inputs) -> int:
    """Return which month of the plan a calendar month is; 0 is the start."""
    (year, number), (first, start) = (
        map(int, text.split("-")) for text in (month, inputs.finance.start_month)
    )
    return (year - first) * 12 + number - start


def months_paid(
    months: Sequence[dict[str, Any]], inputs: Inputs, usual: ApproachName
) -> list[MonthPaid]:
    """Return stored months as the answers take them, in their order.

    Those that say nothing, and those outside the plan, which may have been shortened since, are
    left out. `usual` is the approach in use where none was named before.
    """
    found, approach = [], usual
    for entry in sorted(ENTRIES.validate_python(months), key=lambda item: item.month):
        number = number_of(entry.month, inputs)
        named = entry.approach
        approach = named if named and named in inputs.considered else approach
        says_something = entry.amounts or entry.requests is not None
        if not says_something or not 0 <= number <= inputs.finance.horizon_months:
            continue
        prices = entry.prices
        found.append(
            MonthPaid(
                month=number,
                approach=approach,
                requests=entry.requests,
                amounts=dict(entry.amounts),
                prices=UnitPrices(**prices.model_dump()) if prices else None,
            )
        )
    return found
