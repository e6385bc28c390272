"""The sheet Volumes: npv over the volume and over what a wrong answer costs, live.

At another volume the model is calculated again, by the same formulas; in what a wrong answer costs
npv is a straight line. Excel's data tables would do neither in LibreOffice nor in ironcalc.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.inputs import TITLES, ApproachName
from app.model import Projection, project
from app.model.language import CALENDAR, Key
from app.plans.plan import Plan
from app.workbook.again import write_again
from app.workbook.grid import COLUMNS, FIRST, MONTHS, SINGLE, Grid, Place, Places, PlainWorksheet
from app.workbook.rules import between, within
from app.workbook.styles import Formats

TIMES = (1.0, 0.5, 2.0, 4.0)  # the volume in use, until others are typed; the first stays 1
COSTS = (0.0, 0.5, 1.0, 2.0, 4.0)  # times what a wrong answer costs
AS_IT_IS = COSTS.index(1.0)
ERROR_COST, VOLUME = "[#quality.error_cost]", "[#workload.requests_per_month]"
REQUESTS = frozenset({Key(CALENDAR, "requests")})
LOOKED_AT = ("total", "errors", "right")  # of each approach
MULTIPLES_ROW, VOLUMES_ROW, FIRST_BLOCK = 3, 4, 6
TIMES_COST, COST = 1, 2  # columns
LAST_VOLUME = SINGLE + len(TIMES) - 1
MOST_TIMES = 1_000
A_MULTIPLE = between("decimal", 0, MOST_TIMES)
WORDS = (
    "Live: another volume is calculated again below, by the same formulas; a cost of zero counts "
    "as 1 here. What stands in blue may be changed."
)


class Parts(NamedTuple):
    """What an approach comes to in today's money, by volume."""

    fixed: list[float]  # without what its wrong answers cost
    wrong: list[float]  # wrong answers, discounted


def parts_of(plan: Plan) -> dict[ApproachName, Parts]:
    """Return those parts of each approach at each of the volumes."""
    volume = plan.inputs.workload.requests_per_month
    volumes = np.array(TIMES)[:, np.newaxis] * volume
    projection = project(plan.inputs).at({"workload.requests_per_month": volumes})
    return {name: parts_in(projection, name) for name in plan.inputs.considered}


def parts_in(projection: Projection, name: ApproachName) -> Parts:
    """Return the parts of one approach."""
    course, discount = projection.courses[name], projection.discount
    size = (len(TIMES), projection.months.size)
    fixed = np.broadcast_to((course.total - course.lines["errors"]) * discount, size)
    wrong = np.broadcast_to((projection.requests - course.right_answers) * discount, size)
    return Parts(fixed.sum(axis=1).tolist(), wrong.sum(axis=1).tolist())


def write_volumes(
    sheet: PlainWorksheet, plan: Plan, width: float, formats: Formats, places: Places
) -> None:
    """Write the tables, and below them the model at each other volume.

    `width` is that of a column of money.
    """
    sheet.write_value(0, 0, "Volumes", formats["title"])
    sheet.write_value(1, 0, WORDS, formats["unit"])
    grid = Grid(sheet, places, formats)
    if not plan.inputs.challengers:
        words = "Prompting alone takes part: there is nothing to compare."
        sheet.write_value(MULTIPLES_ROW, 0, words, formats["label"])
        return
    write_axis(sheet, plan, formats, places)
    first_parts = FIRST_BLOCK + (len(COSTS) + 3) * len(plan.inputs.challengers) + 1
    parts = parts_of(plan)
    place_parts(plan, places, first_parts)
    write_tables(sheet, plan, parts, formats, places)
    grid.next_row = first_parts + 2 * len(parts) + 2
    write_months(grid, plan)
    write_parts(sheet, parts, formats, places)
    sheet.set_widths((78, 26, 30))
    sheet.set_column(SINGLE, FIRST + MONTHS.size - 1, width + 2)  # of more requests
    sheet.freeze_panes(0, 1)
    sheet.print_area(0, 0, first_parts + 2 * len(parts), LAST_VOLUME)


def write_axis(sheet: PlainWorksheet, plan: Plan, formats: Formats, places: Places) -> None:
    """Write the volumes: the one in use, and multiples of it that may be typed over."""
    volume = places.formula(VOLUME, "Volumes")
    sheet.write_value(MULTIPLES_ROW, 0, "Times the volume in use", formats["label"])
    sheet.write_value(VOLUMES_ROW, 0, "Requests per month, in month 1", formats["label"])
    entered = plan.inputs.workload.requests_per_month
    for number, times in enumerate(TIMES):
        column = SINGLE + number
        sheet.write_value(
            MULTIPLES_ROW, column, times, formats["typed_number" if number else "number"]
        )
        cell = f"{COLUMNS[column]}${MULTIPLES_ROW + 1}*{volume}"
        sheet.write_formulas(VOLUMES_ROW, column, [cell], formats["whole"], [times * entered])
        if number:
            sheet.data_validation(MULTIPLES_ROW, column, MULTIPLES_ROW, column, A_MULTIPLE)


def place_parts(plan: Plan, places: Places, row: int) -> None:
    """Settle where the parts of each approach stand, a column per volume."""
    for name in plan.inputs.considered:
        for part in Parts._fields:
            places.rows[f"volumes.{name}.{part}"] = Place("Volumes", row)
            row += 1


def write_tables(
    sheet: PlainWorksheet,
    plan: Plan,
    parts: dict[ApproachName, Parts],
    formats: Formats,
    places: Places,
) -> None:
    """Write for each challenger its npv, a row per cost of a wrong answer."""
    row = FIRST_BLOCK
    entered = plan.inputs.quality.error_cost or 1.0
    base = places.formula(f"IF({ERROR_COST}=0,1,{ERROR_COST})", "Volumes")
    for name in plan.inputs.challengers:
        title = f"{TITLES[name]}: npv against prompting, by the cost of a wrong answer"
        sheet.write_value(row, 0, title, formats["heading"])
        headings = ["", "Times the cost in use", "Cost of a wrong answer"]
        sheet.write_row(row + 1, 0, headings, formats["header_right"])
        for number in range(len(TIMES)):
            volume = f"{COLUMNS[SINGLE + number]}${VOLUMES_ROW + 1}"
            shown = [TIMES[number] * plan.inputs.workload.requests_per_month]
            header = formats["header_volume"]
            sheet.write_formulas(row + 1, SINGLE + number, [volume], header, shown)
        for number, times in enumerate(COSTS):
            at = row + 2 + number
            if row == FIRST_BLOCK:
                style = formats["number" if number == AS_IT_IS else "typed_number"]
                sheet.write_value(at, TIMES_COST, times, style)
                if number != AS_IT_IS:
                    sheet.data_validation(at, TIMES_COST, at, TIMES_COST, A_MULTIPLE)
            else:
                first = f"$B${FIRST_BLOCK + 3 + number}"
                sheet.write_formulas(at, TIMES_COST, [first], formats["number"], [times])
            cost = times * entered
            sheet.write_formulas(at, COST, [f"$B{at + 1}*{base}"], formats["unit_money"], [cost])
            write_npvs(sheet, at, name, cost, parts, formats, places)
        places.rows[at_what_is_in_use(name)] = Place("Volumes", row + 2 + AS_IT_IS)
        row += len(COSTS) + 3


def typed_volumes() -> str:
    """Return the formula that is 1 where all that may be typed is a number within its bounds."""
    volumes = f"${COLUMNS[SINGLE]}${MULTIPLES_ROW + 1}:${COLUMNS[LAST_VOLUME]}${MULTIPLES_ROW + 1}"
    first = FIRST_BLOCK + 3
    costs = f"${COLUMNS[TIMES_COST]}${first}:${COLUMNS[TIMES_COST]}${first + len(COSTS) - 1}"
    cells = {volumes: len(TIMES), costs: len(COSTS)}
    inside = (within(f"Volumes!{span}", count, 0, MOST_TIMES) for span, count in cells.items())
    return f"IF(AND({','.join(inside)}),1,0)"


def at_what_is_in_use(name: ApproachName) -> str:
    """Return the name of the cell of npv at the volume and the cost that are in use."""
    return f"volumes.{name}.npv"


def write_npvs(
    sheet: PlainWorksheet,
    row: int,
    name: ApproachName,
    cost: float,
    parts: dict[ApproachName, Parts],
    formats: Formats,
    places: Places,
) -> None:
    """Write npv at one cost of a wrong answer, a column per volume."""

    def cell(who: ApproachName, part: str) -> str:
        return f"{{0}}${places.rows[f'volumes.{who}.{part}'].row + 1}"

    ours, theirs = parts[name], parts["prompting"]
    values = [
        theirs.fixed[n] - ours.fixed[n] + cost * (theirs.wrong[n] - ours.wrong[n])
        for n in range(len(TIMES))
    ]
    fixed = f"{cell('prompting', 'fixed')}-{cell(name, 'fixed')}"
    wrong = f"({cell('prompting', 'wrong')}-{cell(name, 'wrong')})"
    template = f"{fixed}+${COLUMNS[COST]}{row + 1}*{wrong}"
    sheet.write_months(row, SINGLE, template, formats["money"], values)


def write_parts(
    sheet: PlainWorksheet, parts: dict[ApproachName, Parts], formats: Formats, places: Places
) -> None:
    """Write what each table is made of: costs but for mistakes, and wrong answers."""
    for name, found in parts.items():
        for part, values in found._asdict().items():
            row = places.rows[f"volumes.{name}.{part}"].row
            words = {
                "fixed": "present cost but for its wrong answers",
                "wrong": "wrong answers, discounted like money",
            }[part]
            style = "money" if part == "fixed" else "whole"
            sheet.write_value(row, 0, f"{TITLES[name]}: {words}", formats["label"])
            sheet.write_value(row, 2, f"volumes.{name}.{part}", formats["code"])
            templates = [places.formula(text, "Volumes") for text in sums_of(name, part)]
            sheet.write_formulas(row, SINGLE, templates, formats[style], values)


def sums_of(name: ApproachName, part: str) -> Iterator[str]:
    """Yield the formula of a part at each volume; the first is in Calculations."""
    for number in range(len(TIMES)):
        prefix = prefix_of(number)
        if part == "fixed":
            yield f"SUMPRODUCT([*{prefix}{name}.total]-[*{prefix}{name}.errors],[*discount])"
        else:
            yield f"SUMPRODUCT([*{prefix}requests]-[*{prefix}{name}.right],[*discount])"


def prefix_of(number: int) -> str:
    """Return what the names of the rows of a volume begin with."""
    return f"volume{number + 1}." if number else ""


def write_months(grid: Grid, plan: Plan) -> None:
    """Write the months of each volume but that in use."""
    wanted = frozenset(Key(name, item) for name in plan.inputs.considered for item in LOOKED_AT)
    for number in range(1, len(TIMES)):
        grid.heading_of_months(f"Volume {number + 1}")
        volume = f"{prefix_of(number)}volume"
        cell = f"${COLUMNS[SINGLE + number]}${VOLUMES_ROW + 1}"
        entered = TIMES[number] * plan.inputs.workload.requests_per_month
        grid.single(volume, "Requests per month, in month 1", "requests", cell, entered, "whole")
        write_again(grid, wanted, REQUESTS, prefix_of(number), {VOLUME: f"[={volume}]"})
