"""The JSON API: parse, one call, render."""

import json
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from app import shapes
from app.calculator import InvalidInputs, Problem, Summary, Threshold
from app.catalog import ModelPrice, models, presets
from app.links import Links
from app.plan import Plan, read_body, read_query
from app.saved_plans import open_scenario, save_plan
from app.scenarios import Database
from app.views.payloads import (
    input_rows,
    month_rows,
    preset_payload,
    projection_payload,
    scenario_payload,
    sensitivity_rows,
    summary_payload,
    threshold_rows,
    uncertainty_payload,
    verdict_payload,
)

router = APIRouter(prefix="/api/v1")

Answers = dict[int | str, dict[str, Any]]

# name -> what renders it, the shape of the answer, and what it is
FEEDS: dict[str, tuple[Callable[[Plan], Any], Any, str]] = {
    "projection": (
        projection_payload,
        shapes.ProjectionAnswer,
        "The whole plan: inputs, figures, months",
    ),
    "summary": (summary_payload, Summary, "The figures"),
    "months": (month_rows, list[shapes.MonthRow], "A flat row per month, approach and line"),
    "inputs": (input_rows, list[shapes.InputRow], "A flat row per input, with its source"),
    "uncertainty": (
        uncertainty_payload,
        shapes.UncertaintyAnswer,
        "What may come of the plan within its ranges, and how likely",
    ),
    "sensitivity": (
        sensitivity_rows,
        list[shapes.SensitivityRow],
        "How far each ranged input alone moves the net present value",
    ),
    "thresholds": (
        threshold_rows,
        list[Threshold],
        "At which value of each input the answer flips, nearest first",
    ),
    "verdict": (verdict_payload, shapes.VerdictAnswer, "What to do: money and fit side by side"),
}
WRONG_INPUT: Answers = {
    413: {"model": shapes.ProblemAnswer, "description": "The body is too large"},
    422: {"model": shapes.ProblemAnswer, "description": "Inputs are wrong: which, and why"},
}
UNKNOWN: Answers = {404: {"model": shapes.ProblemAnswer, "description": "No scenario has this id"}}
CASE: dict[str, Any] = {
    "preset": "customer-support",
    "inputs": {"workload": {"requests_per_month": 500000}, "tuning": {"dataset_examples": "2k"}},
}


async def json_body(request: Request) -> Any:
    """Return the request's JSON; raises InvalidInputs if it is none."""
    try:
        body = json.loads(await request.body(), parse_constant=refuse_constant)
        json.dumps(body, ensure_ascii=False).encode()  # half a character cannot be answered with
        return body
    except (ValueError, RecursionError):
        raise InvalidInputs([Problem("", "The body must be JSON.")]) from None


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def query_plan(request: Request) -> Plan:
    """Return the plan of the request's query."""
    return read_query(request.query_params.multi_items())


def stored_plan(request: Request, scenario_id: str) -> Plan:
    """Return the plan of a saved scenario."""
    return open_scenario(database_of(request), scenario_id)[1]


def database_of(request: Request) -> Database:
    """Return the app's database."""
    database: Database = request.app.state.database
    return database


Body = Annotated[Any, Depends(json_body)]


def describe_body(model: type[shapes.PlanBody], example: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI description of a JSON body that the route reads itself."""
    content = {"schema": model.model_json_schema(), "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def add_feed(name: str, render: Callable[[Plan], Any], shape: Any, summary: str) -> None:
    """Add one feed's three addresses: by query, by body, of a saved scenario."""

    def by_query(plan: Annotated[Plan, Depends(query_plan)]) -> JSONResponse:
        return JSONResponse(render(plan))

    def by_body(body: Body) -> JSONResponse:
        return JSONResponse(render(read_body(body)))

    def of_scenario(plan: Annotated[Plan, Depends(stored_plan)]) -> JSONResponse:
        return JSONResponse(render(plan))

    answer: Answers = {200: {"model": shape}}
    router.add_api_route(
        f"/{name}",
        by_query,
        methods=["GET"],
        summary=summary,
        operation_id=f"get_{name}",
        tags=["plans"],
        responses=answer | WRONG_INPUT,
        openapi_extra={"parameters": shapes.query_parameters()},
    )
    router.add_api_route(
        f"/{name}",
        by_body,
        methods=["POST"],
        summary=summary,
        operation_id=f"post_{name}",
        tags=["plans"],
        responses=answer | WRONG_INPUT,
        openapi_extra=describe_body(shapes.PlanBody, CASE),
    )
    router.add_api_route(
        f"/scenarios/{{scenario_id}}/{name}",
        of_scenario,
        methods=["GET"],
        summary=f"{summary}, of a saved scenario",
        operation_id=f"get_scenario_{name}",
        tags=["scenarios"],
        responses=answer | UNKNOWN,
    )


for feed, (render, shape, summary) in FEEDS.items():
    add_feed(feed, render, shape, summary)


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
    saved, edit_key = save_plan(database_of(request), plan=plan, name=name)
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
    saved, _ = open_scenario(database_of(request), scenario_id)
    return JSONResponse(scenario_payload(saved, read_url=Links(request).read(saved.id)))


@router.get(
    "/models",
    summary="The models of the catalogue, with their prices",
    operation_id="get_models",
    tags=["catalogue"],
    responses={200: {"model": list[ModelPrice]}},
)
def list_models() -> JSONResponse:
    """Return every model: prices in USD per 1M tokens, with source and date."""
    return JSONResponse([model.model_dump(mode="json") for model in models().values()])


@router.get(
    "/presets",
    summary="The use cases that a plan can start from",
    operation_id="get_presets",
    tags=["catalogue"],
)
def list_presets() -> JSONResponse:
    """Return every preset: its inputs, and the source or assumption behind each number."""
    return JSONResponse([preset_payload(preset) for preset in presets().values()])
