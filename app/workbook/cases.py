"""The cases of a workbook: which value of each input is in use, chosen by one cell.

Low takes of every range the end that is worse for the change, High the one that is better, as the
tornado finds them: by the net present value of fine-tuning against prompting, or of the hybrid
where fine-tuning takes no part or does not feel the input. Up to three more live in the workbook
alone.
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.answers import Summary, summarise
from app.answers.tornado import Bar
from app.inputs import TITLES, Inputs
from app.model import project
from app.plans.plan import Plan

BASE, LOW, HIGH = "Base", "Low", "High"
SERVED = (BASE, LOW, HIGH)  # of which the server knows the figures
OWN = ("Case 1", "Case 2", "Case 3")  # until they are named
CASES = (*SERVED, *OWN)


class Ends(NamedTuple):
    """The ends of a range, by what they mean for the change."""

    worse: float
    better: float


def ends_of(plan: Plan) -> dict[str, Ends]:
    """Return the worse and the better end of each ranged input; by size where neither is."""
    bars: dict[str, Bar] = {}
    for bar in plan.tornado:  # those of fine-tuning first
        if bar.npv_low != bar.npv_high:
            bars.setdefault(bar.input, bar)
    found = {}
    for name, ends in plan.ranges.items():
        falls = name in bars and bars[name].npv_low > bars[name].npv_high
        found[name] = Ends(ends.high, ends.low) if falls else Ends(ends.low, ends.high)
    return found


def inputs_by_case(plan: Plan) -> dict[str, Inputs]:
    """Return the inputs of each case that the server knows: without ranges, of Base alone."""
    ends = ends_of(plan)
    if not ends:
        return {BASE: plan.inputs}
    worse = {name: item.worse for name, item in ends.items()}
    better = {name: item.better for name, item in ends.items()}
    return {
        BASE: plan.inputs,
        LOW: plan.with_values(worse).inputs,
        HIGH: plan.with_values(better).inputs,
    }


def summaries(plan: Plan) -> Mapping[str, Summary]:
    """Return the figures of each case that the server knows, without ranges those of the base.

    Those that no formula finds are of the base alone.
    """
    cases = inputs_by_case(plan)
    others = {
        name: summarise(project(cases[name]), searching=False) for name in cases if name != BASE
    }
    return {name: others.get(name, plan.summary) for name in SERVED}


def most_money(cases: Mapping[str, Summary]) -> float:
    """Return the most that an approach costs over the plan, whatever the case."""
    return max(item.total_cost for case in cases.values() for item in case.approaches.values())


def meaning_of_ends(plan: Plan) -> str:
    """Return in words which end of a range is called low."""
    if not plan.inputs.challengers:
        return "Low is the lower end of each range, High the higher one: nothing is compared."
    title = TITLES[plan.inputs.challengers[0]]
    return (
        f"Low takes of each range the end that is worse for {title.lower()} against prompting "
        "(its net present value), High the better one; the other columns are yours."
    )
