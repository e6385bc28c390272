"""The sheet Checks: what must hold, and one cell that says whether all of it does."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from app.inputs import TITLES, ApproachName, Challenger
from app.model import LINES
from app.plans.plan import Plan
from app.workbook.cases import CASES
from app.workbook.flags import MASTER, redden
from app.workbook.grid import COLUMNS, SINGLE, Place, Places, PlainWorksheet
from app.workbook.guards import Guard
from app.workbook.sheets.examples import COST, on_curve, typed_examples
from app.workbook.sheets.inputs import (
    CASE_NUMBER,
    CHANGED,
    VALID,
    case_names,
    changed,
    currency_fits,
    span,
)
from app.workbook.sheets.outputs import agreeing
from app.workbook.sheets.volumes import MOST_TIMES, at_what_is_in_use, typed_volumes
from app.workbook.sheets.years import QUARTERS, YEARS, cells_of
from app.workbook.styles import Formats

MASTER_ROW = 2
CHANGED_ROW = 3
FIRST_CHECK = 6
LIMITS = (
    "Not seen once an input is changed: a formula in place of another one. Never seen: what is "
    "typed over this sheet, over bounds, labels and values of the server."
)


class Check(NamedTuple):
    """What must hold: in words, and as a formula that is 1 where it does."""

    words: str
    template: str


def place_checks(places: Places) -> None:
    """Settle where the master flag stands, before other sheets name it."""
    places.rows[MASTER] = Place("Checks", MASTER_ROW)


def write_checks(
    sheet: PlainWorksheet,
    plan: Plan,
    guards: Mapping[str, Guard],
    formats: Formats,
    places: Places,
) -> None:
    """Write the checks."""
    sheet.write_value(0, 0, "Checks (1: it holds, 0: it does not)", formats["title"])
    sheet.write_value(1, 0, LIMITS, formats["unit"])
    sheet.write_row(FIRST_CHECK - 1, 0, ["Check", "", ""], formats["header"])
    sheet.write_value(FIRST_CHECK - 1, SINGLE, "Holds", formats["header_right"])
    row = FIRST_CHECK
    for check in chain(checks(plan, places), checks_of_formulas(guards)):
        formula = places.formula(check.template, "Checks")
        write_check(sheet, row, check.words, formula, formats)
        row += 1
    every = f"${COLUMNS[SINGLE]}${FIRST_CHECK + 1}:${COLUMNS[SINGLE]}${row}"
    master = f"IF(IFERROR(SUM({every}),0)=ROWS({every}),1,0)"
    write_check(sheet, MASTER_ROW, "All checks hold", master, formats)
    sheet.write_value(CHANGED_ROW, 0, "Inputs changed since", formats["label"])
    count = changed(places.inputs)
    sheet.write_formulas(CHANGED_ROW, SINGLE, [count], formats["check"], [0])
    sheet.set_column(0, 0, 90)
    sheet.set_column(1, 2, 2)
    sheet.set_column(SINGLE, SINGLE, 12)
    sheet.freeze_panes(FIRST_CHECK, 0)


def checks(plan: Plan, places: Places) -> Iterator[Check]:
    """Yield all that must hold."""
    yield from checks_of_inputs(places)
    yield Check(
        "Every month from 0 to 120 is there",
        "IF(AND(COUNT([*month])=COLUMNS([*month]),MAX([*month])=COLUMNS([*month])-1),1,0)",
    )
    yield Check(
        "The plan has all its months", "IF(SUM([*in_plan])=[#finance.horizon_months]+1,1,0)"
    )
    considered = plan.inputs.considered
    for name in considered:
        yield sums_up(f"{TITLES[name]}: the lines add up to the total", name, line_sum(name))
    for period in (YEARS, QUARTERS):
        title = period.title.lower()
        for name in considered:
            lines = f"SUM({cells_of(period, places, name, LINES[0], LINES[-1])})"
            words = f"{TITLES[name]}: the lines by {title} add up to the total of all months"
            yield sums_up(words, name, lines)
            totals = f"SUM({cells_of(period, places, name, 'total', 'total')})"
            yield sums_up(f"{TITLES[name]}: the totals by {title} do, too", name, totals)
        for challenger in plan.inputs.challengers:
            savings = f"SUM({cells_of(period, places, challenger, 'savings', 'savings')})"
            words = f"{TITLES[challenger]}: the savings by {title} add up to the savings"
            yield Check(words, close(f"{savings}-[=out.{challenger}.savings]", challenger))
    for challenger in plan.inputs.challengers:
        yield from checks_of_npv(challenger)
    yield from checks_of_typed(plan.inputs.challengers, places)
    yield Check(
        "Every figure is the server's, as long as no input is changed and the case is one it knows",
        f"IF(SUM({agreeing(places)})=COUNT({agreeing(places)}),1,0)",
    )


def checks_of_inputs(places: Places) -> Iterator[Check]:
    """Yield what the inputs must be."""
    valid = span(places.inputs, VALID)
    yield Check(
        "Every input in use is within its bounds and of its kind",
        f"IF(SUM({valid})=ROWS({valid}),1,0)",
    )
    yield Check(
        "The case in use is one of those above the columns of Inputs",
        f"IF(AND({CASE_NUMBER}>=1,{CASE_NUMBER}<={len(CASES)}),1,0)",
    )
    yield Check("No case has the name of another, in capitals or not", case_names())
    yield Check(
        "The exchange rate is one of the currency: 1 for the US dollar, and changed along with it",
        currency_fits(places.inputs),
    )
    yield Check(
        "Every constant is as generated",
        f"IF(SUM({span(places.constants, CHANGED)})=0,1,0)",
    )


def checks_of_typed(names: Sequence[Challenger], places: Places) -> Iterator[Check]:
    """Yield what must hold of the numbers to be typed on other sheets than Inputs."""
    if names:
        words = f"Volumes: each multiple in blue is a number from 0 to {MOST_TIMES:,}"
        yield Check(words, typed_volumes())
    for name in names:
        words = f"Examples: each number of {TITLES[name].lower()} in blue is 1 or more"
        yield Check(words, typed_examples(name, places))


def checks_of_formulas(guards: Mapping[str, Guard]) -> Iterator[Check]:
    """Yield that nothing is typed over a formula."""
    for title, guard in guards.items():
        words = f"{title}: every cell that was a formula still is one (column {guard.column})"
        yield Check(words, guard.template)


def checks_of_npv(name: Challenger) -> Iterator[Check]:
    """Yield what net present value and present cost must be, calculated in other ways."""
    title = TITLES[name]
    later = f"NPV([=monthly_rate],[*>{name}.saved])"
    half = '(1+[=monthly_rate])^IF([#finance.discounting]="middle",0.5,0)'
    by_function = f"INDEX([*{name}.saved],1)+{later}*{half}"
    yield Check(
        f"{title}: npv is what the function NPV() finds",
        close(f"{by_function}-[=out.{name}.npv]", name),
    )
    costs = f"[=out.prompting.present_cost]-[=out.{name}.present_cost]"
    table = close(f"[={at_what_is_in_use(name)}]-[=out.{name}.npv]", name)
    yield Check(
        f"{title}: npv is what the table on Volumes says",
        f"IF([#quality.error_cost]=0,1,{table})",
    )
    curve = close(f"[={on_curve(name, COST)}]-[=out.{name}.present_cost]", name)
    yield Check(
        f"{title}: the present cost is what the curve on Examples says of today's",
        f"IF([#{name}.dataset_examples]<1,1,{curve})",
    )
    yield Check(
        f"{title}: npv is the present cost of prompting less its own",
        close(f"({costs})-[=out.{name}.npv]", name),
    )


def sums_up(words: str, name: ApproachName, terms: str) -> Check:
    """Return the check that a sum is what an approach costs in all months."""
    return Check(words, close(f"{terms}-SUM([*{name}.total])", name))


def close(gap: str, name: ApproachName) -> str:
    """Return the formula that is 1 where a gap is nothing beside what the approaches cost."""
    size = f"MAX(1,ABS([=out.prompting.total_cost]),ABS([=out.{name}.total_cost]))"
    return f"IF(ABS({gap})<=[%tolerance]*{size},1,0)"


def line_sum(name: ApproachName) -> str:
    """Return the formula that adds up an approach's lines over all months."""
    return "+".join(f"SUM([*{name}.{line}])" for line in LINES)


def write_check(
    sheet: PlainWorksheet, row: int, words: str, formula: str, formats: Formats
) -> None:
    """Write one check, red where it does not hold."""
    sheet.write_value(row, 0, words, formats["label"])
    sheet.write_formulas(row, SINGLE, [f"IFERROR({formula},0)"], formats["check"], [1])
    redden(sheet, row, SINGLE, f"${COLUMNS[SINGLE]}${row + 1}<>1", formats)
