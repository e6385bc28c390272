"""A cost line in a month, or over the plan."""

from collections.abc import Iterator

import numpy as np

from app.inputs import APPROACHES, TITLES, ApproachName, InvalidInputs, Problem
from app.model import LINE_TITLES, LINES
from app.pages.explain.explained import (
    TOTAL,
    Explanation,
    Floats,
    Link,
    MonthRow,
    Months,
    amount_text,
    amounts_of,
    check_part,
    explain_address,
    month_title,
    remark_on_version,
    split,
    unknown,
)
from app.pages.explain.parts import InputUsed, Part, inputs_used, line_parts
from app.plans.plan import Plan

EXPLAINED_LINES = tuple(f"{name}.{line}" for name in APPROACHES for line in (*LINES, TOTAL))
LINE_NAMES = {**LINE_TITLES, TOTAL: "Total"}


def explain_line(plan: Plan, name: str, month: int | None) -> Explanation:
    """Return how a line comes about, in a month or over the plan; raises InvalidInputs."""
    if name not in EXPLAINED_LINES:
        raise unknown("line", name, EXPLAINED_LINES)
    approach, line = split(name)
    check_part(plan, "line", approach)
    amounts = amounts_of(plan, approach, line)
    horizon = len(amounts) - 1
    if month is not None and not 0 <= month <= horizon:
        message = f"The month must be from 0 to {horizon}, the length of the plan."
        raise InvalidInputs([Problem("month", message)])
    title = f"{TITLES[approach]}: {LINE_NAMES[line]}"
    if month is None:
        return over_the_plan(plan, name, title, amounts)
    other_version = remark_on_version(plan)
    parts = explained_parts(plan, name, month)
    explained = line != TOTAL and not other_version
    nothing = "Nothing of this line falls due in this month."
    return Explanation(
        title=f"{title} in {month_title(plan, month)}",
        value=amount_text(plan, amounts[month]),
        remarks=[nothing] if explained and not parts else other_version,
        steps=[],
        parts=parts,
        links=list(lines_of_month(plan, approach, month)) if line == TOTAL else [],
        months=None,
        inputs=inputs_of(plan, parts),
    )


def explained_parts(plan: Plan, name: str, month: int) -> list[Part]:
    """Return the amounts of a line in a month with their formulas.

    None for a total, which has no formula, and for what another version calculated.
    """
    approach, line = split(name)
    if line == TOTAL or remark_on_version(plan):
        return []
    return line_parts(plan, approach, line, month)


def inputs_of(plan: Plan, parts: list[Part]) -> list[InputUsed]:
    """Return the inputs that amounts rest on."""
    return inputs_used(plan, list({name for part in parts for name in part.inputs}))


def over_the_plan(plan: Plan, name: str, title: str, amounts: Floats) -> Explanation:
    """Return a line's months, each with the page that explains it."""
    running = np.cumsum(amounts)
    rows = [
        MonthRow(
            title=month_title(plan, month),
            cells=[amount_text(plan, amounts[month]), amount_text(plan, running[month])],
            address=explain_address(plan, line=name, month=month),
        )
        for month in range(len(amounts))
    ]
    largest = largest_month(plan, name, amounts)
    parts = explained_parts(plan, name, largest) if amounts[largest] else []
    return Explanation(
        title=f"{title} over the plan",
        value=amount_text(plan, running[-1]),
        remarks=remark_on_version(plan) or [over_the_plan_words(plan, name, amounts, largest)],
        steps=[],
        parts=parts,
        links=[
            Link(
                title=f"The largest: {rows[largest].title}",
                text=rows[largest].cells[0],
                address=rows[largest].address,
            )
        ],
        months=Months(columns=["Month", "Amount", "So far"], rows=rows),
        inputs=inputs_of(plan, parts),
    )


def largest_month(plan: Plan, name: str, amounts: Floats) -> int:
    """Return the month with the largest amount that is the approach's own, else the largest.

    Until it is live, an approach bears what prompting costs.
    """
    course = plan.projection.courses[split(name)[0]]
    own = np.where(course.own | course.flag("building"), amounts, 0.0)
    return int(np.argmax(own if np.any(own) else amounts))


def over_the_plan_words(plan: Plan, name: str, amounts: Floats, largest: int) -> str:
    """Return what a line over the plan is, and which month is explained below."""
    if not amounts[largest]:
        return "Nothing of it falls due in this plan."
    month = f"{month_title(plan, largest)}, with {amount_text(plan, amounts[largest])}"
    if split(name)[1] == TOTAL:
        return (
            "The sum of its months, each of which links to what it is made of. The largest is "
            f"{month}."
        )
    return (
        f"The sum of its months. Below is the formula of {month}; every other month links to its "
        "own."
    )


def lines_of_month(plan: Plan, approach: ApproachName, month: int) -> Iterator[Link]:
    """Yield the lines that make up a month's total, the largest first."""
    amounts = {line: amounts_of(plan, approach, line)[month] for line in LINES}
    for line in sorted(LINES, key=lambda line: -amounts[line]):
        yield Link(
            title=LINE_TITLES[line],
            text=amount_text(plan, amounts[line]),
            address=explain_address(plan, line=f"{approach}.{line}", month=month),
        )
