"""The sheet Values: what is found by searching and by drawing, as values of the day.

No formula repeats a search over the whole model, or thousands of draws.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, cycle
from typing import Any

from app.answers import UNDECIDED
from app.feeds.payloads import verdict_payload
from app.feeds.rows import summary_rows, uncertainty_rows
from app.inputs import FIELDS, TITLES
from app.plans.plan import Plan
from app.words.decision import CLOSE, NO_VERDICT
from app.words.notes import remarks
from app.workbook.cases import ends_of
from app.workbook.facts import Facts
from app.workbook.figures import SEARCHED, listed
from app.workbook.figures import WORDS as FIGURES
from app.workbook.grid import Places, PlainWorksheet, unit_words
from app.workbook.lines import LINE_HEIGHT, spread
from app.workbook.paper import LINES_A_PAGE, Breaks
from app.workbook.sheets.inputs import labelled
from app.workbook.sheets.outputs import write_dated, write_headings
from app.workbook.styles import Formats, in_plan, style_of, style_of_unit

FIRST_SECTION = 3
HEAD = 2  # rows on top of each page
# Below a title and headings of two lines, above a line that is left free.
MOST_ROWS = LINES_A_PAGE - HEAD - 4
MOVED = "They are no longer those of what is in use."
UNDRAWN = "No input has a range, so nothing is drawn."
OF = "Of"  # heads a last column of words
NAMED = 3  # columns before the figures
WIDTHS = (58, 38, 32, *[20] * 6)
WORDS = {
    "probability_cheapest": "How often it is the cheapest of all",
    "probability_cheaper": "How often it is cheaper than prompting",
    "npv_mean": "Net present value: mean",
    "npv_p10": "Net present value: 9 in 10 are above",
    "npv_p50": "Net present value: half are above",
    "npv_p90": "Net present value: 1 in 10 is above",
    "break_even_month_share": "How often it pays within the plan",
    "break_even_month_p10": "Where it pays: 1 in 10 by month",
    "break_even_month_p50": "Where it pays: half by month",
    "break_even_month_p90": "Where it pays: 9 in 10 by month",
    "expected_value_of_perfect_information": "What knowing everything beforehand would be worth",
    "best_test": "The test that is worth most beyond its cost, in answers",
    "value_of_learning": "What knowing this input beforehand would be worth",
    "crossing_ahead": "Total so far falls below that of prompting in month",
    "crossing_behind": "Total so far rises above that of prompting in month",
    "crossing_requests_per_month": "Net present value changes its sign at a volume of",
    **{name: FIGURES[name] for name in SEARCHED},
}
VERDICT = {
    "headline": "What to do",
    "words": "In a sentence",
    "recommendation": "Recommended",
    "reason": "Why",
    "status": "How clear it is",
    "cheapest": "The cheapest in today's money",
    "tied": "Tied with the cheapest",
    "price_of_fit": "What following the fit costs over the cheapest",
    "price_of_recommendation": "What the recommendation costs over the cheapest",
}
NAMES: dict[Any, str] = {  # of approaches, and of a verdict's status and reason
    **TITLES,
    "clear": "Clear",
    "close": CLOSE,
    **NO_VERDICT,
    "agree": "The task speaks for what is the cheapest",
    "money_decides": "The money decides",
    "fit_decides": "The money is too close to call, so the task decides",
    "least_risk": "The money is too close to call, so the smallest investment is taken",
}
FOUND = {*SEARCHED, *(name for name in WORDS if name.startswith("crossing"))}
PERCENTILES = {"p10": "10 in 100 below", "p50": "50 in 100 below", "p90": "90 in 100 below"}
APART = frozenset({"acceptability", "test_worth", "test_cost", "test_changes_mind"})  # tables
Cell = tuple[Any, str]  # a value, and the name of its style


@dataclass(frozen=True)
class Section:
    """A table of values under a heading."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    otherwise: str = "None."
    is_text: bool = False  # the last cell of a row may be a long one


def write_values(
    sheet: PlainWorksheet,
    facts: Facts,
    listed: Iterable[Section],
    formats: Formats,
    places: Places,
) -> Breaks:
    """Write each section below the other, and of when they are; return how it is printed."""
    sheet.write_value(0, 0, "Values", formats["title"])
    currency = facts.plan.inputs.finance.currency
    words = f"As the server found them on {facts.day}: values of Base in {currency}, no formulas."
    write_dated(sheet, words, MOVED, formats, places)
    row, starts = FIRST_SECTION, []
    for section in chain.from_iterable(map(pages_of, listed)):
        starts.append(row)
        row = write_section(sheet, row, section, formats) + 1
    sheet.set_widths(WIDTHS)
    return Breaks(starts, (), 0, len(WIDTHS) - 1, head=HEAD)


def pages_of(section: Section) -> Iterator[Section]:
    """Yield a section in parts that fit on a page each, with the headings of their columns."""
    rows = list(section.rows)
    yield replace(section, rows=rows[:MOST_ROWS])
    for first in range(MOST_ROWS, len(rows), MOST_ROWS):
        title = f"{section.title}, continued"
        yield replace(section, title=title, rows=rows[first : first + MOST_ROWS])


def write_section(sheet: PlainWorksheet, row: int, section: Section, formats: Formats) -> int:
    """Write a section from a row on; return the row after it."""
    sheet.write_value(row, 0, section.title, formats["heading"])
    rows = list(section.rows)
    if not rows:
        sheet.write_value(row + 1, 0, section.otherwise, formats["unit"])
        return row + 2
    write_headings(sheet, row + 1, section.headings, formats)
    if any(len(text) > WIDTHS[-1] for text in section.headings[NAMED:]):
        sheet.set_row(row + 1, 2 * LINE_HEIGHT)
    if section.headings[-1] == OF:
        sheet.write_value(row + 1, len(section.headings) - 1, OF, formats["header_words"])
    for number, cells in enumerate(rows, start=row + 2):
        for column, (value, style) in enumerate(cells):
            if value is not None:
                sheet.write_value(number, column, value, formats[style])
        if section.is_text and cells[-1][1] == "label":
            spread(sheet, number, NAMED - 1, cells[-1][0], WIDTHS, formats["wrap"])
    return row + 2 + len(rows)


def sections(plan: Plan) -> Iterator[Section]:
    """Yield everything that no formula of the workbook finds."""
    yield Section("The verdict", ("", "Code name", ""), verdict_cells(plan), is_text=True)
    yield Section("Notes", ("Severity", "Code name", "Note"), note_cells(plan), is_text=True)
    named = ("Input", "Code name", "")
    ranges = (*named, "Lowest", "Entered", "Highest", "Worse end", "Better end")
    yield Section("Ranges", ranges, range_cells(plan))
    yield from drawn_sections(plan)
    tornado = (*named, "Low end", "High end", "npv at low", "npv at high", OF)
    title = "Tornado: each ranged input alone at both ends"
    yield Section(title, tornado, tornado_cells(plan), UNDRAWN)
    heading = ("", "Code name", "Of", "Value")
    yield Section("Volumes and months found by trying them", heading, found_cells(plan))
    flips = (*named, "Entered", "Flips at", OF)
    yield Section("Thresholds: where npv changes its sign, all else equal", flips, flip_cells(plan))


def drawn_sections(plan: Plan) -> Iterator[Section]:
    """Yield what the draws within the ranges come to."""
    title = f"Within the ranges: {plan.draws:,} draws, seed {plan.seed}"
    headings: Sequence[str] = ("", "Code name", "Of", "Value")
    yield Section(title, headings, drawn_cells(plan) if plan.ranges else (), UNDRAWN)
    whose = [TITLES[name] for name in plan.inputs.considered]
    headings = ("", "Code name", "", "A mistake costs", *whose)
    title = "Within the ranges: how often each is the cheapest, by what a mistake costs"
    yield Section(title, headings, accepted_cells(plan) if plan.ranges else (), UNDRAWN)
    headings = ("", "Code name", "", "Answers of each", "Worth", "Cost", "Changes what is done")
    title = "Within the ranges: what a test of so many answers is worth"
    yield Section(title, headings, tested_cells(plan) if plan.ranges else (), UNDRAWN)
    whose = [TITLES[name] for name in plan.inputs.challengers for _ in PERCENTILES]
    bands = (f"{who}: {words}" for who, words in zip(whose, cycle(PERCENTILES.values())))
    title = "Within the ranges: what is saved so far, month by month"
    headings = ("", "Code name", "Month", *bands)
    yield Section(title, headings, band_cells(plan) if plan.ranges else (), UNDRAWN)


def verdict_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield what to do, and what it rests on."""
    payload = verdict_payload(plan)
    if payload["status"] in UNDECIDED:
        payload |= {"tied": None}
    for name, words in VERDICT.items():
        value = payload[name]
        if value is None or value == "":
            continue
        style = "money" if name.startswith("price_of") else "label"
        yield (words, "label"), (name, "code"), (in_words(value), style)


def in_words(value: Any) -> Any:
    """Return what a verdict says in words where it is the name of something."""
    if isinstance(value, list | tuple):
        return listed(value)
    return NAMES.get(value, value)


def note_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield what there is to remark on the plan."""
    for remark in remarks(plan):
        yield (remark.severity, "label"), (remark.code, "code"), (remark.message, "label")


def named_cells(name: str) -> tuple[Cell, Cell, Cell]:
    """Return an input in words, by its name, and its unit."""
    field = FIELDS[name]
    return (labelled(field), "label"), (name, "code"), (unit_words(field.unit), "unit")


def range_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield each range, and which of its ends is worse for the change."""
    for name, ends in ends_of(plan).items():
        style, given = style_of(FIELDS[name]), plan.ranges[name]
        values = (given.low, plan.inputs.value(name), given.high, ends.worse, ends.better)
        yield *named_cells(name), *((value, style) for value in values)


def drawn_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield probabilities, percentiles, and what it is worth to know more."""
    currency = plan.inputs.finance.currency
    for row in uncertainty_rows(plan):
        if row["month"] is None and row["value"] is not None and row["metric"] not in APART:
            words, whose = WORDS[row["metric"]], title_of(row["approach"] or row["input"])
            value = (row["value"], style_of_value(row["value"], row["unit"], currency))
            yield (words, "label"), (row["metric"], "code"), (whose, "label"), value


def accepted_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield how often each approach is the cheapest, a row for each cost of a mistake."""
    named: tuple[Cell, ...] = (
        ("How often it is the cheapest", "label"),
        ("acceptability", "code"),
        (None, "label"),
    )
    for point in plan.uncertainty.acceptability or ():
        shares = (point.probability_cheapest[name] for name in plan.inputs.considered)
        yield *named, (point.cost, "unit_money"), *((share, "share") for share in shares)


def tested_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield what a test is worth and costs, and how often it changes what is done."""
    named: tuple[Cell, ...] = (
        ("A test of the same questions", "label"),
        ("test_plan", "code"),
        (None, "label"),
    )
    for test in plan.uncertainty.test_plan or ():
        worth = ((test.answers, "whole"), (test.worth, "money"), (test.cost, "money"))
        yield *named, *worth, (test.changes_mind, "share")


def band_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield percentiles of what is saved so far, a row per month."""
    outlooks = plan.uncertainty.comparisons.values()
    bands = [
        getattr(outlook.cumulative_savings, name).tolist()
        for outlook in outlooks
        for name in PERCENTILES
    ]
    named: tuple[Cell, Cell] = (("Saved so far", "label"), ("cumulative_savings", "code"))
    for month, amounts in enumerate(zip(*bands, strict=True)):
        yield *named, (month, "whole"), *((amount, "money") for amount in amounts)


def tornado_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield what each ranged input alone makes of the net present value."""
    for bar in plan.tornado:
        style = style_of(FIELDS[bar.input])
        ends = ((bar.low, style), (bar.high, style))
        worth = ((bar.npv_low, "money"), (bar.npv_high, "money"))
        yield *named_cells(bar.input), *ends, *worth, (TITLES[bar.comparison], "unit")


def found_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield crossings, volumes from which it pays, and when to build."""
    currency = plan.inputs.finance.currency
    for row in summary_rows(plan):
        if row["metric"] in FOUND and row["value"] is not None:
            yield (
                (WORDS[row["metric"]], "label"),
                (row["metric"], "code"),
                (title_of(row["approach"]), "label"),
                (row["value"], style_of_value(row["value"], row["unit"], currency)),
            )


def flip_cells(plan: Plan) -> Iterator[Sequence[Cell]]:
    """Yield where the answer flips, the nearest first."""
    for item in plan.thresholds:
        if item.switching_value is not None:
            style = style_of(FIELDS[item.input])
            values = ((item.entered, style), (item.switching_value, style))
            yield *named_cells(item.input), *values, (TITLES[item.comparison], "unit")


def style_of_value(value: Any, unit: str, currency: str) -> str:
    """Return the name of the style of a value by the unit that a feed gives it."""
    if unit == "month" and isinstance(value, float):  # of a crossing, between two months
        return "number"
    return style_of_unit(in_plan(unit, currency))


def title_of(name: str | None) -> str:
    """Return an approach or an input in words."""
    if name is None:
        return ""
    return TITLES[name] if name in TITLES else labelled(FIELDS[name])
