"""The catalogue: what every model costs, and what is announced."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalog import makers, prices_as_of
from app.pages.prices.events import event_rows
from app.pages.prices.view import KINDS, LONGEST_SEARCH, price_list, read_price_query
from app.plans.dialect import read_query
from app.web.shares.costs import PAGE, costs
from app.web.templating import render, wants_fragment
from app.words.months import day_name

router = APIRouter()

OWN = ("q", "maker", "kind", "sort", "page")  # parameters of the page; all others say a plan


@router.get("/prices")
@costs(PAGE)
def prices(request: Request) -> Response:
    """Show the catalogue; a plan's query beside the page's own is kept in every link."""
    pairs = request.query_params.multi_items()
    of_plan = [pair for pair in pairs if pair[0] not in OWN]
    plan = read_query(of_plan) if of_plan else None
    query = read_price_query(dict(pairs), plan)
    context = {
        "plan": plan,
        "query": query,
        "list": price_list(query),
        "kept": of_plan,
        "back": f"/?{plan.query}" if plan else None,
        "makers": makers(),
        "kinds": KINDS,
        "longest_search": LONGEST_SEARCH,
        "prices_as_of": day_name(prices_as_of()),
        "announced": event_rows(plan, ahead=True),
        "changed": event_rows(plan, ahead=False),
    }
    headers = {"HX-Push-Url": query.address} if wants_fragment(request) else None
    return render(request, "prices/page.html", context, block="price_list", headers=headers)
