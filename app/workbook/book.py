"""Puts the sheets together."""

from collections.abc import Mapping
from datetime import datetime

from app.answers.actuals.lookback import Lookback
from app.plans.plan import Plan
from app.workbook.cases import SERVED, most_money
from app.workbook.facts import Facts
from app.workbook.found import found_in
from app.workbook.grid import (
    AFTER_MONTHS,
    FIRST,
    FIRST_ROW,
    LAST_MONTH,
    MONTHS,
    SINGLE,
    Grid,
    Places,
    PlainWorksheet,
)
from app.workbook.guards import guarded
from app.workbook.packing import PackedWorkbook
from app.workbook.paper import MONTHS_A_PAGE, Breaks, arrange
from app.workbook.rates import write_rate
from app.workbook.sheets.about import write_about, write_log
from app.workbook.sheets.actuals import TITLE, write_actuals
from app.workbook.sheets.answer import ANSWER_ROW
from app.workbook.sheets.calculations import whole, write_calculations
from app.workbook.sheets.candidates import write_candidates
from app.workbook.sheets.changes import write_changes
from app.workbook.sheets.checks import place_checks, write_checks
from app.workbook.sheets.examples import write_examples
from app.workbook.sheets.inputs import AS_MADE, input_places, write_inputs
from app.workbook.sheets.lists import write_lists
from app.workbook.sheets.outputs import AGREES, place_outputs, write_outputs
from app.workbook.sheets.timeline import write_timeline
from app.workbook.sheets.values import write_values
from app.workbook.sheets.volumes import write_volumes
from app.workbook.sheets.years import QUARTERS, write_years
from app.workbook.standing import write_standing
from app.workbook.styles import USUAL_WIDTH, Formats, add_formats, by_its_sign, width_for

SHEETS = (
    *("About", "Inputs", "Timeline", "Calculations", "Years", "Outputs", "Volumes"),
    *("Examples", "Checks", "Changes", "Values", "Candidates", "Lists", "Log"),
)
# In whatever currency is in use.
WITH_MONEY = ("Inputs", "Calculations", "Years", "Outputs", "Volumes", "Examples", "About")
# The row, in column B, in which each has that currency: beside its title, or that of the answer.
CURRENCY_ROWS = dict.fromkeys(WITH_MONEY, 0) | {"About": ANSWER_ROW}
GUARDED = {  # where each tells whether its formulas are still there
    **dict.fromkeys(("Timeline", "Calculations", "Volumes", "Examples"), AFTER_MONTHS),
    "Inputs": AS_MADE + len(SERVED),
    "Years": QUARTERS.last + 1,
    "Outputs": AGREES + 1,
}
PAGES = ("Timeline", "Calculations")  # of as many columns as there are months


def workbook(
    plan: Plan, *, link: str, generated_at: datetime, back: Lookback | None = None
) -> bytes:
    """Return the workbook of a plan as an .xlsx file; equal arguments give equal bytes.

    With what came of the plan, `back`, it has one more sheet.
    """
    facts = Facts(plan, link, generated_at)
    book = PackedWorkbook()
    book.set_properties(facts.properties())
    formats = add_formats(book, plan.inputs.finance.currency)
    sheets = {name: book.add_worksheet(name, worksheet_class=PlainWorksheet) for name in SHEETS}
    places = Places(*input_places(plan.inputs))
    place_outputs(plan, places)
    place_checks(places)
    write_inputs(book, sheets["Inputs"], plan, formats, places)
    found = found_in(plan)
    width = width_for(most_money(found.cases), plan.inputs.finance.currency)
    breaks = write_monthly(sheets, plan, width, formats, places)
    years = write_years(sheets["Years"], plan, width, formats, places)
    write_outputs(book, sheets["Outputs"], plan, found.cases, generated_at, formats, places)
    write_volumes(sheets["Volumes"], plan, width, formats, places)
    write_examples(book, sheets["Examples"], plan, width, formats, places)
    write_changes(sheets["Changes"], plan, formats, places)
    values = write_values(sheets["Values"], facts, found.sections, formats, places)
    write_candidates(sheets["Candidates"], plan, found.candidates, formats, places)
    write_lists(sheets["Lists"], formats)
    sheets["Lists"].hide()  # and so off paper: rules on Inputs look at it
    write_log(sheets["Log"], facts, formats)
    if back is not None:
        sheets[TITLE] = book.add_worksheet(TITLE, worksheet_class=PlainWorksheet)
        write_actuals(sheets[TITLE], back, formats, facts.day)
    write_about(sheets["About"], facts, found.answer, sheets, formats, places)
    write_currency(sheets, plan, formats, places)
    guards = guarded(sheets, GUARDED, formats)
    write_checks(sheets["Checks"], plan, guards, formats, places)
    arrange(sheets, facts, breaks | {"Years": years, "Values": values})
    book.close()
    return book.packed


def write_currency(
    sheets: Mapping[str, PlainWorksheet], plan: Plan, formats: Formats, places: Places
) -> None:
    """Write on each sheet with money which currency is in use, and its sign."""
    currency = plan.inputs.finance.currency
    for title in WITH_MONEY:
        formula = places.formula("[#finance.currency]", title)
        row = CURRENCY_ROWS[title]
        sheets[title].write_formulas(row, 1, [formula], formats["flag"], [currency])
        by_its_sign(sheets[title], formats, currency, f"$B${row + 1}")


def write_monthly(
    sheets: Mapping[str, PlainWorksheet],
    plan: Plan,
    width: float,
    formats: Formats,
    places: Places,
) -> dict[str, Breaks]:
    """Write Timeline and Calculations, how the figures come about; return how they are printed.

    `width` is that of a column of money.
    """
    model = whole(plan.projection.model)
    timeline, calculations = (Grid(sheets[title], places, formats) for title in PAGES)
    write_timeline(timeline, model)
    write_calculations(calculations, model)
    write_returns(calculations, plan)
    last = FIRST + plan.inputs.finance.horizon_months
    frame(timeline, USUAL_WIDTH, formats, places)
    frame(calculations, width, formats, places)
    months = range(FIRST + 1 + MONTHS_A_PAGE, last, MONTHS_A_PAGE)  # month 0 with the first year
    return {
        grid.sheet.get_name(): Breaks(grid.blocks, months, SINGLE, last)
        for grid in (timeline, calculations)
    }


def write_returns(grid: Grid, plan: Plan) -> None:
    """Write what the comparisons take besides the months: rates of return, and who is tied."""
    for name in plan.inputs.challengers:
        grid.heading(f"Rate of return: {name}")
        write_rate(grid, name)
    if plan.inputs.challengers:
        write_standing(grid, plan.projection, plan.summary)


def frame(grid: Grid, width: float, formats: Formats, places: Places) -> None:
    """Write the title and the months' heading of a monthly sheet, and set how wide a month is."""
    sheet, title = grid.sheet, grid.sheet.get_name()
    sheet.write_value(0, 0, title, formats["title"])
    sheet.write_value(1, 0, "One formula per row, the same in every month.", formats["unit"])
    sheet.write_row(FIRST_ROW - 1, 0, ["", "Unit", "Code name"], formats["header"])
    sheet.write_value(FIRST_ROW - 1, SINGLE, "Single value", formats["header_right"])
    if title == places.rows["month"].sheet:
        sheet.write_row(FIRST_ROW - 1, FIRST, MONTHS.tolist(), formats["header"])
    else:
        rows = {"fiscal_year": "header_fiscal_year", "date": "header_date", "month": "header"}
        for row, (key, style) in enumerate(rows.items(), start=FIRST_ROW - len(rows)):
            template = places.formula(f"[{key}]", title)
            values = places.values[key].tolist()
            sheet.write_months(row, FIRST, template, formats[style], values)
    sheet.set_widths((78, 26, 32))
    sheet.set_column(SINGLE, FIRST + LAST_MONTH, width)
    sheet.freeze_panes(FIRST_ROW, 1)
