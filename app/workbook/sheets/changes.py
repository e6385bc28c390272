"""The sheet Changes: which inputs differ from the use case, as the file was made."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.catalog import DOLLAR
from app.inputs import FIELDS
from app.plans.currency import EXCHANGE_RATE
from app.plans.plan import Plan
from app.workbook.grid import FIRST_ROW, Places, PlainWorksheet
from app.workbook.sheets.inputs import labelled, spelled
from app.workbook.sheets.outputs import write_dated
from app.workbook.styles import Formats, style_of

MOVED = "What was changed since is marked 1 on Inputs, in the column Changed."


def write_changes(sheet: PlainWorksheet, plan: Plan, formats: Formats, places: Places) -> None:
    """Write the value of the use case beside the plan's."""
    sheet.write_value(0, 0, f"Changes from {plan.preset.title}", formats["title"])
    write_dated(sheet, described(plan), MOVED, formats, places)
    header = ["Input", "Code name", "Use case", "Here"]
    sheet.write_row(FIRST_ROW - 1, 0, header[:2], formats["header"])
    sheet.write_row(FIRST_ROW - 1, 2, header[2:], formats["header_right"])
    row, usual = FIRST_ROW, usual_values(plan)
    for name in differing(plan):
        sheet.write_value(row, 0, labelled(FIELDS[name]), formats["label"])
        sheet.write_value(row, 1, name, formats["code"])
        sheet.write_value(row, 2, spelled(usual[name]), formats[style_of_input(name)])
        write_here(sheet, row, name, plan, formats, places)
        row += 1
    if row == FIRST_ROW:
        sheet.write_value(
            FIRST_ROW, 0, "None: every input was that of the use case.", formats["label"]
        )
    sheet.set_column(0, 1, 48)
    sheet.set_column(2, 3, 18)


def described(plan: Plan) -> str:
    """Return what the sheet compares, and in which money."""
    currency = plan.inputs.finance.currency
    dollars = "" if currency == DOLLAR else ", the use case's dollars at the plan's exchange rate"
    return f"What was another value when the file was made. Money in {currency}{dollars}."


def usual_values(plan: Plan) -> Mapping[str, Any]:
    """Return the values of the use case, which is in dollars: its rate is 1, whatever a plan's."""
    return plan.usual.values() | {EXCHANGE_RATE: plan.preset.inputs.value(EXCHANGE_RATE)}


def differing(plan: Plan) -> Iterator[str]:
    """Yield the inputs of another value; of what follows in both, what it follows says it."""
    usual, values = usual_values(plan), plan.inputs.values()
    follows = plan.inputs.follows & plan.usual.follows
    return (name for name in FIELDS if values[name] != usual[name] and name not in follows)


def write_here(
    sheet: PlainWorksheet,
    row: int,
    name: str,
    plan: Plan,
    formats: Formats,
    places: Places,
) -> None:
    """Write the plan's own value: what the sheet Inputs says, if it has a row for it."""
    value = spelled(plan.inputs.value(name))
    if name not in places.inputs:
        sheet.write_value(row, 3, value, formats[style_of_input(name)])
        return
    cell = places.formula(f"[#{name}]", "Changes")
    formula = f'IF(ISBLANK({cell}),"",{cell})'
    shown = "" if value is None else value
    sheet.write_formulas(row, 3, [formula], formats[style_of_input(name)], [shown])


def style_of_input(name: str) -> str:
    """Return the name of the style of an input's value."""
    style = style_of(FIELDS[name])
    return "label" if style == "text" else style
