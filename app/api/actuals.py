"""After the decision, in the API: what was paid and served, and how that stands to the plan."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.api import actuals_shapes
from app.api.asked import layout_of_saved
from app.api.described import TEXT, describe_body, layout_parameters, problem
from app.api.feeds import UNKNOWN, WRONG_INPUT, Body, add_saved, csv_answer, json_answer
from app.api.keys import NEEDS_VERSION, Key, opened, opened_plan
from app.api.response_headers import Answers, tagged, versioned
from app.api.scenarios import IF_MATCH, KEYED, keyed
from app.inputs import InvalidInputs, Problem
from app.scenarios.actuals.entry import read_entries
from app.scenarios.actuals.kept import Since, beside, change, changes, enter, since
from app.scenarios.actuals.payloads import (
    ACTUALS_COLUMNS,
    VARIANCE_COLUMNS,
    Json,
    actuals_payload,
    actuals_rows,
    change_payload,
    variance_payload,
    variance_rows,
)
from app.scenarios.saved_plans import other_revision
from app.store import MOST_CHANGES, StaleActuals
from app.web.conditional import names_tag
from app.web.errors import EXPLANATIONS, problem_json
from app.web.shares.costs import CHANGING, PAGE, costs

router = APIRouter()

SAID = ("note", "author")
EXAMPLE = {
    "months": [
        {
            "month": "2026-12",
            "approach": "prompting",
            "requests": 1040,
            "amounts": {"input": 310.5, "output": 122.4, "platform": 90},
        }
    ],
    "note": "The bill of December",
    "author": "Ada",
}
ChangeNumber = Annotated[int, Path(ge=1, le=MOST_CHANGES, description="Number of the change")]
LAYOUT = layout_parameters("sep", "decimal", "bom")
CSV: Answers = {200: {"content": {"text/csv": TEXT}}}
STALE: Answers = {
    412: {
        "model": actuals_shapes.StaleActualsAnswer,
        "description": "Somebody entered something in between",
    }
}


def tag_of(found: Since) -> str:
    """Return the ETag of what was entered."""
    return f'"{found.entered.number}"'


def of_scenario(request: Request, scenario_id: str, number: int | None = None) -> Since:
    """Return what was entered beside a revision; without a number, the one decided on."""
    compare = since if number is None else beside
    return compare(request.app.state.database, opened_plan(request, scenario_id, number))


def answer_of(request: Request, found: Since) -> Json:
    """Return what was entered, with its changes."""
    return actuals_payload(found, changes(request.app.state.database, found.plan.saved))


@router.get(
    "/scenarios/{scenario_id}/actuals",
    summary="What was paid and served after the decision",
    operation_id="get_actuals",
    tags=["actuals"],
    responses=UNKNOWN | tagged({200: {"model": actuals_shapes.ActualsAnswer}}),
)
@costs(PAGE)
def actuals(request: Request, scenario_id: str) -> Response:
    """Return what was entered, and every change; its ETag names the last one."""
    layout_of_saved(request)
    found = of_scenario(request, scenario_id)
    return json_answer(request, answer_of(request, found), is_private=True, tag=tag_of(found))


@router.put(
    "/scenarios/{scenario_id}/actuals",
    summary="Enter what was paid and served",
    operation_id="put_actuals",
    tags=["actuals"],
    responses=WRONG_INPUT
    | UNKNOWN
    | KEYED
    | STALE
    | {
        200: versioned(actuals_shapes.ActualsAnswer),
        409: problem("They were changed as often as they may be"),
        428: problem("No If-Match"),
    },
    openapi_extra=describe_body(actuals_shapes.ActualsBody, EXAMPLE)
    | {
        "parameters": [
            IF_MATCH | {"required": True, "description": "The ETag of the last GET of the actuals."}
        ]
    },
)
@costs(CHANGING)
def put(request: Request, scenario_id: str, body: Body, key: Key) -> Response:
    """Store all months in place of those before, if nobody did since the ETag in If-Match."""
    keyed(request, scenario_id, key)
    found = of_scenario(request, scenario_id)
    months, said = read_body(body)
    found = compared_with(request, found, body.get("revision"))
    try:
        expected = expected_number(request, found)
        entered = enter(
            request.app.state.database,
            found.plan,
            edit_key=key,
            expected=expected,
            months=read_entries(months, found.inputs),
            said=said,
            now=request.app.state.clock(),
        )
    except StaleActuals:
        return stale(request, of_scenario(request, scenario_id))
    after = Since(found.plan, entered)
    headers = {"ETag": tag_of(after), "Cache-Control": "private, no-store"}
    return JSONResponse(answer_of(request, after), headers=headers)


def read_body(body: Any) -> tuple[Any, dict[str, str]]:
    """Return the months of a body, and what it says of them; raises InvalidInputs."""
    if not isinstance(body, dict) or "months" not in body:
        raise InvalidInputs([Problem("months", "The body must be an object with months.")])
    problems = [
        Problem(str(name)[:80], f"There is nothing called {str(name)[:80]} here.")
        for name in body.keys() - {"months", "revision", *SAID}
    ]
    problems += [
        Problem(name, f"The {name} must be a text.")
        for name in SAID
        if not isinstance(body.get(name, ""), str)
    ]
    if problems:
        raise InvalidInputs(problems)
    return body["months"], {name: body.get(name, "") for name in SAID}


def compared_with(request: Request, found: Since, number: object) -> Since:
    """Return what was entered beside another revision, if one is named; raises InvalidInputs."""
    if number is None:
        return found
    latest = found.plan.saved.latest_revision
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= latest:
        message = f"The revision must be one of the plan's, a whole number from 1 to {latest}."
        raise InvalidInputs([Problem("revision", message)])
    return Since(other_revision(request.app.state.database, found.plan, number), found.entered)


def expected_number(request: Request, found: Since) -> int:
    """Return the change that the request starts from; raises StaleActuals, or 428 without one."""
    given = request.headers.get("If-Match")
    if given is None:
        raise HTTPException(428, NEEDS_VERSION)
    if not names_tag(given, tag_of(found)):
        raise StaleActuals(found.entered)
    return found.entered.number


def stale(request: Request, current: Since) -> Response:
    """Return what somebody else entered in between."""
    response = problem_json(412, EXPLANATIONS[412], more={"current": answer_of(request, current)})
    response.headers["ETag"] = tag_of(current)
    return response


@router.get(
    "/scenarios/{scenario_id}/actuals.csv",
    summary="What was paid and served after the decision, a row per number",
    operation_id="get_actuals_csv",
    tags=["actuals"],
    responses=UNKNOWN | tagged(CSV),
    openapi_extra={"parameters": LAYOUT},
)
@costs(PAGE)
def actuals_csv(request: Request, scenario_id: str) -> Response:
    """Return what was entered as flat rows."""
    found = of_scenario(request, scenario_id)
    return rows_answer(request, "actuals", actuals_rows(found), ACTUALS_COLUMNS)


@router.get(
    "/scenarios/{scenario_id}/actuals/{number}",
    summary="What was entered, as it was after a change",
    operation_id="get_actuals_change",
    tags=["actuals"],
    responses=UNKNOWN | tagged({200: {"model": actuals_shapes.ActualsAfterChange}}),
)
@costs(PAGE)
def after_change(request: Request, scenario_id: str, number: ChangeNumber) -> Response:
    """Return what one of the changes of `/actuals` left."""
    layout_of_saved(request)
    found = change(request.app.state.database, opened(request, scenario_id), number)
    return json_answer(request, change_payload(found), is_private=True)


def rows_answer(request: Request, name: str, rows: list[Json], columns: Sequence[str]) -> Response:
    """Return rows as CSV."""
    layout = layout_of_saved(request)
    return csv_answer(request, layout, name, rows, columns, is_private=True)


def variance(request: Request, scenario_id: str, number: int | None) -> Response:
    """Return a saved plan against what was paid."""
    layout_of_saved(request)
    found = of_scenario(request, scenario_id, number)
    return json_answer(request, variance_payload(found), is_private=True)


def variance_csv(request: Request, scenario_id: str, number: int | None) -> Response:
    """Return a saved plan against what was paid, a row per month and line."""
    found = of_scenario(request, scenario_id, number)
    return rows_answer(request, "variance", variance_rows(found), VARIANCE_COLUMNS)


add_saved(
    "variance",
    "variance",
    "The plan against what was paid",
    variance,
    {200: {"model": actuals_shapes.VarianceAnswer}},
    to=router,
)
add_saved(
    "variance_csv",
    "variance.csv",
    "The plan against what was paid, a row per month and line",
    variance_csv,
    CSV,
    LAYOUT,
    to=router,
)
