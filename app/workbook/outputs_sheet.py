"""The sheet Outputs: the summary's figures, unrounded, each with a name, and the chart."""

from collections.abc import Mapping
from typing import Any

import xlsxwriter

from app.inputs import TITLES
from app.plans.plan import Plan
from app.workbook.figures import Figure, figures, searched
from app.workbook.grid import COLUMNS, FIRST, FIRST_ROW, SINGLE, Place, Places, PlainWorksheet
from app.workbook.inputs_sheet import changed, write_value

COLOURS = {"prompting": "#B4530A", "tuning": "#0B6E63", "hybrid": "#5B45B0"}  # as on the pages
GENERATED = SINGLE + 1  # the column of what only the server finds
ONLY_SERVER = (
    "Found by the server, which tries other volumes, months and numbers of examples: empty once "
    "an input is changed, until a new workbook is fetched."
)


def place_outputs(plan: Plan, places: Places) -> None:
    """Settle the row of every figure, before formulas elsewhere name it."""
    for row, figure in enumerate(figures(plan.summary), start=FIRST_ROW):
        places.rows[f"out.{figure.name}"] = Place("Outputs", row)


def write_outputs(
    book: xlsxwriter.Workbook,
    sheet: PlainWorksheet,
    plan: Plan,
    formats: Mapping[str, Any],
    places: Places,
) -> None:
    """Write the figures and the chart."""
    sheet.write_string(0, 0, "Outputs", formats["title"])
    sheet.write_row(FIRST_ROW - 1, 0, ["Figure", "", "Unit", "Value"], formats["header"])
    row = FIRST_ROW
    for figure in figures(plan.summary):
        write_figure(book, sheet, row, figure, plan, formats)
        formula = places.formula(figure.template, "Outputs")
        write_result(sheet, row, formula, figure.value, formats)
        row += 1
    write_searched(book, sheet, row + 1, plan, formats, places)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 2)
    sheet.set_column(2, 2, 22)
    sheet.set_column(SINGLE, GENERATED, 20)
    sheet.freeze_panes(FIRST_ROW, 0)
    write_chart(book, sheet, plan, places)


def write_searched(
    book: xlsxwriter.Workbook,
    sheet: PlainWorksheet,
    row: int,
    plan: Plan,
    formats: Mapping[str, Any],
    places: Places,
) -> None:
    """Write what only the server finds, if anything is compared."""
    listed = list(searched(plan.summary))
    if not listed:
        return
    sheet.write_string(row, 0, ONLY_SERVER, formats["unit"])
    heading = ["Figure", "", "Unit", "Value", "As generated"]
    sheet.write_row(row + 1, 0, heading, formats["header"])
    for number, figure in enumerate(listed, start=row + 2):
        write_figure(book, sheet, number, figure, plan, formats)
        write_value(sheet, number, GENERATED, figure.value, formats["number"])
        cell = f"${COLUMNS[GENERATED]}${number + 1}"
        formula = f'IF(OR({changed(places.inputs)}>0,ISBLANK({cell})),"",{cell})'
        write_result(sheet, number, formula, figure.value, formats)


def write_figure(
    book: xlsxwriter.Workbook,
    sheet: PlainWorksheet,
    row: int,
    figure: Figure,
    plan: Plan,
    formats: Mapping[str, Any],
) -> None:
    """Write the name and the unit of a figure, and give its cell that name."""
    unit = figure.unit.replace("currency", plan.inputs.finance.currency)
    sheet.write_string(row, 0, figure.name, formats["label"])
    sheet.write_string(row, 2, unit, formats["unit"])
    name = figure.name.replace(".", "_")
    book.define_name(name, f"=Outputs!${COLUMNS[SINGLE]}${row + 1}")


def write_result(
    sheet: PlainWorksheet, row: int, formula: str, value: Any, formats: Mapping[str, Any]
) -> None:
    """Write the formula of a figure, empty where the server has no value."""
    shown = "" if value is None else value
    sheet.write_formulas(row, SINGLE, [formula], formats["number"], [shown])


def write_chart(
    book: xlsxwriter.Workbook, sheet: PlainWorksheet, plan: Plan, places: Places
) -> None:
    """Write the curves of the months of the plan."""
    chart = book.add_chart({"type": "line"})
    last = FIRST + plan.inputs.finance.horizon_months
    for name in plan.inputs.considered:
        row = places.rows[f"{name}.cumulative"].row
        month = places.rows["month"].row
        chart.add_series(
            {
                "name": TITLES[name],
                "categories": ["Timeline", month, FIRST, month, last],
                "values": ["Calculations", row, FIRST, row, last],
                "line": {"color": COLOURS[name], "width": 2},
            }
        )
    chart.set_title({"name": f"Cumulative cost, {plan.inputs.finance.currency}"})
    chart.set_x_axis({"name": "Month", "interval_unit": 6})
    chart.set_size({"width": 760, "height": 420})
    sheet.insert_chart(FIRST_ROW, GENERATED + 2, chart)
