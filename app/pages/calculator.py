"""The calculator, and how sure its answer is."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.calculator import CHALLENGERS, FIELDS, InvalidInputs
from app.catalog import models, presets, prices_as_of
from app.dialect import FORM, read_query
from app.plan import DEFAULT_PRESET, Plan, build_plan
from app.templating import render, wants_fragment
from app.views.chart import NARROW, WIDE, cumulative_chart, readings
from app.views.decision import conditions, factor_table, verdict_words, volumes
from app.views.figures import approach_table, comparison_table, line_table, month_table
from app.views.form import build_form
from app.views.outlook import (
    band_charts,
    learning_table,
    likely_words,
    outlook_table,
    tornado_chart,
)
from app.views.sentences import answer
from app.views.words import day_name, in_percent

router = APIRouter()

BLOCK = "calculator"  # the part of the page that a recalculation replaces


@router.get("/")
def calculator(request: Request) -> Response:
    """Show the calculator; its state is its query string."""
    pairs = request.query_params.multi_items()
    try:
        plan = read_query(pairs)
    except InvalidInputs as error:
        return render(
            request, "calculator.html", invalid_page(dict(pairs), error), block=BLOCK, status=422
        )
    address = f"/?{plan.query}"
    if FORM in request.query_params and not wants_fragment(request):
        return RedirectResponse(address, status_code=303)
    headers = {"HX-Push-Url": address} if FORM in request.query_params else None
    return render(request, "calculator.html", calculator_page(plan), block=BLOCK, headers=headers)


def calculator_page(plan: Plan) -> dict[str, Any]:
    """Return what the calculator's template needs."""
    return shell(plan) | {
        "form": build_form(plan),
        "problems": [],
        "shown": results(plan),
        "name": "",
    }


def invalid_page(typed: dict[str, str], error: InvalidInputs) -> dict[str, Any]:
    """Return the calculator with what was typed, what is wrong with it, and no answer."""
    preset = typed.get("preset", DEFAULT_PRESET)
    plan = build_plan(preset if preset in presets() else DEFAULT_PRESET, {})
    form = build_form(plan, typed_in_form(typed), error.problems)
    return shell(plan) | {"form": form, "problems": error.problems, "shown": None, "name": ""}


def typed_in_form(typed: dict[str, str]) -> dict[str, str]:
    """Return a link's values as the form's fields show them: shares in percent."""
    if FORM in typed:
        return typed
    return {
        name: in_percent(text) if name in FIELDS and FIELDS[name].kind == "fraction" else text
        for name, text in typed.items()
    }


def shell(plan: Plan) -> dict[str, Any]:
    """Return what the page shows whether or not there is an answer."""
    return {
        "plan": plan,
        "presets": presets().values(),
        "models": models().values(),
        "prices_as_of": day_name(prices_as_of()),
    }


def results(plan: Plan) -> dict[str, Any]:
    """Return the answer: sentences, charts, tables, notes."""
    return {
        "answer": answer(plan),
        "verdict": verdict_words(plan),
        "volumes": list(volumes(plan)),
        "factors": factor_table(plan),
        "notes": plan.notes,
        "charts": {
            "wide": cumulative_chart(plan.projection, plan.summary, WIDE),
            "narrow": cumulative_chart(plan.projection, plan.summary, NARROW),
        },
        "readings": readings(plan.projection),
        "approaches": approach_table(plan),
        "comparisons": comparison_table(plan),
        "lines": line_table(plan),
        "months": month_table(plan),
        "query": plan.query,
    }


@router.get("/outlook")
def outlook(request: Request) -> Response:
    """Show how sure a plan's answer is, and what would flip it; loads after the answer."""
    plan = read_query(request.query_params.multi_items())
    context: dict[str, Any] = {
        "query": plan.query,
        "words": [],
        "conditions": conditions(plan),
    }
    if plan.ranges:
        context |= {
            "words": likely_words(plan),
            "figures": outlook_table(plan),
            "bands": band_charts(plan),
            "tornados": [tornado_chart(plan, name) for name in CHALLENGERS],
            "learning": learning_table(plan),
            "draws": f"{plan.draws:,}",
            "seed": plan.seed,
        }
    return render(request, "outlook.html", context, block="outlook")
