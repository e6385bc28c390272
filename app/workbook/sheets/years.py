"""The sheet Years: what each fiscal year and each quarter comes to, added up from Calculations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from app.inputs import CHALLENGERS, TITLES, ApproachName
from app.model import LINE_TITLES, LINES
from app.plans.plan import Plan
from app.work.lazy import lazy
from app.workbook.grid import (
    COLUMNS,
    FIRST,
    FIRST_ROW,
    SINGLE,
    Place,
    Places,
    PlainWorksheet,
    Value,
)
from app.workbook.paper import Area, Areas
from app.workbook.styles import CURRENCY, Formats

OTHER_TITLES = {"total": "Total", "requests": "Requests", "savings": "Saved against prompting"}
OTHER_ROWS = {"requests": "requests", "savings": "{name}.saved"}  # line -> row to add up
PERIODS_A_PAGE = 11
PART_WIDTH = 14  # characters: room for what stands instead of growth
GROWING = {  # line -> how it grew against the year before
    "total": "Total against the year before",
    "requests": "Requests against the year before",
}
WHOLE_YEAR = 12  # months
# Instead of growth: where a year is not whole, which one; where there is nothing to compare with.
PART, FIRST_YEAR, FROM_NOTHING = " in part", "first year", "from zero"


@dataclass(frozen=True)
class Period:
    """A kind of column: fiscal years, or their quarters."""

    title: str
    key: str  # of the row of Timeline that says which one a month belongs to
    most: int  # columns that there may be
    words: str
    after: str  # the formula of the next one

    @property
    def last(self) -> int:
        """The last column."""
        return FIRST + self.most - 1

    def span(self, first: int, last: int) -> str:
        """Return the cells of all periods in several rows."""
        return f"${COLUMNS[FIRST]}${first + 1}:${COLUMNS[self.last]}${last + 1}"


YEARS = Period(
    "Years",
    "fiscal_year",
    11,  # 121 months touch no more
    "Fiscal years, named by the calendar year in which they end; month 0 included.",
    "{0}+1",
)
QUARTERS = Period(
    "Quarters",
    "fiscal_quarter",
    41,  # nor more than these
    "Quarters of the fiscal year: 2027 Q3 is the third of the year that ends in 2027.",
    "{0}+IF(MOD({0},10)=4,7,1)",  # 20274 is followed by 20281
)


@dataclass(frozen=True, kw_only=True)
class Block:
    """The rows of one kind of period, and what they are filled with."""

    period: Period
    first: int  # the row of the headings
    plan: Plan
    sheet: PlainWorksheet
    formats: Formats
    places: Places

    @lazy
    def months(self) -> dict[int, int]:
        """The periods that the plan touches, in order, and how many of its months each has."""
        last = self.plan.inputs.finance.horizon_months
        named = self.places.values[self.period.key][: last + 1].astype(int)
        names, counts = np.unique(named, return_counts=True)
        return dict(zip(names.tolist(), counts.tolist(), strict=True))

    @lazy
    def firsts(self) -> NDArray[np.intp]:
        """The first month of each period, and the one after the last."""
        return np.cumsum([0, *self.months.values()])

    @property
    def heading(self) -> str:
        """The heading of a column, to be filled with its letters."""
        return f"{{0}}${self.first + 1}"

    def summed(self, key: str) -> list[float]:
        """Return what a row of months comes to in each period."""
        *firsts, end = self.firsts
        amounts: list[float] = np.add.reduceat(self.places.values[key][:end], firsts).tolist()
        return amounts

    def write_row(
        self, row: int, words: Sequence[str], template: str, values: Sequence[Value], style: str
    ) -> None:
        """Write a row: its words, and a formula for each period."""
        for column, (text, kind) in enumerate(zip(words, ("label", "unit", "code"), strict=True)):
            self.sheet.write_value(row, column, text, self.formats[kind])
        formula = self.places.formula(template, "Years")
        filled = [*values, *[""] * (self.period.most - len(values))]
        self.sheet.write_months(row, FIRST, formula, self.formats[style], filled)

    def write_whole(self, row: int, value: float, style: str) -> None:
        """Write what a row comes to over the whole plan."""
        everything = f"SUM({self.period.span(row, row)})"
        self.sheet.write_formulas(row, SINGLE, [everything], self.formats[style], [value])


def write_years(
    sheet: PlainWorksheet, plan: Plan, width: float, formats: Formats, places: Places
) -> Areas:
    """Write a column per fiscal year, below it one per quarter; for each approach a row per line.

    `width` is that of a column of money. Returns how it is printed.
    """
    sheet.write_value(0, 0, "Years", formats["title"])
    row, areas = FIRST_ROW - 3, list[Area]()
    for period in (YEARS, QUARTERS):
        sheet.write_value(row, 0, period.title, formats["heading"])
        sheet.write_value(row + 1, 0, period.words, formats["unit"])
        top = row
        block = Block(
            period=period,
            first=row + 2,
            plan=plan,
            sheet=sheet,
            formats=formats,
            places=places,
        )
        row = write_block(block) + 2
        areas += areas_of(block, top if areas else 0, row - 2)
    write_left_out(block, top)
    sheet.set_widths((44, 14, 26))
    sheet.set_column(SINGLE, QUARTERS.last, max(width, PART_WIDTH))
    sheet.freeze_panes(FIRST_ROW, 1)
    return Areas(areas)


def areas_of(block: Block, top: int, bottom: int) -> Iterator[Area]:
    """Yield what is printed of a block, some periods a page, about as many on each.

    Years fit on a page, however long the plan is made; of quarters there are those of today.
    """
    count = YEARS.most if block.period is YEARS else len(block.months)
    periods = range(FIRST, FIRST + count)
    pages = ceil(len(periods) / PERIODS_A_PAGE)
    for page in range(pages):
        first, last = (len(periods) * number // pages for number in (page, page + 1))
        yield top, periods[first] if page else 0, bottom, periods[last - 1]


def write_left_out(block: Block, row: int) -> None:
    """Write beside the title of the quarters which are on paper, once there are more."""
    headings = block.period.span(block.first, block.first)
    year, quarter = divmod(list(block.months)[-1], 10)
    words = f"On paper only those to {year} Q{quarter}: fetch another workbook to print the others."
    formula = f'IF(COUNT({headings})>{len(block.months)},"{words}","")'
    block.sheet.write_formulas(row, SINGLE, [formula], block.formats["unit"], [""])


def write_block(block: Block) -> int:
    """Write the periods of one kind; return the row after them."""
    write_headings(block)
    row = block.first + 1
    counts = [float(count) for count in block.months.values()]
    counted = block.places.formula(f"[*in_plan],[*{block.period.key}],{block.heading}", "Years")
    template = f'IF({block.heading}="","",SUMIFS({counted}))'
    words = ("Months of the plan in it, month 0 included", "months", "months")
    block.write_row(row, words, template, counts, "whole")
    block.write_whole(row, sum(counts), "whole")
    block.places.rows[f"{block.period.key}.months"] = Place("Years", row)
    row += 1
    for name in block.plan.inputs.considered:
        block.sheet.write_value(row, 0, TITLES[name], block.formats["heading"])
        row = write_approach(block, row + 1, name) + 1
    return row


def write_headings(block: Block) -> None:
    """Write the periods that the plan touches, as many as there are."""
    row, period = block.first, block.period
    header = block.formats["header"]
    block.sheet.write_row(row, 0, ["", "Unit", "Code name"], header)
    block.sheet.write_value(row, SINGLE, "Whole plan", block.formats["header_right"])
    every = f"[*{period.key}]"
    last = f"INDEX({every},[#finance.horizon_months]+1)"
    templates = [f"INDEX({every},1)"]
    for column in COLUMNS[FIRST : period.last]:
        before = f"{column}${row + 1}"
        after = period.after.format(before)
        templates.append(f'IF({before}="","",IF({before}<{last},{after},""))')
    formulas = [block.places.formula(template, "Years") for template in templates]
    names: list[Value] = [*block.months]
    names += [""] * (period.most - len(names))
    block.sheet.write_formulas(row, FIRST, formulas, block.formats[f"header_{period.key}"], names)


def write_approach(block: Block, row: int, name: ApproachName) -> int:
    """Write the lines of an approach, from a row on; return the next one."""
    for line in lines_of(name):
        block.places.rows[f"{block.period.key}.{name}.{line}"] = Place("Years", row)
        write_line(block, row, name, line)
        row += 1
    if block.period is not YEARS:
        return row
    for line in GROWING:
        write_growth(block, row, name, line)
        row += 1
    return row


def lines_of(name: ApproachName) -> Iterator[str]:
    """Yield the lines of an approach, in the order of the sheet."""
    yield from (*LINES, "total", "requests")
    if name in CHALLENGERS:
        yield "savings"


def key_of(name: ApproachName, line: str) -> str:
    """Return the row of months that a line adds up."""
    return OTHER_ROWS.get(line, f"{{name}}.{line}").format(name=name)


def write_line(block: Block, row: int, name: ApproachName, line: str) -> None:
    """Write what a line comes to in each period, and in all of them."""
    key, is_requests = key_of(name, line), line == "requests"
    style = {"requests": "whole", "total": "total"}.get(line, "money")
    title = OTHER_TITLES.get(line) or LINE_TITLES[line]
    words = (title, "requests" if is_requests else CURRENCY, f"{name}.{line}")
    template = f'IF({block.heading}="","",SUMIFS([*{key}],[*{block.period.key}],{block.heading}))'
    values = block.summed(key)
    block.write_row(row, words, template, values, style)
    block.write_whole(row, sum(values), style)


def write_growth(block: Block, row: int, name: ApproachName, line: str) -> None:
    """Write how a line grew against the year before; where either is in part, which one it is."""
    months = f"{{0}}${block.places.rows['fiscal_year.months'].row + 1}"
    amount = f"{{0}}${block.places.rows[f'fiscal_year.{name}.{line}'].row + 1}"
    heading_before = block.heading.replace("{0}", "{1}")
    months_before, before = months.replace("{0}", "{1}"), amount.replace("{0}", "{1}")
    growth = f'IF({before}=0,"{FROM_NOTHING}",{amount}/{before}-1)'
    after_part = f'IF({months_before}<{WHOLE_YEAR},{heading_before}&"{PART}",{growth})'
    growth = f'IF(ISNUMBER({heading_before}),{after_part},"{FIRST_YEAR}")'
    growth = f'IF({months}<{WHOLE_YEAR},{block.heading}&"{PART}",{growth})'
    template = f'IF({block.heading}="","",{growth})'
    words = (GROWING[line], "percent", f"{name}.{line}.growth")
    block.write_row(row, words, template, growths(block, key_of(name, line)), "share")


def growths(block: Block, key: str) -> list[Value]:
    """Return how much a row of months grew in each year, or why that is not said."""
    values, before = list[Value](), (0, WHOLE_YEAR, 0.0)
    for year in zip(block.months, block.months.values(), block.summed(key), strict=True):
        short = [name for name, months, _ in (year, before) if months < WHOLE_YEAR]
        if short:
            values.append(f"{short[0]}{PART}")
        elif not values:
            values.append(FIRST_YEAR)
        else:
            values.append(year[2] / before[2] - 1 if before[2] else FROM_NOTHING)
        before = year
    return values


def cells_of(period: Period, places: Places, name: ApproachName, first: str, last: str) -> str:
    """Return the cells of all periods from one line of an approach to another, for other sheets."""
    rows = (places.rows[f"{period.key}.{name}.{line}"].row for line in (first, last))
    return f"Years!{period.span(*rows)}"
