"""The sheet Candidates: the cheapest models in this plan, as values of the day."""

from collections.abc import Sequence
from itertools import islice

from app.candidates import TRIED, Candidate, is_able
from app.candidates.catalogue import catalogue, entered
from app.catalog import prices_as_of
from app.inputs import TITLES
from app.plans.plan import Plan
from app.scenarios.snapshot import SavedPlan
from app.workbook.grid import FIRST_ROW, Places, PlainWorksheet
from app.workbook.sheets.outputs import write_dated
from app.workbook.sheets.values import MOVED
from app.workbook.styles import Formats

MOST = 20  # of each approach
COLUMNS = {  # how wide, and how headed
    "Approach": (14, "header"),
    "Model": (54, "header"),
    "Offered by": (18, "header"),
    "Over the plan": (18, "header_right"),
    "Against what is entered": (18, "header_right"),
    "Bill over the plan": (18, "header_right"),
    "May be wrong up to": (20, "header_right"),
    "Reference": (44, "header_words"),
}
AMOUNTS = range(3, 7)  # columns of figures
TWO_LINES = 30  # points
FROZEN = (
    "A saved plan stores no prices of models that it does not use. Open a copy of it to try them "
    "at today's."
)


def write_candidates(
    sheet: PlainWorksheet,
    plan: Plan,
    candidates: Sequence[Candidate],
    formats: Formats,
    places: Places,
) -> None:
    """Write what the cheapest current models cost in the plan, and how wrong they may be.

    Values, not formulas: each is a projection of its own.
    """
    sheet.write_value(0, 0, "Candidates", formats["title"])
    sheet.set_widths(width for width, _ in COLUMNS.values())
    if isinstance(plan, SavedPlan):
        sheet.write_value(1, 0, FROZEN, formats["unit"])
        return
    write_dated(sheet, described(plan), MOVED, formats, places)
    for column, (text, (_, style)) in enumerate(COLUMNS.items()):
        sheet.write_value(FIRST_ROW - 1, column, text, formats[style])
    sheet.set_row(FIRST_ROW - 1, TWO_LINES)
    for row, item in enumerate(candidates, start=FIRST_ROW):
        write_candidate(sheet, row, item, formats)
    sheet.freeze_panes(FIRST_ROW, 0)


def described(plan: Plan) -> str:
    """Return what the figures are, and of which day."""
    return (
        f"The {MOST} cheapest current models of each approach in this plan, all else as entered. "
        f"Values in {plan.inputs.finance.currency}, prices of {prices_as_of()}: the costs over the "
        "plan in today's money, the bill as paid. How good a model is at the task is not known."
    )


def cheapest(plan: Plan) -> Sequence[Candidate]:
    """Return the cheapest current models of each approach that can carry the plan.

    A saved plan has none: it stores no prices of others.
    """
    if isinstance(plan, SavedPlan):
        return ()
    names = [name for name in TRIED if name in plan.inputs.considered]
    return [
        item
        for name in names
        for item in islice(filter(is_able, catalogue(plan, entered(plan, name))), MOST)
    ]


def write_candidate(sheet: PlainWorksheet, row: int, item: Candidate, formats: Formats) -> None:
    """Write one model."""
    texts = {0: TITLES[item.approach], 1: item.name, 2: item.maker or ""}
    for column, text in texts.items():
        sheet.write_value(row, column, text, formats["label"])
    sheet.write_value(row, AMOUNTS.stop, item.reference or "", formats["unit"])
    amounts = (item.present_cost, item.difference or 0.0, item.provider_cost)
    for column, amount in enumerate(amounts, start=AMOUNTS.start):
        sheet.write_value(row, column, amount, formats["money"])
    if item.error_rate_allowed is not None:
        sheet.write_value(row, 6, item.error_rate_allowed, formats["share"])
