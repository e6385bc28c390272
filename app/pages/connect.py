"""How to bring a plan's figures into a spreadsheet."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.dialect import read_query
from app.links import Links
from app.saved_plans import open_scenario
from app.templating import PRIVATE, render
from app.views.connect import Source, snippets

router = APIRouter()


@router.get("/connect")
def connect(request: Request) -> Response:
    """Show how to bring a plan's figures into a spreadsheet; `s` names a saved scenario."""
    scenario_id = request.query_params.get("s")
    base = Links(request).base
    headers = {}
    if scenario_id is None:
        plan = read_query(request.query_params.multi_items())
        source = Source(base=base, path="api/v1", query=plan.query)
        title, back = plan.preset.title, f"/?{plan.query}"
    else:
        saved, _ = open_scenario(request.app.state.database, scenario_id)
        source = Source(base=base, path=f"api/v1/scenarios/{saved.id}", query="")
        title, back = saved.content.name, f"/s/{saved.id}"
        headers = PRIVATE
    context = {
        "snippets": list(snippets(source)),
        "title": title,
        "back": back,
        "is_saved": source.is_saved,
        "workbook": source.address("workbook.xlsx"),
    }
    return render(request, "connect.html", context, headers=headers)
