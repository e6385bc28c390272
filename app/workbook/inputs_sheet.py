"""The sheet Inputs: one row per input, its value in a blue cell of its own, and the constants."""

from collections.abc import Iterator, Mapping
from math import expm1
from typing import Any

from app.answers.summary import OF_THE_CHEAPEST, OF_WHAT_CHANGES
from app.answers.windows import context_window
from app.inputs import APPROACHES, FIELDS, ApproachName, InputField, Inputs
from app.inputs.quantity import LARGEST_AMOUNT
from app.model.arrays import CEILING_GUARD
from app.model.finance import HIGHEST_LOG_GROWTH, LOWEST_LOG_GROWTH
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
TAKING_PART = "considered"  # who takes part decides which rows there are
Constants = dict[str, tuple[float | None, str]]
CONSTANTS: dict[str, tuple[float, str]] = {
    **{name: (constant.value, constant.words) for name, constant in MODEL_CONSTANTS.items()},
    "ceiling_guard": (CEILING_GUARD, "replicas; float noise that starts no other one"),
    "of_what_changes": (OF_WHAT_CHANGES, "of all gains and losses; a smaller lead is no lead"),
    "of_the_cheapest": (OF_THE_CHEAPEST, "of the cheapest's present cost; a smaller lead is none"),
    "tolerance": (1e-9, "relative; what the checks allow"),
    "lowest_rate": (expm1(LOWEST_LOG_GROWTH), "per month; no rate of return is stated below"),
    "highest_rate": (expm1(HIGHEST_LOG_GROWTH), "per month; nor above: it would say nothing"),
}


def listed(inputs: Inputs) -> Iterator[str]:
    """Yield the inputs that have a row.

    They are those of the approaches that take part, those that they follow, and who takes part.
    """
    left_out = set(APPROACHES) - set(inputs.considered)
    followed = {tuning_of(name) for name in inputs.follows} if inputs.hybrid.considered else set()
    for name, item in FIELDS.items():
        if item.group not in left_out or item.field == TAKING_PART or name in followed:
            yield name


def tuning_of(name: str) -> str:
    """Return the input of fine-tuning that an input of the hybrid follows."""
    return f"tuning.{FIELDS[name].field}"


def input_places(inputs: Inputs) -> tuple[dict[str, int], dict[str, int]]:
    """Return the row of every input that has one, and of every constant."""
    rows = {name: row for row, name in enumerate(listed(inputs), start=FIRST_INPUT)}
    first = FIRST_INPUT + len(rows) + 2
    return rows, {name: row for row, name in enumerate(constants_of(inputs), start=first)}


def constants_of(inputs: Inputs) -> Constants:
    """Return the constants: of the cost model, and of the models picked."""
    words = "tokens that fit into the context window of its model, as generated; empty: not known"
    windows = {window(name): (context_window(inputs, name), words) for name in inputs.challengers}
    return {**CONSTANTS, **windows}


def window(name: ApproachName) -> str:
    """Return the name of the constant that holds the context window of an approach's model."""
    return f"{name}.context_window"


def write_inputs(
    sheet: PlainWorksheet,
    plan: Plan,
    formats: Mapping[str, Any],
    inputs: Mapping[str, int],
    constants: Mapping[str, int],
) -> None:
    """Write the sheet."""
    sheet.write_string(0, 0, "Inputs: change the blue cells", formats["title"])
    words = "Black on yellow: it follows fine-tuning, until a value of its own is typed over it."
    sheet.write_string(1, 0, words, formats["unit"])
    sheet.write_row(FIRST_INPUT - 1, 0, HEADINGS, formats["header"])
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(GENERATED, GENERATED, WIDTHS[GENERATED], None, {"hidden": True})
    follows = plan.inputs.follows
    for name in inputs:
        write_input(sheet, plan, FIELDS[name], inputs, formats, follows=name in follows)
    sheet.write_string(min(constants.values()) - 1, 0, "Constants", formats["heading"])
    for name, (value, words) in constants_of(plan.inputs).items():
        row = constants[name]
        sheet.write_string(row, 0, name, formats["label"])
        write_value(sheet, row, VALUE, value, formats["constant"])
        sheet.write_string(row, 3, words, formats["unit"])
    sheet.freeze_panes(FIRST_INPUT, 1)


def write_input(
    sheet: PlainWorksheet,
    plan: Plan,
    field: InputField,
    inputs: Mapping[str, int],
    formats: Mapping[str, Any],
    *,
    follows: bool,
) -> None:
    """Write one input: value, unit, bounds, source, and whether it was changed since."""
    row = inputs[field.name]
    value = spelled(plan.inputs.value(field.name))
    sheet.write_string(row, 0, field.name, formats["label"])
    sheet.write_string(row, 1, field.label, formats["label"])
    write_entry(sheet, plan, field, inputs, formats, follows=follows)
    sheet.write_string(row, 3, field.unit, formats["unit"])
    low = field.above if field.above is not None else field.minimum
    for column, bound in ((4, low), (5, field.maximum)):
        if bound is not None:
            sheet.write_number(row, column, bound, formats["bound"])
    if follows:
        sheet.write_string(row, 6, f"Follows {tuning_of(field.name)}", formats["unit"])
    else:
        write_source(sheet, plan, field, row, formats)
    write_value(sheet, row, GENERATED, value, formats["number"])
    # An empty cell equals 0 in a spreadsheet, but not in the model.
    kept = f"AND(C{row + 1}=I{row + 1},ISNUMBER(C{row + 1})=ISNUMBER(I{row + 1}))"
    same = f"IF({kept},0,1)"
    sheet.write_formulas(row, CHANGED, [same], formats["number"], [0])


def write_entry(
    sheet: PlainWorksheet,
    plan: Plan,
    field: InputField,
    inputs: Mapping[str, int],
    formats: Mapping[str, Any],
    *,
    follows: bool,
) -> None:
    """Write the cell of an input's value: to be changed, unless it is who takes part."""
    row, value = inputs[field.name], spelled(plan.inputs.value(field.name))
    if field.field == TAKING_PART:
        write_value(sheet, row, VALUE, value, formats["constant"])
        return
    if follows:
        source = f"C{inputs[tuning_of(field.name)] + 1}"
        formula = f'IF(ISBLANK({source}),"",{source})' if field.optional else source
        shown = "" if value is None else value
        sheet.write_formulas(row, VALUE, [formula], formats["follows"], [shown])
    else:
        style = formats["text_input" if field.kind == "text" else "input"]
        write_value(sheet, row, VALUE, value, style)
    if rule := validation(field, f"C{row + 1}"):
        sheet.data_validation(row, VALUE, row, VALUE, rule)


def write_source(
    sheet: PlainWorksheet, plan: Plan, field: InputField, row: int, formats: Mapping[str, Any]
) -> None:
    """Write where an input's value comes from, and of when that is."""
    origin = plan.origin(field.name)
    sheet.write_string(row, 6, source_words(origin) or "", formats["unit"])
    sheet.write_string(row, 7, (origin.as_of if origin else None) or "", formats["label"])


def changed(inputs: Mapping[str, int]) -> str:
    """Return the formula of how many inputs were changed since the workbook was made."""
    first, last = min(inputs.values()) + 1, max(inputs.values()) + 1
    return f"SUM(Inputs!$J${first}:$J${last})"


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
