"""A comparison of saved plans as JSON and as flat rows."""

from collections.abc import Sequence
from typing import Any

from app.answers import attribute, differing_inputs
from app.inputs import FIELDS, ApproachName
from app.model import month_code
from app.scenarios.compared import version_remark
from app.scenarios.saved_payloads import saved_figures
from app.scenarios.snapshot import SavedPlan

VERSIONS = "model_versions"  # the code of a note


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
                "model_version": plan.model_version,
                "summary": saved_figures(plan.saved.content.results),
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
                "contributions": contributions(first, plan, approach),
            }
            for plan in plans[1:]
        ],
        "notes": version_notes(plans),
    }


def contributions(
    first: SavedPlan, plan: SavedPlan, approach: ApproachName
) -> list[dict[str, Any]] | None:
    """Return what each input alone does to the first plan's present cost.

    None where the currencies differ, or where the approach takes no part in one of the two.
    """
    taking_part = all(approach in item.inputs.considered for item in (first, plan))
    if currency_of(plan) != currency_of(first) or not taking_part:
        return None
    return [item._asdict() for item in attribute(first.inputs, plan.inputs, approach)]


def version_notes(plans: Sequence[SavedPlan]) -> list[dict[str, Any]]:
    """Return a note if another version of the cost model than today's calculated one of them."""
    remark = version_remark(plans)
    if remark is None:
        return []
    return [{"severity": "information", "code": VERSIONS, "message": remark, "inputs": []}]


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
        for name in plan.inputs.considered
    ]


def currency_of(plan: SavedPlan) -> str:
    """Return the currency of a plan's amounts."""
    return plan.inputs.finance.currency


def differing(plans: Sequence[SavedPlan]) -> list[str]:
    """Return the inputs that are not the same in all plans."""
    first, *others = plans
    found = {name for plan in others for name in differing_inputs(first.inputs, plan.inputs)}
    return [name for name in FIELDS if name in found]
