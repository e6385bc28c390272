"""The sheet Checks: what must hold, and one cell that says whether all of it does."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.inputs import TITLES, ApproachName
from app.model import LINES
from app.plans.plan import Plan
from app.workbook.grid import FIRST_ROW, SINGLE, Places, PlainWorksheet
from app.workbook.inputs_sheet import changed
from app.workbook.years_sheet import year_cells

SERVER = "[server]"  # in a formula: the cell of the server's value


class Check(NamedTuple):
    """What must hold: in words, and as a formula that is 1 where it does."""

    words: str
    template: str
    server: float | None = None  # the server's value, in the column before


def write_checks(
    sheet: PlainWorksheet, plan: Plan, formats: Mapping[str, Any], places: Places
) -> None:
    """Write the checks."""
    sheet.write_string(0, 0, "Checks: 1 holds, 0 does not", formats["title"])
    sheet.write_row(FIRST_ROW - 1, 0, ["Check", "", "Server's value", "Holds"], formats["header"])
    row = FIRST_ROW
    for check in checks(plan, places):
        if check.server is not None:
            sheet.write_number(row, 2, check.server, formats["number"])
        formula = places.formula(check.template.replace(SERVER, f"$C${row + 1}"), "Checks")
        write_check(sheet, row, check.words, formula, formats)
        row += 1
    master = f"IF(SUM($D${FIRST_ROW + 1}:$D${row})=ROWS($D${FIRST_ROW + 1}:$D${row}),1,0)"
    write_check(sheet, row + 1, "All checks hold", master, formats)
    inputs = changed(places.inputs)
    write_check(sheet, row + 2, "Inputs changed since", inputs, formats, value=0)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 2)
    sheet.set_column(2, SINGLE, 18)


def checks(plan: Plan, places: Places) -> Iterator[Check]:
    """Yield all that must hold."""
    yield Check(
        "Every month from 0 to 120 is there",
        "IF(AND(COUNT([*month])=COLUMNS([*month]),MAX([*month])=COLUMNS([*month])-1),1,0)",
    )
    yield Check(
        "The plan has all its months", "IF(SUM([*in_plan])=[#finance.horizon_months]+1,1,0)"
    )
    considered = plan.inputs.considered
    for name in considered:
        yield sums_up(f"{TITLES[name]}: the lines add up to the total", name, line_sum(name))
    for name in considered:
        lines = f"SUM({year_cells(places, name, LINES[0], LINES[-1])})"
        yield sums_up(f"{TITLES[name]}: the lines on Years add up to the total", name, lines)
        totals = f"SUM({year_cells(places, name, 'total', 'total')})"
        yield sums_up(f"{TITLES[name]}: the totals on Years do, too", name, totals)
    for name in plan.inputs.challengers:
        saved = f"SUM({year_cells(places, name, 'savings', 'savings')})-[=out.{name}.savings]"
        words = f"{TITLES[name]}: the savings on Years add up to the savings"
        yield Check(words, close(saved, name))
    for name in considered:
        cost = plan.summary.approaches[name].present_cost
        yield as_served(name, "present_cost", cost, places)
    for name in plan.inputs.challengers:
        yield as_served(name, "npv", plan.summary.comparisons[name].npv, places)


def sums_up(words: str, name: ApproachName, terms: str) -> Check:
    """Return the check that a sum is what an approach costs in all months."""
    return Check(words, close(f"{terms}-SUM([*{name}.total])", name))


def as_served(name: ApproachName, figure: str, amount: float, places: Places) -> Check:
    """Return the check that a figure is the server's."""
    words = f"{TITLES[name]}: {figure} is the server's, as long as no input is changed"
    same = close(f"[=out.{name}.{figure}]-{SERVER}", name)
    return Check(words, f"IF({changed(places.inputs)}>0,1,{same})", amount)


def close(gap: str, name: ApproachName) -> str:
    """Return the formula that is 1 where a gap is nothing beside what the approaches cost."""
    size = f"MAX(1,ABS([=out.prompting.total_cost]),ABS([=out.{name}.total_cost]))"
    return f"IF(ABS({gap})<=[%tolerance]*{size},1,0)"


def line_sum(name: ApproachName) -> str:
    """Return the formula that adds up an approach's lines over all months."""
    return "+".join(f"SUM([*{name}.{line}])" for line in LINES)


def write_check(
    sheet: PlainWorksheet,
    row: int,
    words: str,
    formula: str,
    formats: Mapping[str, Any],
    *,
    value: int = 1,
) -> None:
    """Write one check."""
    sheet.write_string(row, 0, words, formats["label"])
    sheet.write_formulas(row, SINGLE, [formula], formats["check"], [value])
