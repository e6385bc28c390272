"""The sheet Changes: which inputs differ from the use case."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.inputs import FIELDS
from app.plans.plan import Plan
from app.workbook.grid import FIRST_ROW, Places, PlainWorksheet
from app.workbook.inputs_sheet import spelled, write_value


def write_changes(
    sheet: PlainWorksheet, plan: Plan, formats: Mapping[str, Any], places: Places
) -> None:
    """Write the value of the use case beside the plan's."""
    sheet.write_string(0, 0, f"Changes from {plan.preset.title}", formats["title"])
    header = ["Input", "Meaning", "Use case", "Here"]
    sheet.write_row(FIRST_ROW - 1, 0, header, formats["header"])
    row = FIRST_ROW
    for name in differing(plan):
        sheet.write_string(row, 0, name, formats["label"])
        sheet.write_string(row, 1, FIELDS[name].label, formats["label"])
        write_value(sheet, row, 2, spelled(plan.usual.value(name)), formats["number"])
        write_here(sheet, row, name, plan, formats, places)
        row += 1
    if row == FIRST_ROW:
        sheet.write_string(FIRST_ROW, 0, "None: every input is that of the use case.")
    sheet.set_column(0, 1, 36)
    sheet.set_column(2, 3, 18)


def differing(plan: Plan) -> Iterator[str]:
    """Yield the inputs of another value; of what follows in both, what it follows says it."""
    usual, values = plan.usual.values(), plan.inputs.values()
    follows = plan.inputs.follows & plan.usual.follows
    return (name for name in FIELDS if values[name] != usual[name] and name not in follows)


def write_here(
    sheet: PlainWorksheet,
    row: int,
    name: str,
    plan: Plan,
    formats: Mapping[str, Any],
    places: Places,
) -> None:
    """Write the plan's own value: what the sheet Inputs says, if it has a row for it."""
    value = spelled(plan.inputs.value(name))
    if name not in places.inputs:
        write_value(sheet, row, 3, value, formats["number"])
        return
    cell = f"Inputs!$C${places.inputs[name] + 1}"
    formula = f'IF(ISBLANK({cell}),"",{cell})'
    shown = "" if value is None else value
    sheet.write_formulas(row, 3, [formula], formats["number"], [shown])
