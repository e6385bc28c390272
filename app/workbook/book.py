"""Puts the sheets together."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from app.inputs import APPROACHES, FIELDS, TITLES
from app.model import CHALLENGERS
from app.plans.plan import Plan
from app.workbook.calculations import whole, write_calculations
from app.workbook.figures import figures, line_sum, write_rate
from app.workbook.grid import (
    COLUMNS,
    FIRST,
    FIRST_ROW,
    LAST_MONTH,
    MONTHS,
    SINGLE,
    Grid,
    Place,
    Places,
    PlainWorksheet,
)
from app.workbook.inputs_sheet import (
    FIRST_INPUT,
    input_places,
    spelled,
    write_inputs,
    write_value,
)
from app.workbook.timeline import write_timeline

SHEETS = (
    *("About", "Inputs", "Timeline", "Calculations", "Outputs", "Checks", "Changes"),
    "Log",
)
COLOURS = {"prompting": "#B4530A", "tuning": "#0B6E63", "hybrid": "#5B45B0"}  # as on the pages
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "bottom": 1},
    "header": {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True},
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
    "constant": {"font_color": "#5A6472"},
    "number": {"num_format": "#,##0.######"},
    "money": {"num_format": "#,##0.00"},
    "total": {"num_format": "#,##0.00", "bold": True, "top": 1},
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
    places = Places(*input_places())
    write_inputs(sheets["Inputs"], plan, formats, places.inputs, places.constants)
    model = whole(plan.projection.model)
    timeline = Grid(sheets["Timeline"], places, formats)
    write_timeline(timeline, plan.inputs, model)
    calculations = Grid(sheets["Calculations"], places, formats)
    write_calculations(calculations, model)
    calculations.heading("Rates of return")
    for name in CHALLENGERS:
        write_rate(calculations, name, plan.summary)
    for title in ("Timeline", "Calculations"):
        frame(sheets[title], title, formats, places)
    write_outputs(book, sheets["Outputs"], plan, formats, places)
    write_checks(sheets["Checks"], plan, formats, places)
    write_changes(sheets["Changes"], plan, formats, places)
    facts = {
        "Link": link,
        "Model version": plan.model_version,
        "Prices of": plan.prices_as_of,
        "Generated at": generated_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Use case": plan.preset.title,
    }
    write_about(sheets["About"], facts, formats)
    write_log(sheets["Log"], facts, formats)
    for sheet in sheets.values():
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    for title in ("Timeline", "Calculations"):
        sheets[title].fit_to_pages(4, 0)
        sheets[title].repeat_columns(0, SINGLE)
    sheets["About"].activate()
    book.close()
    return buffer.getvalue()


def frame(sheet: PlainWorksheet, title: str, formats: Mapping[str, Any], places: Places) -> None:
    """Write the title and the months' heading of a monthly sheet."""
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, "One formula per row, the same in every month.", formats["unit"])
    headings = ["", "Unit", "", "Single value"]
    sheet.write_row(FIRST_ROW - 1, 0, headings, formats["header"])
    month = places.rows["month"]
    if title == month.sheet:
        sheet.write_row(FIRST_ROW - 1, FIRST, MONTHS.tolist(), formats["header"])
    else:
        texts = map(places.formula("[month]", title).format, COLUMNS[FIRST:])
        sheet.write_formulas(FIRST_ROW - 1, FIRST, texts, formats["header"], MONTHS.tolist())
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 2)
    sheet.set_column(SINGLE, FIRST + LAST_MONTH, 14)
    sheet.freeze_panes(FIRST_ROW, FIRST)
    sheet.repeat_rows(FIRST_ROW - 1)


def write_outputs(
    book: xlsxwriter.Workbook,
    sheet: PlainWorksheet,
    plan: Plan,
    formats: Mapping[str, Any],
    places: Places,
) -> None:
    """Write the summary's figures, unrounded, with names, and the chart."""
    sheet.write_string(0, 0, "Outputs", formats["title"])
    sheet.write_row(FIRST_ROW - 1, 0, ["Figure", "", "Unit", "Value"], formats["header"])
    listed = list(figures(plan.summary))
    for offset, figure in enumerate(listed):
        places.rows[f"out.{figure.name}"] = Place("Outputs", FIRST_ROW + offset)
    currency = plan.inputs.finance.currency
    for figure in listed:
        row = places.rows[f"out.{figure.name}"].row
        sheet.write_string(row, 0, figure.name, formats["label"])
        sheet.write_string(row, 2, figure.unit.replace("currency", currency), formats["unit"])
        formula = places.formula(figure.template, "Outputs")
        value = "" if figure.value is None else figure.value
        sheet.write_formulas(row, SINGLE, [formula], formats["number"], [value])
        name = figure.name.replace(".", "_")
        book.define_name(name, f"=Outputs!$D${row + 1}")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 2)
    sheet.set_column(2, 2, 22)
    sheet.set_column(SINGLE, SINGLE, 20)
    sheet.freeze_panes(FIRST_ROW, 0)
    chart = book.add_chart({"type": "line"})
    last = FIRST + plan.inputs.finance.horizon_months
    for name in APPROACHES:
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
    chart.set_title({"name": f"Cumulative cost, {currency}"})
    chart.set_x_axis({"name": "Month", "interval_unit": 6})
    chart.set_size({"width": 760, "height": 420})
    sheet.insert_chart(FIRST_ROW, SINGLE + 2, chart)


def write_checks(
    sheet: PlainWorksheet, plan: Plan, formats: Mapping[str, Any], places: Places
) -> None:
    """Write what must hold, and one cell that says whether all of it does."""
    sheet.write_string(0, 0, "Checks: 1 holds, 0 does not", formats["title"])
    first, last = FIRST_INPUT + 1, FIRST_INPUT + len(FIELDS)
    changed = f"SUM(Inputs!$J${first}:$J${last})"
    checks = {
        "Every month from 0 to 120 is there": (
            "IF(AND(COUNT([*month])=COLUMNS([*month]),MAX([*month])=COLUMNS([*month])-1),1,0)"
        ),
        "The plan has all its months": "IF(SUM([*in_plan])=[#finance.horizon_months]+1,1,0)",
    }
    for name in APPROACHES:
        gap = f"ABS({line_sum(name)}-SUM([*{name}.total]))"
        size = f"MAX(1,ABS(SUM([*{name}.total])))"
        checks[f"{TITLES[name]}: the lines add up to the total"] = (
            f"IF({gap}<=[%tolerance]*{size},1,0)"
        )
    sheet.write_row(FIRST_ROW - 1, 0, ["Check", "", "Server's value", "Holds"], formats["header"])
    row = FIRST_ROW
    for words, template in checks.items():
        write_check(sheet, row, words, places.formula(template, "Checks"), formats)
        row += 1
    for name in CHALLENGERS:
        sheet.write_number(row, 2, plan.summary.comparisons[name].npv, formats["number"])
        size = f"MAX(1,[=out.prompting.total_cost],[=out.{name}.total_cost])"
        close = f"ABS([=out.{name}.npv]-$C${row + 1})<=[%tolerance]*{size}"
        template = f"IF({changed}>0,1,IF({close},1,0))"
        words = f"{TITLES[name]}: npv is the server's, as long as no input is changed"
        write_check(sheet, row, words, places.formula(template, "Checks"), formats)
        row += 1
    master = f"IF(SUM($D${FIRST_ROW + 1}:$D${row})=ROWS($D${FIRST_ROW + 1}:$D${row}),1,0)"
    write_check(sheet, row + 1, "All checks hold", master, formats)
    write_check(sheet, row + 2, "Inputs changed since", changed, formats, value=0)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 2)
    sheet.set_column(2, SINGLE, 18)


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


def write_changes(
    sheet: PlainWorksheet, plan: Plan, formats: Mapping[str, Any], places: Places
) -> None:
    """Write which inputs differ from the use case, its value beside the plan's."""
    sheet.write_string(0, 0, f"Changes from {plan.preset.title}", formats["title"])
    header = ["Input", "Meaning", "Use case", "Here"]
    sheet.write_row(FIRST_ROW - 1, 0, header, formats["header"])
    usual, values = plan.usual.values(), plan.inputs.values()
    changed = [name for name in FIELDS if values[name] != usual[name]]
    for row, name in enumerate(changed, start=FIRST_ROW):
        sheet.write_string(row, 0, name, formats["label"])
        sheet.write_string(row, 1, FIELDS[name].label, formats["label"])
        write_value(sheet, row, 2, spelled(usual[name]), formats["number"])
        value = spelled(values[name])
        cell = f"Inputs!$C${places.inputs[name] + 1}"
        formula = f'IF(ISBLANK({cell}),"",{cell})'
        shown = "" if value is None else value
        sheet.write_formulas(row, 3, [formula], formats["number"], [shown])
    if not changed:
        sheet.write_string(FIRST_ROW, 0, "None: every input is that of the use case.")
    sheet.set_column(0, 1, 36)
    sheet.set_column(2, 3, 18)


def write_about(
    sheet: PlainWorksheet, facts: Mapping[str, str], formats: Mapping[str, Any]
) -> None:
    """Write what this is and how to use it."""
    sheet.write_string(0, 0, "Crossover: prompting, fine-tuning or both", formats["title"])
    for row, (name, value) in enumerate(facts.items(), start=2):
        sheet.write_string(row, 0, name, formats["label"])
        sheet.write_string(row, 1, value, formats["label"])
    lines = (
        "Inputs are blue on yellow, on the sheet Inputs; everything else is a formula or a label.",
        "Change an input and the sheets Calculations and Outputs follow, up to 120 months.",
        "Timeline and Calculations have the same month in the same column; each row has one "
        "formula, copied across. Months outside the plan are zero.",
        "Checks says with one cell whether the workbook still adds up.",
        "The chart on Outputs shows the months of the plan as it was generated.",
        "Amounts are in the currency of the inputs; prices of providers are in US dollars and "
        "are converted with the exchange rate.",
    )
    for row, text in enumerate(lines, start=3 + len(facts)):
        sheet.write_string(row, 0, text)
    sheet.write_string(10 + len(facts), 0, "An input", formats["input"])
    sheet.write_string(11 + len(facts), 0, "A constant of the model", formats["constant"])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)


def write_log(sheet: PlainWorksheet, facts: Mapping[str, str], formats: Mapping[str, Any]) -> None:
    """Write the version log: what made this file."""
    sheet.write_row(0, 0, list(facts), formats["header"])
    for column, value in enumerate(facts.values()):
        sheet.write_string(1, column, value, formats["label"])
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, len(facts) - 1, 24)
