"""The sheet Actuals: what was paid against the plan, where something was entered.

Amounts are values, for the plan's own sheets calculate what is planned today; sums, variances and
what is left of them are formulas.
"""

from collections.abc import Sequence

from app.answers.actuals.lookback import Lookback
from app.answers.actuals.variance import Variance
from app.inputs import TITLES
from app.model import month_code
from app.words.actuals import (
    forecast_sentence,
    headline,
    line_title,
    payback_sentence,
    revision_sentence,
    variance_sentence,
)
from app.workbook.grid import COLUMNS, FIRST_ROW, PlainWorksheet
from app.workbook.styles import Formats

TITLE = "Actuals"
HEADINGS = {
    "Month": 18,
    "Approach": 16,
    "Requests": 14,
    "Requests planned": 18,
    "Planned": 18,
    "Paid": 18,
    "Variance": 18,
    "Volume": 18,
    "Price": 18,
    "Rest": 18,
}
REQUESTS = 2
PLANNED, PAID, VARIANCE, VOLUME, PRICE, REST = range(4, 10)
WORDS = (
    "As paid, in {currency}, of the lines that were entered: values of {day}. Variance = paid − "
    "planned; rest = variance − volume − price."
)


def write_actuals(sheet: PlainWorksheet, back: Lookback, formats: Formats, day: str) -> None:
    """Write the months and the lines against the plan, and whether it did pay."""
    finance = back.happened.inputs.finance
    sheet.write_string(0, 0, TITLE, formats["title"])
    sheet.write_string(1, 0, WORDS.format(currency=finance.currency, day=day), formats["unit"])
    row = write_months(sheet, back, formats)
    if back.lines:
        row = write_lines(sheet, row + 2, back.lines, formats)
    row += 2
    sheet.write_string(row, 0, "In words", formats["heading"])
    sentences = (
        headline(back),
        payback_sentence(back),
        variance_sentence(back),
        forecast_sentence(back),
        *filter(None, [revision_sentence(back)]),
    )
    for offset, sentence in enumerate(sentences, 1):
        sheet.write_string(row + offset, 0, sentence, formats["label"])
    write_payback(sheet, row + len(sentences) + 2, back, formats)
    sheet.set_widths(HEADINGS.values())
    sheet.freeze_panes(FIRST_ROW, 1)


def write_months(sheet: PlainWorksheet, back: Lookback, formats: Formats) -> int:
    """Write a row for each month and their sum; return the row of the sum."""
    write_headings(sheet, FIRST_ROW - 1, list(HEADINGS), formats)
    start = back.happened.inputs.finance.start_month
    row = FIRST_ROW
    for item in back.months:
        sheet.write_string(row, 0, month_code(start, item.month), formats["label"])
        sheet.write_string(row, 1, TITLES[item.approach], formats["label"])
        sheet.write_value(row, REQUESTS, item.requests, formats["whole"])
        sheet.write_value(row, REQUESTS + 1, item.planned_requests, formats["whole"])
        write_parts(sheet, row, item.total, formats["unit_money"])
        row += 1
    sheet.write_string(row, 0, "So far", formats["heading"])
    came = sum(item.requests or 0.0 for item in back.months)
    planned = sum(item.planned_requests for item in back.months)
    write_sums(sheet, row, REQUESTS, [came, planned], formats["whole"])
    so_far = back.so_far
    amounts = [so_far.planned, so_far.actual, so_far.variance]
    amounts += [so_far.volume, so_far.price, so_far.rest]
    write_sums(sheet, row, PLANNED, amounts, formats["total"])
    return row


def write_headings(
    sheet: PlainWorksheet, row: int, headings: Sequence[str], formats: Formats
) -> None:
    """Write headings, those of numbers to the right."""
    sheet.write_row(row, 0, headings[:REQUESTS], formats["header"])
    sheet.write_row(row, REQUESTS, headings[REQUESTS:], formats["header_right"])


def write_sums(
    sheet: PlainWorksheet, row: int, column: int, values: Sequence[float], style: object
) -> None:
    """Write the sums of the months above."""
    ends = f"{FIRST_ROW + 1}:{{0}}{row}"
    letters = COLUMNS[column : column + len(values)]
    formulas = [f"SUM({letter}{ends.format(letter)})" for letter in letters]
    sheet.write_formulas(row, column, formulas, style, values)


def write_parts(sheet: PlainWorksheet, row: int, item: Variance, style: object) -> None:
    """Write an amount against the plan: what follows from the others as formulas."""
    for column, value in (
        (PLANNED, item.planned),
        (PAID, item.actual),
        (VOLUME, item.volume),
        (PRICE, item.price),
    ):
        sheet.write_value(row, column, value, style)
    names = {column: f"{COLUMNS[column]}{row + 1}" for column in range(PLANNED, REST + 1)}
    variance = f"{names[PAID]}-{names[PLANNED]}"
    rest = f"{names[VARIANCE]}-{names[VOLUME]}-{names[PRICE]}"
    sheet.write_formulas(row, VARIANCE, [variance], style, [item.variance])
    sheet.write_formulas(row, REST, [rest], style, [item.rest])


def write_lines(
    sheet: PlainWorksheet, row: int, lines: Sequence[Variance], formats: Formats
) -> int:
    """Write the lines that were told apart; return the last row."""
    write_headings(sheet, row, ["Line", "", "", "", *list(HEADINGS)[PLANNED:]], formats)
    for item in lines:
        row += 1
        sheet.write_string(row, 0, line_title(item.line), formats["label"])
        write_parts(sheet, row, item, formats["unit_money"])
    return row


def write_payback(sheet: PlainWorksheet, row: int, back: Lookback, formats: Formats) -> None:
    """Write whether it did pay, and the forecast."""
    item, ahead = back.payback, back.forecast
    figures = {
        "Prompting would have cost, so far": item.prompting_cost,
        "Cost so far": item.cost,
        "Entered as paid, so far": back.so_far.actual,
        "Taken from the plan, so far": sum(part.amount for part in back.assumed),
        "Saved so far": item.saved,
        "To come, by the forecast": ahead.cost_to_come,
        "The whole plan, as it goes": ahead.cost,
        "The whole plan, as planned": ahead.planned_cost,
    }
    for offset, (words, value) in enumerate(figures.items()):
        sheet.write_string(row + offset, 0, words, formats["label"])
        sheet.write_value(row + offset, PLANNED, value, formats["unit_money"])
    row += len(figures)
    for words, month in (
        ("Pays back from month, as paid", item.month),
        ("Planned, as paid", ahead.planned_break_even_month),
    ):
        sheet.write_string(row, 0, words, formats["label"])
        sheet.write_value(row, PLANNED, "–" if month is None else month, formats["whole"])
        row += 1
