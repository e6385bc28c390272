"""A saved plan's days as a calendar, its news as an Atom feed: both with the read link alone."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.forms import Latest
from app.scenarios.actuals.kept import since
from app.scenarios.ics import calendar
from app.scenarios.news import news
from app.scenarios.occasions import occasions
from app.web.conditional import conditional
from app.web.links import Links
from app.web.shares.costs import PAGE, costs
from app.web.templating import templates

router = APIRouter()

ICS = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
NOBODY = "Crossover"  # is the author where nobody named themselves


@router.get("/s/{scenario_id}/calendar.ics")
@costs(PAGE)
def ics(request: Request, opened: Latest) -> Response:
    """Return the days that matter, to subscribe to."""
    found = since(request.app.state.database, opened.plan)
    content = calendar(
        occasions(opened.plan, found),
        name=opened.saved.content.name,
        uid=opened.saved.id,
        link=f"{Links(request).read(opened.saved.id)}/actuals",
        changed_at=found.changed_at(opened.saved.updated_at),
    )
    return conditional(request, content, ICS, is_private=True, filename="crossover.ics")


@router.get("/s/{scenario_id}/news.atom")
@costs(PAGE)
def atom(request: Request, opened: Latest) -> Response:
    """Return what has changed for the plan though nobody changed it."""
    saved = opened.saved
    entries = news(opened.plan, datetime.now(UTC).date())
    newest = max([saved.updated_at, *(entry.at for entry in entries)])
    text = (
        templates()
        .env.get_template("reminders/news.atom")
        .render(
            name=saved.content.name,
            author=saved.content.author or NOBODY,
            link=Links(request).read(saved.id),
            updated=newest.isoformat(timespec="seconds"),
            entries=entries,
        )
    )
    return conditional(request, text.encode(), ATOM, is_private=True)
