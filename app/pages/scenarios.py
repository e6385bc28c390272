"""Saved scenarios: saving, and the page of each."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app.calculator import InvalidInputs
from app.dialect import read_query
from app.links import Links
from app.pages.calculator import calculator_page, results, shell
from app.saved_plans import open_scenario, save_plan
from app.templating import PRIVATE, render
from app.views.figures import input_table
from app.views.words import day_name

router = APIRouter()


@router.post("/scenarios")
async def save_form(request: Request) -> Response:
    """Read the form that saves the answer shown; the work is done off the event loop."""
    form = await request.form(max_files=0, max_fields=10)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(save, request, fields)


def save(request: Request, fields: dict[str, str]) -> Response:
    """Save a plan under a name and go to its page."""
    query = fields.get("query", "")
    plan = read_query(parse_qsl(query, keep_blank_values=True))
    name = fields.get("name", "")
    try:
        saved, _ = save_plan(request.app.state.database, plan=plan, name=name)
    except InvalidInputs as error:
        context = calculator_page(plan) | {"problems": error.problems, "name": name}
        return render(request, "calculator.html", context, status=422)
    return RedirectResponse(f"/s/{saved.id}", status_code=303)


@router.get("/s/{scenario_id}")
def scenario(request: Request, scenario_id: str) -> Response:
    """Show a saved scenario, read-only, to whoever has its link."""
    saved, plan = open_scenario(request.app.state.database, scenario_id)
    context = shell(plan) | {"shown": results(plan)}
    context |= {
        "saved": saved,
        "saved_on": day_name(saved.updated_at.date().isoformat()),
        "read_url": Links(request).read(saved.id),
        "inputs": input_table(plan),
        "saved_prices": day_name(saved.content.prices_as_of),
    }
    return render(request, "scenario.html", context, headers=PRIVATE)
