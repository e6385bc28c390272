"""What a file said, as JSON."""

from dataclasses import asdict
from typing import Any

from app.evidence.finding import Evidence, Finding, Period, Variant
from app.plans.evidence import rounded

Json = dict[str, Any]


def evidence_payload(evidence: Evidence) -> Json:
    """Return one file's figures, findings and what they put into a plan."""
    measured = evidence.measured
    return {
        "kind": evidence.kind,
        "format": evidence.format,
        "file": {
            "name": evidence.name,
            "bytes": evidence.size,
            "sha256": evidence.sha256,
            "rows": evidence.rows,
            "used": measured.used,
            "skipped": [
                {"reason": reason, "rows": rows} for reason, rows in measured.skipped.items()
            ],
        },
        "period": period_payload(measured.period),
        "cached_tokens": evidence.rule or None,
        "figures": measured.figures,
        "variants": [variant_payload(variant) for variant in measured.variants],
        "findings": [asdict(finding) for finding in measured.findings],
        "notes": measured.notes,
        "plan": plan_payload(measured.findings),
    }


def period_payload(period: Period | None) -> Json | None:
    """Return the days that a file covers."""
    if period is None:
        return None
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "days": period.days,
    }


def variant_payload(variant: Variant) -> Json:
    """Return one of several prompts, models or meters."""
    return {
        "label": variant.label,
        "model": variant.model,
        "figures": variant.figures,
        "findings": [asdict(finding) for finding in variant.findings],
    }


def plan_payload(findings: list[Finding]) -> Json:
    """Return findings as a body takes them: `inputs` by group, `ranges` and `sources` by name."""
    inputs: dict[str, Json] = {}
    ranges = {}
    for finding in findings:
        group, field = finding.input.split(".")
        value, low, high = rounded(finding)
        inputs.setdefault(group, {})[field] = value
        if low < high:
            ranges[finding.input] = {"low": low, "high": high}
    sources = {finding.input: finding.source for finding in findings}
    return {"inputs": inputs, "ranges": ranges, "sources": sources}
