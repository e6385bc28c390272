"""The JSON that the API answers with about saved scenarios."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from app.answers import ApproachFigures, Comparison, differing_inputs
from app.catalog import prices_as_of
from app.feeds.payloads import summary_payload
from app.inputs import APPROACHES, FIELDS, Range
from app.model import CHALLENGERS
from app.plans.plan import Plan
from app.scenarios.moved_prices import MovedPrice
from app.scenarios.snapshot import SavedPlan
from app.store import Saved

Json = dict[str, Any]
SUMMARY = ("currency", "approaches", "comparisons", "cheapest", "too_close_to_call", "notes")


def revision_payload(saved: Saved, *, read_url: str) -> Json:
    """Return a revision as a list shows it."""
    content = saved.content
    return {
        "revision": saved.revision,
        "name": content.name,
        "note": content.note,
        "author": content.author,
        "created_at": saved.updated_at.isoformat(),
        "prices_as_of": content.prices_as_of,
        "model_version": content.model_version,
        "summary": saved_summary(content.results),
        "read_url": read_url,
    }


def saved_summary(results: Json) -> Json:
    """Return the summary among a revision's results, which are stored as the API answers it.

    What the version of the model that calculated it did not have is null.
    """
    return {name: results.get(name) for name in SUMMARY} | saved_figures(results)


def saved_figures(results: Json) -> Json:
    """Return the figures of each approach among stored results, those that are newer null."""
    approaches, comparisons = results["approaches"], results["comparisons"]
    return {
        "approaches": {
            name: complete(approaches.get(name), ApproachFigures) for name in APPROACHES
        },
        "comparisons": {name: complete(comparisons.get(name), Comparison) for name in CHALLENGERS},
        "cheapest": results["cheapest"],
        "too_close_to_call": results["too_close_to_call"],
    }


def complete(record: Json | None, kind: type[ApproachFigures | Comparison]) -> Json | None:
    """Return an approach's figures, null what its version did not have; None if it has none."""
    return record and {item.name: record.get(item.name) for item in fields(kind)}


def changes_payload(before: SavedPlan, after: SavedPlan) -> Json:
    """Return what differs between two revisions, and what that did."""
    first, second = (
        saved_figures(plan.saved.content.results)["comparisons"] for plan in (before, after)
    )
    return {
        "before": before.saved.revision,
        "after": after.saved.revision,
        "inputs": [
            {"input": name, "before": before.inputs.value(name), "after": after.inputs.value(name)}
            for name in differing_inputs(before.inputs, after.inputs)
        ],
        "ranges": [
            {
                "input": name,
                "before": ends_of(before.ranges.get(name)),
                "after": ends_of(after.ranges.get(name)),
            }
            for name in FIELDS
            if before.ranges.get(name) != after.ranges.get(name)
        ],
        "effects": [
            {
                "comparison": name,
                "npv_before": figure(first[name], "npv"),
                "npv_after": figure(second[name], "npv"),
                "break_even_month_before": figure(first[name], "break_even_month"),
                "break_even_month_after": figure(second[name], "break_even_month"),
            }
            for name in CHALLENGERS
            if first[name] or second[name]
        ],
    }


def figure(comparison: Json | None, name: str) -> Any:
    """Return a figure of a comparison; None where the approach takes no part."""
    return comparison and comparison[name]


def ends_of(ends: Range | None) -> Json | None:
    """Return a range's low and high."""
    return None if ends is None else asdict(ends)


def moved_payload(moved: Sequence[MovedPrice], today: Plan | None, *, are_claimed: bool) -> Json:
    """Return which prices have moved, and the figures with today's."""
    return {
        "claimed": are_claimed,
        "prices": [asdict(price) for price in moved],
        "prices_as_of": prices_as_of(),
        "summary": summary_payload(today) if today else None,
    }


def scenario_payload(saved: Saved, *, read_url: str) -> Json:
    """Return a saved scenario."""
    content = saved.content
    return {
        "id": saved.id,
        "name": content.name,
        "preset": content.preset,
        "inputs": content.inputs,
        "ranges": content.ranges,
        "sources": content.sources,
        "revision": saved.revision,
        "prices_as_of": content.prices_as_of,
        "model_version": content.model_version,
        "created_at": saved.created_at.isoformat(),
        "updated_at": saved.updated_at.isoformat(),
        "read_url": read_url,
    }
