"""A saved scenario's revisions in the API: all of them page by page, each, and what changed."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response

from app.api import saved_shapes
from app.api.described import parameter
from app.api.feeds import UNKNOWN, json_answer
from app.api.keys import MOST_REVISION, Number, opened, opened_plan
from app.api.response_headers import NEXT, tagged
from app.api.scenarios import PRIVATE
from app.inputs import InvalidInputs, Problem
from app.scenarios.saved_payloads import changes_payload, revision_payload, scenario_payload
from app.scenarios.saved_plans import history, home_of
from app.store import MOST_REVISIONS, Saved
from app.web.links import Links
from app.web.shares.costs import FIGURES, PAGE, costs

router = APIRouter()

REVISIONS_OF_A_PAGE = 50
REVISION = {"type": "integer", "minimum": 0, "maximum": MOST_REVISION}
SO_MANY = {
    "type": "integer",
    "minimum": 1,
    "maximum": MOST_REVISIONS,
    "default": REVISIONS_OF_A_PAGE,
}


@router.get(
    "/scenarios/{scenario_id}/revisions",
    summary="Every revision, the newest first",
    operation_id="list_revisions",
    tags=["revisions"],
    responses=UNKNOWN | {200: {"model": list[saved_shapes.RevisionAnswer], "headers": NEXT}},
    openapi_extra={
        "parameters": [
            parameter("before", "A revision: those before it; without it, the latest.", REVISION),
            parameter("most", "How many; the header Link leads to the next ones.", SO_MANY),
        ]
    },
)
@costs(PAGE)
def revisions(request: Request, scenario_id: str) -> JSONResponse:
    """Return a scenario's history, page by page: who saved when, and the figures then."""
    opened(request, scenario_id, whole=False)
    links, query = Links(request), request.query_params
    before = number_asked(query, "before")
    most = number_asked(query, "most", 1, MOST_REVISIONS) or REVISIONS_OF_A_PAGE
    found = history(request.app.state.database, scenario_id, below=before, most=most + 1)
    shown = found[:most]
    more = {}
    if len(found) > most:
        following = f"{links.api(scenario_id)}/revisions?before={shown[-1].revision}&most={most}"
        more = {"Link": f'<{following}>; rel="next"'}
    return JSONResponse([revision_row(links, saved) for saved in shown], headers=PRIVATE | more)


def revision_row(links: Links, saved: Saved) -> dict[str, Any]:
    """Return one revision of the list."""
    return revision_payload(saved, read_url=links.read(home_of(saved.id, saved.revision)))


@router.get(
    "/scenarios/{scenario_id}/revisions/{number}",
    summary="One revision, which never changes",
    operation_id="get_revision",
    tags=["revisions"],
    responses=UNKNOWN | tagged({200: {"model": saved_shapes.ScenarioAnswer}}),
)
@costs(FIGURES)
def revision(request: Request, scenario_id: str, number: Number) -> Response:
    """Return a scenario as it was at a revision."""
    saved = opened(request, scenario_id, number, whole=False)
    payload = scenario_payload(saved, read_url=Links(request).read(home_of(saved.id, number)))
    return json_answer(request, payload, is_private=True)


@router.get(
    "/scenarios/{scenario_id}/changes",
    summary="What changed between two revisions, and what that did",
    operation_id="get_changes",
    tags=["revisions"],
    responses=UNKNOWN | {200: {"model": saved_shapes.ChangesAnswer}},
    openapi_extra={
        "parameters": [
            parameter(name, words, REVISION)
            for name, words in (
                ("from", "A revision; without it, the one before `to`"),
                ("to", "Another revision; without it, the latest"),
            )
        ]
    },
)
@costs(PAGE)
def changes(request: Request, scenario_id: str) -> JSONResponse:
    """Return every input that differs between two revisions, and npv and break-even of both."""
    before, after = (number_asked(request.query_params, name) for name in ("from", "to"))
    if after is None:
        after = opened(request, scenario_id, whole=False).revision
    if before is None:
        before = max(after - 1, 1)
    plans = [opened_plan(request, scenario_id, number) for number in (before, after)]
    return JSONResponse(changes_payload(*plans), headers=PRIVATE)


def number_asked(
    query: QueryParams, name: str, least: int = 0, most: int = MOST_REVISION
) -> int | None:
    """Return the number that a query names, such as a revision; None if it names none.

    Raises InvalidInputs.
    """
    match query.getlist(name):
        case []:
            return None
        case [text] if text.isascii() and text.isdecimal() and len(text) < 10:
            if least <= int(text) <= most:
                return int(text)
    message = f"{name} must be a whole number from {least:,} to {most:,}, once."
    raise InvalidInputs([Problem(name, message)])
