"""The sheet Examples: what an approach costs over the number of its examples, live.

Examples move three quantities, each of them one line of the cost, in which it is a straight line:
the lines calculated again with more of each say how steep. Excel's data tables would do neither in
LibreOffice nor in ironcalc.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xlsxwriter

from app.answers.examples import Counts, around, with_examples
from app.inputs import TITLES, Challenger
from app.inputs.quantity import LARGEST_AMOUNT
from app.model import LINE_TITLES, Projection
from app.model.excel import formula
from app.model.language import Key, quantity_of
from app.plans.plan import Plan
from app.words.approaches import sentence_case
from app.workbook.again import again, write_again
from app.workbook.grid import (
    COLUMNS,
    FIRST,
    MONTHS,
    SINGLE,
    Grid,
    Place,
    Places,
    PlainWorksheet,
    Value,
    unit_words,
)
from app.workbook.rules import between, within
from app.workbook.sheets.outputs import COLOURS
from app.workbook.standing import present
from app.workbook.styles import Formats, style_of_unit, width_for

TITLE, COST, PREFIX = "Examples", "present_cost", "more."
POINTS = 12  # of the curve, besides today's
USUAL = 1_000  # examples that the curve is about where the plan has none
DIGITS = 2  # of a number of examples that is suggested
FIRST_BLOCK = 3
CHART_ROWS = 22
LEFT, RIGHT = COLUMNS[SINGLE], COLUMNS[SINGLE + POINTS]  # of a table
WORDS = (
    "Live: what moves with the number of examples is calculated again below, by the same formulas. "
    "What stands in blue may be changed. Errors fall with examples where the exponent is over 0."
)


class Moved(NamedTuple):
    """A quantity that examples move: the line it is part of, and what 1 more of it adds to that."""

    line: str
    words: str
    unit: str


MOVED = {
    "run": Moved("training", "for each US dollar of a run", "currency per USD"),
    "whole_dataset": Moved("dataset", "for each unit of what preparing it costs", "ratio"),
    "error": Moved("errors", "if it were never right instead of always", "currency"),
}
BLOCK = len(MOVED) + 5  # rows of a table, and a line left free


class Curve(NamedTuple):
    """What an approach comes to at today's number of examples and at others."""

    examples: Counts  # today's first
    moved: dict[str, list[float]]  # what moves with them, by quantity
    cost: list[float]  # in today's money


def write_examples(
    book: xlsxwriter.Workbook,
    sheet: PlainWorksheet,
    plan: Plan,
    width: float,
    formats: Formats,
    places: Places,
) -> None:
    """Write a table for each challenger, their curves, and what these rest on.

    `width` is that of a column of money.
    """
    sheet.write_value(0, 0, TITLE, formats["title"])
    sheet.write_value(1, 0, WORDS, formats["unit"])
    grid = Grid(sheet, places, formats)
    challengers = plan.inputs.challengers
    if not challengers:
        words = "Prompting alone takes part, and learns from no examples here."
        sheet.write_value(FIRST_BLOCK, 0, words, formats["label"])
        return
    tables_end = FIRST_BLOCK + BLOCK * len(challengers)
    grid.next_row = tables_end + CHART_ROWS
    for number, name in enumerate(challengers):
        write_steepness(grid, plan.projection, name)
        write_table(grid, FIRST_BLOCK + BLOCK * number, curve_of(plan, name), name)
    write_chart(book, sheet, challengers, places, tables_end)
    sheet.set_widths((76, 26, 32))
    never_right = max(places.values[added_by(name, "error")] for name in challengers)
    needed = width_for(never_right, plan.inputs.finance.currency)
    sheet.set_column(SINGLE, FIRST + MONTHS.size - 1, max(width, needed))
    sheet.freeze_panes(0, 1)
    sheet.print_area(0, 0, tables_end + CHART_ROWS - 1, SINGLE + POINTS)


def curve_of(plan: Plan, name: Challenger) -> Curve:
    """Return what the server makes of today's number of examples, and of those suggested."""
    today = plan.inputs.approach(name).dataset_examples
    best = plan.summary.comparisons[name].best_examples or today or USUAL
    examples = np.array([max(today, 1), *map(neat, around(best, today, POINTS))])
    there = with_examples(plan.projection, name, examples)
    values = {part: there.result(name, part) for part in MOVED}
    moved = {part: np.broadcast_to(value, examples.shape) for part, value in values.items()}
    cost = np.broadcast_to(there.present_cost(name), examples.shape)
    return Curve(examples, {part: moved[part].tolist() for part in MOVED}, cost.tolist())


def neat(examples: float) -> int:
    """Return a number of examples that is easily read."""
    return int(float(f"{examples:.{DIGITS}g}"))


def write_steepness(grid: Grid, projection: Projection, name: Challenger) -> None:
    """Write what more of each quantity that moves adds to the present cost."""
    grid.heading_of_months(f"{TITLES[name]}: what its curve rests on")
    write_measured(grid, projection, name)
    raised = {part: write_raised(grid, projection, name, part) for part in MOVED}
    wanted = frozenset(Key(name, item.line) for item in MOVED.values())
    write_again(grid, wanted, frozenset(Key(name, part) for part in MOVED), PREFIX, {})
    examples = f"{name}.dataset_examples"
    given = {Key(name, part): value for part, value in raised.items()}
    more = projection.at({examples: projection.inputs.value(examples)}, given)
    for part, (line, words, unit) in MOVED.items():
        higher, lower = (float(item.present_cost_of(name, [line])) for item in (more, projection))
        added = f"SUMPRODUCT([*{PREFIX}{name}.{line}],[*discount])-[={present(name, line)}]"
        template = f"({added})/([={PREFIX}{name}.{part}]-[={name}.{part}])"
        value = (higher - lower) / (raised[part] - float(projection.result(name, part)))
        title = f"{LINE_TITLES[line]}: in today's money, {words}"
        grid.single(added_by(name, part), title, unit, template, value, style_of_unit(unit))


def added_by(name: Challenger, part: str) -> str:
    """Return the name of the cell of what 1 more of a quantity adds to the present cost."""
    return on_curve(name, f"added_by_{part}")


def write_measured(grid: Grid, projection: Projection, name: Challenger) -> None:
    """Write at how many examples the share of wrong answers was measured, if that is known."""
    measured, today = f"[#{name}.measured_examples]", f"[#{name}.dataset_examples]"
    template = f'IF(ISNUMBER({measured}),{measured},IF({today}>0,{today},""))'
    approach = projection.inputs.approach(name)
    value = approach.measured_examples or approach.dataset_examples or ""
    words = "Examples at which its wrong answers were counted"
    grid.single(measured_at(name), words, "examples", template, value, "whole")


def measured_at(name: Challenger) -> str:
    """Return the name of the cell that says where wrong answers were counted."""
    return on_curve(name, "measured")


def write_raised(grid: Grid, projection: Projection, name: Challenger, part: str) -> float:
    """Write a quantity once more and more of it: twice as much, and at least 1; return that."""
    quantity, cell = quantity_of(Key(name, part)), f"[={name}.{part}]"
    now = float(projection.result(name, part))
    value = now + max(1.0, now)
    words = f"More than there is: {quantity.words}"
    style = style_of_unit(quantity.unit)
    template = f"{cell}+MAX(1,{cell})"
    grid.single(f"{PREFIX}{name}.{part}", words, quantity.unit, template, value, style)
    return value


def write_table(grid: Grid, row: int, curve: Curve, name: Challenger) -> None:
    """Write what today's number of examples comes to, and others beside it."""
    title = f"{TITLES[name]}: what it costs, by the number of examples"
    headings = [title, "", "", "Today's", "Others"]
    for column, text in enumerate(headings):
        grid.sheet.write_value(row, column, text, grid.formats["heading"])
    write_numbers(grid, row + 1, curve.examples.tolist(), name)
    cells = {
        f"[#{name}.dataset_examples]": f"{{0}}${row + 2}",
        f"[#{name}.measured_examples]": f"[={measured_at(name)}]",
    }
    terms, at = [f"[=out.{name}.present_cost]"], row + 2
    for part, values in curve.moved.items():
        key = Key(name, part)
        template, quantity = again(formula(key), frozenset(), "", cells), quantity_of(key)
        style = style_of_unit(quantity.unit)
        words = sentence_case(quantity.words)
        named = (words, unit_words(quantity.unit), on_curve(name, part))
        write_row(grid, at, named, template, values, style)
        terms.append(f"({{0}}${at + 1}-[={key}])*[={added_by(name, part)}]")
        at += 1
    total = ("Total in today's money", "currency", on_curve(name, COST))
    write_row(grid, at, total, "+".join(terms), curve.cost, "total")
    write_least(grid, at + 1, row + 1, curve, name)


def on_curve(name: Challenger, what: str) -> str:
    """Return the name of a row of an approach's table."""
    return f"curve.{name}.{what}"


def write_numbers(grid: Grid, row: int, examples: Sequence[int], name: Challenger) -> None:
    """Write today's number of examples, and others that may be typed over."""
    today = f"MAX(1,[#{name}.dataset_examples])"
    words = ("Examples", "examples", on_curve(name, "examples"))
    write_row(grid, row, words, today, examples[:1], "whole")
    for column, number in enumerate(examples[1:], start=SINGLE + 1):
        grid.sheet.write_value(row, column, number, grid.formats["typed_whole"])
    rule = between("decimal", 1, LARGEST_AMOUNT)
    grid.sheet.data_validation(row, SINGLE + 1, row, SINGLE + POINTS, rule)


def typed_examples(name: Challenger, places: Places) -> str:
    """Return the formula that is 1 where all that may be typed is a number within its bounds."""
    row = places.rows[on_curve(name, "examples")].row + 1
    others = f"{TITLE}!${COLUMNS[SINGLE + 1]}${row}:${RIGHT}${row}"
    return f"IF({within(others, POINTS, 1, LARGEST_AMOUNT)},1,0)"


def write_row(
    grid: Grid,
    row: int,
    words: tuple[str, str, str],
    template: str,
    values: Sequence[Value],
    style: str,
) -> None:
    """Write one formula for each number of examples, today's first; by its code name."""
    for column, (text, kind) in enumerate(zip(words, ("label", "measure", "code"), strict=True)):
        grid.sheet.write_value(row, column, text, grid.formats[kind])
    formula = grid.places.formula(template, TITLE)
    grid.sheet.write_months(row, SINGLE, formula, grid.formats[style], values)
    grid.places.rows[words[-1]] = Place(TITLE, row)


def write_least(grid: Grid, row: int, numbers: int, curve: Curve, name: Challenger) -> None:
    """Write with which of the numbers it costs least."""
    examples, costs = (f"${LEFT}${at + 1}:${RIGHT}${at + 1}" for at in (numbers, row - 1))
    template = f"INDEX({examples},MATCH(MIN({costs}),{costs},0))"
    least = curve.examples.tolist()[curve.cost.index(min(curve.cost))]
    words = ("Of these it costs least with", "examples", on_curve(name, "least"))
    write_row(grid, row, words, template, [least], "whole")


def write_chart(
    book: xlsxwriter.Workbook,
    sheet: PlainWorksheet,
    challengers: Sequence[Challenger],
    places: Places,
    row: int,
) -> None:
    """Draw each approach's cost over the number of examples, with today's marked."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    for name in challengers:
        numbers, costs = (places.rows[on_curve(name, item)].row for item in ("examples", COST))
        colour = {"color": COLOURS[name]}
        spans = {
            TITLES[name]: (SINGLE + 1, SINGLE + POINTS),
            f"Today's: {TITLES[name]}": (SINGLE, SINGLE),
        }
        for title, (first, last) in spans.items():
            chart.add_series(
                {
                    "name": title,
                    "categories": [TITLE, numbers, first, numbers, last],
                    "values": [TITLE, costs, first, costs, last],
                    "line": colour | {"width": 2},
                    "marker": {"type": "circle", "size": 9, "fill": colour, "border": colour}
                    if first == last
                    else {"type": "none"},
                }
            )
    chart.set_title({"name": "Cost in today's money by examples", "name_font": {"size": 12}})
    axis = {"name": "Examples", "log_base": 10, "num_format": "#,##0"}
    chart.set_x_axis(
        axis | {"major_gridlines": {"visible": False}, "crossing": "min", "label_position": "low"}
    )
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 420})
    sheet.insert_chart(row, 0, chart)
