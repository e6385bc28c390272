"""What suits the task, whatever it costs: eight questions, as "Fit" in docs/model.md defines."""

from dataclasses import dataclass

from app.inputs import ApproachName
from app.inputs.schema import Fit

FOR_TUNING = ("consistent_format", "repeats_at_scale", "specialised_domain", "errors_costly")
FOR_PROMPTING = ("changes_often", "creative", "needed_now", "no_ml_skills")
CLEAR_LEAD = 2  # points from which the task leans to one side


@dataclass(frozen=True)
class FitScore:
    """The answers counted."""

    points: int  # yes among the first four less yes among the last four
    leaning: ApproachName | None  # None: to neither
    answered: int  # questions that are not `unsure`
    for_tuning: tuple[str, ...]  # the questions answered yes that point to fine-tuning
    for_prompting: tuple[str, ...]


def score(fit: Fit) -> FitScore:
    """Return the answers counted."""
    answers = fit.model_dump()
    for_tuning = tuple(name for name in FOR_TUNING if answers[name] == "yes")
    for_prompting = tuple(name for name in FOR_PROMPTING if answers[name] == "yes")
    points = len(for_tuning) - len(for_prompting)
    return FitScore(
        points=points,
        leaning=leaning(points),
        answered=sum(answer != "unsure" for answer in answers.values()),
        for_tuning=for_tuning,
        for_prompting=for_prompting,
    )


def leaning(points: int) -> ApproachName | None:
    """Return what a number of points leans to; None for neither."""
    if points >= CLEAR_LEAD:
        return "tuning"
    return "prompting" if points <= -CLEAR_LEAD else None
