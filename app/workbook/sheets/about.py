"""The sheets About and Log: what this file is, how to use it, what there is to remark."""

from collections.abc import Iterator
from math import ceil

from app.plans.plan import Plan
from app.words.notes import remarks
from app.workbook.facts import Facts
from app.workbook.grid import PlainWorksheet
from app.workbook.styles import Formats

LINES = (
    "Inputs are blue on yellow, on the sheet Inputs; everything else is a formula or a label.",
    "Inputs of the hybrid in black follow fine-tuning: change fine-tuning's, and they move along.",
    "Change an input and the sheets Calculations, Years and Outputs follow, up to 120 months.",
    "Choose a case at the top of Inputs: it takes its own value of each input, or else the base.",
    "Who takes part is settled when the file is made: fetch another one to add an approach.",
    "Timeline and Calculations have the same month in the same column; each row has one "
    "formula, copied across. Months outside the plan are zero.",
    "Checks says with one cell whether all that it looks at holds, and what it cannot see; Inputs "
    "and Outputs repeat it.",
    "Sheets are protected without a password, so that nothing is typed over by mistake.",
    "On paper, Timeline and Calculations have the months of the plan as it was generated.",
    "Amounts are in the currency of the inputs; prices of providers are in US dollars and "
    "are converted with the exchange rate.",
)
WIDTHS = (24, 90, 36, 36)
LOG_WIDTH = 28
LINE_HEIGHT = 15  # points
SPARE = 1.15  # for words that do not fill their line
KEY = {
    "An input": "key_input",
    "An input that follows": "key_follows",
    "A constant of the model": "constant",
}


def write_about(sheet: PlainWorksheet, facts: Facts, formats: Formats) -> None:
    """Write what this is, how to use it, and the notes on the plan."""
    row = write_facts(sheet, facts, formats)
    for text in LINES:
        sheet.write_value(row, 0, text, formats["label"])
        row += 1
    row += 1
    for words, style in KEY.items():
        sheet.write_value(row, 0, words, formats[style])
        row += 1
    write_notes(sheet, row + 1, facts.plan, formats)
    sheet.set_widths(WIDTHS)


def write_facts(sheet: PlainWorksheet, facts: Facts, formats: Formats) -> int:
    """Write what made the file below the title; return the row after it."""
    sheet.write_value(0, 0, f"Crossover: {facts.title}", formats["title"])
    words = "Prompting, fine-tuning or both: what each costs, and from which month it pays."
    sheet.write_value(1, 0, words, formats["unit"])
    row = 3
    for name, value in facts.rows():
        sheet.write_value(row, 0, name, formats["label"])
        sheet.write_value(row, 1, value, formats["wrap" if name == "Note" else "label"])
        row += 1
    return row + 1


def write_notes(sheet: PlainWorksheet, row: int, plan: Plan, formats: Formats) -> None:
    """Write what there is to remark on the plan, as it was generated."""
    notes = list(note_rows(plan))
    sheet.write_value(row, 0, "Notes on this plan", formats["heading"])
    if not notes:
        sheet.write_value(row + 1, 0, "None.", formats["label"])
        return
    sheet.write_row(row + 1, 0, ["Severity", "Note", "Code", "Inputs"], formats["header"])
    for number, texts in enumerate(notes, start=row + 2):
        for column, text in enumerate(texts):
            sheet.write_value(number, column, text, formats["wrap"])
        sheet.set_row(number, LINE_HEIGHT * max(map(lines_of, texts, WIDTHS)))


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of so many characters, at most."""
    return max(1, ceil(len(text) * SPARE / width))


def note_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield severity, message, code and inputs of each note."""
    for remark in remarks(plan):
        yield remark.severity, remark.message, remark.code, ", ".join(remark.inputs)


def write_log(sheet: PlainWorksheet, facts: Facts, formats: Formats) -> None:
    """Write the version log: what made this file."""
    rows = list(facts.rows())
    sheet.write_row(0, 0, [name for name, _ in rows], formats["header"])
    for column, (_, value) in enumerate(rows):
        sheet.write_value(1, column, value, formats["wrap"])
    sheet.set_column(0, len(rows) - 1, LOG_WIDTH)
    sheet.set_row(1, LINE_HEIGHT * max(lines_of(value, LOG_WIDTH) for _, value in rows))
