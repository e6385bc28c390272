"""A scenario's history, and what changed between any two revisions."""

from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.inputs import InvalidInputs, Problem
from app.pages.forms import Latest
from app.pages.scenarios.listing import listed
from app.scenarios.saved_plans import history, plan_of
from app.store import Saved
from app.web.shares.costs import PAGE, costs
from app.web.templating import render
from app.words.differences import differences, effects

router = APIRouter()


@router.get("/s/{scenario_id}/revisions")
@costs(PAGE)
def revisions(request: Request, opened: Latest) -> Response:
    """Show every revision with what it changed; `from` and `to` name two to compare."""
    saved = history(request.app.state.database, opened.saved.id)
    chosen = [chosen_revision(request, saved, name) for name in ("from", "to")]
    entries = [
        {"row": listed(later), "change": change(earlier, later)}
        for later, earlier in pairwise([*saved, None])
        if later is not None
    ]
    context: dict[str, Any] = {
        "saved": opened.saved,
        "entries": entries,
        "numbers": [item.revision for item in saved],
        "first": chosen[0].revision if chosen[0] else max(opened.saved.revision - 1, 1),
        "second": chosen[1].revision if chosen[1] else opened.saved.revision,
        "between": change(*chosen) if chosen[0] and chosen[1] else None,
        "is_owner": opened.key is not None,
    }
    return render(request, "scenarios/history.html", context)


def chosen_revision(request: Request, saved: list[Saved], name: str) -> Saved | None:
    """Return the revision that the query names; raises InvalidInputs if there is none such."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    for item in saved:
        if str(item.revision) == text:
            return item
    message = f"There is no revision {text[:20]}: they go from 1 to {saved[0].revision}."
    raise InvalidInputs([Problem(name, message)])


def change(before: Saved | None, after: Saved | None) -> dict[str, Any] | None:
    """Return what differs between two revisions, and what that did; None without two."""
    if before is None or after is None:
        return None
    first, second = plan_of(before, before.id), plan_of(after, after.id)
    return {
        "first": before.revision,
        "second": after.revision,
        "name": (before.content.name, after.content.name),
        "differences": differences(first, second),
        "effects": effects(
            before.content.results, after.content.results, first.inputs, second.inputs
        ),
    }
