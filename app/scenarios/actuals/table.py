"""Months as a table of text, as spreadsheets copy it and save it, and back."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
from app.inputs.problems import quote
from app.inputs.reading import THREE_DECIMALS, Manner, read_typed
from app.scenarios.actuals.dates import MONTH, months_in, plan_months
from app.scenarios.actuals.entry import (
    FIELD_TITLES,
    ITEM_TITLES,
    PRICE_TITLES,
    Cell,
    MonthEntry,
    read_entries,
)
from app.work.lazy import lazy

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
IGNORED = ("number", "note")
KNOWN = {**{name: name for name in [*COLUMN_TITLES, LINE, AMOUNT, *IGNORED]}, **OTHER_NAMES}
IN_USE: dict[str, str] = {title.lower(): name for name, title in TITLES.items()}
IN_USE |= {name: name for name in APPROACHES}
IN_BRACKETS = re.compile(r"\(\S+\)")  # as accounts write what is below zero
END_OF_NUMBER = re.compile(r"0\d\d(\.\d*)?")  # of 51,000 where a comma parts the cells
IN_QUOTES = ' A number with commas in it stands in quotation marks: "51,000".'


@dataclass
class Rows:
    """The months of a table so far, as the API takes them, and what is wrong with the table."""

    inputs: Inputs
    columns: Sequence[str]
    months: dict[str, dict[str, Any]] = field(default_factory=dict)
    cells: dict[str, dict[str, Cell]] = field(default_factory=dict)  # by month and column
    problems: list[Problem] = field(default_factory=list)

    @lazy
    def of_plan(self) -> frozenset[str]:
        """The calendar months of the plan."""
        return frozenset(plan_months(self.inputs))

    def add(self, number: int, row: Sequence[str]) -> None:
        """Read one row."""
        name = f"Row {number}"
        for place, text in enumerate(row[: len(self.columns)]):
            if text and not self.columns[place]:
                said = f"{name}: column {place + 1} has no heading, and holds {quote(text)}."
                self.problems.append(Problem("table", said))
        cells = {
            column: text
            for column, text in zip(self.columns, row, strict=False)
            if column and column not in IGNORED
        }
        month = self.month(name, cells.get("month", ""))
        if month is None:
            return
        if LINE not in cells and month in self.months:
            self.refuse(name, "Month", f"{month} is there twice")
            return
        self.months.setdefault(month, {"month": month, "amounts": {}})
        self.cells.setdefault(month, {"month": Cell(name, cells["month"])})
        for column, text in by_column(cells):
            if column != "month" and text:
                self.put(month, name, column, text)

    def month(self, name: str, text: str) -> str | None:
        """Return the month of a row; None where it is none, or one of two, which is then said."""
        found = months_in(text, self.of_plan)
        if len(found) == 1:
            return found[0]
        entered = f"; you entered {quote(text)}" if text else ""
        either = f"must be clear. {text}: {' or '.join(found)}?"
        self.refuse(name, "Month", either if found else f"must be {MONTH}{entered}")
        return None

    def put(self, month: str, name: str, column: str, text: str) -> None:
        """Put one cell into its month."""
        there = self.cells[month].setdefault(column, Cell(name, text))
        if there.row != name:
            if column != "approach" or there.text != text:  # a row for each amount repeats it
                label = COLUMN_TITLES.get(column, quote(column))
                self.refuse(name, label, f"of {month} is there twice")
            return
        entry = self.months[month]
        if column == "approach":
            entry["approach"] = self.approach(name, text)
            return
        value = self.number(name, column, text)
        if column in PRICE_FIELDS:
            entry["prices"] = entry.get("prices", {}) | {column: value}
        elif column == "requests":
            entry["requests"] = value
        elif column in ITEMS:
            entry["amounts"][column] = value
        else:
            choices = ", ".join(COLUMN_TITLES)
            self.refuse(name, "Line", f"must be one of {choices}; you entered {quote(column)}")

    def approach(self, name: str, text: str) -> str | None:
        """Return the approach that a cell names; None where it names none, which is then said."""
        in_use = IN_USE.get(text.lower())
        if in_use is None:
            choices = ", ".join(title.lower() for title in TITLES.values())
            self.refuse(name, "Approach", f"must be one of {choices}; you entered {quote(text)}")
        return in_use

    def number(self, name: str, column: str, text: str) -> float:
        """Return the number of a cell; 0 where it is none, which is then said."""
        if column == "requests":
            manner = Manner(unit="requests served")
        elif column in PRICE_FIELDS:
            manner = Manner(unit="USD per 1M tokens")
        else:
            manner = Manner(unit="currency", currency=self.inputs.finance.currency)
        try:
            if column in ITEMS and IN_BRACKETS.fullmatch(text):
                raise ValueError(f"must have a minus if it is a credit: write -{text[1:-1]}")
            return read_typed(in_english(text, current_style()), manner)
        except ValueError as error:
            label = COLUMN_TITLES.get(column, quote(column))
            said = str(error)
            end = "" if said.endswith("?") else f"; you entered {quote(text)}"
            self.refuse(name, label, f"{said}{end}")
            return 0.0

    def refuse(self, name: str, label: str, message: str) -> None:
        """Note what is wrong with a cell."""
        end = "" if message.endswith("?") else "."
        self.problems.append(Problem("table", f"{name}: {label} {message}{end}"))


def by_column(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a row; of a row for one amount, its line is one."""
    line = (column_called(cells[LINE]) or cells[LINE]) if LINE in cells else "total"
    for column, text in cells.items():
        if column == AMOUNT:
            yield line, text
        elif column != LINE:
            yield column, text


def read_table(text: str, inputs: Inputs, shown: Sequence[MonthEntry] = ()) -> list[MonthEntry]:
    """Return the months of a table, checked against a plan; raises InvalidInputs.

    Cells are parted by tabs, semicolons or commas; numbers are in the style of whoever reads. A
    table without headings has the columns in which the months of `shown` are written. A month of
    which nothing is said waits to be filled in: it is blank, and may be none of the plan.
    """
    if len(text) > LONGEST:
        message = f"The table must be at most {LONGEST:,} characters and has {len(text):,}"
        cut = fitting(text).count("\n") + 1
        said = in_style(f"{message}; it was cut off at row {cut:,}.")
        raise InvalidInputs([Problem("table", said)])
    mark = mark_of(text)
    rows = [(number, row) for number, row in enumerate(split(text, mark), 1) if row]
    if not rows:
        return []
    has_headings = not months_in(rows[0][1][0], ())
    columns, problems = columns_of(rows[0][1]) if has_headings else (columns_shown(shown), [])
    if "month" not in columns:
        raise InvalidInputs(problems)
    found = Rows(inputs, columns, problems=problems)
    for number, row in rows[has_headings:]:
        if said := ill_parted(row, len(columns), mark):
            problems.append(Problem("table", f"Row {number} {said}"))
        else:
            found.add(number, row)
    return checked(found, has_headings)


def ill_parted(row: Sequence[str], columns: int, mark: str) -> str:
    """Return what is wrong with the number of a row's cells; "" if nothing is."""
    in_quotes = IN_QUOTES if mark == "," else ""
    if len(row) > columns:
        return f"has {len(row)} cells for {columns} columns.{in_quotes}"
    ends = [cell for cell in row if in_quotes and END_OF_NUMBER.fullmatch(cell)]
    return f"has a cell {quote(ends[0])}, the end of another number.{in_quotes}" if ends else ""


def fitting(text: str) -> str:
    """Return the rows of a table that are not too much to be read."""
    return text if len(text) <= LONGEST else text[: text.rfind("\n", 0, LONGEST) + 1 or LONGEST]


def checked(found: Rows, has_headings: bool) -> list[MonthEntry]:
    """Return the months of a table's rows; raises InvalidInputs."""
    problems, months = [*found.problems], found.months
    filled = [month for month, entry in months.items() if len(entry) > 2 or entry["amounts"]]
    try:
        entries = read_entries(
            [months[month] for month in filled],
            found.inputs,
            [found.cells[month] for month in filled],
        )
    except InvalidInputs as error:
        problems += [Problem("table", item.message) for item in error.problems]
    if problems:
        raise InvalidInputs(problems if has_headings else [guessed(found.columns), *problems])
    blank = [MonthEntry(month=month) for month in months.keys() - set(filled)]
    return sorted([*entries, *blank], key=lambda entry: entry.month)


def guessed(columns: Sequence[str]) -> Problem:
    """Return that a table's columns have no headings, and what they were taken for."""
    titles = ", ".join(COLUMN_TITLES[name] for name in columns)
    message = "The first row has no headings, so its columns were taken for"
    return Problem("table", f"{message} {titles}. Are they others? Put a row of headings above.")


def columns_shown(entries: Sequence[MonthEntry]) -> list[str]:
    """Return the columns in which months are written."""
    items = [name for name in ITEM_TITLES if any(name in entry.amounts for entry in entries)]
    prices = [name for name in PRICE_FIELDS if any(name in known(entry) for entry in entries)]
    return ["month", "approach", "requests", *(items or ["total"]), *prices]


def written(entries: Sequence[MonthEntry]) -> str:
    """Return months as a table parted by tabs, which `read_table` reads; a row for each month."""
    columns = columns_shown(entries)
    rows = [[cell_of(entry, column) for column in columns] for entry in entries]
    return "\n".join("\t".join(row) for row in [[COLUMN_TITLES[name] for name in columns], *rows])


def waiting(inputs: Inputs, today: str) -> list[MonthEntry]:
    """Return the plan's months up to today, YYYY-MM, at least the first, with nothing in them."""
    codes = plan_months(inputs)
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


def mark_of(text: str) -> str:
    """Return what stands between the cells of a table's first line."""
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    return next((mark for mark in "\t;" if mark in first), ",")


def split(text: str, mark: str) -> list[list[str]]:
    """Return the cells of a text, without the space around them and empty ones at a row's end."""
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    try:
        rows = [*csv.reader(lines, delimiter=mark)]
    except csv.Error:
        raise InvalidInputs([Problem("table", "This is no table of lines and columns.")]) from None
    cells = [[cell.strip().removeprefix("'") for cell in row] for row in rows]
    return [row[: max((n for n, cell in enumerate(row, 1) if cell), default=0)] for row in cells]


def columns_of(header: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Return what each column is, "" for one without a heading, and what is wrong with the row."""
    columns = [column_called(title) or "" for title in header]
    names = ", ".join(COLUMN_TITLES.values())
    if not any(columns):
        said = f"The first row must hold the headings of the columns, some of {names}."
        return columns, [Problem("table", said)]
    wrong = [
        f"The first row has a column called {quote(title)}, which is none of {names}."
        for title, column in zip(header, columns, strict=True)
        if title and not column
    ]
    for column in dict.fromkeys(columns):
        titles = [title for title, known in zip(header, columns, strict=True) if known == column]
        if column and len(titles) > 1:
            called = COLUMN_TITLES.get(column, column.capitalize())
            same = f"The first row has the column {called} more than once"
            wrong.append(f"{same} ({', '.join(dict.fromkeys(titles))}): keep one.")
    if "month" not in columns:
        wrong.append("The first row must name a column Month.")
    return columns, [Problem("table", message) for message in wrong]


def key_of(title: str) -> str:
    """Return a heading as it is looked up."""
    return re.sub(r"[^a-z]+", "_", title.lower()).strip("_")


def column_called(title: str) -> str | None:
    """Return the column that a heading names, by its name or its title; None if none."""
    key = key_of(title)
    titles = {key_of(words): name for name, words in COLUMN_TITLES.items()}
    return KNOWN.get(key) or titles.get(key)
