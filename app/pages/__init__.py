"""The pages: parse, one call, render."""

from fastapi import APIRouter
from starlette.responses import Response

from app.pages import icons, pictures
from app.pages.brief import page as brief
from app.pages.calculator import page as calculator
from app.pages.comparison import page as comparison
from app.pages.connect import page as connect
from app.pages.explain import page as explain
from app.pages.methodology import page as methodology
from app.pages.prices import page as prices
from app.pages.scenarios import editing, history, my_scenarios, owning
from app.pages.scenarios import saved as scenarios

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
