"""What was tried in a plan, as JSON and as flat rows."""

from typing import Any

from app.candidates import TRIED, Candidate, Compared, Entered
from app.catalog import prices_as_of
from app.plans.plan import Plan

Json = dict[str, Any]

FIGURES = (
    *("approach", "name", "reference", "maker", "present_cost", "difference", "provider_cost"),
    *("error_rate", "error_rate_allowed", "probability_cheapest", "feasible", "reasons"),
    *("retires", "query"),
)


def candidates_payload(plan: Plan, compared: Compared) -> Json:
    """Return everything tried, the cheapest first, and what it is measured against."""
    entered = {name: compared.entered.get(name) for name in TRIED}
    return {
        "currency": plan.inputs.finance.currency,
        "prices_as_of": prices_as_of(),
        "entered": {name: entered_payload(item) for name, item in entered.items()},
        "candidates": [candidate_payload(item) for item in compared.candidates],
    }


def entered_payload(item: Entered | None) -> Json | None:
    """Return an approach as entered; None for one that is not considered."""
    if item is None:
        return None
    names = ("reference", "present_cost", "provider_cost", "error_rate", "probability_cheapest")
    return {name: getattr(item, name) for name in names}


def candidate_payload(item: Candidate) -> Json:
    """Return one candidate."""
    return {name: getattr(item, name) for name in FIGURES} | {"reasons": list(item.reasons)}


def candidate_rows(compared: Compared) -> list[Json]:
    """Return a flat row per candidate, its reasons in one cell."""
    return [
        candidate_payload(item) | {"reasons": " ".join(item.reasons)}
        for item in compared.candidates
    ]
