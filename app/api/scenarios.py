"""Saved scenarios in the API."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.api import shapes
from app.api.feeds import CASE, UNKNOWN, WRONG_INPUT, Body, describe_body
from app.dialect import read_body
from app.links import Links
from app.saved_plans import open_scenario, save_plan
from app.views.payloads import scenario_payload

router = APIRouter()


@router.post(
    "/scenarios",
    status_code=201,
    summary="Save a scenario",
    tags=["scenarios"],
    responses=WRONG_INPUT | {201: {"model": shapes.CreatedScenario}},
    openapi_extra=describe_body(shapes.ScenarioBody, CASE | {"name": "Support, next year"}),
)
def create(request: Request, body: Body) -> JSONResponse:
    """Save a plan under a name; the answer is the only one that holds the edit key."""
    name = body.pop("name", None) if isinstance(body, dict) else None
    plan = read_body(body)
    saved, edit_key = save_plan(request.app.state.database, plan=plan, name=name)
    links = Links(request)
    answer = scenario_payload(saved, read_url=links.read(saved.id)) | {
        "edit_key": edit_key,
        "edit_url": links.edit(saved.id),
    }
    return JSONResponse(answer, status_code=201, headers={"Location": links.api(saved.id)})


@router.get(
    "/scenarios/{scenario_id}",
    summary="A saved scenario",
    operation_id="get_scenario",
    tags=["scenarios"],
    responses=UNKNOWN | {200: {"model": shapes.ScenarioAnswer}},
)
def scenario(request: Request, scenario_id: str) -> JSONResponse:
    """Return a saved scenario with its complete inputs."""
    saved, _ = open_scenario(request.app.state.database, scenario_id)
    return JSONResponse(scenario_payload(saved, read_url=Links(request).read(saved.id)))
