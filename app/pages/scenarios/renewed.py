"""A plan that another version of the cost model calculated: what today's makes of it."""

from dataclasses import dataclass
from math import isclose
from typing import Any

from app.feeds.payloads import summary_payload
from app.inputs import TITLES
from app.model import MODEL_VERSION
from app.scenarios.snapshot import SavedPlan
from app.words.differences import Effect, effects, stored_comparisons

LITTLE = "The figures differ by less than is shown."
SAME = 1e-9  # relative; versions add up in different orders


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """The figures of then beside those of today."""

    then: str  # the version that calculated what was saved
    now: str
    left_out: list[str]  # approaches that take no part any more, since nothing was said of them
    differs: bool
    effects: list[Effect]


def renewed(plan: SavedPlan) -> Renewed | None:
    """Return what today's version makes of a saved plan; None if it is the one that saved it."""
    if plan.model_version == MODEL_VERSION:
        return None
    before, now = plan.saved.content.results, summary_payload(plan.live)
    taking_part = plan.live.inputs.considered
    return Renewed(
        then=plan.model_version,
        now=MODEL_VERSION,
        left_out=[TITLES[name] for name in plan.inputs.considered if name not in taking_part],
        differs=differ(stored_comparisons(before), stored_comparisons(now)),
        effects=effects(before, now, plan.inputs, plan.live.inputs),
    )


def differ(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Tell whether an approach that both have is worth something else, or one is missing."""
    return before.keys() != now.keys() or any(
        not isclose(before[name]["npv"], now[name]["npv"], rel_tol=SAME, abs_tol=SAME)
        or before[name]["break_even_month"] != now[name]["break_even_month"]
        for name in before
    )


def reading_words(plan: SavedPlan) -> str | None:
    """Return what whoever edits a plan of another version should know; None for today's."""
    found = renewed(plan)
    if found is None:
        return None
    opening = (
        f"Saved with version {found.then} of the cost model, and read here as version {found.now}"
    )
    if not found.differs:
        return f"{opening}, which gives the same figures."
    left_out = [f"{title} takes no part, since nothing was said of it." for title in found.left_out]
    changed = [
        f"{item.title}: {item.npv_after} against prompting now, {item.npv_before} before."
        for item in found.effects
        if item.npv_after != item.npv_before and item.title not in found.left_out
    ]
    return " ".join([f"{opening}.", *(left_out + changed or [LITTLE])])
