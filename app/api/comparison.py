"""Saved scenarios side by side, in the API."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api import saved_shapes
from app.api.asked import split_layout
from app.api.described import TEXT, layout_parameters
from app.api.feeds import COMPARED, csv_answer, json_answer
from app.api.keys import bearer_key
from app.api.response_headers import tagged
from app.inputs import APPROACHES
from app.scenarios.compared import read_comparison
from app.scenarios.compared_payloads import comparison_payload, comparison_rows
from app.web.shares.costs import PAGE, costs

router = APIRouter()

PARAMETERS = [
    {
        "name": "s",
        "in": "query",
        "required": True,
        "description": "A scenario: its id, `ID/revisions/2`, or its link; two to four times.",
        "schema": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 4},
    },
    {
        "name": "approach",
        "in": "query",
        "description": "Whose present cost the drivers explain; without it the first of tuning, "
        "hybrid and prompting that takes part.",
        "schema": {"type": "string", "enum": list(APPROACHES)},
    },
]


@router.get(
    "/comparison",
    summary="Two to four scenarios side by side, and what drives the difference",
    operation_id="get_comparison",
    tags=["scenarios"],
    responses=COMPARED | tagged({200: {"model": saved_shapes.ComparisonAnswer}}),
    openapi_extra={"parameters": PARAMETERS},
)
@costs(PAGE)
def comparison(request: Request) -> Response:
    """Return the figures, the inputs that differ, and what each of them does alone."""
    pairs = request.query_params.multi_items()
    compared = read_comparison(
        request.app.state.database, pairs, key_of=lambda saved: bearer_key(request)
    )
    payload = comparison_payload(compared.plans, compared.approach)
    return json_answer(request, payload, is_private=True)


@router.get(
    "/comparison.csv",
    summary="Two to four scenarios, a row per month and approach",
    operation_id="get_comparison_csv",
    tags=["scenarios"],
    responses=COMPARED | tagged({200: {"content": {"text/csv": TEXT}}}),
    openapi_extra={"parameters": PARAMETERS + layout_parameters("sep", "decimal", "bom")},
)
@costs(PAGE)
def comparison_csv(request: Request) -> Response:
    """Return each scenario's cost and running total, month by month."""
    pairs, layout = split_layout(request.query_params.multi_items())
    compared = read_comparison(
        request.app.state.database, pairs, key_of=lambda saved: bearer_key(request)
    )
    rows = comparison_rows(compared.plans)
    return csv_answer(request, layout, "comparison", rows, list(rows[0]), is_private=True)
