"""The better move before any other: the same prompt on another current model."""

from app.candidates.candidate import Candidate
from app.candidates.catalogue import catalogue, entered
from app.catalog import UnknownModel, find_model
from app.inputs import Inputs
from app.plans.plan import Plan

LEAST_SHARE = 0.02  # of what prompting costs: a saving below it is worth a word only if noticed
NOTICED_HOURS = 40  # of an engineer: what a saving must pay for to be noticed
NEARLY_ALL = 0.9  # of the greatest saving: who saves so much is as good a choice
UNDECIDED = ("impossible", "incomplete")


def best_move(plan: Plan) -> Candidate | None:
    """Return the model of the same maker with which to prompt before anything else.

    Of those that save nearly as much as the cheapest it is the one of the highest prices, for
    nothing but a price tells how good a model is likely to be. None where no model saves more than
    fine-tuning does and enough to be worth a word, or where the maker is not known.
    """
    if plan.verdict.status in UNDECIDED:
        return None
    maker = maker_of(plan.inputs)
    if maker is None:
        return None
    now = entered(plan, "prompting")
    least = max(other_savings(plan), worth_a_word(plan.inputs, now.present_cost))
    able = [item for item in catalogue(plan, now, maker) if is_able(item)]
    savings = {item.reference: now.present_cost - item.present_cost for item in able}
    greatest = max(savings.values(), default=0.0)
    if greatest <= least:
        return None
    good = [
        item for item in able if savings[item.reference] > max(least, NEARLY_ALL * greatest)
    ] or [item for item in able if savings[item.reference] == greatest]
    return max(good, key=lambda item: item.present_cost)


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
    return max(worth, default=0.0) if max(worth, default=0.0) > 0 else 0.0


def worth_a_word(inputs: Inputs, cost: float) -> float:
    """Return the saving, in today's money, below which nobody would change the model."""
    noticed = NOTICED_HOURS * inputs.labour.engineer_rate
    share = LEAST_SHARE * cost
    return min(share, noticed) if noticed else share
