"""What to do: money decides; where money cannot tell, fit does, and what that costs is said."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.answers.fit import FitScore, score
from app.answers.summary import Summary
from app.answers.windows import fits
from app.inputs import ApproachName
from app.model import Projection
from app.model.table import USED

# What running an approach costs, whoever builds it: without all of them it is not described.
DESCRIBED_BY = (*USED, "platform")
Status = Literal["forecast", "impossible", "incomplete", "close", "clear"]
Former = Literal["money_only", "hybrid_settles"]  # reasons of version 1, in what it saved
Reason = Literal["agree", "money_decides", "fit_decides", "least_risk"]
UNDECIDED: tuple[Status, ...] = ("forecast", "impossible", "incomplete")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A recommendation and what it rests on. Money is present cost in `finance.currency`.

    Where the status is one of UNDECIDED there is neither a recommendation nor what belongs to it.
    """

    status: Status | None  # None where version 1 judged
    recommendation: ApproachName | None
    reason: Reason | Former | None
    cheapest: ApproachName
    too_close_to_call: bool
    tied: tuple[ApproachName, ...] | None
    fit: FitScore
    price_of_fit: float | None  # what following the fit costs over the cheapest
    price_of_recommendation: float | None  # and what the recommendation costs over it


def judge(projection: Projection, summary: Summary) -> Verdict:
    """Return the verdict on a plan."""
    fit = score(projection.inputs.fit)
    status = status_of(projection, summary)
    recommendation, reason = None, None
    if status not in UNDECIDED:
        recommendation, reason = recommend(summary, fit)
    return Verdict(
        status=status,
        recommendation=recommendation,
        reason=reason,
        cheapest=summary.cheapest,
        too_close_to_call=summary.too_close_to_call,
        tied=summary.tied if recommendation else None,
        fit=fit,
        price_of_fit=over_the_cheapest(summary, fit.leaning) if recommendation else None,
        price_of_recommendation=over_the_cheapest(summary, recommendation),
    )


def status_of(projection: Projection, summary: Summary) -> Status:
    """Return how far the plan lets anything be said; the first that holds."""
    inputs = projection.inputs
    if not inputs.challengers:
        return "forecast"
    if not fits(projection, "prompting"):
        return "impossible"
    if not all(is_described(projection, name) for name in inputs.considered):
        return "incomplete"
    return "close" if summary.too_close_to_call else "clear"


def is_described(projection: Projection, name: ApproachName) -> bool:
    """Tell whether running the approach costs anything, in the months that it is to serve.

    One that goes live after the plan ends is described by what it would cost until then.
    """
    course = projection.courses[name]
    months = course.own if course.own.any() else projection.months > 0
    return any(np.any(course.quantity(f"monthly_{line}")[months]) for line in DESCRIBED_BY)


def recommend(summary: Summary, fit: FitScore) -> tuple[ApproachName, Reason]:
    """Return what to do and why: nothing that is clearly dearer than something else."""
    cheapest, tied = summary.cheapest, summary.tied
    if fit.leaning in tied:
        if fit.leaning == cheapest:
            return cheapest, "agree"
        return fit.leaning, "fit_decides"
    if len(tied) == 1:
        return cheapest, "money_decides"
    return least_investment(summary), "least_risk"


def least_investment(summary: Summary) -> ApproachName:
    """Return the tied approach that takes the least investment, prompting before anything else."""
    if "prompting" in summary.tied:
        return "prompting"
    invested = {name: figures.investment for name, figures in summary.comparisons.items()}
    return min(summary.comparisons, key=lambda name: (name not in summary.tied, invested[name]))


def over_the_cheapest(summary: Summary, name: ApproachName | None) -> float | None:
    """Return what an approach costs over the cheapest; None for none that takes part."""
    if name not in summary.approaches:
        return None
    return summary.approaches[name].present_cost - summary.approaches[summary.cheapest].present_cost
