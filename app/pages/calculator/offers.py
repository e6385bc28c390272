"""What a plan could be compared with, and is not."""

from dataclasses import dataclass

from app.inputs import CHALLENGERS
from app.plans.plan import Plan

WORDS = {"tuning": "Compare with fine-tuning", "hybrid": "Compare with doing both"}


@dataclass(frozen=True)
class Offer:
    """An approach that takes no part yet, and the address at which it does."""

    words: str
    address: str


def offers(plan: Plan) -> list[Offer]:
    """Return an offer for each approach that takes no part."""
    return [
        Offer(WORDS[name], plan.address_with(f"{name}.considered", True))
        for name in CHALLENGERS
        if name not in plan.inputs.challengers
    ]
