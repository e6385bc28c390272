"""A scenario's history, and what changed between any two revisions."""

from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.inputs import InvalidInputs, Problem
from app.pages.forms import Latest, Opened, whole_number
from app.pages.paging import page_number, page_of
from app.pages.scenarios.listing import listed
from app.scenarios.saved_plans import history, plan_of
from app.store import MOST_REVISIONS, Saved
from app.web.shares.costs import PAGE, costs
from app.web.templating import render
from app.words.differences import differences, effects

router = APIRouter()

NEARLY_ALL = MOST_REVISIONS * 9 // 10  # revisions, from which on it is said how many there may be


@router.get("/s/{scenario_id}/revisions")
@costs(PAGE)
def revisions(request: Request, opened: Latest) -> Response:
    """Show the revisions with what each changed, a page of them; `from` and `to` name two."""
    numbers = range(opened.saved.latest_revision, 0, -1)
    query = {key: text for key, text in request.query_params.items() if key in ("from", "to")}
    page = page_of(
        numbers,
        page_number(request.query_params.get("page")),
        f"/s/{opened.saved.id}/revisions",
        query,
    )
    database = request.app.state.database
    saved = history(database, opened.saved.id, below=page.items[0] + 1, most=len(page.items) + 1)
    entries = [
        {"row": listed(later), "change": change(earlier, later)}
        for later, earlier in pairwise([*saved, None])
        if later is not None
    ]
    chosen = [chosen_revision(request, opened, name) for name in ("from", "to")]
    context: dict[str, Any] = {
        "saved": opened.saved,
        "entries": entries[: len(page.items)],
        "page": page,
        "numbers": numbers,
        "first": chosen[0].revision if chosen[0] else max(opened.saved.revision - 1, 1),
        "second": chosen[1].revision if chosen[1] else opened.saved.revision,
        "between": change(*chosen) if chosen[0] and chosen[1] else None,
        "is_owner": opened.key is not None,
        "most": MOST_REVISIONS if opened.saved.latest_revision >= NEARLY_ALL else None,
    }
    return render(request, "scenarios/history.html", context)


def chosen_revision(request: Request, opened: Opened, name: str) -> Saved | None:
    """Return the revision that the query names; raises InvalidInputs if there is none such."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    latest = opened.saved.latest_revision
    if number := whole_number(text, 1, latest):
        return history(request.app.state.database, opened.saved.id, below=number + 1, most=1)[0]
    message = f"There is no revision {text[:20]}: they go from 1 to {latest}."
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
