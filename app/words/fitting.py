"""What suits the task, whatever it costs: a line of its own beside the money."""

from dataclasses import dataclass

from app.answers import fits
from app.inputs.schema import Fit
from app.plans.plan import Plan
from app.words.approaches import DOING, listed
from app.words.decision import rival
from app.words.money import about

# Each question as what its yes says of the task.
SAID = {
    "consistent_format": "answers in one format",
    "repeats_at_scale": "a task repeated at scale",
    "specialised_domain": "a specialised field",
    "errors_costly": "errors that are costly or regulated",
    "changes_often": "a task that changes often",
    "creative": "a wish for variety",
    "needed_now": "a start within the month",
    "no_ml_skills": "no machine-learning expertise to hand",
}


@dataclass(frozen=True)
class Fitting:
    """What the answers favour, and whether they are the person's own."""

    words: str
    is_assumed: bool  # of the use case; else the person's
    input: str  # where the answers can be changed


def fitting(plan: Plan) -> Fitting | None:
    """Return what the answers to the eight questions favour; None where they favour nothing."""
    fit = plan.verdict.fit
    leaning = fit.leaning
    if not fit.answered or leaning not in DOING or leaning == "hybrid":
        return None
    reasons = fit.for_tuning if leaning == "tuning" else fit.for_prompting
    names = [SAID[name] for name in reasons]
    favour = "favours" if len(names) == 1 else "favour"
    words = f"{listed(names)} {favour} {DOING[leaning]}{price(plan)}"
    answers = [f"fit.{name}" for name in Fit.model_fields]
    return Fitting(
        words=words,
        is_assumed=all(plan.origin(name) is not None for name in answers),
        input=f"fit.{reasons[0]}",
    )


def price(plan: Plan) -> str:
    """Return what following the answers costs over the cheapest, unless the verdict says it."""
    verdict = plan.verdict
    leaning, extra = verdict.fit.leaning, verdict.price_of_fit
    if leaning in (verdict.recommendation, None):
        return ", too"
    if leaning not in plan.inputs.considered:
        return ", which takes no part in this plan"
    if not fits(plan.projection, leaning):
        return ", which cannot run"
    if not extra or (verdict.recommendation == "prompting" and leaning == rival(plan)):
        return ""
    amount = about(extra, plan.inputs.finance.currency)
    return f", though it costs about {amount} more than {DOING[verdict.cheapest]}"
