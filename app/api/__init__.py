"""The JSON API: every address below /api/v1, described at /api/v1/openapi.json."""

from fastapi import APIRouter

from app.api import (
    actuals,
    candidates,
    catalog,
    comparison,
    evidence,
    feeds,
    one_figure,
    revisions,
    scenarios,
    tokens,
    transfer,
)
from app.api.described import describe, problem

__all__ = ["describe", "router"]

router = APIRouter(
    prefix="/api/v1",
    responses={  # what may happen to every request
        429: problem("Too many requests: see Retry-After"),
        503: problem("Not at the moment: see Retry-After"),
    },
)
PARTS = (
    *(feeds, one_figure, candidates),
    *(scenarios, transfer, revisions, actuals, comparison),
    *(catalog, tokens, evidence),
)
for part in PARTS:
    router.include_router(part.router)
