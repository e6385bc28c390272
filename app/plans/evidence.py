"""Findings put into a plan, with their ranges and sources."""

import math
from collections.abc import Iterable
from typing import Any

from app.evidence.finding import Finding
from app.evidence.streaming.source import Options
from app.inputs import FIELDS, ApproachName, Range
from app.plans.building import build_plan
from app.plans.plan import Plan
from app.plans.spelling import NO_RANGE, RANGES, SOURCES, spell_range

DIGITS = 4  # of a value that was estimated, and of its ends, which lie a little further out
COUNTED_DIGITS = 12


def with_findings(plan: Plan, findings: Iterable[Finding]) -> Plan:
    """Return the plan with what was found in it; raises InvalidInputs."""
    values = dict(plan.changes)
    for finding in findings:
        values |= values_of(finding)
    return build_plan(plan.preset.name, values)


def values_of(finding: Finding) -> dict[str, Any]:
    """Return what an address says of a finding: its value, its range and its source."""
    value, low, high = rounded(finding)
    ends = NO_RANGE if low == high else spell_range(Range(low, high))
    return {
        finding.input: value,
        f"{RANGES}{finding.input}": ends,
        f"{SOURCES}{finding.input}": finding.source,
    }


def rounded(finding: Finding) -> tuple[float, float, float]:
    """Return a finding's value and ends in few digits; the ends hold the value, within bounds."""
    field = FIELDS[finding.input]
    if field.kind == "whole":
        return round(finding.value), math.floor(finding.low), math.ceil(finding.high)
    if finding.low == finding.high:
        counted = significant(finding.value, COUNTED_DIGITS, round)
        return counted, counted, counted
    value = significant(finding.value, DIGITS, round)
    low = min(significant(finding.low, DIGITS, math.floor), value)
    high = max(significant(finding.high, DIGITS, math.ceil), value)
    if field.minimum is not None:
        low = max(low, field.minimum)
    return value, low, high if field.maximum is None else min(high, field.maximum)


def significant(number: float, digits: int, towards: Any) -> float:
    """Return a number in so many digits, rounded up, down or to the nearest."""
    if number == 0:
        return 0.0
    places = digits - 1 - math.floor(math.log10(abs(number)))
    scale = 10.0 ** abs(places)
    scaled = number * scale if places >= 0 else number / scale
    whole = towards(round(scaled, 6))
    return float(whole / scale if places >= 0 else whole * scale)


def options_of(plan: Plan, approach: ApproachName, **said: Any) -> Options:
    """Return how a file is read for a plan: what the plan knows and a file may not say.

    The prompt's length counts only where it is the person's own, not the use case's guess.
    """
    prompt = f"{approach}.prompt_tokens"
    return Options(
        approach=approach,
        prompt_tokens=plan.inputs.value(prompt) if prompt in plan.changes else None,
        calls_per_request=plan.inputs.approach(approach).calls_per_request,
        models={name: plan.inputs.approach(name).model for name in plan.inputs.considered},
        **said,
    )
