"""How to bring a plan's figures into a spreadsheet."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.pages.connect.odc import ODC, odc
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


@router.get("/connect/{feed}.odc")
@costs(PAGE)
def odc_of_query(request: Request, feed: str) -> Response:
    """Return a connection file for Excel, of a query's plan."""
    plan = read_query(request.query_params.multi_items())
    source = Source(base=Links(request).base, path="api/v1", query=plan.query)
    return connection(source, feed, plan.preset.title)


@saved_page(router, "/connect/{feed}.odc", PAGE)
def odc_of_saved(request: Request, opened: Opened) -> Response:
    """Return a connection file for Excel, of a saved plan."""
    path = f"api/v1/scenarios/{opened.plan.home}"
    source = Source(base=Links(request).base, path=path, query="")
    return connection(source, request.path_params["feed"], opened.saved.content.name)


def connection(source: Source, feed: str, title: str) -> Response:
    """Return a connection file, or 404 for a feed that there is none of."""
    if feed not in source.feeds:
        raise HTTPException(404)
    return Response(
        odc(source, feed, title),
        media_type=ODC,
        headers={"Content-Disposition": f'attachment; filename="crossover-{feed}.odc"'},
    )


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
        "connections": [(feed, odc_address(source, back, feed)) for feed in source.feeds],
        "workbook": source.address("workbook.xlsx"),
    }
    return render(request, "connect/page.html", context)


def odc_address(source: Source, back: str, feed: str) -> str:
    """Return where a connection file is; `back` is the plan's own page."""
    if source.is_saved:
        return f"{back}/connect/{feed}.odc"
    return f"/connect/{feed}.odc?{source.query}"
