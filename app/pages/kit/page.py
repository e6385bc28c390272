"""The kit for testing before deciding, as one download."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.feeds.kit import Entry, candidates, kit, zipped
from app.pages.forms import Opened, saved_page
from app.pages.models.query import MOST_BESIDE, ModelsQuery, split_query
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.web.shares.costs import LONG, costs

router = APIRouter()
ADDRESS = "/kit.zip"


@router.get(ADDRESS)
@costs(LONG)
def kit_of_query(request: Request) -> Response:
    """Return the kit of a query's plan, with the candidates that the models page picked."""
    rest, query = split_query(request.query_params.multi_items(), ADDRESS)
    plan = read_query(rest)
    return download(plan, picked(plan, query))


@saved_page(router, ADDRESS, LONG)
def kit_of_saved(request: Request, opened: Opened) -> Response:
    """Return the kit of a saved plan, with the candidates that the models page picked."""
    _, query = split_query(request.query_params.multi_items(), ADDRESS)
    return download(opened.plan, picked(opened.plan.live, query))


def picked(plan: Plan, query: ModelsQuery) -> list[Entry]:
    """Return every alternative of one's own, and the models that stand side by side."""
    models = [item for item in query.beside[:MOST_BESIDE] if not item.isdecimal()]
    return candidates(plan, query.own, models, query.approach)


def download(plan: Plan, also: list[Entry]) -> Response:
    """Return a plan's kit as an archive."""
    return Response(
        zipped(kit(plan, also)),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="crossover-kit.zip"'},
    )
