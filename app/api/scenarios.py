"""Saved scenarios in the API: saving, changing, history, and what else becomes of them."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.responses import Response

from app.api import saved_shapes
from app.api.described import Later, describe_body, describe_plan, problem
from app.api.feeds import CASE, UNKNOWN, WRONG_INPUT, Body, json_answer
from app.api.keys import Key, check_version, opened, opened_plan, version_tag
from app.api.response_headers import Answers, made, tagged, versioned
from app.inputs import InvalidInputs, Problem
from app.plans.dialect import read_body
from app.scenarios.moved_prices import at_todays_prices, moved_prices
from app.scenarios.saved_payloads import moved_payload, scenario_payload
from app.scenarios.saved_plans import Wording, claim_in, copy_scenario, revise, save_plan
from app.store import (
    Saved,
    StaleRevision,
    check_key,
    delete_scenario,
    find_scenario,
    replace_link,
    restore_scenario,
    set_expiry,
    set_shows_figures,
)
from app.web.errors import EXPLANATIONS, problem_json
from app.web.links import Links
from app.web.shares.costs import CHANGING, FIGURES, PAGE, SAVING, costs

router = APIRouter()

SAID = ("name", "note", "author")  # in a body, beside the plan
KEYED: Answers = {
    401: problem("No edit key"),
    403: problem("Another scenario's edit key"),
}
STALE: Answers = {
    412: {"model": saved_shapes.StaleAnswer, "description": "Somebody saved in between"}
}
VERSIONED: Answers = (
    KEYED
    | STALE
    | {
        409: problem("It has as many revisions as it may"),
        428: problem("No If-Match"),
    }
)
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of the last GET of the scenario.",
    "schema": {"type": "string"},
}
EXAMPLE = CASE | {"name": "Support, next year", "note": "After the tender", "author": "Ada"}


def created_answer(request: Request, saved: Saved, edit_key: str) -> dict[str, Any]:
    """Return a scenario just made, with its key."""
    links = Links(request)
    return scenario_payload(saved, read_url=links.read(saved.id)) | {
        "edit_key": edit_key,
        "edit_url": links.edit(saved.id, edit_key),
    }


def created(request: Request, saved: Saved, edit_key: str) -> JSONResponse:
    """Return the answer that holds a new scenario and its key, this once."""
    headers = {"Location": Links(request).api(saved.id), "ETag": version_tag(saved)}
    return JSONResponse(created_answer(request, saved, edit_key), 201, headers | PRIVATE)


PRIVATE = {"Cache-Control": "private, no-store"}


def split_said(body: Any) -> tuple[Any, Wording]:
    """Return a body's plan, and what it says of the revision."""
    if not isinstance(body, dict):
        return body, Wording(name="")
    said = {name: body[name] for name in SAID if name in body}
    return {k: v for k, v in body.items() if k not in SAID}, Wording(**{"name": None} | said)


@router.post(
    "/scenarios",
    status_code=201,
    summary="Save a scenario",
    operation_id="create_scenario",
    tags=["scenarios"],
    responses=WRONG_INPUT | {201: made(saved_shapes.CreatedScenario)},
    openapi_extra=Later(lambda: describe_plan(saved_shapes.NewScenarioBody, EXAMPLE)),
)
@costs(SAVING)
def create(request: Request, body: Body) -> JSONResponse:
    """Save a plan under a name; the answer is the only one that holds the edit key."""
    expires_at = None
    if isinstance(body, dict) and "expires_at" in body:
        settings = read_settings({"expires_at": body.pop("expires_at")})
        expires_at = settings.expires_at
    rest, wording = split_said(body)
    saved, edit_key = save_plan(
        request.app.state.database, plan=read_body(rest), wording=wording, expires_at=expires_at
    )
    return created(request, saved, edit_key)


@router.get(
    "/scenarios/{scenario_id}",
    summary="A saved scenario",
    operation_id="get_scenario",
    tags=["scenarios"],
    responses=UNKNOWN | tagged({200: {"model": saved_shapes.ScenarioAnswer}}),
)
@costs(FIGURES)
def scenario(request: Request, scenario_id: str) -> Response:
    """Return a saved scenario with its complete inputs; its ETag names the version."""
    saved = opened(request, scenario_id, whole=False)
    payload = scenario_payload(saved, read_url=Links(request).read(saved.id))
    return json_answer(request, payload, is_private=True, tag=version_tag(saved))


@router.put(
    "/scenarios/{scenario_id}",
    summary="Save a scenario's next revision",
    operation_id="revise_scenario",
    tags=["scenarios"],
    responses=WRONG_INPUT | UNKNOWN | VERSIONED | {200: versioned(saved_shapes.ScenarioAnswer)},
    openapi_extra=Later(
        lambda: (
            describe_plan(saved_shapes.ScenarioBody, EXAMPLE)
            | {"parameters": [IF_MATCH | {"required": True}]}
        )
    ),
)
@costs(SAVING)
def put(request: Request, scenario_id: str, body: Body, key: Key) -> Response:
    """Store the plan as the next revision, if nobody saved since the ETag in If-Match."""
    rest, wording = split_said(body)
    try:
        current = keyed(request, scenario_id, key)
        check_version(request, current, required=True)
        saved = revise(
            request.app.state.database,
            current.id,
            edit_key=key,
            expected_revision=current.revision,
            plan=read_body(rest),
            wording=wording,
        )
    except StaleRevision as error:
        return stale(request, error)
    return answered(request, saved)


def keyed(request: Request, scenario_id: str, key: str) -> Saved:
    """Return the scenario that the key opens; raises as `check_key`, also for a replaced link."""
    with request.app.state.database.reading() as session:
        saved = check_key(session, scenario_id, key)
        find_scenario(session, scenario_id)
        return saved


def answered(request: Request, saved: Saved) -> JSONResponse:
    """Return a scenario with the ETag of its version."""
    payload = scenario_payload(saved, read_url=Links(request).read(saved.id))
    return JSONResponse(payload, headers=PRIVATE | {"ETag": version_tag(saved)})


def stale(request: Request, error: StaleRevision) -> Response:
    """Return what somebody else saved in between."""
    saved = error.current
    current = scenario_payload(saved, read_url=Links(request).read(saved.id))
    response = problem_json(412, EXPLANATIONS[412], more={"current": current})
    response.headers["ETag"] = version_tag(saved)
    return response


@router.delete(
    "/scenarios/{scenario_id}",
    status_code=204,
    summary="Delete a scenario",
    operation_id="delete_scenario",
    tags=["scenarios"],
    responses=UNKNOWN | KEYED | STALE,
    openapi_extra={"parameters": [IF_MATCH]},
)
@costs(CHANGING)
def delete(request: Request, scenario_id: str, key: Key) -> Response:
    """Delete a scenario; for 30 days a POST to its restorations undoes that."""
    try:
        check_version(request, keyed(request, scenario_id, key), required=False)
    except StaleRevision as error:
        return stale(request, error)
    with request.app.state.database.writing() as session:
        delete_scenario(session, scenario_id, edit_key=key, now=datetime.now(UTC))
    return Response(status_code=204)


@router.post(
    "/scenarios/{scenario_id}/restorations",
    summary="Undo a deletion",
    operation_id="restore_scenario",
    tags=["scenarios"],
    responses=UNKNOWN | KEYED | {200: versioned(saved_shapes.ScenarioAnswer)},
)
@costs(CHANGING)
def restore(request: Request, scenario_id: str, key: Key) -> JSONResponse:
    """Bring a deleted scenario back, at the same link."""
    with request.app.state.database.writing() as session:
        saved = restore_scenario(session, scenario_id, edit_key=key)
    return answered(request, saved)


@router.post(
    "/scenarios/{scenario_id}/links",
    status_code=201,
    summary="Replace the read link",
    operation_id="replace_link",
    tags=["scenarios"],
    responses=UNKNOWN | KEYED | {201: made(saved_shapes.ScenarioAnswer)},
)
@costs(CHANGING)
def new_link(request: Request, scenario_id: str, key: Key) -> JSONResponse:
    """Give the scenario a new id and read link; the old ones answer 410 from then on."""
    with request.app.state.database.writing() as session:
        saved = replace_link(session, scenario_id, edit_key=key, now=datetime.now(UTC))
    answer = answered(request, saved)
    answer.status_code = 201
    answer.headers["Location"] = Links(request).api(saved.id)
    return answer


@router.post(
    "/scenarios/{scenario_id}/copies",
    status_code=201,
    summary="Save a copy with a key of its own",
    operation_id="copy_scenario",
    tags=["scenarios"],
    responses=UNKNOWN | {201: made(saved_shapes.CreatedScenario)},
)
@costs(CHANGING)
def copy(request: Request, scenario_id: str) -> JSONResponse:
    """Store a scenario with the same plan; whoever can look at the one can make the other."""
    original = opened(request, scenario_id)
    return created(request, *copy_scenario(request.app.state.database, original))


@router.get(
    "/scenarios/{scenario_id}/settings",
    summary="Who sees what of a scenario, and until when",
    operation_id="get_settings",
    tags=["scenarios"],
    responses=UNKNOWN | KEYED | {200: {"model": saved_shapes.ScenarioSettings}},
)
@costs(FIGURES)
def settings(request: Request, scenario_id: str, key: Key) -> JSONResponse:
    """Return a scenario's settings, to whoever holds its key."""
    return JSONResponse(settings_of(keyed(request, scenario_id, key)), headers=PRIVATE)


@router.put(
    "/scenarios/{scenario_id}/settings",
    summary="Set who sees what of a scenario, and until when",
    operation_id="put_settings",
    tags=["scenarios"],
    responses=WRONG_INPUT | UNKNOWN | KEYED | {200: {"model": saved_shapes.ScenarioSettings}},
    openapi_extra=describe_body(saved_shapes.ScenarioSettings, {"expires_at": None}),
)
@costs(CHANGING)
def put_settings(request: Request, scenario_id: str, body: Body, key: Key) -> JSONResponse:
    """Set both; what is left out is as usual: no end, and previews without figures."""
    wanted = read_settings(body)
    with request.app.state.database.writing() as session:
        set_expiry(session, scenario_id, edit_key=key, at=wanted.expires_at)
        saved = set_shows_figures(session, scenario_id, edit_key=key, shows=wanted.shows_figures)
    return JSONResponse(settings_of(saved), headers=PRIVATE)


def settings_of(saved: Saved) -> dict[str, Any]:
    """Return a scenario's settings."""
    expires_at = saved.expires_at.isoformat() if saved.expires_at else None
    return {"expires_at": expires_at, "shows_figures": saved.shows_figures}


def read_settings(body: Any) -> saved_shapes.ScenarioSettings:
    """Return the settings of a body; raises InvalidInputs."""
    try:
        return saved_shapes.ScenarioSettings.model_validate(body)
    except ValidationError as error:
        raise InvalidInputs(
            [Problem(".".join(map(str, item["loc"])), f"{item['msg']}.") for item in error.errors()]
        ) from None


@router.get(
    "/scenarios/{scenario_id}/prices",
    summary="Which catalogue prices have moved since it was saved",
    operation_id="get_moved_prices",
    tags=["scenarios"],
    responses=UNKNOWN | {200: {"model": saved_shapes.MovedAnswer}},
)
@costs(PAGE)
def prices(request: Request, scenario_id: str) -> JSONResponse:
    """Return which prices have moved, and the figures that today's prices would give."""
    plan = opened_plan(request, scenario_id)
    moved = moved_prices(plan.saved)
    today = at_todays_prices(plan) if moved else None
    return JSONResponse(
        moved_payload(moved, today, are_claimed=bool(claim_in(plan.saved.content))),
        headers=PRIVATE,
    )
