"""The answer, with which the sheet About begins: what to do, and what each approach comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.feeds.payloads import verdict_payload
from app.inputs import TITLES, ApproachName
from app.plans.plan import Plan
from app.workbook.facts import Facts
from app.workbook.figures import date_of
from app.workbook.flags import write_flag
from app.workbook.grid import Places, PlainWorksheet, Value
from app.workbook.lines import LINE_HEIGHT, spread
from app.workbook.sheets.inputs import CHOSEN, as_generated
from app.workbook.styles import Formats

ANSWER_ROW = 3
HEADINGS = ("Approach", "Costs over the plan", "Net present value against prompting", "Pays from")
LIKELY = "How likely it is the cheapest"
NEVER = "not in the plan"
MOVED = "Something was changed since: the amounts below follow it, that does not."
Cell = tuple[str, Value, str]  # the template of a formula, its value, the name of its style


@dataclass(frozen=True)
class Answer:
    """What no formula finds of it."""

    sentence: str
    chances: Mapping[ApproachName, float | None] | None  # of being the cheapest, if that is known


def answer_of(plan: Plan) -> Answer:
    """Return what to do in a sentence, and how likely each approach is the cheapest."""
    payload = verdict_payload(plan)
    return Answer(payload["words"], payload["probability_cheapest"])


def write_answer(
    sheet: PlainWorksheet,
    facts: Facts,
    answer: Answer,
    widths: tuple[float, ...],
    formats: Formats,
    places: Places | None = None,
) -> int:
    """Write the answer; return the row after it.

    With `places` amounts are formulas that follow what is in use, else values.
    """
    sheet.write_value(ANSWER_ROW, 0, "The answer", formats["heading"])
    row = ANSWER_ROW + 1
    spread(sheet, row, 0, answer.sentence, widths, formats["sentence"])
    what = "The sentence and how likely each is" if answer.chances else "The sentence"
    dated = f"{what}: as found on {facts.day} for the plan as it was generated."
    if places is None:
        sheet.write_value(row + 1, 0, dated, formats["unit"])
    else:
        formula = f'IF({as_generated(places.inputs)},"{dated}","{dated} {MOVED}")'
        sheet.write_formulas(row + 1, 0, [formula], formats["unit"], [dated])
    row = write_approaches(sheet, row + 2, facts.plan, answer, formats, places)
    if places is not None:
        sheet.write_value(row, 0, "Case in use", formats["heading"])
        sheet.write_formulas(row, 1, [CHOSEN], formats["flag"], ["Base"])
        write_flag(sheet, row + 1, 1, formats, places)
        row += 2
    return row + 1


def write_approaches(
    sheet: PlainWorksheet,
    row: int,
    plan: Plan,
    answer: Answer,
    formats: Formats,
    places: Places | None,
) -> int:
    """Write a row for each approach; return the row after them."""
    headings = [*HEADINGS, LIKELY] if answer.chances else HEADINGS
    sheet.write_value(row, 0, headings[0], formats["header"])
    sheet.write_row(row, 1, headings[1:], formats["header_right"])
    sheet.set_row(row, 2 * LINE_HEIGHT)
    for name in plan.inputs.considered:
        row += 1
        sheet.write_value(row, 0, TITLES[name], formats["label"])
        for column, (template, value, style) in enumerate(amounts_of(plan, name), start=1):
            if places is None:
                sheet.write_value(row, column, value, formats[style])
            else:
                formula = places.formula(template, sheet.get_name())
                sheet.write_formulas(row, column, [formula], formats[style], [value])
        if answer.chances:
            sheet.write_value(row, len(HEADINGS), answer.chances[name], formats["share"])
    return row + 2


def amounts_of(plan: Plan, name: ApproachName) -> Iterator[Cell]:
    """Yield what an approach costs, what it brings against prompting, and when it pays."""
    yield f"[=out.{name}.total_cost]", plan.summary.approaches[name].total_cost, "money"
    if name == "prompting":
        return
    comparison = plan.summary.comparisons[name]
    yield f"[=out.{name}.npv]", comparison.npv, "money"
    date = date_of(plan.inputs.finance.start_month, comparison.break_even_month)
    cell = f"[=out.{name}.break_even_date]"
    template = f'IF({cell}="","{NEVER}",{cell})'
    yield template, NEVER if date is None else date, "date"
