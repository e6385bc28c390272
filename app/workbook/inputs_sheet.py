"""The sheet Inputs: one row per input, its value in a blue cell of its own, and the constants."""

from collections.abc import Mapping
from typing import Any

from app.answers.summary import CLOSE_CALL
from app.inputs import FIELDS, InputField
from app.inputs.quantity import LARGEST_AMOUNT
from app.model.arrays import CEILING_GUARD
from app.model.table import CONSTANTS as MODEL_CONSTANTS
from app.plans.plan import Plan
from app.words.sources import source_words
from app.workbook.grid import PlainWorksheet

HEADINGS = (
    *("Input", "Meaning", "Value", "Unit", "Lowest", "Highest", "Source", "As of"),
    *("As generated", "Changed"),
)
WIDTHS = (34, 34, 16, 26, 10, 12, 60, 12, 14, 10)
FIRST_INPUT = 4
VALUE, GENERATED, CHANGED = 2, 8, 9  # columns
CONSTANTS: dict[str, tuple[float, str]] = {
    **{name: (constant.value, constant.words) for name, constant in MODEL_CONSTANTS.items()},
    "ceiling_guard": (CEILING_GUARD, "replicas; float noise that starts no other one"),
    "close_call": (CLOSE_CALL, "of prompting's present cost; a smaller lead is no lead"),
    "tolerance": (1e-9, "relative; what the checks allow"),
    "low_guess": (-0.05, "per month; where the search for a rate of return may begin"),
    "guess": (0.05, "per month"),
    "high_guess": (1.0, "per month"),
    "highest_guess": (20.0, "per month"),
}


def input_places() -> tuple[dict[str, int], dict[str, int]]:
    """Return the row of every input and of every constant."""
    inputs = {name: FIRST_INPUT + index for index, name in enumerate(FIELDS)}
    first = FIRST_INPUT + len(FIELDS) + 2
    return inputs, {name: first + index for index, name in enumerate(CONSTANTS)}


def write_inputs(
    sheet: PlainWorksheet,
    plan: Plan,
    formats: Mapping[str, Any],
    inputs: Mapping[str, int],
    constants: Mapping[str, int],
) -> None:
    """Write the sheet."""
    sheet.write_string(0, 0, "Inputs: change the blue cells", formats["title"])
    sheet.write_row(FIRST_INPUT - 1, 0, HEADINGS, formats["header"])
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(GENERATED, GENERATED, WIDTHS[GENERATED], None, {"hidden": True})
    for name, row in inputs.items():
        write_input(sheet, plan, FIELDS[name], row, formats)
    sheet.write_string(min(constants.values()) - 1, 0, "Constants", formats["heading"])
    for name, row in constants.items():
        value, words = CONSTANTS[name]
        sheet.write_string(row, 0, name, formats["label"])
        sheet.write_number(row, VALUE, value, formats["constant"])
        sheet.write_string(row, 3, words, formats["unit"])
    sheet.freeze_panes(FIRST_INPUT, 1)


def write_input(
    sheet: PlainWorksheet, plan: Plan, field: InputField, row: int, formats: Mapping[str, Any]
) -> None:
    """Write one input: value, unit, bounds, source, and whether it was changed since."""
    value = spelled(plan.inputs.value(field.name))
    origin = plan.origin(field.name)
    sheet.write_string(row, 0, field.name, formats["label"])
    sheet.write_string(row, 1, field.label, formats["label"])
    style = formats["text_input" if field.kind == "text" else "input"]
    write_value(sheet, row, VALUE, value, style)
    sheet.write_string(row, 3, field.unit, formats["unit"])
    low = field.above if field.above is not None else field.minimum
    for column, bound in ((4, low), (5, field.maximum)):
        if bound is not None:
            sheet.write_number(row, column, bound, formats["bound"])
    sheet.write_string(row, 6, source_words(origin) or "", formats["unit"])
    sheet.write_string(row, 7, (origin.as_of if origin else None) or "", formats["label"])
    write_value(sheet, row, GENERATED, value, formats["number"])
    # An empty cell equals 0 in a spreadsheet, but not in the model.
    kept = f"AND(C{row + 1}=I{row + 1},ISBLANK(C{row + 1})=ISBLANK(I{row + 1}))"
    same = f"IF({kept},0,1)"
    sheet.write_formulas(row, CHANGED, [same], formats["number"], [0])
    if rule := validation(field, f"C{row + 1}"):
        sheet.data_validation(row, VALUE, row, VALUE, rule)


def spelled(value: Any) -> Any:
    """Return a value as a cell holds it."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def write_value(sheet: PlainWorksheet, row: int, column: int, value: Any, style: Any) -> None:
    """Write a number or a text as what it is, never as a formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def validation(field: InputField, cell: str) -> dict[str, Any] | None:
    """Return the rule that holds a cell to the field's bounds; None for a text."""
    if field.kind in ("choice", "yes_no"):
        choices = field.choices or ("yes", "no")
        return {"validate": "list", "source": list(choices)}
    if not field.is_number:
        return None
    high = field.maximum if field.maximum is not None else LARGEST_AMOUNT
    words = {
        "ignore_blank": field.optional,
        "error_title": "Outside the bounds",
        "error_message": f"{field.label} must be {field.bounds}."[:255],
    }
    if field.above is not None:  # "between" would let the bound itself in
        inside = f"=AND(ISNUMBER({cell}),{cell}>{field.above:.17g},{cell}<={high:.17g})"
        return {"validate": "custom", "value": inside} | words
    return {
        "validate": "integer" if field.kind == "whole" and high < LARGEST_AMOUNT else "decimal",
        "criteria": "between",
        "minimum": field.minimum,
        "maximum": high,
    } | words
