"""The pages: parse, one call, render."""

from fastapi import APIRouter
from starlette.responses import Response

from app.pages import icons, numbers, pictures
from app.pages.actuals import page as actuals_page
from app.pages.brief import page as brief_page
from app.pages.calculator import model_list
from app.pages.calculator import page as calculator_page
from app.pages.comparison import page as comparison_page
from app.pages.connect import page as connect_page
from app.pages.evidence import page as evidence_page
from app.pages.explain import page as explain_page
from app.pages.kit import page as kit_page
from app.pages.methodology import page as methodology_page
from app.pages.models import page as models_page
from app.pages.prices import page as prices_page
from app.pages.reminders import page as reminders_page
from app.pages.scenarios import editing, history, my_scenarios, owning, saved

router = APIRouter(include_in_schema=False, default_response_class=Response)
for part in (
    calculator_page,
    model_list,
    saved,
    editing,
    owning,
    history,
    actuals_page,
    reminders_page,
    my_scenarios,
    comparison_page,
    brief_page,
    pictures,
    connect_page,
    kit_page,
    models_page,
    prices_page,
    evidence_page,
    explain_page,
    methodology_page,
    numbers,
    icons,
):
    router.include_router(part.router)
