"""The JSON that the API answers with, in the shapes that spreadsheets depend on."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from app.answers import Band, Comparison, Uncertainty
from app.answers.simulation import Outlook
from app.catalog import Preset
from app.inputs import APPROACHES, FIELDS, ApproachName
from app.model import CHALLENGERS, Projection, month_code
from app.plans.plan import Plan
from app.words.decision import verdict_headline, verdict_words
from app.words.notes import remarks
from app.words.sources import source_words

Json = dict[str, Any]


def projection_payload(plan: Plan) -> Json:
    """Return the whole plan: inputs, figures, and every month."""
    return {
        "preset": plan.preset.name,
        "model_version": plan.model_version,
        "prices_as_of": plan.prices_as_of,
        "currency": plan.inputs.finance.currency,
        "inputs": plan.inputs.model_dump(),
        "sources": dict(plan.sources),
        "notes": note_payloads(plan),
        "summary": summary_payload(plan),
        "months": month_payloads(plan.projection),
    }


def summary_payload(plan: Plan) -> Json:
    """Return the figures of the plan; an approach that is not considered is None."""
    summary = plan.summary
    return {
        "currency": plan.inputs.finance.currency,
        "approaches": {
            name: asdict(summary.approaches[name]) if name in summary.approaches else None
            for name in APPROACHES
        },
        "comparisons": {
            name: comparison_payload(summary.comparisons.get(name)) for name in CHALLENGERS
        },
        "cheapest": summary.cheapest,
        "too_close_to_call": summary.too_close_to_call,
        "notes": note_payloads(plan),
    }


def comparison_payload(comparison: Comparison | None) -> Json | None:
    """Return one comparison, its crossings as a list."""
    if comparison is None:
        return None
    return asdict(comparison) | {
        "crossings": [asdict(crossing) for crossing in comparison.crossings],
        "crossing_requests_per_month": list(comparison.crossing_requests_per_month),
    }


def note_payloads(plan: Plan) -> list[Json]:
    """Return what a reader should know of the plan, as plain JSON."""
    return [asdict(remark) | {"inputs": list(remark.inputs)} for remark in remarks(plan)]


def month_payloads(projection: Projection) -> list[Json]:
    """Return one object per month, month 0 first; an approach not considered is None."""
    costs = {name: month_costs(projection, name) for name in projection.courses}
    start = projection.inputs.finance.start_month
    requests, discount = projection.requests.tolist(), projection.discount.tolist()
    return [
        {
            "month": month,
            "date": month_code(start, month),
            "requests": requests[month],
            "discount": discount[month],
            **{name: costs[name][month] if name in costs else None for name in APPROACHES},
        }
        for month in projection.months.tolist()
    ]


def month_costs(projection: Projection, name: ApproachName) -> list[dict[str, float]]:
    """Return each month's cost lines, total, running total and right answers of one approach.

    Of a challenger also what it saves against prompting, and the running sum of that.
    """
    course = projection.courses[name]
    amounts = {
        **course.lines,
        "total": course.total,
        "cumulative": course.cumulative,
        "right_answers": course.right_answers,
    }
    if name != "prompting":
        amounts["savings"] = projection.savings(name)
        amounts["cumulative_savings"] = projection.cumulative_savings(name)
    table = np.stack(np.broadcast_arrays(*amounts.values()), axis=-1).tolist()
    return [dict(zip(amounts, row, strict=True)) for row in table]


def input_rows(plan: Plan) -> list[Json]:
    """Return one flat row per input: its value, unit, and where the value comes from."""
    rows = []
    for name, value in plan.inputs.values().items():
        origin = plan.origin(name)
        rows.append(
            {
                "input": name,
                "value": value,
                "unit": FIELDS[name].unit or None,
                "source": source_words(origin),
                "as_of": origin.as_of if origin else None,
            }
        )
    return rows


def uncertainty_payload(plan: Plan) -> Json:
    """Return what may come of the plan, and how likely; raises InvalidInputs without ranges."""
    result = plan.uncertainty
    return {
        "draws": result.draws,
        "seed": result.seed,
        "probability_cheapest": probabilities(result),
        "comparisons": {
            name: outlook_payload(result.comparisons.get(name)) for name in CHALLENGERS
        },
        "expected_value_of_perfect_information": result.expected_value_of_perfect_information,
        "value_of_learning": [item._asdict() for item in result.value_of_learning],
        "acceptability": acceptance_payloads(result),
        "test_plan": None
        if result.test_plan is None
        else [asdict(test) for test in result.test_plan],
        "best_test": result.best_test,
    }


def acceptance_payloads(result: Uncertainty) -> list[Json] | None:
    """Return how likely each approach is the cheapest, at each cost of a mistake."""
    if result.acceptability is None:
        return None
    return [
        {"cost": point.cost, "probability_cheapest": of_everyone(point.probability_cheapest)}
        for point in result.acceptability
    ]


def probabilities(result: Uncertainty) -> dict[ApproachName, float | None]:
    """Return how likely each approach is the cheapest; None for one that is not considered."""
    return of_everyone(result.probability_cheapest)


def of_everyone(shares: Mapping[ApproachName, float]) -> dict[ApproachName, float | None]:
    """Return a share of each approach; None for one that is not considered."""
    return {name: shares.get(name) for name in APPROACHES}


def outlook_payload(outlook: Outlook | None) -> Json | None:
    """Return what one approach may bring against prompting."""
    if outlook is None:
        return None
    return {
        "probability_cheaper": outlook.probability_cheaper,
        "npv": asdict(outlook.npv),
        "break_even_month": asdict(outlook.break_even_month),
        "cumulative_savings": band_rows(outlook.cumulative_savings),
    }


def band_rows(band: Band) -> list[Json]:
    """Return a band month by month."""
    columns = zip(band.p10.tolist(), band.p50.tolist(), band.p90.tolist(), strict=True)
    return [
        {"month": month, "p10": p10, "p50": p50, "p90": p90}
        for month, (p10, p50, p90) in enumerate(columns)
    ]


def sensitivity_rows(plan: Plan) -> list[Json]:
    """Return a flat row per ranged input and comparison."""
    names = ("input", "low", "high", "comparison", "npv_low", "npv_high")
    return [{name: getattr(bar, name) for name in names} for bar in plan.tornado]


def threshold_rows(plan: Plan) -> list[Json]:
    """Return a flat row per input and comparison, nearest first."""
    return [asdict(threshold) for threshold in plan.thresholds]


def verdict_payload(plan: Plan) -> Json:
    """Return the verdict, in words and in figures; without ranges, not how surely."""
    verdict = plan.verdict
    surely = plan.ranges and verdict.recommendation is not None
    return {
        "headline": verdict_headline(plan),
        "words": verdict_words(plan, surely=True),
        **asdict(verdict),
        "probability_cheapest": probabilities(plan.uncertainty) if surely else None,
        "notes": note_payloads(plan),
    }


def preset_payload(preset: Preset) -> Json:
    """Return a preset with its inputs, ranges, and the origin of each number."""
    return {
        "name": preset.name,
        "title": preset.title,
        "description": preset.description,
        "leaning": preset.leaning,
        "inputs": preset.inputs.model_dump(),
        "ranges": {name: {"low": low, "high": high} for name, (low, high) in preset.ranges.items()},
        "origins": {name: asdict(origin) for name, origin in preset.origins.items()},
    }
