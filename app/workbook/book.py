"""Puts the sheets together."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from app.plans.plan import Plan
from app.workbook.about_sheet import facts_of, write_about, write_log
from app.workbook.calculations import whole, write_calculations
from app.workbook.candidates_sheet import write_candidates
from app.workbook.changes_sheet import write_changes
from app.workbook.checks_sheet import write_checks
from app.workbook.grid import (
    FIRST,
    FIRST_ROW,
    LAST_MONTH,
    MONTHS,
    SINGLE,
    Grid,
    Places,
    PlainWorksheet,
)
from app.workbook.inputs_sheet import input_places, write_inputs
from app.workbook.outputs_sheet import place_outputs, write_outputs
from app.workbook.rates import write_rate
from app.workbook.standing import write_standing
from app.workbook.timeline import write_timeline
from app.workbook.years_sheet import write_years

SHEETS = (
    *("About", "Inputs", "Timeline", "Calculations", "Years", "Outputs", "Checks", "Changes"),
    *("Candidates", "Log"),
)
MONTHLY = ("Timeline", "Calculations")
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "bottom": 1},
    "header": {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True},
    "header_date": {"bold": True, "bg_color": "#E8EEF4", "num_format": "mmm yyyy"},
    "header_year": {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "num_format": "0"},
    "label": {},
    "unit": {"font_color": "#5A6472", "indent": 1},
    "bound": {"font_color": "#5A6472"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "input": {
        "font_color": "#0000FF",
        "bg_color": "#FFFBE6",
        "locked": False,
        "num_format": "#,##0.######",
    },
    # A month typed as 2027-01 stays a text and is not made a date.
    "text_input": {
        "font_color": "#0000FF",
        "bg_color": "#FFFBE6",
        "locked": False,
        "num_format": "@",
    },
    # A formula until a value is typed over it.
    "follows": {"bg_color": "#FFFBE6", "locked": False, "num_format": "#,##0.######"},
    "constant": {"font_color": "#5A6472"},
    "number": {"num_format": "#,##0.######"},
    "money": {"num_format": "#,##0.00"},
    "total": {"num_format": "#,##0.00", "bold": True, "top": 1},
    "share": {"num_format": "0.00%"},
    "year": {"num_format": "0"},
    "date": {"num_format": "mmm yyyy"},
    "check": {"bold": True},
}


def workbook(plan: Plan, *, link: str, generated_at: datetime) -> bytes:
    """Return the workbook of a plan as an .xlsx file; equal arguments give equal bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    created = generated_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": "Crossover", "comments": link, "created": created})
    formats = {name: book.add_format(style) for name, style in STYLES.items()}
    sheets = {name: book.add_worksheet(name, worksheet_class=PlainWorksheet) for name in SHEETS}
    places = Places(*input_places(plan.inputs))
    write_inputs(sheets["Inputs"], plan, formats, places.inputs, places.constants)
    place_outputs(plan, places)
    write_monthly(sheets, plan, formats, places)
    write_years(sheets["Years"], plan, formats, places)
    write_outputs(book, sheets["Outputs"], plan, formats, places)
    write_checks(sheets["Checks"], plan, formats, places)
    write_changes(sheets["Changes"], plan, formats, places)
    write_candidates(sheets["Candidates"], plan, formats)
    facts = facts_of(plan, link, generated_at)
    write_about(sheets["About"], plan, facts, formats)
    write_log(sheets["Log"], facts, formats)
    arrange(sheets)
    book.close()
    return buffer.getvalue()


def write_monthly(
    sheets: Mapping[str, PlainWorksheet],
    plan: Plan,
    formats: Mapping[str, Any],
    places: Places,
) -> None:
    """Write Timeline and Calculations, which hold how the figures come about."""
    model = whole(plan.projection.model)
    write_timeline(Grid(sheets["Timeline"], places, formats), model)
    calculations = Grid(sheets["Calculations"], places, formats)
    write_calculations(calculations, model)
    write_returns(calculations, plan)
    for title in MONTHLY:
        frame(sheets[title], title, formats, places)


def write_returns(grid: Grid, plan: Plan) -> None:
    """Write what the comparisons take besides the months: rates of return, and who is tied."""
    for name in plan.inputs.challengers:
        grid.heading(f"Rate of return: {name}")
        write_rate(grid, name)
    if plan.inputs.challengers:
        write_standing(grid, plan.projection, plan.summary)


def frame(sheet: PlainWorksheet, title: str, formats: Mapping[str, Any], places: Places) -> None:
    """Write the title and the months' heading of a monthly sheet."""
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, "One formula per row, the same in every month.", formats["unit"])
    headings = ["", "Unit", "", "Single value"]
    sheet.write_row(FIRST_ROW - 1, 0, headings, formats["header"])
    if title == places.rows["month"].sheet:
        sheet.write_row(FIRST_ROW - 1, FIRST, MONTHS.tolist(), formats["header"])
    else:
        rows = {"fiscal_year": "header_year", "date": "header_date", "month": "header"}
        for row, (key, style) in enumerate(rows.items(), start=FIRST_ROW - len(rows)):
            template = places.formula(f"[{key}]", title)
            values = places.values[key].tolist()
            sheet.write_months(row, FIRST, template, formats[style], values)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 2)
    sheet.set_column(SINGLE, FIRST + LAST_MONTH, 14)
    sheet.freeze_panes(FIRST_ROW, FIRST)
    sheet.repeat_rows(FIRST_ROW - 1)


def arrange(sheets: Mapping[str, PlainWorksheet]) -> None:
    """Settle how the sheets are printed, and which one opens."""
    for sheet in sheets.values():
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    for title in MONTHLY:
        sheets[title].fit_to_pages(4, 0)
        sheets[title].repeat_columns(0, SINGLE)
    sheets["About"].activate()
