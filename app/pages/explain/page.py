"""How a figure comes about: its formula with the plan's values, and the source of each input."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.inputs import InvalidInputs, Problem
from app.pages.explain.definitions import RESULTS
from app.pages.explain.lines import EXPLAINED_LINES, explain_line
from app.pages.explain.results import explain_result
from app.pages.forms import Opened, saved_page
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.scenarios.snapshot import SavedPlan
from app.web.shares.costs import PAGE, costs
from app.web.templating import render

router = APIRouter()

OWN = ("result", "line", "month")  # parameters of the page; all others say the plan
NEITHER = (
    "Say which result or which line: /explain?result=tuning.npv or /explain?line=tuning.hosting&"
    "month=7, with a plan's query behind it. "
    f"Results are {', '.join(RESULTS)}. Lines are {', '.join(EXPLAINED_LINES)}."
)


@router.get("/explain")
@costs(PAGE)
def explain(request: Request) -> Response:
    """Explain `result`, or `line` in `month` or over the plan."""
    pairs = request.query_params.multi_items()
    plan = read_query([pair for pair in pairs if pair[0] not in OWN])
    return show_explanation(request, plan, plan.preset.title, plan.address("/"))


@saved_page(router, "/explain", PAGE)
def explain_saved(request: Request, opened: Opened) -> Response:
    """Explain a figure of a saved plan."""
    plan = opened.plan
    return show_explanation(request, plan, opened.saved.content.name, f"/s/{plan.home}")


def show_explanation(request: Request, plan: Plan, title: str, back: str) -> Response:
    """Return what explains the figure that the query names; `back` is the plan's own page."""
    asked = {name: text for name, text in request.query_params.items() if name in OWN}
    if ("result" in asked) == ("line" in asked):
        raise InvalidInputs([Problem("result", NEITHER)])
    if "result" in asked:
        explanation = explain_result(plan, asked["result"])
    else:
        explanation = explain_line(plan, asked["line"], read_month(asked.get("month")))
    context = {
        "plan": None if isinstance(plan, SavedPlan) else plan,
        "shown": explanation,
        "title": title,
        "back": back,
        "methodology": plan.address("/methodology"),
    }
    return render(request, "explain/page.html", context)


def read_month(text: str | None) -> int | None:
    """Return the month asked for; None for all. Raises InvalidInputs."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise InvalidInputs([Problem("month", "The month must be a whole number, 0 or more.")])
    return int(text)
