"""The better move before any other: the same prompt on another current model."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from app.answers import longest_call
from app.candidates.candidate import Candidate, Entered
from app.candidates.catalogue import entered, one, present_costs, reasons
from app.catalog import UnknownModel, find_model
from app.inputs import Inputs
from app.model.table import USED
from app.plans.plan import Plan

LEAST_SHARE = 0.02  # of what prompting costs: a saving below it is worth a word only if noticed
NOTICED_HOURS = 40  # of an engineer: what a saving must pay for to be noticed
NEARLY_ALL = 0.9  # of the greatest saving: who saves so much is as good a choice
BILLED = (*USED, "commitment")
UNDECIDED = ("impossible", "incomplete")


def best_move(plan: Plan, makers: Collection[str] = ()) -> Candidate | None:
    """Return the model of these makers, or of the same, with which to prompt before anything else.

    Of those that save nearly as much as the cheapest it is the one of the highest prices, for
    nothing but a price tells how good a model is likely to be. None where no model saves more than
    fine-tuning does and enough to be worth a word, or where the maker is not known.
    """
    if plan.verdict.status in UNDECIDED:
        return None
    maker = maker_of(plan.inputs)
    chosen = makers or ({maker} if maker else ())
    if not chosen:
        return None
    cost = float(plan.projection.present_cost("prompting"))
    least = max(other_savings(plan), worth_a_word(plan.inputs, cost))
    if float(plan.projection.present_cost_of("prompting", BILLED)) <= least:
        return None  # no model could save so much, for none costs less than nothing
    return best_above(plan, entered(plan, "prompting"), chosen, least)


def cheaper_model(plan: Plan) -> Candidate | None:
    """Return the model of the same maker that would save most, however little; None without."""
    maker = maker_of(plan.inputs)
    return None if maker is None else best_above(plan, entered(plan, "prompting"), {maker}, 0.0)


def best_above(plan: Plan, now: Entered, makers: Collection[str], least: float) -> Candidate | None:
    """Return the best current model of some makers; None where none saves more than `least`."""
    longest = longest_call(plan.projection, now.approach)
    costs = {
        model.reference: cost
        for maker in makers
        for model, cost in present_costs(plan, now.approach, maker)
        if now.present_cost - cost > least
        and model.is_current
        and not any(reasons(plan.inputs, now.approach, model, longest))
    }
    best = best_saving(costs, now.present_cost)
    return one(plan, now, best) if best else None


Key = TypeVar("Key")


def best_saving(costs: Mapping[Key, float], now: float) -> Key | None:
    """Return of those that save nearly as much as the cheapest the one that costs most."""
    greatest = now - min(costs.values(), default=now)
    good = {key: cost for key, cost in costs.items() if now - cost >= NEARLY_ALL * greatest}
    return max(good, key=lambda key: good[key], default=None)


def maker_of(inputs: Inputs) -> str | None:
    """Return what references of the prompted model's maker begin with."""
    try:
        return find_model(inputs.prompting.model or "").maker
    except UnknownModel:
        return None


def is_able(candidate: Candidate) -> bool:
    """Tell whether a model can carry the plan, and its provider has announced no end of it."""
    return candidate.feasible and find_model(candidate.reference or "").is_current


def other_savings(plan: Plan) -> float:
    """Return what the better challenger saves against prompting, in today's money; at least 0."""
    worth = [plan.summary.comparisons[name].npv for name in plan.summary.comparisons]
    return max([*worth, 0.0])


def worth_a_word(inputs: Inputs, cost: float) -> float:
    """Return the saving, in today's money, below which nobody would change the model."""
    noticed = NOTICED_HOURS * inputs.labour.engineer_rate
    share = LEAST_SHARE * cost
    return min(share, noticed) if noticed else share
