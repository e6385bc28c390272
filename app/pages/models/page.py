"""Which model: every one of them in a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.candidates import TRIED, Compared, compare
from app.catalog import makers, prices_as_of
from app.charts.plane import NARROW_PLANE, WIDE_PLANE, plane
from app.inputs import TITLES, InvalidInputs, Problem
from app.pages.forms import Opened, saved_page
from app.pages.models.own_form import own_parts, starts
from app.pages.models.query import (
    LONGEST_SEARCH,
    MOST_BESIDE,
    PLACES,
    WEIGHTS,
    ModelsQuery,
    split_query,
)
from app.pages.models.side import side_by_side
from app.pages.models.view import Link, bars, best_listed, listed
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.web.shares.costs import LONG, costs
from app.web.templating import render, wants_fragment
from app.words.candidates import move_of
from app.words.months import day_name, month_count
from app.words.numbers import number, percent

router = APIRouter()
ADDRESS = "/models"


@router.get(ADDRESS)
@costs(LONG)
def every_model(request: Request) -> Response:
    """Show every model in a query's plan, and alternatives of one's own."""
    rest, query = split_query(request.query_params.multi_items(), ADDRESS)
    plan = read_query(rest)
    back = plan.address("/")
    place = Place(back=back, title=plan.preset.title, feeds="/api/v1")
    return show(request, plan, replace(query, before=plan.query), place)


@saved_page(router, ADDRESS, LONG)
def every_model_of_saved(request: Request, opened: Opened) -> Response:
    """Show today's models in a saved plan."""
    home = f"/s/{opened.plan.home}"
    rest, query = split_query(request.query_params.multi_items(), f"{home}{ADDRESS}")
    if rest:
        message = "A saved scenario takes no other inputs here: open a copy."
        raise InvalidInputs([Problem(name, message) for name, _ in rest])
    place = Place(
        back=home,
        title=opened.saved.content.name,
        feeds=f"/api/v1/scenarios/{opened.plan.home}",
        prices_of=day_name(opened.plan.prices_as_of),
        more={"saved": opened.saved},
    )
    return show(request, opened.plan.live, query, place)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the page stands: over a plan of one's own, or over a saved one."""

    back: str  # the plan's own page
    title: str  # of the plan
    feeds: str  # what addresses of its figures begin with
    prices_of: str | None = None  # the day of a saved plan's own prices
    more: Mapping[str, Any] = field(default_factory=dict)


def show(request: Request, plan: Plan, query: ModelsQuery, place: Place) -> Response:
    """Return the page; where an alternative is wrong, without any of one's own in the table."""
    problems: Sequence[Problem] = ()
    try:
        compared = compare(plan, [query.approach], query.own)
    except InvalidInputs as error:
        compared, problems = compare(plan, [query.approach]), error.problems
    context = {"place": place, "plan": plan, **place.more}
    context |= shell(plan, query, problems) | answer(plan, compared, query, place.feeds)
    headers = {"HX-Push-Url": query.address} if wants_fragment(request) else None
    status = 422 if problems else 200
    return render(
        request, "models/page.html", context, block="models", headers=headers, status=status
    )


def shell(plan: Plan, query: ModelsQuery, problems: Sequence[Problem]) -> dict[str, Any]:
    """Return what can be asked for, and the form of one's own."""
    workload, finance = plan.inputs.workload, plan.inputs.finance
    return {
        "query": query,
        "problems": problems,
        "volume": number(workload.requests_per_month),
        "months": month_count(finance.horizon_months),
        "tabs": [tab(query, name) for name in TRIED],
        "makers": makers(),
        "weights": WEIGHTS,
        "places": PLACES,
        "longest_search": LONGEST_SEARCH,
        "most_beside": MOST_BESIDE,
        "plan_pairs": pairs_of(query.before),
        "own_pairs": [pair for item in query.own for pair in item.pairs],
        "own": own_parts(plan, query, problems),
        "starts": starts(plan, query),
        "prices_as_of": day_name(prices_as_of()),
    }


def tab(query: ModelsQuery, name: Any) -> Link:
    """Return the tab of an approach."""
    address = replace(query, approach=name, page=0, beside=()).address
    title = "Prompted" if name == "prompting" else "Fine-tuned"
    return Link(title=title, address=address, is_here=query.approach == name)


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Return a query as the hidden fields of a form."""
    return parse_qsl(query, keep_blank_values=True)


def answer(plan: Plan, compared: Compared, query: ModelsQuery, feeds: str) -> dict[str, Any]:
    """Return the best move, the plane, the table and what stands side by side."""
    currency = plan.inputs.finance.currency
    best = best_listed(plan, compared, query)
    shown = bars(compared, query, best)
    planes = {
        size: drawn
        for size, frame in (("wide", WIDE_PLANE), ("narrow", NARROW_PLANE))
        if (drawn := plane(compared, query.approach, shown, currency, frame))
    }
    return {
        "approach_title": TITLES[query.approach],
        "takes_part": query.approach in compared.entered,
        "best": move_of(plan, best) if best else None,
        "now": percent(plan.inputs.approach(query.approach).error_rate),
        "planes": planes,
        "list": listed(plan, compared, query),
        "side": side_by_side(plan, compared, query),
        "csv": ModelsQuery(
            home=f"{feeds}/candidates.csv",
            before=query.before,
            approach=query.approach,
            own=query.own,
        ).address,
        "kit": kit_address(query),
    }


def kit_address(query: ModelsQuery) -> str | None:
    """Return where the kit with all that is picked is; None where nothing is."""
    if not (query.own or query.beside):
        return None
    return ModelsQuery(
        home=f"{query.home.removesuffix(ADDRESS)}/kit.zip",
        before=query.before,
        approach=query.approach,
        beside=query.beside,
        own=query.own,
    ).address
