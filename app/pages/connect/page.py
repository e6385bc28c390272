"""How to bring a plan's figures into a spreadsheet."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.connect.snippets import Source, snippets
from app.pages.forms import Opened, open_latest, saved_page
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.web.links import Links
from app.web.shares.costs import PAGE, costs
from app.web.templating import render

router = APIRouter()


@router.get("/connect")
@costs(PAGE)
def connect(request: Request) -> Response:
    """Show how to bring a plan's figures into a spreadsheet; `s` names a saved scenario."""
    if saved := request.query_params.get("s"):
        return connect_saved(request, open_latest(request, saved))
    plan = read_query(request.query_params.multi_items())
    source = Source(base=Links(request).base, path="api/v1", query=plan.query)
    return show(request, source, plan.preset.title, plan.address("/"), plan)


@saved_page(router, "/connect", PAGE)
def connect_saved(request: Request, opened: Opened) -> Response:
    """Show how to bring the figures of a saved plan into a spreadsheet."""
    home = opened.plan.home
    source = Source(base=Links(request).base, path=f"api/v1/scenarios/{home}", query="")
    return show(request, source, opened.saved.content.name, f"/s/{home}")


def show(
    request: Request, source: Source, title: str, back: str, plan: Plan | None = None
) -> Response:
    """Return the page with the snippets of a source; `back` is the plan's own page.

    `plan` is one that other pages take along; a saved one has pages of its own.
    """
    context = {
        "plan": plan,
        "snippets": list(snippets(source)),
        "title": title,
        "back": back,
        "is_saved": source.is_saved,
        "workbook": source.address("workbook.xlsx"),
    }
    return render(request, "connect/page.html", context)
