"""What a cell of Inputs may hold: as a rule when something is typed, and as a check ever after."""

from collections.abc import Sequence
from typing import Any

from app.inputs import InputField
from app.inputs.currencies import CURRENCIES
from app.inputs.quantity import LARGEST_AMOUNT

CURRENCY, START = "finance.currency", "finance.start_month"
AT_PAR = ("USD", "BMD", "BSD", "PAB")  # cost one US dollar each
NOTHING = "none"  # typed into a case: the input is absent there
# Dates that are meant as such, as days of a spreadsheet: a year typed alone is none.
FIRST_DATE, LAST_DATE = 36526, 109574  # 2000-01-01, 2199-12-31
FIRST_YEAR, LAST_YEAR = 1900, 2199  # of months typed as a text
CURRENCY_LIST = f"Lists!$A$2:$A${len(CURRENCIES) + 1}"


def is_valid(field: InputField, cell: str, low: str, high: str) -> str:
    """Return the formula that is 1 where a cell holds what the field may be.

    `low` and `high` are the cells of its bounds.
    """
    if field.name == CURRENCY:
        inside = f"COUNTIF({CURRENCY_LIST},{cell})=1"
    elif field.name == START:
        inside = is_month(cell)
    elif field.is_number:
        inside = is_number(field, cell, low, high)
    elif field.kind == "text":
        return f"IF(ISERROR({cell}),0,1)"
    else:
        choices = ",".join(f'{cell}="{choice}"' for choice in choices_of(field))
        inside = f"OR({choices})"
    if field.optional:
        inside = f'OR({cell}="",{cell}="{NOTHING}",{inside})'
    return f"IF(ISERROR({cell}),0,IF({inside},1,0))"


def is_number(field: InputField, cell: str, low: str, high: str) -> str:
    """Return the condition that a cell holds a number within the field's bounds."""
    more = ">" if field.above is not None else ">="
    parts = [f"ISNUMBER({cell})", f"{cell}{more}{low}", f"{cell}<={high}"]
    if field.kind == "whole":
        parts.append(f"IF(ISNUMBER({cell}),INT({cell})={cell},FALSE)")
    return f"AND({','.join(parts)})"


def is_month(cell: str) -> str:
    """Return the condition that a cell holds a month: 2027-01 as a text, or a date."""
    year, month = f"IFERROR(VALUE(LEFT({cell},4)),0)", f"IFERROR(VALUE(MID({cell},6,2)),0)"
    parts = [
        f"OR(LEN({cell})=7,LEN({cell})=10)",
        f'MID({cell},5,1)="-"',
        *(f"{year}>={FIRST_YEAR}", f"{year}<={LAST_YEAR}"),
        *(f"{month}>=1", f"{month}<=12"),
    ]
    date = f"AND({cell}>={FIRST_DATE},{cell}<={LAST_DATE})"
    return f"IF(ISNUMBER({cell}),{date},AND({','.join(parts)}))"


def first_day(cell: str) -> str:
    """Return the formula of the first day of the month that a cell holds; day 0 for none."""
    text = f"DATE(VALUE(LEFT({cell},4)),VALUE(MID({cell},6,2)),1)"
    return f"IF(ISNUMBER({cell}),DATE(YEAR({cell}),MONTH({cell}),1),IFERROR({text},0))"


def fits(currency: str, rate: str, currency_then: str, rate_then: str) -> str:
    """Return the condition that an exchange rate is one of the currency, as far as can be told.

    `currency_then` and `rate_then` are the cells of both as generated, which always fit.
    """
    at_par = ",".join(f'{currency}="{code}"' for code in AT_PAR)
    same = f"{currency}={currency_then}"
    moved = f"OR({same},AND({rate}<>{rate_then},{rate}<>1))"
    return f"OR(AND({same},{rate}={rate_then}),IF(OR({at_par}),{rate}=1,{moved}))"


def names_differ(every: str, names: Sequence[str], first: int) -> str:
    """Return the condition that each of some names is the first of its kind among all of them.

    `every` are the cells of all names, of which `names` are those from the number `first` on.
    Where two were the same, one of them would be taken for both.
    """
    found = (
        f"IFERROR(MATCH(TRIM({name}),{every},0),{number})={number}"
        for number, name in enumerate(names, start=first)
    )
    return f"AND({','.join(found)})"


def within(cells: str, count: int, low: int, high: float) -> str:
    """Return the condition that so many cells all hold numbers from one bound to the other."""
    return f'COUNTIF({cells},">={low}")-COUNTIF({cells},">{high:.0f}")={count}'


def between(kind: str, low: float, high: float) -> dict[str, Any]:
    """Return the rule that holds a cell to a kind of number from one bound to the other."""
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "ignore_blank": False,
        "error_title": "Outside the bounds",
        "error_message": f"Type a number from {low:,} to {high:,}.",
    }


def choices_of(field: InputField) -> tuple[str, ...]:
    """Return the words that a field may be."""
    return field.choices or ("yes", "no")


def validation(field: InputField, cell: str) -> dict[str, Any] | None:
    """Return the rule that holds a cell to the field's bounds; None for a text."""
    if field.name == CURRENCY:
        return {"validate": "list", "source": f"={CURRENCY_LIST}"}
    if field.kind in ("choice", "yes_no"):
        return {"validate": "list", "source": list(choices_of(field))}
    if field.name == START:
        return {
            "validate": "custom",
            "value": f"=OR(ISNUMBER({cell}),LEN({cell})=7)",
            "ignore_blank": False,
            "error_title": "No month",
            "error_message": "Type a month such as 2027-01, or a date.",
        }
    if not field.is_number:
        return None
    high = field.maximum if field.maximum is not None else LARGEST_AMOUNT
    words = {
        "ignore_blank": field.optional,
        "error_title": "Outside the bounds",
        "error_message": f"{field.label} must be {field.bounds}."[:255],
    }
    if field.above is not None:  # "between" would let the bound itself in
        inside = f"=AND(ISNUMBER({cell}),{cell}>{field.above:.17g},{cell}<={high:.17g})"
        return {"validate": "custom", "value": inside} | words
    return {
        "validate": "integer" if field.kind == "whole" and high < LARGEST_AMOUNT else "decimal",
        "criteria": "between",
        "minimum": field.minimum,
        "maximum": high,
    } | words
