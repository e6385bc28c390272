"""Errors as problem+json for programs and as pages for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.inputs import InvalidInputs
from app.scenarios.versions import LaterVersion
from app.store import (
    OUTAGE_KINDS,
    ScenarioGone,
    StaleActuals,
    StaleRevision,
    TooManyChanges,
    TooManyRevisions,
    UnknownScenario,
    WrongEditKey,
    code_of,
    outage_of,
)
from app.web.posted import again
from app.web.templating import render
from app.web.watching.logs import logger

EXPLANATIONS = {
    403: "This needs the scenario's edit key, and the one given does not open it.",
    404: "There is nothing at this address. A scenario's link must be copied whole.",
    405: "This address cannot be asked in that way.",
    409: "This scenario was changed as often as one may be: save a copy and go on with that.",
    410: "This scenario is no longer at this link: it was deleted, has expired, or has a new link.",
    412: "Somebody saved this scenario in the meantime: look at what is there now.",
    413: "The request is too large.",
}
REFUSALS: dict[type[Exception], int] = {  # what the store refuses
    UnknownScenario: 404,
    ScenarioGone: 410,
    WrongEditKey: 403,
    TooManyRevisions: 409,
    TooManyChanges: 409,
    StaleRevision: 412,
    StaleActuals: 412,
}
LATER = (
    "A later version of Crossover saved this, with version {} of the cost model. Crossover is "
    "being upgraded: try again in a moment. If it stays so, whoever runs it must upgrade this "
    "process too."
)
PASSING = (429, 500, 503)  # asking once more may help


# RFC 9110's names, which Python's http module has only from 3.13 on.
NAMES = {413: "Content Too Large", 422: "Unprocessable Content"}
PLAINLY = {404: "Not found", 410: "No longer there", 413: "Too large", 422: "That cannot be shown"}


def name_of(status: int) -> str:
    """Return the name of a status, the same under every Python."""
    return NAMES.get(status) or HTTPStatus(status).phrase


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error in the form that its reader expects."""
    app.add_exception_handler(InvalidInputs, invalid_inputs)
    app.add_exception_handler(RequestValidationError, impossible_path)
    for refusal in REFUSALS:
        app.add_exception_handler(refusal, refused)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(LaterVersion, saved_later)
    for kind in OUTAGE_KINDS:
        app.add_exception_handler(kind, unavailable)


def problem_json(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Return an RFC 9457 problem, with more members if given."""
    body = {
        "type": "about:blank",
        "title": name_of(status),
        "status": status,
        "detail": detail,
    }
    return JSONResponse(
        body | ({"errors": errors} if errors else {}) | dict(more or {}),
        status_code=status,
        media_type="application/problem+json",
    )


def answer(
    request: Request, status: int, detail: str, headers: dict[str, str] | None = None
) -> Response:
    """Return an error as JSON below /api/ and as a page elsewhere.

    A page for what may pass asks once more, with everything that was typed.
    """
    if request.url.path.startswith("/api/"):
        response = problem_json(status, detail)
    else:
        context = {
            "title": PLAINLY.get(status) or name_of(status),
            "detail": detail,
            "again": again(request) if status in PASSING else None,
        }
        response = render(request, "error.html", context, block="main", status=status)
        response.headers["Cache-Control"] = "private, no-store"
    response.headers.update(headers or {})
    return response


def try_later(request: Request, status: int, detail: str, *, seconds: int) -> Response:
    """Return an error that passes, and after how many seconds to ask again."""
    return answer(request, status, detail, {"Retry-After": str(seconds)})


def saved_later(request: Request, error: Exception) -> Response:
    """Say that another process, of a later version, can answer."""
    assert isinstance(error, LaterVersion)
    return try_later(request, 503, LATER.format(error.version), seconds=30)


def unavailable(request: Request, error: Exception) -> Response:
    """Say what keeps the database from answering; raises the error if it is a mistake of ours."""
    outage = outage_of(error)
    if outage is None:
        raise error
    logger("database").error("outage", code=code_of(error), kind=type(error).__name__)
    return try_later(request, 503, outage.detail, seconds=outage.retry_after)


def invalid_inputs(request: Request, error: Exception) -> Response:
    """Say which inputs are wrong."""
    assert isinstance(error, InvalidInputs)
    detail = " ".join(item.message for item in error.problems[:3])
    if not request.url.path.startswith("/api/"):
        return answer(request, 422, detail)
    errors = [{"input": item.input, "message": item.message} for item in error.problems]
    return problem_json(422, detail, errors)


def refused(request: Request, error: Exception) -> Response:
    """Say what the store refuses, without repeating an id or a key."""
    status = next(code for kind, code in REFUSALS.items() if isinstance(error, kind))
    return answer(request, status, EXPLANATIONS[status])


def impossible_path(request: Request, error: Exception) -> Response:
    """Answer an address whose parts cannot be, such as a revision that is no number."""
    return answer(request, 404, EXPLANATIONS[404])


def http_error(request: Request, error: Exception) -> Response:
    """Answer what routing refuses."""
    assert isinstance(error, HTTPException)
    response = answer(request, error.status_code, explanation(error))
    response.headers.update(error.headers or {})
    if error.status_code == 405:  # routing names the methods of one route, and there may be more
        response.headers["Allow"] = ", ".join(methods_at(request))
    return response


def methods_at(request: Request) -> list[str]:
    """Return the methods that the request's address takes.

    Where an address of its own, such as `/scenarios/imports`, could also be read as an id, its own
    methods count.
    """
    routes = [
        route
        for route in iter_route_contexts(request.app.routes)
        if route.methods and route.path_regex.fullmatch(request.url.path)
    ]
    own = [route for route in routes if not route.param_convertors] or routes
    methods = {method for route in own for method in route.methods or ()}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def explanation(error: HTTPException) -> str:
    """Return what an error of routing means; a detail of our own counts more."""
    usual = HTTPStatus(error.status_code).phrase
    if str(error.detail) != usual:
        return str(error.detail)
    return EXPLANATIONS.get(error.status_code, usual)


def unexpected(request: Request, error: Exception) -> Response:
    """Answer a failure of our own; the request log has the cause."""
    return answer(request, 500, "Something went wrong on our side. Nothing you entered is stored.")
