"""The sheet Inputs: one row per input, its value in a blue cell of its own, and the constants."""

from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.inputs import APPROACHES, FIELDS, TITLES, InputField, Inputs
from app.plans.currency import EXCHANGE_RATE
from app.plans.plan import Plan
from app.words.sources import source_words
from app.workbook.cases import CASES, SERVED, Ends, ends_of, meaning_of_ends
from app.workbook.constants import constants_of
from app.workbook.flags import write_flag
from app.workbook.grid import COLUMNS, IN_USE, Places, PlainWorksheet, rule_as_xml, unit_words
from app.workbook.lines import LINE_HEIGHT, fit_row, lines_of
from app.workbook.packing import PackedWorkbook
from app.workbook.rules import CURRENCY, fits, is_valid, names_differ, validation
from app.workbook.styles import Formats, style_of

# heading -> width of the column; those of the cases stand between.
BEFORE = {"Input": 48, "Code name": 32}
AFTER = {
    "In use": 14,
    "Unit": 28,
    "Lowest": 10,
    "Highest": 13,
    "Within bounds": 9,
    "Source": 90,
    "As of": 12,
    "Changed": 10,
}
ROWS = 2_000  # whose formulas are kept: they are the same for every plan
CASE_ROW = 2  # of the cell by which a case is chosen
FIRST_INPUT = 6
HEADING_ROW = FIRST_INPUT - 1
LABEL, CODE, VALUE = 0, 1, 2  # columns
WORSE, BETTER, FIRST_OWN = VALUE + 1, VALUE + 2, VALUE + 3
USED = VALUE + len(CASES)
UNIT, LOWEST, HIGHEST, VALID, SOURCE, AS_OF, CHANGED = range(USED + 1, USED + 8)
AS_MADE = CHANGED + 1  # the base and both ends as generated, hidden
FOLLOWING = "Black on yellow: it follows fine-tuning, until a value of its own is typed over it. "
TAKING_PART = "considered"  # who takes part decides which rows there are
MODEL = "model"  # filled the prices when the file was made
FACTS = (TAKING_PART, MODEL)  # no cells to change
OF_A_MODEL = (
    "Prices below are as generated, this model's where their source says so: another name here "
    "changes nothing."
)
CHOSEN = f"Inputs!${COLUMNS[VALUE]}${CASE_ROW + 1}"
CASE_NUMBER = f"Inputs!${COLUMNS[USED]}${CASE_ROW + 1}"  # 1 for Base
CASE_NAMES = f"${COLUMNS[VALUE]}${HEADING_ROW + 1}:${COLUMNS[USED - 1]}${HEADING_ROW + 1}"
A_NAME = {
    "validate": "custom",
    "value": f"=COUNTIF({CASE_NAMES},{COLUMNS[FIRST_OWN]}{HEADING_ROW + 1})=1",
    "error_title": "Another case has this name",
    "error_message": "Give each case a name of its own: capitals make no difference.",
}
NOT_ALONG = "The currency was changed, the exchange rate was not."
UNFIT = "This currency has another exchange rate."


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


@dataclass(frozen=True)
class InputRow:
    """One input in its row."""

    plan: Plan
    field: InputField
    row: int
    value: Any  # its base value, as a cell holds it
    ends: Ends | None
    follows: bool  # fine-tuning

    @property
    def name(self) -> str:
        """Its name."""
        return self.field.name


def cell(row: int, column: int) -> str:
    """Return a cell of a row as its own formulas name it."""
    return f"${COLUMNS[column]}{row + 1}"


def write_inputs(
    book: PackedWorkbook,
    sheet: PlainWorksheet,
    plan: Plan,
    formats: Formats,
    places: Places,
) -> None:
    """Write the sheet."""
    write_top(sheet, plan, formats, places)
    write_headings(sheet, formats)
    ends, follows, values = ends_of(plan), plan.inputs.follows, plan.inputs.values()
    for name, row in places.inputs.items():
        value = spelled(values[name])
        item = InputRow(plan, FIELDS[name], row, value, ends.get(name), name in follows)
        write_input(sheet, item, formats, places)
        book.name_cell(name.replace(".", "_"), f"Inputs!${COLUMNS[VALUE]}${row + 1}")
    write_constants(sheet, plan.inputs, formats, places.constants)
    sheet.freeze_panes(FIRST_INPUT, CODE)


def write_top(sheet: PlainWorksheet, plan: Plan, formats: Formats, places: Places) -> None:
    """Write what the sheet is for, which case is in use, and whether the checks hold."""
    sheet.write_value(0, LABEL, "Inputs: change the blue cells", formats["title"])
    follows = not plan.inputs.follows.isdisjoint(places.inputs)
    words = (FOLLOWING if follows else "") + meaning_of_ends(plan)
    sheet.write_value(1, LABEL, words, formats["unit"])
    sheet.write_value(CASE_ROW, LABEL, "Case in use", formats["heading"])
    sheet.write_value(CASE_ROW, VALUE, CASES[0], formats["text_input"])
    rule = {"validate": "list", "source": f"={CASE_NAMES}", "ignore_blank": False}
    sheet.data_validation(CASE_ROW, VALUE, CASE_ROW, VALUE, rule)
    number = f"IFERROR(MATCH({CHOSEN.removeprefix('Inputs!')},{CASE_NAMES},0),0)"
    sheet.write_value(CASE_ROW, USED - 1, "its number", formats["unit"])
    sheet.write_formulas(CASE_ROW, USED, [number], formats["constant"], [1])
    write_flag(sheet, CASE_ROW + 1, VALUE, formats, places)


def write_headings(sheet: PlainWorksheet, formats: Formats) -> None:
    """Write the headings and how wide their columns are; a case may be given another name."""
    headings = [*BEFORE, *CASES, *AFTER]
    sheet.write_row(HEADING_ROW, 0, headings, formats["header"])
    for column in (*range(VALUE, UNIT), LOWEST, HIGHEST, VALID):
        sheet.write_value(HEADING_ROW, column, headings[column], formats["header_right"])
    for offset, case in enumerate(CASES[FIRST_OWN - VALUE :], start=FIRST_OWN):
        sheet.write_value(HEADING_ROW, offset, case, formats["header_typed"])
    sheet.data_validation(HEADING_ROW, FIRST_OWN, HEADING_ROW, USED - 1, A_NAME)
    sheet.write_value(HEADING_ROW, UNIT, headings[UNIT], formats["header_words"])
    sheet.set_widths([*BEFORE.values(), *[14] * len(CASES), *AFTER.values()])
    sheet.write_row(
        HEADING_ROW, AS_MADE, [f"{name} as generated" for name in SERVED], formats["header"]
    )
    sheet.set_column(AS_MADE, AS_MADE + 2, 14, None, {"hidden": True})
    sheet.set_row(HEADING_ROW, 2 * LINE_HEIGHT)


def write_input(sheet: PlainWorksheet, item: InputRow, formats: Formats, places: Places) -> None:
    """Write one input: its values, unit, bounds, source, and whether it was changed since."""
    field, row = item.field, item.row
    sheet.write_value(row, LABEL, labelled(field), formats["label"])
    sheet.write_value(row, CODE, field.name, formats["code"])
    write_base(sheet, item, formats, places)
    write_other_cases(sheet, item, formats)
    write_used(sheet, item, formats, places)
    if field.name == CURRENCY:
        write_fit(sheet, row, formats, places)
    else:
        sheet.write_value(row, UNIT, unit_words(field.unit), formats["unit"])
    low = field.above if field.above is not None else field.minimum
    for column, bound in ((LOWEST, low), (HIGHEST, field.maximum)):
        if bound is not None:
            style = "share_bound" if field.kind == "fraction" else "bound"
            sheet.write_value(row, column, bound, formats[style])
    sheet.write_formulas(row, VALID, [valid(field.name, row)], formats["constant"], [1])
    write_source(sheet, item, formats)
    write_changed(sheet, item, formats, places)


def write_fit(sheet: PlainWorksheet, row: int, formats: Formats, places: Places) -> None:
    """Write beside the currency that its exchange rate is another one, where it is."""
    rate = places.inputs[EXCHANGE_RATE]
    kept = f"{cell(row, USED)}<>{cell(row, AS_MADE)},{cell(rate, USED)}={cell(rate, AS_MADE)}"
    words = f'IF({fitting(row, rate)},"",IF(AND({kept}),"{NOT_ALONG}","{UNFIT}"))'
    sheet.write_formulas(row, UNIT, [words], formats["alarm"], [""])


def fitting(currency: int, rate: int) -> str:
    """Return the condition that the rate in use is one of the currency; both are rows."""
    columns = (USED, AS_MADE)
    cells = [f"Inputs!{cell(row, column)}" for column in columns for row in (currency, rate)]
    return fits(*cells)


def currency_fits(inputs: Mapping[str, int]) -> str:
    """Return the formula that is 1 where the rate in use is one of the currency."""
    return f"IF({fitting(inputs[CURRENCY], inputs[EXCHANGE_RATE])},1,0)"


def case_names() -> str:
    """Return the formula that is 1 where no case of one's own has the name of another."""
    own = range(FIRST_OWN, USED)
    names = [f"Inputs!{cell(HEADING_ROW, column)}" for column in own]
    return f"IF({names_differ(f'Inputs!{CASE_NAMES}', names, FIRST_OWN - VALUE + 1)},1,0)"


def labelled(field: InputField) -> str:
    """Return an input in words, with whose it is."""
    group = TITLES[field.group] if field.group in TITLES else field.group.capitalize()
    label = field.label
    return f"{group}: {label if label in month_name else label[:1].lower() + label[1:]}"


def write_base(sheet: PlainWorksheet, item: InputRow, formats: Formats, places: Places) -> None:
    """Write the cell of an input's value: to be changed, unless it is a fact of the file."""
    row, style, is_fact = item.row, style_of(item.field), item.field.field in FACTS
    if is_fact and not item.follows:
        sheet.write_value(row, VALUE, item.value, formats["constant"])
        return
    if item.follows:
        source = f"{COLUMNS[USED]}{places.inputs[tuning_of(item.name)] + 1}"
        shown = "" if item.value is None else item.value
        follows = "follows_number" if style == "text" else f"follows_{style}"
        used = formats["constant" if is_fact else follows]
        sheet.write_formulas(row, VALUE, [source], used, [shown])
    else:
        typed = formats["text_input" if style == "text" else f"typed_{style}"]
        sheet.write_value(row, VALUE, item.value, typed)
    sheet.rules += rules_of(item.name, row)


@lru_cache(maxsize=ROWS)
def valid(name: str, row: int) -> str:
    """Return the formula that tells whether the value in use is within its bounds."""
    return is_valid(FIELDS[name], *(cell(row, column) for column in (USED, LOWEST, HIGHEST)))


@lru_cache(maxsize=ROWS)
def rules_of(name: str, row: int) -> Sequence[str]:
    """Return the rule that an input's value is held to, if any; the same for every plan."""
    rule = validation(FIELDS[name], f"{COLUMNS[VALUE]}{row + 1}")
    return (rule_as_xml(row, VALUE, rule),) if rule else ()


def write_other_cases(sheet: PlainWorksheet, item: InputRow, formats: Formats) -> None:
    """Write both ends of a range, and room for what the cases of one's own have."""
    if item.field.field in FACTS:
        return
    style = style_of(item.field)
    typed = formats["text_input" if style == "text" else f"typed_{style}"]
    if item.ends:
        sheet.write_value(item.row, WORSE, item.ends.worse, typed)
        sheet.write_value(item.row, BETTER, item.ends.better, typed)
    for column in range(FIRST_OWN, USED):
        sheet.write_value(item.row, column, None, typed)


def write_used(sheet: PlainWorksheet, item: InputRow, formats: Formats, places: Places) -> None:
    """Write which value is in use: the case's own, or the base where it has none."""
    style = style_of(item.field)
    value = "" if item.value is None else item.value
    used = formats["number" if style == "text" else style]
    formula = in_use(item.name, item.row, leader(item, places))
    sheet.write_formulas(item.row, USED, [formula], used, [value])


def leader(item: InputRow, places: Places) -> int | None:
    """Return the row of what an input follows, if it does."""
    return places.inputs[tuning_of(item.name)] if item.follows else None


@lru_cache(maxsize=ROWS)
def in_use(name: str, row: int, followed: int | None) -> str:
    """Return the formula of which value is in use; `followed` is a row.

    What is empty, or looks so, is no value: not 0, as a spreadsheet would have it.
    """
    base = cell(row, VALUE)
    if FIELDS[name].field == TAKING_PART:
        return base
    otherwise = '""' if followed is None else cell(followed, USED)
    shown = f"IF({is_empty(base)},{otherwise},{base})"
    others = ",".join(cell(row, column) for column in range(WORSE, USED))
    chosen = f'CHOOSE(MAX({CASE_NUMBER.removeprefix("Inputs!")},1),"",{others})'
    return f"IF({is_empty(chosen)},{shown},{chosen})"


def is_empty(cell: str) -> str:
    """Return the condition that a cell is empty, or holds nothing but spaces."""
    return f'TRIM({cell})=""'


def write_source(sheet: PlainWorksheet, item: InputRow, formats: Formats) -> None:
    """Write where an input's value comes from, and of when that is."""
    origin = None if item.follows else item.plan.origin(item.name)
    words = f"Follows {tuning_of(item.name)}" if item.follows else source_words(origin) or ""
    if item.field.field == MODEL and item.value:
        words = f"{words}. {OF_A_MODEL}"
    sheet.write_value(item.row, SOURCE, words, formats["source"])
    fit_row(sheet, item.row, lines_of(words, AFTER["Source"]))
    sheet.write_value(item.row, AS_OF, (origin.as_of if origin else None) or "", formats["label"])


def write_changed(sheet: PlainWorksheet, item: InputRow, formats: Formats, places: Places) -> None:
    """Write whether the base or an end is no longer what it was when the file was made.

    What follows fine-tuning is changed where it no longer does.
    """
    sheet.write_value(item.row, AS_MADE, item.value, formats["number"])
    for offset, end in enumerate(item.ends or (), start=1):
        sheet.write_value(item.row, AS_MADE + offset, end, formats["number"])
    formula = is_changed(item.row, leader(item, places))
    sheet.write_formulas(item.row, CHANGED, [formula], formats["constant"], [0])


@lru_cache(maxsize=ROWS)
def is_changed(row: int, followed: int | None) -> str:
    """Return the formula that is 1 where the base or an end is another; `followed` is a row."""
    then = [cell(row, AS_MADE + offset) for offset in range(len(SERVED))]
    if followed is not None:
        then[0] = cell(followed, USED)
    pairs = [(cell(row, column), made) for column, made in enumerate(then, start=VALUE)]
    # An empty cell equals 0 in a spreadsheet, but not in the model.
    same = [f"{now}={made},ISNUMBER({now})=ISNUMBER({made})" for now, made in pairs]
    if followed is not None:  # emptied, it follows again
        same[0] = f"OR({is_empty(pairs[0][0])},AND({same[0]}))"
    return f"IF(AND({','.join(same)}),0,1)"


def write_constants(
    sheet: PlainWorksheet, inputs: Inputs, formats: Formats, rows: Mapping[str, int]
) -> None:
    """Write the constants below the inputs."""
    sheet.write_value(min(rows.values()) - 1, LABEL, "Constants", formats["heading"])
    for name, (value, words) in constants_of(inputs).items():
        sheet.write_value(rows[name], LABEL, words, formats["wrap"])
        fit_row(sheet, rows[name], lines_of(words, BEFORE["Input"]))
        sheet.write_value(rows[name], CODE, name, formats["code"])
        sheet.write_value(rows[name], VALUE, value, formats["constant"])
        sheet.write_value(rows[name], AS_MADE, value, formats["number"])
        moved = [is_changed(rows[name], None)]
        sheet.write_formulas(rows[name], CHANGED, moved, formats["constant"], [0])


def changed(inputs: Mapping[str, int]) -> str:
    """Return the formula of how many inputs were changed since the workbook was made."""
    return f"SUM({span(inputs, CHANGED)})"


def span(rows: Mapping[str, int], column: int) -> str:
    """Return the cells of all inputs, or all constants, in a column, for other sheets."""
    first, last = min(rows.values()) + 1, max(rows.values()) + 1
    return f"Inputs!${COLUMNS[column]}${first}:${COLUMNS[column]}${last}"


def as_generated(inputs: Mapping[str, int]) -> str:
    """Return the formula that tells whether the workbook still says what was generated."""
    return f"AND({changed(inputs)}=0,{CASE_NUMBER}=1)"


def spelled(value: Any) -> Any:
    """Return a value as a cell holds it."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


assert COLUMNS[USED] == IN_USE
