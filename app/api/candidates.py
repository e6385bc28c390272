"""Every model of the catalogue tried in a plan: by query, by body, of what is saved; as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from app.api import shapes
from app.api.asked import Asked, split_layout
from app.api.described import (
    TEXT,
    Later,
    describe_plan,
    layout_parameters,
    parameter,
    query_parameters,
)
from app.api.feeds import CASE, WRONG_INPUT, Body, add_saved, csv_answer, json_answer
from app.api.keys import opened_plan
from app.api.response_headers import Answers, tagged
from app.candidates import (
    CANDIDATES,
    TRIED,
    Compared,
    Own,
    Tried,
    compare,
    own_in_body,
    split_own,
)
from app.feeds.candidates import FIGURES, candidate_rows, candidates_payload
from app.inputs import InvalidInputs, Problem
from app.plans.dialect import read_body, read_query
from app.plans.plan import Plan
from app.web.shares.costs import LONG, costs

router = APIRouter()

APPROACH = "approach"
WORDS = "Every model of the catalogue in the plan, and alternatives of one's own, cheapest first"
OWN: dict[str, Any] = {
    "name": "Our prompt, optimised",
    "approach": "prompting",
    "inputs": {"prompt_tokens": 1300, "error_rate": 0.042, "build_cost": 900},
    "ranges": {"error_rate": {"low": 0.03, "high": 0.06}},
}


@dataclass(frozen=True)
class Question:
    """A plan, what to try in it, and how to answer."""

    asked: Asked
    approaches: Sequence[Tried]
    own: Sequence[Own]

    @property
    def plan(self) -> Plan:
        """The plan, to be calculated by today's model and catalogue."""
        return self.asked.plan

    def compared(self) -> Compared:
        """Return everything tried."""
        return compare(self.plan, self.approaches, self.own)


def read_approaches(given: Any) -> Sequence[Tried]:
    """Return the approaches that models are tried in; all without one. Raises InvalidInputs."""
    if given is None:
        return TRIED
    found = tuple(name for name in TRIED if name == given)
    if not found:
        message = f"The approach must be one of {', '.join(TRIED)}."
        raise InvalidInputs([Problem(APPROACH, message)])
    return found


Split = tuple[list[tuple[str, str]], Sequence[Tried], Sequence[Own]]


def split_question(pairs: list[tuple[str, str]]) -> Split:
    """Return a query without what is to be tried, and that; raises InvalidInputs."""
    rest, own = split_own(pairs)
    approaches = read_approaches(dict(rest).get(APPROACH))
    return [pair for pair in rest if pair[0] != APPROACH], approaches, own


def question_by_query(request: Request) -> Question:
    """Return what a query asks."""
    pairs, layout = split_layout(request.query_params.multi_items())
    rest, approaches, own = split_question(pairs)
    return Question(Asked(plan=read_query(rest), layout=layout), approaches, own)


def question_of_saved(request: Request, scenario_id: str, number: int | None) -> Question:
    """Return what is asked of a saved plan: today's models beside its own as it was saved."""
    pairs, layout = split_layout(request.query_params.multi_items())
    rest, approaches, own = split_question(pairs)
    if rest:
        message = "A saved scenario takes no other inputs here: open a copy."
        raise InvalidInputs([Problem(name, message) for name, _ in rest])
    plan = opened_plan(request, scenario_id, number)
    asked = Asked(plan=plan.live, layout=layout, saved_at=plan.saved.updated_at)
    return Question(asked, approaches, own)


def answer_json(request: Request, question: Question) -> Response:
    """Return what was tried as JSON."""
    payload = candidates_payload(question.plan, question.compared())
    return json_answer(request, payload, is_private=question.asked.is_saved)


def answer_csv(request: Request, question: Question) -> Response:
    """Return what was tried as CSV."""
    rows = candidate_rows(question.compared())
    asked = question.asked
    return csv_answer(request, asked.layout, "candidates", rows, FIGURES, is_private=asked.is_saved)


def parameters() -> list[dict[str, Any]]:
    """Return what is to be tried, as OpenAPI parameters."""
    text = {"type": "string"}
    return [
        parameter(
            APPROACH,
            "In which approach models are tried; both without it.",
            {"type": "string", "enum": list(TRIED)},
        ),
        parameter(
            f"{CANDIDATES}1.name",
            "What an alternative of your own is called; N from 1 to 20.",
            text | {"maxLength": 200},
        ),
        parameter(
            f"{CANDIDATES}1.approach",
            "Whether it is prompted or fine-tuned; prompted without it.",
            {"type": "string", "enum": list(TRIED)},
        ),
        parameter(
            f"{CANDIDATES}1.error_rate",
            "Any field of its approach, likewise; what is left out is as in the plan, and a "
            "model fills its prices.",
            {"type": "number", "minimum": 0, "maximum": 1},
        ),
    ]


ANSWER: Answers = {200: {"model": shapes.CandidatesAnswer}}
AS_CSV: Answers = {200: {"content": {"text/csv": TEXT}, "description": WORDS}}


@router.get(
    "/candidates",
    operation_id="get_candidates",
    summary=WORDS,
    tags=["plans"],
    responses=tagged(ANSWER) | WRONG_INPUT,
    openapi_extra=Later(lambda: {"parameters": query_parameters() + parameters()}),
)
@costs(LONG)
def by_query(request: Request) -> Response:
    """Return what was tried in the query's plan."""
    return answer_json(request, question_by_query(request))


@router.get(
    "/candidates.csv",
    operation_id="get_candidates_csv",
    summary=f"{WORDS}, as CSV",
    tags=["plans"],
    responses=tagged(AS_CSV) | WRONG_INPUT,
    openapi_extra=Later(
        lambda: {"parameters": query_parameters() + parameters() + layout_parameters()}
    ),
)
@costs(LONG)
def by_query_as_csv(request: Request) -> Response:
    """Return what was tried in the query's plan as CSV."""
    return answer_csv(request, question_by_query(request))


@router.post(
    "/candidates",
    operation_id="post_candidates",
    summary=WORDS,
    tags=["plans"],
    responses=ANSWER | WRONG_INPUT,
    openapi_extra=Later(lambda: describe_plan(shapes.CandidatesBody, CASE | {"candidates": [OWN]})),
)
@costs(LONG)
def by_body(body: Body) -> JSONResponse:
    """Return what was tried in the body's plan."""
    given = dict(body) if isinstance(body, dict) else body
    own: Sequence[Own] = ()
    approaches: Sequence[Tried] = TRIED
    if isinstance(given, dict):
        own = own_in_body(given.pop("candidates", []))
        approaches = read_approaches(given.pop(APPROACH, None))
    plan = read_body(given)
    return JSONResponse(candidates_payload(plan, compare(plan, approaches, own)))


def add(path: str, answer: Any, answers: Answers, described: list[dict[str, Any]]) -> None:
    """Add the addresses of saved plans."""
    add_saved(
        path.replace(".", "_"),
        path,
        f"{WORDS}{', as CSV' if path.endswith('.csv') else ''}",
        partial(of_saved, answer),
        answers,
        described,
        cost=LONG,
    )


def of_saved(answer: Any, request: Request, scenario_id: str, number: int | None) -> Response:
    """Return what was tried in a saved plan."""
    response: Response = answer(request, question_of_saved(request, scenario_id, number))
    return response


add("candidates", answer_json, ANSWER, parameters())
add("candidates.csv", answer_csv, AS_CSV, parameters() + layout_parameters())
