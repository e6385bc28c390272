"""Scenarios as files in the API: one with its history, and all of a file taken in."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response, StreamingResponse

from app.api import saved_shapes
from app.api.described import describe_body
from app.api.feeds import UNKNOWN, WRONG_INPUT
from app.api.keys import opened
from app.api.scenarios import PRIVATE, created_answer
from app.inputs import InvalidInputs, Problem
from app.scenarios.exported import exported
from app.scenarios.importing import Imported, import_scenarios
from app.scenarios.transfer import TransferFile
from app.web.shares.costs import HANDED_OUT, TAKING_IN, costs
from app.work.task import timed_pieces

router = APIRouter()

MOST_IMPORTED = 10_000  # scenarios of one file
IN_MEMORY = 1_000_000  # bytes of it; the rest is in a file without a name
FILE_EXAMPLE: dict[str, Any] = {
    "format": "crossover-scenarios",
    "version": 1,
    "scenarios": [
        {
            "revisions": [
                {
                    "name": "Support, next year",
                    "preset": "customer-support",
                    "inputs": {"workload": {"requests_per_month": 50000}},
                    "prices_as_of": "2026-11-24",
                    "created_at": "2026-11-24T15:04:00Z",
                }
            ]
        }
    ],
}


LENGTHS = range(20, 201)  # characters of an Idempotency-Key; who knows it gets the edit keys again
REPEATABLE = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A random text of your own: sent again with the same file, it gives the same "
    "scenarios and keys. Keep it as secret as a key.",
    "schema": {"type": "string", "minLength": LENGTHS[0], "maxLength": LENGTHS[-1]},
}


def repeatable(request: Request) -> str | None:
    """Return the request's Idempotency-Key, None without one; raises InvalidInputs."""
    given = request.headers.get("Idempotency-Key")
    if given is None or len(given) in LENGTHS:
        return given
    message = f"The Idempotency-Key must have {LENGTHS[0]} to {LENGTHS[-1]} characters."
    raise InvalidInputs([Problem("Idempotency-Key", message)])


@router.get(
    "/scenarios/{scenario_id}/export",
    summary="A scenario with its history, as a file to import elsewhere",
    operation_id="export_scenario",
    tags=["scenarios"],
    responses=UNKNOWN | {200: {"model": TransferFile}},
)
@costs(HANDED_OUT)
def export(request: Request, scenario_id: str) -> Response:
    """Return every revision's inputs; no key is in it."""
    opened(request, scenario_id, whole=False)
    pieces = exported(request.app.state.database, [scenario_id], with_history=True)
    return StreamingResponse(timed_pieces(pieces), media_type="application/json", headers=PRIVATE)


async def body_as_file(request: Request) -> AsyncIterator[BinaryIO]:
    """Give the request's body as it arrives, not held in memory."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        async for part in request.stream():
            file.write(part)
        yield cast(BinaryIO, file)


@router.post(
    "/scenarios/imports",
    status_code=201,
    summary="Save the scenarios of an exported file",
    operation_id="import_scenarios",
    tags=["scenarios"],
    responses=WRONG_INPUT | {201: {"model": saved_shapes.ImportedAnswer}},
    openapi_extra=describe_body(TransferFile, FILE_EXAMPLE) | {"parameters": [REPEATABLE]},
)
@costs(TAKING_IN)
def imports(request: Request, file: Annotated[BinaryIO, Depends(body_as_file)]) -> JSONResponse:
    """Store every scenario of the file as a new one, or say why not; figures are calculated anew.

    With an Idempotency-Key, what the same key has imported before is answered with, not stored
    again. Answers 422, as to a file that cannot be read, where none of them could be stored.
    """
    imported = import_scenarios(
        request.app.state.database,
        file,
        room=MOST_IMPORTED,
        now=request.app.state.clock(),
        owner=repeatable(request),
    )
    if imported.refused and not imported.made:
        raise InvalidInputs(imported.problems)
    return JSONResponse(imported_answer(request, imported), 201, PRIVATE)


def imported_answer(request: Request, imported: Imported) -> dict[str, Any]:
    """Return what was made of a file, with the keys, and what of it was refused."""
    return {
        "scenarios": [created_answer(request, saved, key) for saved, key in imported.made],
        "refused": [
            {
                "scenario": item.scenario,
                "name": item.name,
                "errors": [asdict(problem) for problem in item.problems],
            }
            for item in imported.refused
        ],
    }
