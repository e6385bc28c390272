"""The chart of a plan as a picture to download, and the one that previews of a link show."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.charts import PICTURE, PREVIEW, Size, png, svg
from app.charts.view import VIEW, read_view
from app.pages.forms import Opened, saved_page
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.web.conditional import conditional
from app.web.shares.costs import LONG, costs
from app.web.templating import templates

router = APIRouter()
SVG, PNG = "image/svg+xml", "image/png"


@router.get("/chart.svg")
@costs(LONG)
def chart_svg(request: Request) -> Response:
    """Return the chart of a query's plan as SVG."""
    return picture(request, *queried(request), PICTURE, SVG)


@router.get("/chart.png")
@costs(LONG)
def chart_png(request: Request) -> Response:
    """Return the chart of a query's plan as PNG."""
    return picture(request, *queried(request), PICTURE, PNG)


@saved_page(router, "/chart.svg", LONG)
def saved_svg(request: Request, opened: Opened) -> Response:
    """Return the chart of a saved plan as SVG."""
    return picture(request, *saved(opened), PICTURE, SVG)


@saved_page(router, "/chart.png", LONG)
def saved_png(request: Request, opened: Opened) -> Response:
    """Return the chart of a saved plan as PNG."""
    return picture(request, *saved(opened), PICTURE, PNG)


@saved_page(router, "/preview.png", LONG)
def saved_preview(request: Request, opened: Opened) -> Response:
    """Return what previews of a link show, if the scenario's owner lets them show figures."""
    return picture(request, *saved(opened), PREVIEW, PNG)


def queried(request: Request) -> tuple[Plan, str, bool]:
    """Return the plan of the query, its title, and that it is nobody's own."""
    pairs = request.query_params.multi_items()
    plan = read_query([pair for pair in pairs if not pair[0].startswith(VIEW)])
    return plan, plan.preset.title, False


def saved(opened: Opened) -> tuple[Plan, str, bool]:
    """Return a saved plan, its name, and that it is private."""
    return opened.plan, opened.saved.content.name, True


def picture(
    request: Request,
    plan: Plan,
    title: str,
    is_private: bool,
    size: Size,
    media_type: str,
) -> Response:
    """Return the picture, or 304 to whoever has it."""
    view = read_view(request.query_params.multi_items())
    drawn = svg(templates().env, plan, title, size, view)
    content = png(drawn, size) if media_type == PNG else drawn.encode()
    ending = "png" if media_type == PNG else "svg"
    return conditional(
        request, content, media_type, is_private=is_private, filename=f"crossover-chart.{ending}"
    )
