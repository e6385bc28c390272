"""Two to four saved scenarios side by side."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.charts.compared import compared_chart, currencies, winner_words
from app.inputs import APPROACHES, TITLES, InvalidInputs
from app.pages.comparison.view import (
    drivers,
    figures_table,
    inputs_table,
    month_table_of,
)
from app.scenarios.compared import MOST, Compared, read_comparison, version_remark
from app.store import list_kept
from app.web.keyring import Keyring
from app.web.shares.costs import PAGE, costs
from app.web.templating import render

router = APIRouter()


@router.get("/compare")
@costs(PAGE)
def compare(request: Request) -> Response:
    """Show the scenarios that the query names, or ask which ones."""
    pairs, keyring = request.query_params.multi_items(), Keyring(request)
    context = chooser(request, keyring)
    if len(pairs) < 2:  # none yet, or the one from whose page somebody comes
        return render(request, "comparison/page.html", context)
    try:
        compared = read_comparison(request.app.state.database, pairs, key_of=keyring.key)
    except InvalidInputs as error:
        context["problems"] = error.problems
        return render(request, "comparison/page.html", context, status=422)
    shown = comparison(compared)
    names = {plan.home: plan.saved.content.name for plan in compared.plans}
    return render(request, "comparison/page.html", context | shown | slots(names, context["names"]))


def chooser(request: Request, keyring: Keyring) -> dict[str, Any]:
    """Return what is there to choose from, and what was chosen."""
    with request.app.state.database.reading() as session:
        kept = list_kept(session, keyring.keys)
    entered = [text for text in request.query_params.getlist("s") if text.strip()][:MOST]
    names = {item.id: item.name for item in kept if not item.deleted_at}
    return {
        **slots(dict.fromkeys(entered, ""), names),
        "approaches": [(name, TITLES[name]) for name in APPROACHES],
        "approach": request.query_params.get("approach", "tuning"),
        "problems": [],
        "shown": None,
    }


def slots(chosen: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, Any]:
    """Return the names to pick from, by id, and what each of the places to pick in holds."""
    named = {home: name for home, name in chosen.items() if name}
    return {"names": named | dict(kept), "slots": [*chosen, *[""] * MOST][:MOST]}


def comparison(compared: Compared) -> dict[str, Any]:
    """Return the comparison itself."""
    plans, approach = compared.plans, compared.approach
    query = urlencode([*(("s", plan.home) for plan in plans), ("approach", approach)], safe="/")
    return {
        "approach": approach,
        "shown": {
            "plans": plans,
            "title": TITLES[approach],
            "winner": winner_words(plans, approach),
            "chart": compared_chart(plans, approach),
            "in_dollars": len(currencies(plans)) > 1,
            "figures": figures_table(plans, approach),
            "inputs": inputs_table(plans),
            "drivers": drivers(plans, approach),
            "months": month_table_of(plans, approach),
            "query": query,
            "versions": version_remark(plans),
        },
    }
