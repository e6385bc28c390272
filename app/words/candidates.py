"""Other models in words: the move before any other, and why one cannot carry a plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.candidates import Candidate, best_move
from app.catalog import find_model
from app.plans.plan import Plan
from app.words.money import about, money
from app.words.months import day_name
from app.words.numbers import ABSENT, in_groups, number, percent

REASONS: Mapping[str, str] = {  # by the code of the note that says the same of a plan's own model
    "context_window": "a call does not fit it, which takes {window} tokens",
    "model_retires": "it retires on {retires}",
    "training_closed": "its training closes to new customers on {closes}, before go-live",
    "training_closes": "its training closes on {closes}",
}


@dataclass(frozen=True)
class Move:
    """What to try before anything else, and the page that tries it."""

    title: str  # of the model
    saving: str  # what it would save, as part of a sentence
    condition: str  # as long as what; empty where wrong answers cost nothing
    address: str

    @property
    def words(self) -> str:
        """What it is, as the rest of a sentence that begins with “Before anything else:”."""
        return f"the same prompt on {self.title} would save about {self.saving}{self.condition}."


def first_move(plan: Plan, makers: Collection[str] = ()) -> Move | None:
    """Return the move before any other; None where no current model of the makers saves more."""
    best = best_move(plan, makers)
    return move_of(plan, best) if best else None


def move_of(plan: Plan, item: Candidate) -> Move:
    """Return what a cheaper model would save, and how often it may be wrong."""
    saved = about(abs(item.difference or 0.0), plan.inputs.finance.currency)
    return Move(item.name, saved, condition(item), f"/?{item.query}")


def condition(item: Candidate) -> str:
    """Return how often a candidate may be wrong before it costs as much as the entered one."""
    if item.error_rate_allowed is None:
        return ""
    most = percent(item.error_rate_allowed)
    if most == percent(item.error_rate):
        return ", as long as it is wrong no more often than what you have now"
    return f", as long as it is wrong in no more than {most} of answers"


def obstacle(item: Candidate) -> str:
    """Return why a candidate cannot carry the plan; nothing where it can."""
    if not item.reasons:
        return ""
    if item.reference is None:
        return "Cannot carry the plan."
    model = find_model(item.reference)
    facts = {
        "window": number(model.context_window),
        "retires": day_name(model.retires) if model.retires else "",
        "closes": day_name(model.fine_tuning_closes) if model.fine_tuning_closes else "",
    }
    said = " and ".join(REASONS[code].format(**facts) for code in item.reasons)
    return f"Cannot carry the plan: {said}."


def wrong_share(share: float | None) -> str:
    """Return a share of wrong answers with two decimals: between models, the second one tells."""
    return ABSENT if share is None else f"{in_groups(share * 100, '#,##0.##')} %"


def allowed_words(item: Candidate) -> str:
    """Return up to which share a candidate may be wrong, as a cell of a table says it."""
    if item.error_rate_allowed is not None or not item.cost_of_errors:
        return wrong_share(item.error_rate_allowed)
    return "every answer" if (item.difference or 0.0) < 0 else "dearer in any case"


def against_now(item: Candidate, currency: str) -> str:
    """Return what a candidate costs above or below the entered one, with its sign."""
    if not item.difference:
        return ABSENT
    text = money(item.difference, currency)
    return f"+{text}" if item.difference > 0 else text
