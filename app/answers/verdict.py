"""What to do: money and fit side by side, their disagreement shown and priced."""

from dataclasses import dataclass
from typing import Literal

from app.answers.fit import FitScore, score
from app.answers.summary import CLOSE_CALL, Summary
from app.inputs import ApproachName, Inputs

NEAR_THE_CHEAPEST = 0.10  # of its present cost; a hybrid within it settles a disagreement

Reason = Literal["agree", "money_only", "fit_decides", "hybrid_settles", "money_decides"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A recommendation and what it rests on. Money is present cost in `finance.currency`."""

    recommendation: ApproachName
    reason: Reason
    cheapest: ApproachName
    too_close_to_call: bool
    fit: FitScore
    price_of_fit: float  # what following the fit costs over the cheapest; 0 where they agree
    price_of_recommendation: float  # and what the recommendation costs over it


def judge(inputs: Inputs, summary: Summary) -> Verdict:
    """Return the verdict on a plan."""
    fit = score(inputs.fit)
    costs = {name: figures.present_cost for name, figures in summary.approaches.items()}
    lowest = costs[summary.cheapest]
    recommendation, reason = recommend(summary, fit, costs)
    return Verdict(
        recommendation=recommendation,
        reason=reason,
        cheapest=summary.cheapest,
        too_close_to_call=summary.too_close_to_call,
        fit=fit,
        price_of_fit=costs[fit.leaning] - lowest,
        price_of_recommendation=costs[recommendation] - lowest,
    )


def recommend(
    summary: Summary, fit: FitScore, costs: dict[ApproachName, float]
) -> tuple[ApproachName, Reason]:
    """Return what to do and why.

    Without a single answer the fit says nothing and money decides. Where the hybrid is too dear to
    settle a disagreement, the fit decides if it costs too little more to call, else money does.
    """
    cheapest = summary.cheapest
    if not fit.answered:
        return cheapest, "money_only"
    if fit.leaning == cheapest:
        return cheapest, "agree"
    if costs["hybrid"] <= (1 + NEAR_THE_CHEAPEST) * costs[cheapest]:
        return "hybrid", "hybrid_settles"
    if costs[fit.leaning] - costs[cheapest] < CLOSE_CALL * costs["prompting"]:
        return fit.leaning, "fit_decides"
    return cheapest, "money_decides"
