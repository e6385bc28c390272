"""A comparison of saved plans as JSON and as flat rows."""

from collections.abc import Sequence
from typing import Any

from app.answers import attribute
from app.inputs import APPROACHES, FIELDS, ApproachName
from app.model import month_code
from app.scenarios.snapshot import SavedPlan


def comparison_payload(plans: Sequence[SavedPlan], approach: ApproachName) -> dict[str, Any]:
    """Return a comparison for programs: the plans, what differs, and what drives it."""
    first = plans[0]
    return {
        "approach": approach,
        "scenarios": [
            {
                "scenario": plan.home,
                "name": plan.saved.content.name,
                "revision": plan.saved.revision,
                "currency": currency_of(plan),
                "summary": {
                    name: plan.saved.content.results[name]
                    for name in ("approaches", "comparisons", "cheapest", "too_close_to_call")
                },
            }
            for plan in plans
        ],
        "inputs": [
            {"input": name, "values": [plan.inputs.value(name) for plan in plans]}
            for name in differing(plans)
        ],
        "drivers": [
            {
                "scenario": plan.home,
                "contributions": [
                    item._asdict() for item in attribute(first.inputs, plan.inputs, approach)
                ]
                if currency_of(plan) == currency_of(first)
                else None,
            }
            for plan in plans[1:]
        ],
    }


def comparison_rows(plans: Sequence[SavedPlan]) -> list[dict[str, Any]]:
    """Return a flat row per plan, month and approach."""
    return [
        {
            "scenario": plan.home,
            "name": plan.saved.content.name,
            "month": month,
            "date": month_code(plan.inputs.finance.start_month, month),
            "approach": name,
            "amount": float(plan.projection.courses[name].total[month]),
            "cumulative": float(plan.projection.courses[name].cumulative[month]),
            "currency": currency_of(plan),
        }
        for plan in plans
        for month in range(plan.inputs.finance.horizon_months + 1)
        for name in APPROACHES
    ]


def currency_of(plan: SavedPlan) -> str:
    """Return the currency of a plan's amounts."""
    return plan.inputs.finance.currency


def differing(plans: Sequence[SavedPlan]) -> list[str]:
    """Return the inputs that are not the same in all plans."""
    return [
        name
        for name in FIELDS
        if any(p.inputs.value(name) != plans[0].inputs.value(name) for p in plans)
    ]
