"""Changing a saved scenario: the calculator over it, and two people who change it at once."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.inputs import InvalidInputs
from app.pages.calculator.layout import OPEN, parts_named
from app.pages.calculator.page import Desk, calculate, calculator_page, sent, show
from app.pages.forms import (
    Fields,
    Latest,
    Opened,
    open_latest,
    plan_in,
    revision_in,
    see_other,
    wording_in,
)
from app.pages.scenarios.merging import merge, renaming
from app.pages.scenarios.renewed import reading_words
from app.plans.plan import Plan
from app.scenarios.saved_plans import open_scenario, plan_of, revise
from app.store import (
    KEPT_AFTER_DELETION,
    Saved,
    ScenarioGone,
    StaleRevision,
    WrongEditKey,
    find_owned,
)
from app.web.confirmations import confirm
from app.web.keyring import Keyring
from app.web.shares.costs import CHANGING, PAGE, SAVING, costs
from app.web.templating import render
from app.words.differences import differences
from app.words.months import moment_name

router = APIRouter()

REVISION = "revision"
WRONG_KEY = "This key opens nothing here. Copy the whole edit link, or the key in it."
GONE = (
    "This scenario was deleted, or its link replaced, while you were editing. What you entered is "
    "below: save it as a new scenario."
)


@router.get("/s/{scenario_id}/edit")
@costs(PAGE)
def edit(request: Request, scenario_id: str) -> Response:
    """Show the calculator over a saved scenario; its state is its query string."""
    opened = looked_for(request, scenario_id)
    if opened is None or opened.key is None:
        return ask_for_key(request, scenario_id, opened)
    pairs = request.query_params.multi_items()
    plan_pairs = [pair for pair in pairs if pair[0] != REVISION]
    saved = opened.saved
    number = revision_in(dict(pairs)) if REVISION in request.query_params else saved.revision
    desk = desk_of(saved, number)
    if all(name == OPEN for name, _ in plan_pairs):
        notice = reading_words(opened.plan)
        return show(
            request,
            calculator_page(
                opened.plan.live, desk, opened=parts_named(request.query_params.get(OPEN, ""))
            )
            | {"notice": notice},
        )
    return calculate(request, plan_pairs, desk)


def desk_of(saved: Saved, number: int) -> Desk:
    """Return the calculator's place over a scenario, of which a revision is edited."""
    base = f"/s/{saved.id}"
    return Desk(
        home=f"{base}/edit",
        form=f"{base}/calculation",
        revision=number,
        saved=saved,
    )


@router.post("/s/{scenario_id}/calculation")
@costs(PAGE)
def recalculate(request: Request, opened: Latest, fields: Fields) -> Response:
    """Calculate what the form over a scenario holds; nothing is stored."""
    desk = desk_of(opened.saved, revision_in(fields))
    values = {name: text for name, text in fields.items() if name != REVISION}
    return calculate(request, sent(values), desk)


def looked_for(request: Request, scenario_id: str) -> Opened | None:
    """Return the scenario at a link; None where it shows none to this browser any more."""
    try:
        return open_latest(request, scenario_id)
    except ScenarioGone:
        return None


def ask_for_key(
    request: Request, scenario_id: str, opened: Opened | None, problem: str = ""
) -> Response:
    """Return the page that takes an edit key; of what is gone, it does not say what it was."""
    name = opened.saved.content.name if opened else None
    context = {
        "id": scenario_id,
        "name": name,
        "problem": problem,
        "days": KEPT_AFTER_DELETION.days,
    }
    status = 403 if opened or problem else 410
    return render(request, "scenarios/key.html", context, status=status)


@router.post("/s/{scenario_id}/key")
@costs(CHANGING)
def take_key(request: Request, scenario_id: str, fields: Fields) -> Response:
    """Keep an edit key, or the one in an edit link, in the browser that hands it in.

    Whoever has it is told what became of a scenario whose link shows it no longer.
    """
    key = fields.get("key", "").strip().rpartition("#")[2]
    database, keyring = request.app.state.database, Keyring(request)
    keyring.check_room()
    try:
        with database.reading() as session:
            saved = find_owned(session, scenario_id, key)
    except (WrongEditKey, ScenarioGone):
        return ask_for_key(request, scenario_id, looked_for(request, scenario_id), WRONG_KEY)
    with database.writing() as session:
        keyring.hold(session, saved, key)
    return keyring.remember(to_owned(request, scenario_id, saved))


def to_owned(request: Request, link_id: str, saved: Saved) -> Response:
    """Return the way to what a key opens, from a link that may be another one's now."""
    if saved.deleted_at:
        return confirm(request, "found_deleted", "/scenarios")
    if saved.id != link_id:
        return confirm(request, "found_moved", f"/s/{saved.id}/edit")
    return see_other(f"/s/{saved.id}/edit")


@router.post("/s/{scenario_id}/edit")
@costs(SAVING)
def save_revision(request: Request, scenario_id: str, fields: Fields) -> Response:
    """Save what is on the page as the next revision; another's save in between loses nothing."""
    plan = plan_in(fields)
    try:
        opened = open_latest(request, scenario_id)
        saved = revise(
            request.app.state.database,
            scenario_id,
            edit_key=opened.own_key,
            expected_revision=revision_in(fields),
            plan=plan,
            wording=wording_in(fields),
        )
    except ScenarioGone:
        return start_anew(request, plan, fields)
    except StaleRevision as error:
        return conflict(request, opened, error.current, fields)
    except InvalidInputs as error:
        desk = desk_of(opened.saved, opened.saved.revision)
        context = calculator_page(plan, desk, said=fields, problems=error.problems)
        return show(request, context, status=422)
    return confirm(request, "revised", f"/s/{saved.id}")


def start_anew(request: Request, plan: Plan, fields: dict[str, str]) -> Response:
    """Return the calculator with what was typed for a scenario that is no longer there."""
    desk = Desk()
    context = calculator_page(plan, desk, said=fields)
    return show(request, context | {"notice": GONE}, status=410)


def conflict(request: Request, opened: Opened, current: Saved, fields: dict[str, str]) -> Response:
    """Return the page on which the second of two editors sees what the first one changed."""
    database, number = request.app.state.database, revision_in(fields)
    base = open_scenario(
        database, current.id, min(number, current.revision), key_of=opened.keyring.key
    )
    theirs, mine = plan_of(current, current.id), plan_in(fields)
    said = {"name": "", "note": "", "author": ""} | fields
    together = merge(base, theirs, mine, said["name"])
    context: dict[str, Any] = {
        "saved": current,
        "saved_at": moment_name(current.updated_at),
        "said": said | {"name": together.name},
        "theirs": renaming(base, theirs) + differences(base.live, theirs.live),
        "mine": differences(base.live, mine),
        "clashes": together.clashes,
        "mine_query": mine.query,
        "together_query": together.plan.query if together.plan else None,
        "desk": desk_of(current, current.revision),
    }
    return render(request, "scenarios/conflict.html", context, status=409)
