"""The feeds of a plan, by query, by body and of a saved scenario, as JSON, CSV and a workbook."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, NoReturn

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from app.answers import Threshold
from app.api import shapes
from app.api.asked import Asked, Queried, asked_of, is_usual, layout_of_saved
from app.api.described import (
    FILE,
    TEXT,
    Later,
    describe_plan,
    layout_parameters,
    problem,
    query_parameters,
)
from app.api.keys import Number, bearer_key, opened_plan
from app.api.response_headers import Answers, tagged
from app.feeds.csv_text import csv_text
from app.feeds.payloads import (
    input_rows,
    projection_payload,
    sensitivity_rows,
    summary_payload,
    threshold_rows,
    uncertainty_payload,
    verdict_payload,
)
from app.feeds.rows import COLUMNS, ROWS, month_rows, wide_month_rows, year_rows
from app.inputs import InvalidInputs, Problem
from app.plans.dialect import read_body
from app.plans.plan import Plan
from app.scenarios.actuals.kept import Since, since
from app.scenarios.saved_payloads import saved_summary
from app.scenarios.saved_plans import home_of, open_results
from app.web.conditional import conditional
from app.web.links import Links
from app.web.shares.costs import FIGURES, LONG, Cost, costs
from app.workbook import file_name, workbook

router = APIRouter()

Render = Callable[[Plan], Any]

# name -> what renders it, the shape of the answer, and what it is
FEEDS: dict[str, tuple[Render, Any, str]] = {
    "projection": (
        projection_payload,
        shapes.ProjectionAnswer,
        "The whole plan: inputs, figures, months",
    ),
    "summary": (summary_payload, shapes.SummaryAnswer, "The figures, and what to know of them"),
    "months": (month_rows, list[shapes.MonthRow], "A flat row per month, approach and line"),
    "years": (
        year_rows,
        list[shapes.YearRow],
        "A flat row per fiscal year, approach and line",
    ),
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
# What takes long to calculate, unless it is read from what is saved.
SIMULATED = frozenset({"uncertainty", "sensitivity", "thresholds", "verdict"})
WRONG_INPUT: Answers = {
    408: problem("The body took too long to arrive"),
    413: problem("The body is too large"),
    422: problem("Inputs are wrong: which, and why"),
}
UNKNOWN: Answers = {
    403: problem("Expired, and the key does not open it"),
    404: problem("No scenario has this id"),
    410: problem("Deleted, expired, or at another link"),
    422: problem("The query has what it must not have"),
}
COMPARED: Answers = {
    403: problem("One has expired: the key does not open it"),
    422: problem("What cannot be compared, and why"),
}
CASE: dict[str, Any] = {
    "preset": "customer-support",
    "inputs": {"workload": {"requests_per_month": 500000}, "tuning": {"dataset_examples": "2k"}},
    "sources": {"workload.requests_per_month": "help desk, October 2026"},
}


async def raw_body(request: Request) -> bytes:
    """Return the request's body as it came."""
    return await request.body()


def json_body(raw: Annotated[bytes, Depends(raw_body)]) -> Any:
    """Return the request's JSON, read off the event loop; raises InvalidInputs if it is none."""
    try:
        body = json.loads(raw, parse_constant=refuse_constant)
        json.dumps(body, ensure_ascii=False).encode()  # half a character cannot be answered with
        return body
    except (ValueError, RecursionError):
        raise InvalidInputs([Problem("", "The body must be JSON.")]) from None


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


Body = Annotated[Any, Depends(json_body)]


def feed_json(request: Request, asked: Asked, name: str) -> Response:
    """Return a feed as JSON: in its own shape, or as flat rows where the layout asks for them."""
    render = FEEDS[name][0]
    if name in ROWS and not is_usual(asked.layout):
        render = rows_of(name, asked)
    return json_answer(request, render(asked.plan), is_private=asked.is_saved)


def json_answer(
    request: Request, payload: Any, *, is_private: bool, tag: str | None = None
) -> Response:
    """Return the payload as JSON, or 304."""
    content = bytes(JSONResponse(payload).body)
    return conditional(request, content, "application/json", is_private=is_private, tag=tag)


def saved_feed_json(
    request: Request, scenario_id: str, number: int | None, *, name: str
) -> Response:
    """Return a saved plan's feed as JSON.

    Its summary is answered as it is stored, which takes no plan; one that was saved before notes
    stood in summaries has them in its snapshot.
    """
    if name != "summary" or not is_usual(layout_of_saved(request)):
        return feed_json(request, asked_of(request, scenario_id, number), name)
    database = request.app.state.database
    found = open_results(database, scenario_id, number, key=bearer_key(request))
    if "notes" not in found.results:
        return feed_json(request, asked_of(request, scenario_id, number), name)
    return json_answer(request, saved_summary(found.results), is_private=True)


def feed_csv(request: Request, asked: Asked, name: str) -> Response:
    """Return a feed as CSV."""
    rows = rows_of(name, asked)(asked.plan)
    columns = list(rows[0]) if rows else list(COLUMNS[name])
    return csv_answer(request, asked.layout, name, rows, columns, is_private=asked.is_saved)


def csv_answer(
    request: Request,
    layout: Mapping[str, Any],
    name: str,
    rows: list[dict[str, Any]],
    columns: Sequence[str],
    *,
    is_private: bool,
) -> Response:
    """Return rows as CSV, written as the query asks."""
    text = csv_text(
        rows,
        columns,
        separator=layout["sep"],
        decimal=layout["decimal"],
        byte_order_mark=layout["bom"],
    )
    return conditional(
        request,
        text.encode(),
        "text/csv; charset=utf-8; header=present",
        is_private=is_private,
        filename=f"crossover-{name}.csv",
    )


def rows_of(name: str, asked: Asked) -> Callable[[Plan], list[dict[str, Any]]]:
    """Return what renders a feed's flat rows; raises InvalidInputs where it has no such layout."""
    wide, lines = asked.layout["layout"] == "wide", asked.layout["lines"]
    if name == "months":
        return partial(wide_month_rows if wide else month_rows, lines=lines)
    if wide:
        raise InvalidInputs([Problem("layout", "Only months have a wide layout.")])
    if lines != "costs":
        raise InvalidInputs([Problem("lines", "Only months have lines beside those of costs.")])
    return ROWS[name]


def add_json_feed(name: str, shape: Any, summary: str) -> None:
    """Add one feed's addresses as JSON: by query, by body, of what is saved."""

    def by_query(request: Request, asked: Queried) -> Response:
        return feed_json(request, asked, name)

    def by_body(body: Body) -> JSONResponse:
        return JSONResponse(FEEDS[name][0](read_body(body)))

    answer: Answers = {200: {"model": shape}}
    cost = LONG if name in SIMULATED else FIGURES
    router.get(
        f"/{name}",
        operation_id=f"get_{name}",
        summary=summary,
        tags=["plans"],
        responses=tagged(answer) | WRONG_INPUT,
        openapi_extra=Later(lambda: {"parameters": query_parameters()}),
    )(costs(cost)(by_query))
    router.post(
        f"/{name}",
        operation_id=f"post_{name}",
        summary=summary,
        tags=["plans"],
        responses=answer | WRONG_INPUT,
        openapi_extra=Later(lambda: describe_plan(shapes.PlanBody, CASE)),
    )(costs(cost)(by_body))
    add_saved(name, name, summary, partial(saved_feed_json, name=name), answer)


def add_saved(
    name: str,
    path: str,
    summary: str,
    answer_with: Callable[[Request, str, int | None], Response],
    answer: Answers,
    parameters: list[dict[str, Any]] | None = None,
    *,
    to: APIRouter = router,
    cost: Cost = FIGURES,
) -> None:
    """Add an address of a saved scenario twice: of its latest revision, and of each revision."""

    def of_scenario(request: Request, scenario_id: str) -> Response:
        return answer_with(request, scenario_id, None)

    def of_revision(request: Request, scenario_id: str, number: Number) -> Response:
        return answer_with(request, scenario_id, number)

    extra = {"parameters": parameters} if parameters else None
    to.get(
        f"/scenarios/{{scenario_id}}/{path}",
        operation_id=f"get_scenario_{name}",
        summary=f"{summary}, of a saved scenario",
        tags=["scenarios"],
        responses=tagged(answer) | UNKNOWN,
        openapi_extra=extra,
    )(costs(cost)(of_scenario))
    to.get(
        f"/scenarios/{{scenario_id}}/revisions/{{number}}/{path}",
        operation_id=f"get_revision_{name}",
        summary=f"{summary}, of a revision",
        tags=["revisions"],
        responses=tagged(answer) | UNKNOWN,
        openapi_extra=extra,
    )(costs(cost)(of_revision))


def add_csv_feed(name: str, summary: str) -> None:
    """Add one feed's addresses as CSV: by query, and of a saved scenario."""

    def by_query(request: Request, asked: Queried) -> Response:
        return feed_csv(request, asked, name)

    answer: Answers = {200: {"content": {"text/csv": TEXT}, "description": summary}}
    layout = layout_parameters()
    router.get(
        f"/{name}.csv",
        operation_id=f"get_{name}_csv",
        summary=f"{summary}, as CSV",
        tags=["plans"],
        responses=tagged(answer) | WRONG_INPUT,
        openapi_extra=Later(lambda: {"parameters": query_parameters() + layout}),
    )(costs(LONG if name in SIMULATED else FIGURES)(by_query))
    add_saved(
        f"{name}_csv",
        f"{name}.csv",
        f"{summary}, as CSV",
        lambda request, *asked: feed_csv(request, asked_of(request, *asked), name),
        answer,
        layout,
    )


for feed, (_, shape, words) in FEEDS.items():
    add_json_feed(feed, shape, words)
    if feed in ROWS:
        add_csv_feed(feed, words)


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(
    request: Request, asked: Asked, link: str, found: Since | None = None
) -> Response:
    """Return the plan as a workbook, dated when it, or what came of it, changed, or by the day."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    at, back = asked.saved_at or today, None
    if found is not None:
        at, back = found.changed_at(at), found.lookback
    content = workbook(asked.plan, link=link, generated_at=at, back=back)
    return conditional(
        request,
        content,
        WORKBOOK,
        is_private=asked.is_saved,
        filename=file_name(asked.plan),
    )


@router.get(
    "/workbook.xlsx",
    summary="The whole model as a workbook with live formulas",
    operation_id="get_workbook",
    tags=["plans"],
    responses=WRONG_INPUT | tagged({200: {"content": {WORKBOOK: FILE}}}),
    openapi_extra=Later(lambda: {"parameters": query_parameters()}),
)
@costs(LONG)
def workbook_by_query(request: Request, asked: Queried) -> Response:
    """Return the workbook of the query's plan."""
    return workbook_answer(request, asked, f"{Links(request).base}/?{asked.plan.query}")


def saved_workbook(request: Request, scenario_id: str, number: int | None) -> Response:
    """Return the workbook of a saved plan."""
    link = Links(request).read(home_of(scenario_id, number))
    plan = opened_plan(request, scenario_id, number)
    asked = Asked(plan=plan, layout=layout_of_saved(request), saved_at=plan.saved.updated_at)
    # A revision never changes: what was paid since stands in the latest one's.
    found = since(request.app.state.database, plan) if number is None else None
    return workbook_answer(request, asked, link, found)


add_saved(
    "workbook",
    "workbook.xlsx",
    "The whole model as a workbook with live formulas",
    saved_workbook,
    {200: {"content": {WORKBOOK: FILE}}},
    cost=LONG,
)
