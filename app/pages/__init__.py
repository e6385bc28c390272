"""The pages: parse, one call, render."""

from fastapi import APIRouter
from starlette.responses import Response

from app.pages import calculator, connect, explain, icons, methodology, prices, scenarios

router = APIRouter(include_in_schema=False, default_response_class=Response)
for part in (calculator, scenarios, connect, prices, explain, methodology, icons):
    router.include_router(part.router)
