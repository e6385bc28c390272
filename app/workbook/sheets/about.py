"""The sheets About and Log: the answer, what this file is and how to use it, what to remark."""

from collections.abc import Iterable, Iterator

from app.plans.plan import Plan
from app.words.notes import remarks
from app.workbook.facts import Facts
from app.workbook.grid import Places, PlainWorksheet
from app.workbook.lines import fit_row, lines_of, spread
from app.workbook.sheets.answer import Answer, write_answer
from app.workbook.styles import Formats

SHEETS = {  # and what stands on them; not this one, nor Lists, which is hidden
    "Inputs": "What you may change, each with its unit, bounds and source; which case is in use",
    "Timeline": "The calendar and what grows with it, month by month",
    "Calculations": "Every quantity of the model, month by month: one formula in each row",
    "Years": "What each fiscal year and each quarter comes to, added up",
    "Outputs": "All figures, live, beside the server's of Base, Low and High; the chart",
    "Volumes": "Net present value by volume and by what a wrong answer costs, live",
    "Examples": "What an approach costs by how many examples it is trained on, live",
    "Checks": "What must hold, and one cell that says whether all of it does",
    "Changes": "Which inputs are not those of the use case",
    "Values": "What no formula finds, with its date: likelihoods, ranges, tornado, thresholds",
    "Candidates": "The cheapest current models in this plan, with their date",
    "Log": "What made this file, in a row",
    "Actuals": "What was paid and served, against the plan",
}
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
    "On paper, Timeline, Calculations and the quarters have the months of the plan as it was "
    "generated.",
    "Amounts are in the currency of the inputs; prices of providers are in US dollars and "
    "are converted with the exchange rate.",
)
WIDTHS = (24, 20, 20, 20, 20, 24, 32)
NOTE, CODE = 1, 5  # columns of the table of notes
LOG_WIDTHS = {"Note": 90, "Link": 60}
LOG_WIDTH = 28  # of the others
KEY = {
    "An input": "key_input",
    "An input that follows": "key_follows",
    "A constant of the model": "constant",
}


def write_about(
    sheet: PlainWorksheet,
    facts: Facts,
    answer: Answer,
    titles: Iterable[str],
    formats: Formats,
    places: Places,
) -> None:
    """Write the answer, where what stands, how to use it, and the notes on the plan."""
    write_title(sheet, facts, formats)
    row = write_answer(sheet, facts, answer, WIDTHS, formats, places)
    row = write_map(sheet, row, titles, formats)
    row = write_facts(sheet, row, facts, formats)
    for text in LINES:
        spread(sheet, row, 0, text, WIDTHS, formats["wrap"])
        row += 1
    row += 1
    for words, style in KEY.items():
        sheet.write_value(row, 0, words, formats[style])
        row += 1
    write_notes(sheet, row + 1, facts.plan, formats)


def write_title(sheet: PlainWorksheet, facts: Facts, formats: Formats) -> None:
    """Write what this is."""
    sheet.write_value(0, 0, f"Crossover: {facts.title}", formats["title"])
    words = "Prompting, fine-tuning or both: what each costs, and from which month it pays."
    sheet.write_value(1, 0, words, formats["unit"])
    sheet.set_widths(WIDTHS)


def write_map(sheet: PlainWorksheet, row: int, titles: Iterable[str], formats: Formats) -> int:
    """Write what stands on each sheet, with a link to it; return the row after it."""
    sheet.write_value(row, 0, "The sheets", formats["heading"])
    for title in filter(SHEETS.__contains__, titles):
        row += 1
        sheet.write_url(row, 0, f"internal:'{title}'!A1", formats["link"], title)
        sheet.write_value(row, 1, SHEETS[title], formats["label"])
    return row + 2


def write_facts(sheet: PlainWorksheet, row: int, facts: Facts, formats: Formats) -> int:
    """Write what made the file; return the row after it."""
    sheet.write_value(row, 0, "This file", formats["heading"])
    for name, value in facts.rows():
        row += 1
        sheet.write_value(row, 0, name, formats["wrap"])
        spread(sheet, row, 1, value, WIDTHS, formats["wrap"])
    return row + 2


def write_notes(sheet: PlainWorksheet, row: int, plan: Plan, formats: Formats) -> None:
    """Write what there is to remark on the plan, as it was generated."""
    notes = list(note_rows(plan))
    sheet.write_value(row, 0, "Notes on this plan", formats["heading"])
    if not notes:
        sheet.write_value(row + 1, 0, "None.", formats["label"])
        return
    row += 1
    headings = {0: "Severity", NOTE: "Note", CODE: "Code", CODE + 1: "Inputs"}
    for column in range(len(WIDTHS)):
        sheet.write_value(row, column, headings.get(column), formats["header"])
    for severity, note, *others in notes:
        row += 1
        sheet.write_value(row, 0, severity, formats["wrap"])
        lines = [spread(sheet, row, NOTE, note, WIDTHS[:CODE], formats["wrap"])]
        for column, text in enumerate(others, start=CODE):
            sheet.write_value(row, column, text, formats["wrap"])
            lines.append(lines_of(text, WIDTHS[column]))
        fit_row(sheet, row, max(lines))


def note_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield severity, message, code and inputs of each note."""
    for remark in remarks(plan):
        yield remark.severity, remark.message, remark.code, ", ".join(remark.inputs)


def write_log(sheet: PlainWorksheet, facts: Facts, formats: Formats) -> None:
    """Write the version log: what made this file."""
    most = 1
    for column, (name, value) in enumerate(facts.rows()):
        width = LOG_WIDTHS.get(name, LOG_WIDTH)
        sheet.write_value(0, column, name, formats["header"])
        sheet.write_value(1, column, value, formats["wrap"])
        sheet.set_column(column, column, width)
        most = max(most, lines_of(value, width))
    fit_row(sheet, 1, most)
