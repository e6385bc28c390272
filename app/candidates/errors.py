"""What wrong answers cost an approach, and how many it may give: a straight line.

Shares of wrong answers are those with as many examples as there are.
"""

from app.answers.trials import ROUNDING
from app.candidates.candidate import Tried
from app.inputs import Range
from app.model import Projection
from app.plans.plan import Plan


def cost_of_errors(projection: Projection, approach: Tried) -> float:
    """Return by how much present cost rises from no wrong answer of an approach to every one."""
    name, learning = f"{approach}.error_rate", f"{approach}.learning_exponent"
    none, every = (
        float(projection.at({name: rate, learning: 0.0}).present_cost_of(approach, ["errors"]))
        for rate in (0.0, 1.0)
    )
    return every - none


def error_of(projection: Projection, approach: Tried) -> float:
    """Return the share of an approach's answers that are wrong."""
    return float(projection.result(approach, "error"))


def error_range_of(plan: Plan, approach: Tried) -> Range | None:
    """Return between which shares of wrong answers an approach lies, where its rate has a range."""
    name = f"{approach}.error_rate"
    if name not in plan.ranges:
        return None
    ends = plan.ranges[name]
    low, high = (
        error_of(plan.projection.at({name: rate}), approach) for rate in (ends.low, ends.high)
    )
    return Range(low, high)


def allowed(error_rate: float, difference: float, cost_of_errors: float) -> float | None:
    """Return the error rate at which a difference to another present cost is gone.

    None where wrong answers cost nothing, or where no share of them does it.
    """
    if not cost_of_errors:
        return None
    rate = error_rate - difference / cost_of_errors
    return rate if 0 <= rate <= 1 else None


def surplus(cost: float, entered: float) -> float:
    """Return what a cost is above the entered one; 0 where rounding alone tells them apart."""
    difference = cost - entered
    return 0.0 if abs(difference) <= ROUNDING * abs(entered) else difference
