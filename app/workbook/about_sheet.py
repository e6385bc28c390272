"""The sheets About and Log: what this file is, how to use it, what there is to remark."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from app.plans.plan import Plan
from app.words.notes import remarks
from app.workbook.grid import PlainWorksheet

LINES = (
    "Inputs are blue on yellow, on the sheet Inputs; everything else is a formula or a label.",
    "Inputs of the hybrid in black follow fine-tuning: change fine-tuning's, and they move along.",
    "Change an input and the sheets Calculations, Years and Outputs follow, up to 120 months.",
    "Who takes part is settled when the file is made: fetch another one to add an approach.",
    "Timeline and Calculations have the same month in the same column; each row has one "
    "formula, copied across. Months outside the plan are zero.",
    "Checks says with one cell whether the workbook still adds up.",
    "The chart on Outputs shows the months of the plan as it was generated.",
    "Amounts are in the currency of the inputs; prices of providers are in US dollars and "
    "are converted with the exchange rate.",
)
KEY = {
    "An input": "input",
    "An input that follows": "follows",
    "A constant of the model": "constant",
}


def facts_of(plan: Plan, link: str, generated_at: datetime) -> dict[str, str]:
    """Return what made this file."""
    return {
        "Link": link,
        "Model version": plan.model_version,
        "Prices of": plan.prices_as_of,
        "Generated at": generated_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Use case": plan.preset.title,
    }


def write_about(
    sheet: PlainWorksheet, plan: Plan, facts: Mapping[str, str], formats: Mapping[str, Any]
) -> None:
    """Write what this is, how to use it, and the notes on the plan."""
    sheet.write_string(0, 0, "Crossover: prompting, fine-tuning or both", formats["title"])
    for row, (name, value) in enumerate(facts.items(), start=2):
        sheet.write_string(row, 0, name, formats["label"])
        sheet.write_string(row, 1, value, formats["label"])
    for row, text in enumerate(LINES, start=3 + len(facts)):
        sheet.write_string(row, 0, text)
    row = 4 + len(facts) + len(LINES)
    for offset, (words, style) in enumerate(KEY.items()):
        sheet.write_string(row + offset, 0, words, formats[style])
    write_notes(sheet, row + len(KEY) + 1, plan, formats)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 3, 36)


def write_notes(sheet: PlainWorksheet, row: int, plan: Plan, formats: Mapping[str, Any]) -> None:
    """Write what there is to remark on the plan, as it was generated."""
    notes = list(note_rows(plan))
    sheet.write_string(row, 0, "Notes on this plan", formats["heading"])
    if not notes:
        sheet.write_string(row + 1, 0, "None.")
        return
    sheet.write_row(row + 1, 0, ["Severity", "Note", "Code", "Inputs"], formats["header"])
    for number, texts in enumerate(notes, start=row + 2):
        for column, text in enumerate(texts):
            sheet.write_string(number, column, text, formats["wrap"])


def note_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield severity, message, code and inputs of each note."""
    for remark in remarks(plan):
        yield remark.severity, remark.message, remark.code, ", ".join(remark.inputs)


def write_log(sheet: PlainWorksheet, facts: Mapping[str, str], formats: Mapping[str, Any]) -> None:
    """Write the version log: what made this file."""
    sheet.write_row(0, 0, list(facts), formats["header"])
    for column, value in enumerate(facts.values()):
        sheet.write_string(1, column, value, formats["label"])
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, len(facts) - 1, 24)
