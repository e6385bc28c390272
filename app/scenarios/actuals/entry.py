"""One month as somebody enters it, as it is stored and as the API takes it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.answers.actuals.paid import ITEMS, MonthPaid, UnitPrices
from app.inputs import FIELDS, TITLES, ApproachName, Inputs, InvalidInputs, Problem, in_style
from app.inputs.problems import quote
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
FIRST = f", the plan's {FIELDS['finance.start_month'].label.lower()} (under Timing),"
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

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said of the month."""
        return self == MonthEntry(month=self.month)


class Cell(NamedTuple):
    """A cell of a table, as messages speak of it."""

    row: str
    text: str  # as it was typed


Cells = Sequence[Mapping[str, Cell]]  # of each month, by column
Months = Annotated[list[MonthEntry], Field(max_length=MOST_MONTHS)]
ENTRIES: TypeAdapter[list[MonthEntry]] = TypeAdapter(Months)


def read_entries(months: object, inputs: Inputs, cells: Cells = ()) -> list[MonthEntry]:
    """Return months in their order, checked against a plan; raises InvalidInputs.

    Messages say of `cells` in which row they are and what was typed; without them, of the API's
    body, `months.0` and so on.
    """
    try:
        entries = ENTRIES.validate_python(months)
    except ValidationError as error:
        raise InvalidInputs([problem(item, cells) for item in error.errors()]) from None
    problems = [*outside(entries, inputs, cells), *doubled(entries)]
    if problems:
        raise InvalidInputs(problems)
    return sorted(entries, key=lambda entry: entry.month)


def cell(place: int, field: str, value: object, cells: Cells) -> Cell:
    """Return where a value of a month stands, and how it was typed."""
    entered = in_style(f"{value:,.16g}") if isinstance(value, float) else str(value)
    usual = Cell(f"months.{place}", entered)
    return cells[place].get(field, usual) if cells else usual


def problem(details: ErrorDetails, cells: Cells) -> Problem:
    """Return one of Pydantic's errors in our words."""
    place, *path = details["loc"] or ("months",)
    if not isinstance(place, int):
        return Problem("months", f"The months must be a list of at most {MOST_MONTHS} months.")
    field = str(path[-1]) if path and path[-1] != "[key]" else str([*path, "", ""][1])
    label = {**FIELD_TITLES, **ITEM_TITLES, **PRICE_TITLES}.get(field, quote(field))
    value = details["input"]
    found = cell(place, field, value, cells)
    entered = "" if isinstance(value, dict | list) or value is None else said(found.text)
    message = f"{found.row}: {label} {rule(details)}{entered}."
    return Problem(".".join([f"months.{place}", *map(str, path)]), message)


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


def said(text: str) -> str:
    """Return the end of a message that repeats what was entered."""
    return f"; you entered {quote(text)}"


def outside(entries: list[MonthEntry], inputs: Inputs, cells: Cells) -> list[Problem]:
    """Return what is wrong with months and approaches that the plan does not have."""
    start, horizon = inputs.finance.start_month, inputs.finance.horizon_months
    last = month_code(start, horizon)
    considered = ", ".join(TITLES[name].lower() for name in inputs.considered)
    found = []
    for place, entry in enumerate(entries):
        month = cell(place, "month", entry.month, cells)
        if not start <= entry.month <= last:
            message = f"{month.row}: Month must be from {start}{FIRST} to {last}, its last"
            found.append(Problem(f"months.{place}", f"{message}{said(month.text)}."))
        if entry.approach and entry.approach not in inputs.considered:
            named = cell(place, "approach", TITLES[entry.approach].lower(), cells)
            message = f"{named.row}: Approach must be one that takes part in the plan"
            end = f"({considered}){said(named.text)}."
            found.append(Problem(f"months.{place}", f"{message} {end}"))
    return found


def check_begun(entries: Sequence[MonthEntry], this_month: str) -> None:
    """Raise InvalidInputs for months after this one, YYYY-MM: nothing was paid in them yet."""
    problems = [
        Problem(
            "months",
            f"Month: {entry.month} has not begun; the last month that can be entered is "
            f"{this_month}.",
        )
        for entry in entries
        if entry.month > this_month
    ]
    if problems:
        raise InvalidInputs(problems)


def doubled(entries: list[MonthEntry]) -> list[Problem]:
    """Return which months are there twice; those of a table were looked at row by row."""
    months = [entry.month for entry in entries]
    return [
        Problem(f"months.{place}", f"months.{place}: {month} is there twice.")
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

    Those outside the plan, which may have been shortened since, are left out, and those that say
    nothing, or name an approach of which nothing else is said later. `usual` is the
    approach in use where none was named before.
    """
    found, approach = [], usual
    for entry in sorted(ENTRIES.validate_python(months), key=lambda item: item.month):
        number = number_of(entry.month, inputs)
        named = entry.approach
        approach = named if named and named in inputs.considered else approach
        prices = entry.prices
        month = MonthPaid(
            month=number,
            approach=approach,
            requests=entry.requests,
            amounts=dict(entry.amounts),
            prices=UnitPrices(**prices.model_dump()) if prices else None,
        )
        if (month.says_something or named) and 0 <= number <= inputs.finance.horizon_months:
            found.append(month)
    last = max((place for place, month in enumerate(found) if month.says_something), default=-1)
    return found[: last + 1]
