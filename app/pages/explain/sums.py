"""What a result adds up: its largest lines, and its months."""

from collections.abc import Iterator

import numpy as np

from app.inputs import TITLES, ApproachName
from app.model import LINE_TITLES, LINES
from app.model.table import BUILT, COST_PARTS
from app.pages.explain.definitions import (
    BEST_BUILD,
    BUILDING,
    DISCOUNTED,
    IN_MONTH_ZERO,
    OF_APPROACH,
    PART_OF,
    UTILISATION,
)
from app.pages.explain.explained import (
    TOTAL,
    Link,
    MonthRow,
    Months,
    amount_text,
    amounts_of,
    challenger,
    explain_address,
    month_title,
)
from app.plans.plan import Plan

LARGEST = 3  # lines named under a result


def largest_lines(plan: Plan, approach: ApproachName, key: str) -> Iterator[Link]:
    """Yield the lines that make up most of a result; of comparisons, of the difference."""
    month = 0 if key in IN_MONTH_ZERO else None
    against = key not in OF_APPROACH
    amounts = {line: amount_in(plan, approach, line, key) for line in lines_of(key)}
    for line in sorted(amounts, key=lambda line: -abs(amounts[line]))[:LARGEST]:
        amount = amounts[line]
        if not amount:
            continue
        text = amount_text(plan, summed(plan, approach, line, key))
        if against:
            text += f", {amount_text(plan, abs(amount))} {'more' if amount > 0 else 'less'}"
        yield Link(
            title=f"{TITLES[approach]}: {LINE_TITLES[line].lower()}",
            text=text,
            address=explain_address(plan, line=f"{approach}.{line}", month=month),
        )
        if against:
            other = amount_of_prompting(plan, line, key)
            yield Link(
                title=f"{TITLES['prompting']}: {LINE_TITLES[line].lower()}",
                text=amount_text(plan, other),
                address=explain_address(plan, line=f"prompting.{line}", month=month),
            )


def lines_of(key: str) -> tuple[str, ...]:
    """Return the lines that a result may be made of."""
    if key in PART_OF:
        return COST_PARTS[PART_OF[key]]
    if key == UTILISATION:
        return ("hosting",)
    return () if key in BEST_BUILD else LINES


def amount_in(plan: Plan, approach: ApproachName, line: str, key: str) -> float:
    """Return what a line adds to a result: its sum, or how much more it is than prompting's."""
    amount = summed(plan, approach, line, key)
    return amount if key in OF_APPROACH else amount - amount_of_prompting(plan, line, key)


def amount_of_prompting(plan: Plan, line: str, key: str) -> float:
    """Return what prompting's line is over the months of a result."""
    return summed(plan, "prompting", line, key)


def summed(plan: Plan, approach: ApproachName, line: str, key: str) -> float:
    """Return a line added up over the months of a result, in today's money where that is."""
    if key == BUILDING:
        return building_of(plan, approach, line)
    amounts = amounts_of(plan, approach, line)
    if key in IN_MONTH_ZERO:
        return float(amounts[0])
    if key in DISCOUNTED:
        amounts = amounts * plan.projection.discount
    return float(np.sum(amounts[1:] if key == "running_cost" else amounts))


def building_of(plan: Plan, approach: ApproachName, line: str) -> float:
    """Return what building adds to a line, that of the prompt included where it is needed."""
    if not BUILT[line]:
        return 0.0
    model, course = plan.projection.model, plan.projection.courses[approach]
    built = np.where(course.flag("building"), course.quantity(BUILT[line]), 0.0)
    lent = 0.0
    if approach != "prompting" and np.any(model.value(approach, "needs_prompt")):
        lent = float(plan.projection.courses["prompting"].quantity(BUILT[line])[0])
    return float(np.sum(built)) + lent


def months_of(plan: Plan, approach: ApproachName, key: str) -> Months:
    """Return the months that a result adds up."""
    own = plan.projection.courses[approach].quantity(PART_OF.get(key, TOTAL))
    first = 1 if key == "running_cost" else 0
    columns = {TITLES[approach]: own}
    terms = np.where(np.arange(len(own)) >= first, own, 0.0)
    if key not in OF_APPROACH:
        prompting = plan.projection.courses["prompting"].total
        terms = plan.projection.savings(challenger(approach))
        columns = {TITLES["prompting"]: prompting} | columns | {"Saved": terms}
    if key in DISCOUNTED:
        terms = terms * plan.projection.discount
        columns["In today's money"] = terms
    columns["So far"] = np.cumsum(terms)
    rows = [
        MonthRow(
            title=month_title(plan, month),
            cells=[amount_text(plan, amounts[month]) for amounts in columns.values()],
            address=explain_address(plan, line=f"{approach}.{TOTAL}", month=month),
        )
        for month in range(first, len(own))
    ]
    return Months(columns=["Month", *columns], rows=rows)
