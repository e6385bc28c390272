"""The kit for testing before deciding, as one download."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.feeds.kit import kit, zipped
from app.pages.forms import Opened, saved_page
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.web.shares.costs import LONG, costs

router = APIRouter()


@router.get("/kit.zip")
@costs(LONG)
def kit_of_query(request: Request) -> Response:
    """Return the kit of a query's plan."""
    return download(read_query(request.query_params.multi_items()))


@saved_page(router, "/kit.zip", LONG)
def kit_of_saved(request: Request, opened: Opened) -> Response:
    """Return the kit of a saved plan."""
    return download(opened.plan)


def download(plan: Plan) -> Response:
    """Return a plan's kit as an archive."""
    return Response(
        zipped(kit(plan)),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="crossover-kit.zip"'},
    )
