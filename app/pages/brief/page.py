"""The plan on one page of A4, to be printed or kept as a PDF."""

from textwrap import shorten
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.brief.view import brief
from app.pages.forms import Opened, saved_page
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.scenarios.actuals.kept import since
from app.web.links import Links
from app.web.shares.costs import LONG, costs
from app.web.templating import render
from app.words.actuals import brief_line
from app.words.months import day_name, moment_name

router = APIRouter()
LONGEST_LINK = 400  # characters that are printed of one; the whole is behind it
LONGEST_NOTE = 110  # characters, a line; the whole is at the link
LONGEST_AUTHOR = 40  # characters


@router.get("/brief")
@costs(LONG)
def brief_of_query(request: Request) -> Response:
    """Show the plan of a query on one page."""
    plan = read_query(request.query_params.multi_items())
    link = f"{Links(request).base}{plan.address('/')}"
    facts = [f"Prices of {day_name(plan.prices_as_of)}", f"cost model {plan.model_version}"]
    return render(request, "brief/page.html", page(plan, plan.preset.title, link, facts))


@saved_page(router, "/brief", LONG)
def brief_of_saved(request: Request, opened: Opened) -> Response:
    """Show a saved plan on one page."""
    plan, saved = opened.plan, opened.saved
    author = saved.content.author[:LONGEST_AUTHOR]
    facts = [
        f"Revision {saved.revision} of {moment_name(saved.updated_at)}{author and f' by {author}'}",
        f"prices of {day_name(plan.prices_as_of)}",
        f"cost model {plan.model_version}",
    ]
    context = page(plan, saved.content.name, Links(request).read(plan.home), facts)
    context["note"] = shorten(saved.content.note, LONGEST_NOTE, placeholder=" …")
    if plan.home == saved.id:  # a revision never changes
        back = since(request.app.state.database, plan).lookback
        context["since"] = brief_line(back) if back else ""
    return render(request, "brief/page.html", context)


def page(plan: Plan, title: str, link: str, facts: list[str]) -> dict[str, Any]:
    """Return what the template needs."""
    return {
        "title": title,
        "plan": plan,
        "brief": brief(plan),
        "link": link,
        "link_text": link if len(link) <= LONGEST_LINK else f"{link[:LONGEST_LINK]}…",
        "facts": f"{', '.join(facts)}.",
        "back": link,
        "note": "",
        "since": "",
    }
