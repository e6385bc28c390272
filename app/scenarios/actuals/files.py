"""What a bill, a usage log or a table of months says of the months after a decision."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from app.answers.actuals.paid import PARTS
from app.catalog import DOLLAR
from app.evidence.finding import Evidence, MonthSum
from app.evidence.streaming.decimals import decimal_mark
from app.evidence.streaming.opening import open_file
from app.evidence.streaming.source import source_of
from app.inputs import (
    ENGLISH,
    STYLES,
    ApproachName,
    Inputs,
    InvalidInputs,
    Problem,
    current_style,
    writing_in,
)
from app.model import month_code
from app.scenarios.actuals.entry import MonthEntry, PricesEntry, read_entries
from app.scenarios.actuals.table import (
    IGNORED,
    LONGEST,
    columns_of,
    mark_of,
    read_table,
    split,
)

PER_MILLION = 1e6
DIGITS = 6  # behind the point: a ten-thousandth of a cent
# Which line, and which price, a side of a bill is of.
LINES: Mapping[str, str] = {
    "input": "input",
    "write": "input",
    "cached": "cached_input",
    "output": "output",
}
PRICES: Mapping[str, str] = {
    "input": "input_price",
    "cached": "cached_input_price",
    "write": "cache_write_price",
    "output": "output_price",
}
EDGE = 2  # days that may be missing at an end of a month: a weekend
TOKENS = {"input", "cached_input", "output"}  # columns that a log has, too, where they are counts
LOGGED = {"month", "requests", *TOKENS, *IGNORED}
COUNTS = (
    "Columns of tokens may be counts, too. If they are amounts, add a column Approach beside them."
)
NO_MONTHS = (
    "Only bills, usage logs and tables of months say what was paid or served; this is another kind "
    "of file."
)
NOTHING_INSIDE = "The file has nothing of the plan's months, {} to {}."


@dataclass(frozen=True, kw_only=True)
class FoundMonths:
    """The months of a file, and what a reader should know of them."""

    months: list[MonthEntry]
    what: str = ""  # was read, where it is no table of months: "OpenAI costs, 24 charges"
    replaces: bool = True  # whether its amounts take the place of others of the provider
    remarks: list[str] = field(default_factory=list)


def found_table(file: BinaryIO, name: str, inputs: Inputs) -> FoundMonths | None:
    """Return the months of a table with the headings that the page's has; None of another file.

    Its numbers are read as they are written there, or in the reader's style where none of them
    tells. Raises Unreadable, InvalidInputs.
    """
    source = source_of(open_file(file, name))
    if source.head.layout != "table":
        return None
    with source.opened.text(source.encoding) as content:
        text = content.read(LONGEST + 1)
    mark = mark_of(text)
    rows = split(text, mark)
    if problems_of(next(filter(None, rows), [])):
        return None
    styles = {",": STYLES["de"], ".": ENGLISH}
    with writing_in(styles.get(decimal_mark(rows, mark), current_style())):
        entries = read_table(text, inputs)
    months = [entry for entry in entries if not entry.is_blank]
    if not months:
        raise InvalidInputs([Problem("file", "The table says nothing of any month.")])
    return FoundMonths(months=months)


def problems_of(header: Sequence[str]) -> list[Problem]:
    """Return why a file with these headings is no table of months; none if it is one."""
    columns, problems = columns_of(header)
    are_counts = not problems and TOKENS & {*columns} and {*columns} <= LOGGED
    return [Problem("file", COUNTS)] if are_counts else problems


def found_months(evidence: Evidence, inputs: Inputs, approach: ApproachName) -> FoundMonths:
    """Return what a file says of a plan's months, with an approach in use; raises InvalidInputs."""
    if evidence.kind not in ("bill", "usage"):
        raise InvalidInputs([Problem("file", NO_MONTHS)])
    start = inputs.finance.start_month
    last = month_code(start, inputs.finance.horizon_months)
    inside = [item for item in evidence.measured.months if start <= item.month <= last]
    if not inside:
        raise InvalidInputs([Problem("file", NOTHING_INSIDE.format(start, last))])
    entry_of = bill_month if evidence.kind == "bill" else usage_month
    months = [entry_of(item, inputs, approach).model_dump() for item in inside]
    remarks = [*left_out(evidence.measured.months, inside), *incomplete(inside)]
    return FoundMonths(
        months=read_entries(months, inputs),
        what=f"{evidence.title}, {evidence.measured.subject}",
        replaces=evidence.kind == "bill",
        remarks=remarks,
    )


def left_out(months: Sequence[MonthSum], inside: Sequence[MonthSum]) -> Iterator[str]:
    """Yield that some months are not those of the plan."""
    codes = {item.month for item in inside}
    outside = [item.month for item in months if item.month not in codes]
    if outside:
        yield f"Left out, for they are not in the plan: {', '.join(outside)}."


def incomplete(months: Sequence[MonthSum]) -> Iterator[str]:
    """Yield which months the file begins or ends in the middle of."""
    for item in {item.month: item for item in (months[0], months[-1])}.values():
        year, month = map(int, item.month.split("-"))
        length = calendar.monthrange(year, month)[1]
        first, last = min(item.days), max(item.days)
        if len(item.days) > 1 and (first > 1 + EDGE or last < length - EDGE):
            yield f"{item.month}: the file has only days {first} to {last} of it."


def bill_month(item: MonthSum, inputs: Inputs, approach: ApproachName) -> MonthEntry:
    """Return a month of a bill: what was paid, by line where tokens are told apart, and prices."""
    rate = rate_of(item, inputs)
    lines: dict[str, float] = {}
    for side, cost in item.costs.items():
        lines[LINES[side]] = lines.get(LINES[side], 0.0) + cost * rate
    dollars = rate / inputs.finance.exchange_rate
    prices = {
        PRICES[side]: cost * dollars / item.tokens[side] * PER_MILLION
        for side, cost in item.costs.items()
        if item.tokens[side] > 0 and cost >= 0
    }
    return MonthEntry(
        month=item.month,
        approach=approach,
        amounts=rounded({"provider": item.cost * rate, **lines}),
        prices=PricesEntry.model_validate(rounded(prices)) if prices else None,
    )


def rounded(amounts: Mapping[str, float]) -> dict[str, float]:
    """Return amounts without the digits that sums of floats leave behind."""
    return {name: round(amount, DIGITS) for name, amount in amounts.items()}


def rate_of(item: MonthSum, inputs: Inputs) -> float:
    """Return what a unit of a bill's currency is in the plan's; raises InvalidInputs."""
    own = inputs.finance.currency
    if item.currencies == {own}:
        return 1.0
    if item.currencies == {DOLLAR}:
        return inputs.finance.exchange_rate
    there = ", ".join(sorted(item.currencies))
    known = " or ".join(dict.fromkeys((own, DOLLAR)))
    message = f"The bill must be in {known}; it is in {there}."
    raise InvalidInputs([Problem("file", message)])


def usage_month(item: MonthSum, inputs: Inputs, approach: ApproachName) -> MonthEntry:
    """Return a month of a usage log: requests, and what they cost where the log says so."""
    entry = MonthEntry(month=item.month, approach=approach, requests=item.requests)
    if item.cost <= 0:
        return entry
    prices = moved_prices_of(item, inputs, approach)
    return entry.model_copy(
        update={
            "amounts": rounded({"provider": item.cost * inputs.finance.exchange_rate}),
            "prices": PricesEntry.model_validate(rounded(prices)) if prices else None,
        }
    )


def moved_prices_of(item: MonthSum, inputs: Inputs, approach: ApproachName) -> dict[str, float]:
    """Return the plan's prices, all moved alike, so that the log's tokens come to its cost."""
    fields = inputs.approach(approach)
    planned = {
        side: getattr(fields, name) if getattr(fields, name) is not None else fields.input_price
        for side, name in PRICES.items()
    }
    cost = sum(tokens * planned[side] for side, tokens in item.tokens.items()) / PER_MILLION
    used = {side for side, tokens in item.tokens.items() if tokens > 0}
    return {PRICES[side]: planned[side] * item.cost / cost for side in used} if cost > 0 else {}


def merged(before: Sequence[MonthEntry], found: FoundMonths) -> list[MonthEntry]:
    """Return the months with those of a file put in.

    What a file says takes the place of what was there, cell by cell; all else stays. What a log
    says was paid does not, for a bill knows better: it counts where nothing of the provider was
    entered.
    """
    months = {entry.month: entry for entry in before}
    for entry in found.months:
        there = months.get(entry.month)
        months[entry.month] = together(there, entry, found.replaces) if there else entry
    return [months[month] for month in sorted(months)]


def together(there: MonthEntry, found: MonthEntry, replaces: bool) -> MonthEntry:
    """Return a month with what a file says of it."""
    billed = {"provider", *PARTS["provider"], "total"}
    takes = replaces or not billed & there.amounts.keys()
    prices: dict[str, Any] = {}
    for entry in (there, found) if takes else (there,):
        prices |= entry.prices.model_dump(exclude_none=True) if entry.prices else {}
    return there.model_copy(
        update={
            "approach": found.approach or there.approach,
            "requests": there.requests if found.requests is None else found.requests,
            "amounts": {**there.amounts, **(found.amounts if takes else {})},
            "prices": PricesEntry.model_validate(prices) if prices else None,
        }
    )
