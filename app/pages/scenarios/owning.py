"""What whoever holds the edit key does to a scenario, apart from editing its plan."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.inputs import InvalidInputs, Problem
from app.pages.forms import Fields, Latest, expiry_in, see_other
from app.pages.scenarios.my_scenarios import show_list
from app.scenarios.moved_prices import at_todays_prices, moved_prices
from app.scenarios.saved_plans import Wording, copy_scenario, rename, revise
from app.store import delete_scenario, replace_link, restore_scenario, set_expiry, set_shows_figures
from app.web.confirmations import confirm
from app.web.keyring import Keyring
from app.web.shares.costs import CHANGING, SAVING, costs
from app.words.months import day_name

router = APIRouter()
LIST = "/scenarios"


@router.post("/s/{scenario_id}/copies")
@costs(CHANGING)
def duplicate(request: Request, opened: Latest) -> Response:
    """Save a scenario of one's own with the same plan; whoever can look can do this."""
    opened.keyring.check_room()
    database, keyring = request.app.state.database, opened.keyring
    saved, _key = copy_scenario(database, opened.saved, keep=keyring.hold)
    return keyring.remember(confirm(request, "copied", f"/s/{saved.id}"))


@router.post("/s/{scenario_id}/name")
@costs(CHANGING)
def give_name(request: Request, opened: Latest, fields: Fields) -> Response:
    """Store a revision with another name."""
    name = fields.get("name", "")
    try:
        rename(request.app.state.database, opened.saved.id, edit_key=opened.own_key, name=name)
    except InvalidInputs as error:
        problems = [Problem("", item.message) for item in error.problems]  # one of many fields
        return show_list(request, opened.keyring, problems=problems, status=422)
    return confirm(request, "renamed", LIST)


@router.post("/s/{scenario_id}/links")
@costs(CHANGING)
def new_link(request: Request, opened: Latest) -> Response:
    """Give the scenario a new read link; the old one is gone from then on."""
    with request.app.state.database.writing() as session:
        saved = replace_link(
            session, opened.saved.id, edit_key=opened.own_key, now=datetime.now(UTC)
        )
    return confirm(request, "linked", f"/s/{saved.id}")


@router.post("/s/{scenario_id}/expiry")
@costs(CHANGING)
def expire(request: Request, opened: Latest, fields: Fields) -> Response:
    """Set the last day on which the read link shows the scenario; an empty one takes it away."""
    at = expiry_in(fields, datetime.now(UTC))
    with request.app.state.database.writing() as session:
        set_expiry(session, opened.saved.id, edit_key=opened.own_key, at=at)
    return confirm(request, "expiry", f"/s/{opened.saved.id}")


@router.post("/s/{scenario_id}/preview")
@costs(CHANGING)
def show_figures(request: Request, opened: Latest, fields: Fields) -> Response:
    """Set whether previews of the link show the name, the answer and the chart."""
    shows = fields.get("shows_figures") == "yes"
    with request.app.state.database.writing() as session:
        set_shows_figures(session, opened.saved.id, edit_key=opened.own_key, shows=shows)
    return confirm(request, "preview", f"/s/{opened.saved.id}")


@router.post("/s/{scenario_id}/prices")
@costs(SAVING)
def take_todays_prices(request: Request, opened: Latest) -> Response:
    """Store a revision with today's catalogue prices in place of those that have moved."""
    key, saved = opened.own_key, opened.saved
    if not moved_prices(saved):  # the button was pressed twice
        return see_other(f"/s/{saved.id}")
    plan = at_todays_prices(opened.plan)
    note = f"Prices of {day_name(plan.prices_as_of)}."
    revise(
        request.app.state.database,
        saved.id,
        edit_key=key,
        expected_revision=saved.revision,
        plan=plan,
        wording=Wording(name=saved.content.name, note=note, author=saved.content.author),
    )
    return confirm(request, "revised", f"/s/{saved.id}")


@router.post("/s/{scenario_id}/deletion")
@costs(CHANGING)
def delete(request: Request, opened: Latest) -> Response:
    """Delete the scenario; the list offers to undo that."""
    with request.app.state.database.writing() as session:
        delete_scenario(session, opened.saved.id, edit_key=opened.own_key, now=datetime.now(UTC))
    return confirm(request, "deleted", LIST)


@router.post("/s/{scenario_id}/restoration")
@costs(CHANGING)
def restore(request: Request, scenario_id: str, fields: Fields) -> Response:
    """Undo a deletion."""
    key = Keyring(request).key_of(fields.get("scenario", "")) or ""
    with request.app.state.database.writing() as session:
        restore_scenario(session, scenario_id, edit_key=key)
    return confirm(request, "restored", LIST)


@router.post("/s/{scenario_id}/farewell")
@costs(CHANGING)
def forget(request: Request, fields: Fields) -> Response:
    """Make this browser forget the key; the scenario stays as it is."""
    keyring = Keyring(request)
    with request.app.state.database.writing() as session:
        keyring.forget(session, fields.get("scenario", ""))
    return keyring.remember(confirm(request, "forgotten", LIST))
