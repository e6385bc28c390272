"""Months as a table of text, as spreadsheets copy it and save it, and back."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.answers.actuals.paid import ITEMS, PRICE_FIELDS
from app.inputs import (
    APPROACHES,
    TITLES,
    Inputs,
    InvalidInputs,
    Problem,
    current_style,
    in_english,
    in_style,
)
from app.inputs.problems import LONGEST_QUOTE
from app.inputs.reading import THREE_DECIMALS, Manner, read_typed
from app.model import month_code
from app.scenarios.actuals.entry import (
    FIELD_TITLES,
    ITEM_TITLES,
    MONTH,
    PRICE_TITLES,
    MonthEntry,
    read_entries,
)

LONGEST = 200_000  # characters
COLUMN_TITLES = {**FIELD_TITLES, **ITEM_TITLES, **PRICE_TITLES}
LINE, AMOUNT = "line", "amount"  # of a table with a row for every amount
OTHER_NAMES = {
    "date": "month",
    "approach_in_use": "approach",
    "requests_served": "requests",
    "paid": "total",
    "cost": "total",
    "bill": "provider",
}
USUAL = ("month", "requests", "total", "approach")  # columns of a table without a header
KNOWN = {**{name: name for name in [*COLUMN_TITLES, LINE, AMOUNT]}, **OTHER_NAMES}
IN_USE: dict[str, str] = {title.lower(): name for name, title in TITLES.items()}
IN_USE |= {name: name for name in APPROACHES}
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2}(?:[T ].*)?)?")
MONTH_FIRST = re.compile(r"(\d{1,2})[./](\d{4})")
NAMED = ("%b %Y", "%B %Y", "%b-%y", "%b-%Y", "%b %y")
IGNORED = ("number", "note")


@dataclass
class Rows:
    """The months of a table so far, as the API takes them, and what is wrong with the table."""

    currency: str
    months: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of months, in messages
    problems: list[Problem] = field(default_factory=list)

    def add(self, number: int, cells: dict[str, str]) -> None:
        """Read one row."""
        if not any(text for column, text in cells.items() if column not in ("month", "approach")):
            return  # waits to be filled in
        name = f"Row {number}"
        month = month_in(cells.get("month", ""))
        if month is None:
            said = cells.get("month", "")[:LONGEST_QUOTE]
            self.refuse(
                name, "Month", f"must be {MONTH}" + (f"; you entered {said}" if said else "")
            )
            return
        if LINE not in cells and month in self.months:
            self.refuse(name, "Month", f"{month} is there twice")
            return
        self.names.setdefault(month, name)
        entry = self.months.setdefault(month, {"month": month, "amounts": {}})
        for column, text in by_column(cells):
            if column != "month" and text:
                self.put(entry, name, column, text)

    def put(self, entry: dict[str, Any], name: str, column: str, text: str) -> None:
        """Put one cell into its month."""
        if column == "approach":
            in_use = IN_USE.get(text.strip().lower())
            if in_use is None:
                choices = ", ".join(title.lower() for title in TITLES.values())
                self.refuse(
                    name,
                    "Approach",
                    f"must be one of {choices}; you entered {text[:LONGEST_QUOTE]}",
                )
            entry["approach"] = in_use
            return
        value = self.number(name, column, text)
        if column in PRICE_FIELDS:
            entry["prices"] = (entry.get("prices") or {}) | {column: value}
        elif column == "requests":
            entry["requests"] = value
        elif column in ITEMS:
            entry["amounts"][column] = value
        else:
            self.refuse(
                name,
                "Line",
                f"must be one of {', '.join(COLUMN_TITLES)}; you entered {column[:LONGEST_QUOTE]}",
            )

    def number(self, name: str, column: str, text: str) -> float:
        """Return the number of a cell; 0 where it is none, which is then said."""
        if column == "requests":
            manner = Manner(unit="requests served")
        elif column in PRICE_FIELDS:
            manner = Manner(unit="USD per 1M tokens")
        else:
            manner = Manner(unit="currency", currency=self.currency)
        try:
            return read_typed(in_english(text, current_style()), manner)
        except ValueError as error:
            label = COLUMN_TITLES.get(column, column[:LONGEST_QUOTE])
            said = str(error)
            end = "" if said.endswith("?") else f"; you entered {text[:LONGEST_QUOTE]}"
            self.refuse(name, label, f"{said}{end}")
            return 0.0

    def refuse(self, name: str, label: str, message: str) -> None:
        """Note what is wrong with a cell."""
        end = "" if message.endswith("?") else "."
        self.problems.append(Problem("table", f"{name}: {label} {message}{end}"))


def by_column(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a row; of a row for one amount, its line is one."""
    line = (column_called(cells[LINE]) or cells[LINE]) if LINE in cells else None
    for column, text in cells.items():
        if column == AMOUNT:
            yield line or "total", text
        elif column != LINE:
            yield column, text


def read_table(text: str, inputs: Inputs) -> list[MonthEntry]:
    """Return the months of a table, checked against a plan; raises InvalidInputs.

    Cells are parted by tabs, semicolons or commas; numbers are in the style of whoever reads.
    """
    if len(text) > LONGEST:
        raise InvalidInputs(
            [Problem("table", f"The table must be at most {LONGEST:,} characters.")]
        )
    rows = [(number, row) for number, row in enumerate(split(text), 1) if any(row)]
    if not rows:
        return []
    columns, problems = columns_of(rows[0][1])
    found = Rows(inputs.finance.currency, problems=problems)
    for number, row in rows if columns == list(USUAL) else rows[1:]:
        found.add(
            number, {column: cell for column, cell in zip(columns, row, strict=False) if column}
        )
    if found.problems:
        raise InvalidInputs(found.problems)
    try:
        return read_entries([*found.months.values()], inputs, [*found.names.values()])
    except InvalidInputs as error:
        raise InvalidInputs([Problem("table", item.message) for item in error.problems]) from None


def written(entries: Sequence[MonthEntry], inputs: Inputs, today: str) -> str:
    """Return months as a table parted by tabs, which `read_table` reads; a row for each month.

    Where there are none yet, a row for every month of the plan up to `today`, YYYY-MM.
    """
    items = [name for name in ITEM_TITLES if any(name in entry.amounts for entry in entries)]
    prices = [name for name in PRICE_FIELDS if any(name in known(entry) for entry in entries)]
    columns = ["month", "approach", "requests", *(items or ["total"]), *prices]
    rows = [
        [cell_of(entry, column) for column in columns] for entry in entries or empty(inputs, today)
    ]
    return "\n".join("\t".join(row) for row in [[COLUMN_TITLES[name] for name in columns], *rows])


def empty(inputs: Inputs, today: str) -> list[MonthEntry]:
    """Return the plan's months up to today, at least the first, with nothing in them."""
    finance = inputs.finance
    codes = [month_code(finance.start_month, month) for month in range(finance.horizon_months + 1)]
    return [MonthEntry(month=code) for code in codes if code <= max(today, codes[0])]


def known(entry: MonthEntry) -> dict[str, float]:
    """Return a month's prices."""
    return (
        entry.prices.model_dump(include=set(PRICE_FIELDS), exclude_none=True)
        if entry.prices
        else {}
    )


def cell_of(entry: MonthEntry, column: str) -> str:
    """Return one cell."""
    if column == "month":
        return entry.month
    if column == "approach":
        return TITLES[entry.approach] if entry.approach else ""
    if column == "requests":
        return spelled(entry.requests)
    return spelled({**entry.amounts, **known(entry)}.get(column))


def spelled(value: float | None) -> str:
    """Return a number that reads as itself, in the style of whoever reads; "" for none."""
    if value is None:
        return ""
    text = repr(int(value) if float(value).is_integer() else value)
    # A count with three decimals is refused: 12.125 could be 12,125.
    return in_style(f"{text}0" if THREE_DECIMALS.fullmatch(text.lstrip("-")) else text)


def kept_kinds(before: Sequence[MonthEntry], after: Sequence[MonthEntry]) -> list[MonthEntry]:
    """Return months whose prices, where a table left them as they were, are still list prices."""
    there = {entry.month: entry for entry in before}
    return [
        entry.model_copy(update={"prices": there[entry.month].prices})
        if entry.month in there and known(entry) and known(entry) == known(there[entry.month])
        else entry
        for entry in after
    ]


def split(text: str) -> list[list[str]]:
    """Return the cells of a text, without the space around them."""
    lines = text.lstrip("\ufeff").strip("\r\n")
    head = lines.partition("\n")[0]
    mark = next((mark for mark in "\t;" if mark in head), ",")
    try:
        rows = [*csv.reader(io.StringIO(lines, newline=""), delimiter=mark)]
    except csv.Error:
        raise InvalidInputs([Problem("table", "This is no table of lines and columns.")]) from None
    return [[cell.strip().removeprefix("'") for cell in row] for row in rows]


def columns_of(header: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Return what each column is, "" for one to leave out, and what is wrong with the header."""
    if month_in(header[0]):
        return list(USUAL), []
    columns = [column_called(title) or "" for title in header]
    unknown = [
        title
        for title, column in zip(header, columns, strict=True)
        if title and not column and key_of(title) not in IGNORED
    ]
    problems = [
        Problem(
            "table",
            f"The first row has a column called {title[:LONGEST_QUOTE]}, which is none of "
            f"{', '.join(COLUMN_TITLES.values())}.",
        )
        for title in unknown
    ]
    if "month" not in columns:
        problems.append(Problem("table", "The first row must name a column Month."))
    return columns, problems


def key_of(title: str) -> str:
    """Return a heading as it is looked up."""
    return re.sub(r"[^a-z]+", "_", title.lower()).strip("_")


def column_called(title: str) -> str | None:
    """Return the column that a heading names, by its name or its title; None if none."""
    key = key_of(title)
    titles = {key_of(words): name for name, words in COLUMN_TITLES.items()}
    return KNOWN.get(key) or titles.get(key)


def month_in(text: str) -> str | None:
    """Return the month that a text names, as YYYY-MM: 2026-12, 12/2026, Dec 2026; None if none."""
    text = text.strip()
    if match := YEAR_FIRST.fullmatch(text):
        year, month = match[1], int(match[2])
    elif match := MONTH_FIRST.fullmatch(text):
        year, month = match[2], int(match[1])
    else:
        return named_month(text)
    return f"{year}-{month:02}" if 1 <= month <= 12 else None


def named_month(text: str) -> str | None:
    """Return the month that a text names by a word."""
    for form in NAMED:
        try:
            return f"{datetime.strptime(text, form).replace(tzinfo=UTC):%Y-%m}"
        except ValueError:
            continue
    return None
