"""The scenarios whose edit keys this browser holds: a list, and a file of them all."""

import io
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from app.inputs import InvalidInputs, Problem
from app.pages.paging import page_number, page_of
from app.pages.scenarios.listing import listed
from app.scenarios.exported import FILE_NAME, exported
from app.scenarios.importing import import_scenarios
from app.scenarios.saved_plans import with_figures
from app.store import KEPT_AFTER_DELETION, latest_actuals, list_kept, list_latest
from app.web.confirmations import confirm
from app.web.keyring import MOST_KEYS, Keyring
from app.web.posted import posted_fields
from app.web.shares.costs import HANDED_OUT, PAGE, TAKING_IN, costs
from app.web.shares.limits import room_left
from app.web.templating import render
from app.web.uploads import MULTIPART
from app.words.numbers import percent
from app.work.task import timed_pieces

router = APIRouter()
PASTED_AGAIN = 1_000  # bytes of a pasted file that a page shows once more
LITTLE = 0.2  # of what a client may store, from which on the page says so


@router.get("/scenarios")
@costs(PAGE)
def my_scenarios(request: Request) -> Response:
    """Show the scenarios of this browser."""
    return show_list(request, Keyring(request))


def show_list(
    request: Request,
    keyring: Keyring,
    *,
    problems: Sequence[Problem] = (),
    pasted: str = "",
    made: int | None = None,
    status: int = 200,
) -> Response:
    """Return the list, narrowed down to names that hold the text searched for."""
    search = request.query_params.get("q", "").strip()
    database = request.app.state.database
    number = page_number(request.query_params.get("page"))
    keys = keyring.keys
    with database.reading() as session:
        kept = list_kept(session, keys)
        found = [item for item in kept if search.casefold() in item.name.casefold()]
        there_still = [item for item in found if not item.deleted_at]
        page = page_of(there_still, number, "/scenarios", {"q": search} if search else {})
        shown = list_latest(session, page.items)
        entered = latest_actuals(session, [saved.scenario_id for saved in shown])
    context: dict[str, Any] = {
        "rows": [
            listed(with_figures(database, saved), entered.get(saved.scenario_id)) for saved in shown
        ],
        "page": page,
        "found": len(there_still),
        "deleted": [item for item in found if item.deleted_at],
        "count": len(kept),
        "strangers": keyring.strangers,
        "search": search,
        "problems": list(problems),
        "pasted": pasted,
        "made": made,
        "days": KEPT_AFTER_DELETION.days,
        "room": room_words(request),
    }
    # Browsers forget a cookie after 400 days: who comes back keeps it.
    return keyring.remember(render(request, "scenarios/my_scenarios.html", context, status=status))


def room_words(request: Request) -> str | None:
    """Return how much may still be stored where that is little."""
    left = room_left(request)
    if left is None or left > LITTLE:
        return None
    return (
        f"From your address {percent(left)} of what may be stored in a day is left; it comes back "
        "evenly."
    )


@router.get("/scenarios/export.json")
@costs(HANDED_OUT)
def export(request: Request) -> Response:
    """Hand out every scenario of this browser as one file; `history=no` leaves that out."""
    database = request.app.state.database
    with database.reading() as session:
        kept = list_kept(session, Keyring(request).keys)
    links = [item.id for item in kept if not item.deleted_at]
    with_history = request.query_params.get("history") != "no"
    return StreamingResponse(
        timed_pieces(exported(database, links, with_history=with_history)),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
            "Cache-Control": "private, no-store",
        },
    )


async def pasted_or_uploaded(request: Request) -> AsyncIterator[BinaryIO]:
    """Give the file that was chosen, or else what was pasted."""
    if not request.headers.get("content-type", "").lower().startswith(MULTIPART):
        pasted = dict(await posted_fields(request, most=2)).get("text", "")
        yield io.BytesIO(pasted.encode(errors="replace"))
        return
    async with request.form(max_files=1, max_fields=2) as form:
        file, text = form.get("file"), form.get("text", "")
        if isinstance(file, UploadFile) and file.size:
            yield file.file
        else:
            yield io.BytesIO(text.encode(errors="replace") if isinstance(text, str) else b"")


@router.post("/scenarios/import")
@costs(TAKING_IN)
def import_file(
    request: Request, file: Annotated[BinaryIO, Depends(pasted_or_uploaded)]
) -> Response:
    """Store the scenarios of an exported file as new ones of this browser, each by itself."""
    keyring = Keyring(request)
    database, room = request.app.state.database, MOST_KEYS - len(keyring.keys)
    try:
        imported = import_scenarios(
            database,
            file,
            room=room,
            now=request.app.state.clock(),
            keep=keyring.hold,
            owner=keyring.browser,
        )
    except InvalidInputs as error:
        return show_refusals(request, keyring, error.problems, file)
    if imported.refused:
        return show_refusals(request, keyring, imported.problems, file, made=len(imported.made))
    return keyring.remember(confirm(request, "imported", "/scenarios"))


def show_refusals(
    request: Request, keyring: Keyring, problems: Sequence[Problem], file: BinaryIO, made: int = 0
) -> Response:
    """Return the list with what of a file was refused; of one that was pasted, its beginning."""
    told = InvalidInputs([Problem("file", item.message) for item in problems]).problems
    pasted = ""
    if isinstance(file, io.BytesIO):
        pasted = file.getvalue()[:PASTED_AGAIN].decode(errors="ignore")
    status = 200 if made else 422
    return show_list(request, keyring, problems=told, pasted=pasted, made=made, status=status)
