"""How everything is calculated, with one plan worked through."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.answers import DRAWS
from app.answers.drawing import PERT_WEIGHT
from app.answers.fit import CLEAR_LEAD
from app.answers.simulation import GROUPS, PERCENTILES
from app.answers.summary import OF_THE_CHEAPEST, OF_WHAT_CHANGES
from app.answers.volumes import TRIED
from app.catalog import presets
from app.inputs import in_style
from app.model import MODEL_VERSION
from app.pages.explain.explained import remark_on_version
from app.pages.forms import Opened, saved_page
from app.pages.methodology.view import (
    formula_groups,
    input_groups,
    month_shown,
    questions,
    result_groups,
    worked_example,
)
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.web.shares.costs import LONG, costs
from app.web.templating import render
from app.words.numbers import percent

router = APIRouter()

MONTH = "month"  # the page's own parameter; all others say the plan
EXAMPLE = "example"  # the part that is open where a month is asked for


@router.get("/methodology")
@costs(LONG)
def methodology(request: Request) -> Response:
    """Show the cost model, with the query's plan worked through in one month."""
    pairs = request.query_params.multi_items()
    plan = read_query([pair for pair in pairs if pair[0] != MONTH])
    return show_methodology(request, plan, plan.address("/"))


@saved_page(router, "/methodology", LONG)
def methodology_of_saved(request: Request, opened: Opened) -> Response:
    """Show the cost model, with a saved plan worked through in one month.

    One that another version calculated is worked through as today's reads it.
    """
    plan, other_version = opened.plan, remark_on_version(opened.plan)
    worked = plan.live if other_version else plan
    return show_methodology(request, worked, f"/s/{plan.home}", other_version)


def show_methodology(
    request: Request, plan: Plan, back: str, other_version: Sequence[str] = ()
) -> Response:
    """Return the page; `back` is the plan's own page.

    `other_version` says that another version calculated what is saved of it.
    """
    month = month_shown(plan, request.query_params.get(MONTH))
    context = {
        "plan": plan,
        "asked": EXAMPLE if MONTH in request.query_params else None,
        "month": month,
        "horizon": plan.inputs.finance.horizon_months,
        "presets": presets().values(),
        "changes": len(plan.changes),
        "back": back,
        "input_groups": input_groups(),
        "formula_groups": formula_groups(),
        "result_groups": result_groups(),
        "questions": questions(),
        "other_version": other_version,
        "worked": worked_example(plan, month),
        "model_version": MODEL_VERSION,
        "tied_share": percent(OF_WHAT_CHANGES),
        "tied_lead": percent(OF_THE_CHEAPEST),
        "volumes": in_style(f"{TRIED:,}"),
        "clear_lead": CLEAR_LEAD,
        "draws": in_style(f"{DRAWS:,}"),
        "groups": GROUPS,
        "percentiles": PERCENTILES,
        "pert_weight": PERT_WEIGHT,
    }
    return render(request, "methodology/page.html", context)
