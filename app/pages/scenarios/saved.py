"""Saved scenarios: saving, and the pages that whoever has the link can look at."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.feeds.payloads import summary_payload
from app.inputs import InvalidInputs
from app.pages.calculator.page import Desk, calculator_page, results, show, show_chart, show_outlook
from app.pages.calculator.tables import input_table
from app.pages.forms import (
    Fields,
    Frozen,
    Latest,
    Opened,
    expiry_in,
    plan_in,
    saved_page,
    see_other,
    wording_in,
)
from app.pages.scenarios.renewed import renewed
from app.scenarios.moved_prices import at_todays_prices, moved_prices
from app.scenarios.saved_plans import claim_in, save_plan
from app.scenarios.snapshot import SavedPlan
from app.store import find_actuals
from app.web.confirmations import confirm
from app.web.keyring import Keyring
from app.web.links import Links
from app.web.shares.costs import LONG, PAGE, SAVING, costs
from app.web.templating import render
from app.words.actuals import in_short
from app.words.decision import verdict_words
from app.words.differences import effects, label, words_of
from app.words.months import day_name, moment_name
from app.words.numbers import percent_change

router = APIRouter()
SHOWS_A_KEY = "private, no-store"  # nobody finds it in what a browser or a proxy keeps


@router.post("/scenarios")
@costs(SAVING)
def save(request: Request, fields: Fields) -> Response:
    """Save a plan under a name and go to its page; the browser keeps the edit key."""
    plan, keyring = plan_in(fields), Keyring(request)
    try:
        keyring.check_room()
        saved, _key = save_plan(
            request.app.state.database,
            plan=plan,
            wording=wording_in(fields),
            expires_at=expiry_in(fields, datetime.now(UTC)),
            keep=keyring.hold,
        )
    except InvalidInputs as error:
        desk = Desk()
        context = calculator_page(plan, desk, said=fields, problems=error.problems)
        return show(request, context, status=422)
    return keyring.remember(confirm(request, "saved", f"/s/{saved.id}"))


@router.get("/s/{scenario_id}")
@costs(PAGE)
def scenario(request: Request, opened: Latest) -> Response:
    """Show a saved scenario as it is now; whoever holds its key can change it from here."""
    context = scenario_page(request, opened) | owner_part(request, opened)
    context |= {"moved": moved_part(opened.plan), "actuals_line": actuals_line(request, opened)}
    headers = {} if opened.key is None else {"Cache-Control": SHOWS_A_KEY}
    return render(request, "scenarios/saved.html", context, headers=headers)


@router.get("/s/{scenario_id}/revisions/{number}")
@costs(PAGE)
def revision(request: Request, opened: Frozen) -> Response:
    """Show a revision, which never changes."""
    context = scenario_page(request, opened) | {"owner": None, "moved": None, "actuals_line": ""}
    return render(request, "scenarios/saved.html", context)


def scenario_page(request: Request, opened: Opened) -> dict[str, Any]:
    """Return what the page of a scenario shows to everybody."""
    plan, saved = opened.plan, opened.saved
    return {
        "plan": plan,
        "saved": saved,
        "shown": results(plan, at_once=True),
        "saved_on": moment_name(saved.updated_at),
        "read_url": Links(request).read(plan.home),
        "is_frozen": plan.home != saved.id,
        "inputs": input_table(plan),
        "prices_as_of": day_name(plan.prices_as_of),
        "renewed": renewed(plan),
        "preview": preview(request, plan),
    }


def actuals_line(request: Request, opened: Opened) -> str:
    """Return how what was paid stands to the plan; "" before anything was entered."""
    with request.app.state.database.reading() as session:
        found = find_actuals(session, opened.saved.scenario_id)
    return in_short(found.results, opened.saved.revision)


def owner_part(request: Request, opened: Opened) -> dict[str, Any]:
    """Return what only whoever holds the key sees."""
    if opened.key is None:
        return {"owner": None}
    saved = opened.saved
    return {
        "owner": {
            "edit_url": Links(request).edit(saved.id, opened.key),
            "expires": saved.expires_at.date().isoformat() if saved.expires_at else "",
            "expires_on": day_name(saved.expires_at.date().isoformat()) if saved.expires_at else "",
            "shows_figures": saved.shows_figures,
        }
    }


def preview(request: Request, plan: SavedPlan) -> dict[str, str] | None:
    """Return what previews of the link may show; None unless the owner lets them show figures."""
    if not plan.saved.shows_figures:
        return None
    return {
        "title": plan.saved.content.name,
        "description": verdict_words(plan),
        "image": f"{Links(request).base}{plan.address('/preview.png')}",
    }


def moved_part(plan: SavedPlan) -> dict[str, Any] | None:
    """Return which catalogue prices have moved since, and what the answer would be today."""
    moved = moved_prices(plan.saved)
    if not moved:
        return None
    today = at_todays_prices(plan)
    return {
        "prices": [
            {
                "label": label(price.input),
                "model": price.model,
                "then": words_of(price.then, price.input, plan.inputs),
                "now": words_of(price.now, price.input, plan.inputs),
                "change": percent_change(price.then, price.now),
            }
            for price in moved
        ],
        "as_of": day_name(today.prices_as_of),
        "are_claimed": bool(claim_in(plan.saved.content)),
        "headline": verdict_words(today),
        "effects": effects(
            plan.saved.content.results, summary_payload(today), plan.inputs, today.inputs
        ),
        "copy": today.address("/"),
    }


@saved_page(router, "/outlook", LONG)
def outlook_of(request: Request, opened: Opened) -> Response:
    """Show how sure a saved plan's answer is."""
    back = f"/s/{opened.plan.home}"
    return show_outlook(request, opened.plan, back=back)


@saved_page(router, "/chart", LONG)
def chart_of(request: Request, opened: Opened) -> Response:
    """Show a saved plan's chart, as its switches say."""
    return show_chart(request, opened.plan, f"/s/{opened.plan.home}")


@saved_page(router, "/copy", PAGE)
def copied(request: Request, opened: Opened) -> Response:
    """Open the calculator with the plan's values, and with those that the query adds."""
    plan = opened.plan.live
    extra = dict(request.query_params)
    return see_other((plan.with_values(extra) if extra else plan).address("/"))
