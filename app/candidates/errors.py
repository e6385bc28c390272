"""What wrong answers cost an approach, and how many it may give: a straight line."""

from app.answers.trials import ROUNDING
from app.candidates.candidate import Tried
from app.model import Projection


def cost_of_errors(projection: Projection, approach: Tried) -> float:
    """Return by how much present cost rises from no wrong answer of an approach to every one."""
    name = f"{approach}.error_rate"
    none, every = (
        float(projection.at({name: rate}).present_cost_of(approach, ["errors"]))
        for rate in (0.0, 1.0)
    )
    return every - none


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
