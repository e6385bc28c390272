"""The pages: parse, one call, render."""

from fastapi import APIRouter
from starlette.responses import Response

from app.pages import (
    brief,
    calculator,
    comparison,
    connect,
    editing,
    explain,
    history,
    icons,
    methodology,
    my_scenarios,
    owning,
    pictures,
    prices,
    scenarios,
)

router = APIRouter(include_in_schema=False, default_response_class=Response)
for part in (
    calculator,
    scenarios,
    editing,
    owning,
    history,
    my_scenarios,
    comparison,
    brief,
    pictures,
    connect,
    prices,
    explain,
    methodology,
    icons,
):
    router.include_router(part.router)
