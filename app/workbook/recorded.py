"""The workbook of a plan that another version of the cost model calculated: values, no formulas.

Today's formulas would contradict them.
"""

from collections.abc import Iterator
from datetime import datetime

from app.answers.actuals.lookback import Lookback
from app.feeds.rows import single_figures
from app.inputs import FIELDS, TITLES, ApproachName
from app.model import LINE_TITLES, LINES, MODEL_VERSION, month_code
from app.plans.plan import Plan
from app.words.sources import source_words
from app.workbook.facts import Facts
from app.workbook.figures import DATED, Figure, date_of
from app.workbook.grid import FIRST_ROW, SINGLE, PlainWorksheet, unit_words
from app.workbook.packing import PackedWorkbook
from app.workbook.paper import A4
from app.workbook.sheets.about import WIDTHS, write_facts, write_log, write_notes, write_title
from app.workbook.sheets.actuals import TITLE, write_actuals
from app.workbook.sheets.answer import answer_of, write_answer
from app.workbook.sheets.changes import style_of_input
from app.workbook.sheets.inputs import CODE, FIRST_INPUT, LABEL, VALUE, labelled, spelled
from app.workbook.sheets.values import in_words
from app.workbook.styles import Formats, add_formats

SHEETS = ("About", "Inputs", "Calculations", "Outputs", "Log")
HEADINGS = ("Input", "Code name", "Value", "Unit", "Source", "As of")
REMARKS = (
    "These are values as version {then} of the cost model calculated them when the plan was saved.",
    "There are no formulas: those of version {now}, in use today, would give other figures.",
    "For a workbook that calculates, open a copy of the plan in Crossover and download that one.",
    "Amounts are in the currency of the inputs.",
)
FIRST_MONTH = 2  # the column of month 0 on the sheet Calculations


def recorded_workbook(
    plan: Plan, *, link: str, generated_at: datetime, back: Lookback | None = None
) -> bytes:
    """Return the workbook as an .xlsx file; equal arguments give equal bytes."""
    book = PackedWorkbook()
    facts = Facts(plan, link, generated_at)
    book.set_properties(facts.properties())
    formats = add_formats(book, plan.inputs.finance.currency)
    sheets = {name: book.add_worksheet(name, worksheet_class=PlainWorksheet) for name in SHEETS}
    write_about(sheets["About"], facts, formats)
    write_inputs(sheets["Inputs"], plan, formats)
    write_months(sheets["Calculations"], plan, formats)
    write_outputs(book, sheets["Outputs"], plan, formats)
    write_log(sheets["Log"], facts, formats)
    if back is not None:
        sheets[TITLE] = book.add_worksheet(TITLE, worksheet_class=PlainWorksheet)
        write_actuals(sheets[TITLE], back, formats, facts.day)
    for sheet in sheets.values():
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
    book.close()
    return book.packed


def write_about(sheet: PlainWorksheet, facts: Facts, formats: Formats) -> None:
    """Write the answer, what this is, why it does not calculate, and the notes on the plan."""
    write_title(sheet, facts, formats)
    row = write_answer(sheet, facts, answer_of(facts.plan), WIDTHS, formats)
    row = write_facts(sheet, row, facts, formats)
    for text in REMARKS:
        sheet.write_value(
            row, 0, text.format(then=facts.plan.model_version, now=MODEL_VERSION), formats["label"]
        )
        row += 1
    write_notes(sheet, row + 1, facts.plan, formats)


def write_inputs(sheet: PlainWorksheet, plan: Plan, formats: Formats) -> None:
    """Write a row per input, in the rows and with the values that the live workbook has."""
    sheet.write_value(0, 0, "Inputs", formats["title"])
    sheet.write_row(FIRST_INPUT - 1, 0, HEADINGS, formats["header"])
    for row, (name, value) in enumerate(plan.inputs.values().items(), start=FIRST_INPUT):
        origin = plan.origin(name)
        sheet.write_value(row, LABEL, labelled(FIELDS[name]), formats["label"])
        sheet.write_value(row, CODE, name, formats["code"])
        sheet.write_value(row, VALUE, spelled(value), formats[style_of_input(name)])
        sheet.write_value(row, 3, unit_words(FIELDS[name].unit), formats["unit"])
        sheet.write_value(row, 4, source_words(origin) or "", formats["unit"])
        sheet.write_value(row, 5, (origin.as_of if origin else None) or "", formats["label"])
    sheet.set_widths((40, 32, 16, 26, 60, 12))
    sheet.freeze_panes(FIRST_INPUT, 1)


def write_months(sheet: PlainWorksheet, plan: Plan, formats: Formats) -> None:
    """Write each approach's lines by month, those that cost nothing left out."""
    projection = plan.projection
    start = plan.inputs.finance.start_month
    dates = [month_code(start, month) for month in projection.months.tolist()]
    sheet.write_value(0, 0, "Calculations", formats["title"])
    sheet.write_row(FIRST_ROW - 2, FIRST_MONTH, dates, formats["header"])
    header = ["", "Unit", *projection.months.tolist()]
    sheet.write_row(FIRST_ROW - 1, 0, header, formats["header"])
    row = FIRST_ROW
    for name in projection.courses:
        sheet.write_value(row, 0, TITLES[name], formats["heading"])
        for label, unit, amounts in month_rows(plan, name):
            row += 1
            sheet.write_value(row, 0, label, formats["label"])
            sheet.write_value(row, 1, unit, formats["unit"])
            sheet.write_row(row, FIRST_MONTH, amounts, formats["money"])
        row += 2
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 22)
    sheet.set_column(FIRST_MONTH, FIRST_MONTH + len(dates) - 1, 14)
    sheet.freeze_panes(FIRST_ROW, FIRST_MONTH)


def month_rows(plan: Plan, name: ApproachName) -> list[tuple[str, str, list[float]]]:
    """Return an approach's rows: label, unit, and one amount per month."""
    projection, currency = plan.projection, plan.inputs.finance.currency
    course = projection.courses[name]
    rows = [
        (LINE_TITLES[line], currency, course.lines[line].tolist())
        for line in LINES
        if course.lines[line].any()
    ]
    rows += [
        ("Total", currency, course.total.tolist()),
        ("Total so far", currency, course.cumulative.tolist()),
        ("Right answers", "requests", course.right_answers.tolist()),
    ]
    if name != "prompting":
        saved, running = projection.savings(name), projection.cumulative_savings(name)
        rows.append(("Saved against prompting", currency, saved.tolist()))
        rows.append(("Saved so far", currency, running.tolist()))
    return rows


def write_outputs(
    book: PackedWorkbook, sheet: PlainWorksheet, plan: Plan, formats: Formats
) -> None:
    """Write the summary's figures, unrounded, under the names that the live workbook has."""
    sheet.write_value(0, 0, "Outputs", formats["title"])
    sheet.write_row(FIRST_ROW - 1, 0, ["Figure", "Code name", "Unit", "Value"], formats["header"])
    for row, item in enumerate(figures_of(plan), start=FIRST_ROW):
        sheet.write_value(row, 0, item.words, formats["label"])
        sheet.write_value(row, 1, item.name, formats["code"])
        sheet.write_value(row, 2, unit_words(item.unit), formats["unit"])
        style = formats[item.style_in(plan.inputs.finance.currency)]
        sheet.write_value(row, SINGLE, item.value, style)
        book.name_cell(item.name.replace(".", "_"), f"Outputs!$D${row + 1}")
    sheet.set_widths((44, 34, 22, 20))
    sheet.freeze_panes(FIRST_ROW, 0)


def figures_of(plan: Plan) -> Iterator[Figure]:
    """Yield the figures, months of break-even as dates, too."""
    for row in single_figures(plan):
        name = ".".join(filter(None, (row["approach"], row["metric"])))
        yield Figure(name, row["unit"], "", in_words(spelled(row["value"])))
        if row["metric"] in DATED:
            date = date_of(plan.inputs.finance.start_month, row["value"])
            yield Figure(f"{row['approach']}.{DATED[row['metric']]}", "date", "", date)
