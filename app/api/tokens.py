"""Counting tokens. Only by POST: a prompt must not land in an address, nor in a log."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.api import shapes
from app.api.described import describe_body
from app.api.feeds import WRONG_INPUT, Body
from app.catalog import count_tokens
from app.inputs import InvalidInputs, Problem
from app.web.shares.costs import LONG, costs

router = APIRouter()

LONGEST_MODEL = 200  # characters, as in the inputs
EXAMPLE = {"text": "Answer in two sentences.", "model": "openai/gpt-4.1"}


@router.post(
    "/tokens",
    summary="How many tokens a text has",
    operation_id="count_tokens",
    tags=["catalogue"],
    responses=WRONG_INPUT | {200: {"model": shapes.TokensAnswer}},
    openapi_extra=describe_body(shapes.TokensBody, EXAMPLE),
)
@costs(LONG)
def tokens(body: Body) -> JSONResponse:
    """Count the tokens of a text; nothing of it is kept."""
    text, model = read_tokens_body(body)
    return JSONResponse(asdict(count_tokens(text, model)))


def read_tokens_body(body: Any) -> tuple[str, str | None]:
    """Return the text and the model of a body `{"text", "model"}`; raises InvalidInputs."""
    if not isinstance(body, dict):
        raise InvalidInputs([Problem("", 'The body must be an object: {"text", "model"}.')])
    text, model = body.get("text"), body.get("model")
    unknown = [name for name in body if name not in EXAMPLE]
    problems = [Problem(name, f"There is no {name} in a body.") for name in unknown]
    if not isinstance(text, str):
        problems.append(Problem("text", "The text must be given, as a text."))
    if model is not None and not (isinstance(model, str) and len(model) <= LONGEST_MODEL):
        message = f"The model must be a name of at most {LONGEST_MODEL} characters."
        problems.append(Problem("model", message))
    if problems:
        raise InvalidInputs(problems)
    return str(text), model or None
