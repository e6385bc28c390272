"""Another model picked in a plan: what it fills gives way, all else stays."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from app.inputs import ApproachName, Inputs
from app.plans.named_models import known_prices
from app.plans.plan import Plan
from app.plans.spelling import RANGES, SOURCES, encode


def kept(plan: Plan, approach: ApproachName, fields: Iterable[str]) -> dict[str, Any]:
    """Return the plan's changes without the model of an approach and the fields that one fills.

    Prices of one's own for the former model say nothing of another one.
    """
    filled = {f"{approach}.{field}" for field in (*fields, "model")}
    away = {f"{before}{name}" for before in ("", RANGES, SOURCES) for name in filled}
    return {name: value for name, value in plan.changes.items() if name not in away}


def query_with(plan: Plan, approach: ApproachName, reference: str) -> str:
    """Return the query of the plan with a model of the catalogue in an approach."""
    return f"{query_before(plan, approach, known_prices(reference))}{quote(reference, safe='/')}"


def query_before(plan: Plan, approach: ApproachName, fields: Iterable[str]) -> str:
    """Return the query of the plan up to the reference of a model that fills some fields."""
    return f"{encode(plan.preset.name, kept(plan, approach, fields))}&{approach}.model="


def unpicked(plan: Plan, approach: ApproachName) -> Inputs:
    """Return the inputs in which what the approach's model filled is as in the use case."""
    fields: Mapping[str, Any] = known_prices(plan.inputs.approach(approach).model or "")
    names = [f"{approach}.{field}" for field in fields]
    usual = {name: plan.usual.value(name) for name in names if name not in plan.changes}
    return plan.inputs.replace(usual)
