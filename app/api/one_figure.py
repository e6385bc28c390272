"""One figure of a saved plan as plain text, for a cell that fetches it."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.api.asked import split_layout
from app.api.described import TEXT, layout_parameters
from app.api.feeds import add_saved
from app.api.keys import opened_plan
from app.feeds.csv_text import cell
from app.feeds.one_figure import NoSuchFigure, figure_called
from app.inputs import InvalidInputs, Problem
from app.web.conditional import conditional

router = APIRouter()

DECIMAL = "decimal"
EMPTY = (
    "Empty where the plan has none: the approach is not considered, it never breaks even, no input "
    "has a range, or the plan does not touch the year."
)
NAME = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "Such as `tuning.npv`; `tuning.probability_cheapest` or `hybrid.npv_p10`, where "
    "inputs have ranges; `tuning.total.2027`, a line in a fiscal year. An unknown one is answered "
    "with all there are.",
    "schema": {"type": "string"},
}


def figure(request: Request, scenario_id: str, number: int | None) -> Response:
    """Return one figure, for WEBSERVICE; empty where the plan has none."""
    decimal = decimal_sign(request)
    plan = opened_plan(request, scenario_id, number)
    name = request.path_params["name"]
    try:
        value = figure_called(plan, name)
    except NoSuchFigure as names:
        raise HTTPException(404, f"There is no figure {name[:80]}; there are {names}.") from None
    text = cell(value, decimal)
    return conditional(request, text.encode(), "text/plain; charset=utf-8", is_private=True)


def decimal_sign(request: Request) -> Any:
    """Return the decimal sign that the query asks for; raises InvalidInputs for anything else."""
    pairs = request.query_params.multi_items()
    wrong = [name for name, _ in pairs if name != DECIMAL]
    if wrong:
        message = f"One figure takes no parameter but {DECIMAL}."
        raise InvalidInputs([Problem(name[:80], message) for name in wrong])
    return split_layout(pairs)[1][DECIMAL]


add_saved(
    "value",
    "value/{name}.txt",
    "One figure as plain text",
    figure,
    {200: {"content": {"text/plain": TEXT}, "description": f"The figure. {EMPTY}"}},
    [NAME, *layout_parameters(DECIMAL)],
    to=router,
)
