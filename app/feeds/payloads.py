"""The JSON that the API answers with, in the shapes that spreadsheets depend on."""

from dataclasses import asdict
from typing import Any

import numpy as np

from app.answers import Band, Comparison, Summary
from app.catalog import Preset
from app.inputs import APPROACHES, FIELDS, ApproachName
from app.model import LINES, Projection, month_code
from app.plans.plan import Plan
from app.words.decision import verdict_words
from app.words.notes import remarks
from app.words.sources import source_words

Json = dict[str, Any]


def projection_payload(plan: Plan) -> Json:
    """Return the whole plan: inputs, figures, and every month."""
    return {
        "preset": plan.preset.name,
        "model_version": plan.model_version,
        "prices_as_of": plan.prices_as_of,
        "inputs": plan.inputs.model_dump(),
        "notes": note_payloads(plan),
        "summary": figures(plan.summary),
        "months": month_payloads(plan.projection),
    }


def summary_payload(plan: Plan) -> Json:
    """Return the figures of the plan, and what to know of it."""
    return figures(plan.summary) | {"notes": note_payloads(plan)}


def note_payloads(plan: Plan) -> list[Json]:
    """Return what a reader should know of the plan, as plain JSON."""
    return [asdict(remark) | {"inputs": list(remark.inputs)} for remark in remarks(plan)]


def figures(summary: Summary) -> Json:
    """Return the figures as plain JSON."""
    return {
        "approaches": {name: asdict(figure) for name, figure in summary.approaches.items()},
        "comparisons": {
            name: comparison_payload(comparison) for name, comparison in summary.comparisons.items()
        },
        "cheapest": summary.cheapest,
        "too_close_to_call": summary.too_close_to_call,
    }


def comparison_payload(comparison: Comparison) -> Json:
    """Return one comparison, its crossings as a list."""
    return asdict(comparison) | {
        "crossings": [asdict(crossing) for crossing in comparison.crossings],
        "crossing_requests_per_month": list(comparison.crossing_requests_per_month),
    }


def month_payloads(projection: Projection) -> list[Json]:
    """Return one object per month, month 0 first."""
    costs = {name: month_costs(projection, name) for name in APPROACHES}
    start = projection.inputs.finance.start_month
    requests = projection.requests.tolist()
    return [
        {
            "month": month,
            "date": month_code(start, month),
            "requests": requests[month],
            **{name: costs[name][month] for name in APPROACHES},
        }
        for month in projection.months.tolist()
    ]


def month_costs(projection: Projection, name: ApproachName) -> list[dict[str, float]]:
    """Return each month's cost lines, total and running total of one approach."""
    course = projection.courses[name]
    columns = [*LINES, "total", "cumulative"]
    amounts = [course.lines[line] for line in LINES] + [course.total, course.cumulative]
    table = np.stack(np.broadcast_arrays(*amounts), axis=-1).tolist()
    return [dict(zip(columns, row, strict=True)) for row in table]


def month_rows(plan: Plan) -> list[Json]:
    """Return one flat row per month, approach and cost line."""
    projection = plan.projection
    start = projection.inputs.finance.start_month
    tables = {
        name: {line: projection.courses[name].lines[line].tolist() for line in LINES}
        for name in APPROACHES
    }
    return [
        {
            "month": month,
            "date": month_code(start, month),
            "approach": name,
            "line": line,
            "amount": tables[name][line][month],
        }
        for month in projection.months.tolist()
        for name in APPROACHES
        for line in LINES
    ]


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
        "probability_cheapest": dict(result.probability_cheapest),
        "comparisons": {
            name: {
                "probability_cheaper": outlook.probability_cheaper,
                "npv": asdict(outlook.npv),
                "break_even_month": asdict(outlook.break_even_month),
                "cumulative_savings": band_rows(outlook.cumulative_savings),
            }
            for name, outlook in result.comparisons.items()
        },
        "expected_value_of_perfect_information": result.expected_value_of_perfect_information,
        "value_of_learning": [item._asdict() for item in result.value_of_learning],
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
    surely = dict(plan.uncertainty.probability_cheapest) if plan.ranges else None
    return {
        "words": verdict_words(plan),
        **asdict(plan.verdict),
        "probability_cheapest": surely,
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
