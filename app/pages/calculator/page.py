"""The calculator, and how sure its answer is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.catalog import TokenCount, makers
from app.charts.figure import difference_figure, figure
from app.charts.parts import parts
from app.charts.tornado import tornados
from app.charts.view import USUAL, VIEW, View, read_view
from app.inputs import FIELDS, InvalidInputs, Problem, current_style, in_style
from app.pages.calculator.card import card
from app.pages.calculator.form import build_form
from app.pages.calculator.guide import guided_reading
from app.pages.calculator.layout import OPEN, parts_holding, parts_named
from app.pages.calculator.offers import offers
from app.pages.calculator.outlook import (
    learning_table,
    likely_words,
    outlook_table,
)
from app.pages.calculator.pieces import MARKED, changed_pieces, marks, plain_form
from app.pages.calculator.tables import (
    approach_table,
    comparison_table,
    line_table,
    year_table,
)
from app.pages.calculator.worth import examples, mistakes, testing
from app.pages.forms import Fields
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.form import FORM, PLAN, TEXTS, count_texts, plan_before
from app.plans.plan import DEFAULT_PRESET, Plan
from app.plans.spelling import RANGES
from app.plans.typed import holds_numbers
from app.store import Saved
from app.web.shares.costs import LONG, PAGE, costs
from app.web.templating import render, wants_fragment
from app.words.conditions import conditions, flips, volumes
from app.words.factors import factor_table
from app.words.months import day_name
from app.words.notes import remarks
from app.words.numbers import in_percent
from app.words.sentences import answer

router = APIRouter()

EXAMPLE = ("customer-support", {"workload.requests_per_month": 150_000})  # the curves cross
MOST_FLIPS = 3  # beside the reasons; all of them stand below
MAKERS, ANY_MAKER = "makers", "any"  # whose models are looked at before anything else
BLOCK = "calculator"  # the part of the page that a recalculation replaces


@dataclass(frozen=True)
class Desk:
    """Where the calculator stands: on its own, or over a saved scenario that is edited."""

    home: str = "/"  # what shows a plan here
    form: str = "/"  # what calculates the form
    revision: int | None = None  # the one that is edited
    saved: Saved | None = None
    choice: str = ""  # whose models to look at first: a maker's, `any`, or "" for the same

    @property
    def makers(self) -> Collection[str]:
        """The makers whose models are looked at before anything else; none for the same."""
        return makers().keys() if self.choice == ANY_MAKER else {self.choice} - {""}

    @property
    def choices(self) -> Mapping[str, str]:
        """The makers to choose from, by what an address calls them."""
        return {"": "the same maker", ANY_MAKER: "any maker", **makers()}

    @property
    def carried(self) -> str:
        """What every address of the form carries beside the plan."""
        beside = {"revision": self.revision, MAKERS: self.choice or None}
        said = urlencode({name: value for name, value in beside.items() if value is not None})
        return f"{said}&" if said else ""

    def address(self, plan: Plan) -> str:
        """Return the address that shows a plan here."""
        return f"{self.home}?{self.carried}{plan.query}"

    def opened_address(self, plan: Plan, opened: Collection[str], values: Mapping[str, str]) -> str:
        """Return the address of a plan with parts of its form open, at the one just opened."""
        address = self.address(plan)
        if more := set(opened) - set(plain_form(plan.query, current_style()).opened):
            address += f"&{urlencode({OPEN: ' '.join(sorted(more))})}"
        pressed = values.get(OPEN)
        return f"{address}#part-{quote(pressed)}" if pressed else address


@router.get("/")
@costs(PAGE)
def calculator(request: Request) -> Response:
    """Show the calculator; its state is its query string."""
    return calculate(request, request.query_params.multi_items(), Desk())


@router.post("/")
@costs(PAGE)
def recalculate(request: Request, fields: Fields) -> Response:
    """Calculate what the form holds; texts pasted into it are counted, and land in no address."""
    return calculate(request, sent(fields), Desk())


def sent(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a form sent as a query of the form's kind: shares in percent."""
    return [*fields.items(), (FORM, "1")]  # a field called `form` would hide the form from htmx


@router.get("/example")
@costs(PAGE)
def example(request: Request) -> Response:
    """Show a use case with a short guided reading of its answer."""
    plan = build_plan(*EXAMPLE)
    context = calculator_page(plan, Desk()) | {"guide": guided_reading(plan)}
    return show(request, context)


def calculate(request: Request, pairs: Sequence[tuple[str, str]], desk: Desk) -> Response:
    """Show the plan of a query, or what is wrong with it; a form's query becomes a short one."""
    values = dict(pairs)
    opened = parts_named(values.get(OPEN, "")) | (
        parts_holding(values) if FORM in values else set()
    )
    given = [pair for pair in pairs if pair[0] not in (OPEN, MAKERS)]
    if (choice := values.get(MAKERS, "")) in desk.choices:
        desk = replace(desk, choice=choice)
    counted: Mapping[str, TokenCount] = {}
    try:
        view = read_view(given)
        typed = [pair for pair in given if not pair[0].startswith(VIEW)]
        if any(name.startswith(TEXTS) for name, _ in typed):
            texts, counted = count_texts(dict(typed))
            typed = list(texts.items())
        plan = read_query(typed)
    except InvalidInputs as error:
        context = invalid_page(dict(given), error, desk, opened)
        return show_change(request, values, context, status=422)
    sent_by_form = any(name == FORM for name, _ in given)
    if sent_by_form and not wants_fragment(request):
        return RedirectResponse(desk.opened_address(plan, opened, values), status_code=303)
    if wants_fragment(request) and is_opening(values, plan) and not counted:
        return show_change(request, values, opening_page(plan, desk, opened))
    pushed = {"HX-Push-Url": desk.address(plan)} if sent_by_form else {}
    context = calculator_page(plan, desk, view=view, counted=counted, opened=opened)
    return show_change(request, values, context, headers=pushed)


def is_opening(values: Mapping[str, str], plan: Plan) -> bool:
    """Tell whether a form only asks for parts of it, and stands as its plan has it."""
    return bool(values.get(OPEN)) and values.get(PLAN) == plan.query and values.get(MARKED) == ""


def show_change(
    request: Request,
    values: Mapping[str, str],
    context: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return what changes on the page that sent the values, or the page where that is unknown."""
    changed = changed_pieces(values, context["form"]) if wants_fragment(request) else None
    if changed is None:
        return show(request, context, status=status, headers=headers)
    context |= {"pieces": changed}
    return render(request, "calculator/changes.html", context, status=status, headers=headers)


def show(
    request: Request,
    context: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the calculator's page, or its block for htmx."""
    return render(
        request, "calculator/page.html", context, block=BLOCK, status=status, headers=headers
    )


def calculator_page(
    plan: Plan,
    desk: Desk,
    *,
    said: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    view: View = USUAL,
    counted: Mapping[str, TokenCount] | None = None,
    opened: Collection[str] = (),
) -> dict[str, Any]:
    """Return what the calculator's template needs; `said` is what was typed beside the plan."""
    if counted:
        form = build_form(plan, counted=counted, opened=opened)
    else:
        form = plain_form(plan.query, current_style(), frozenset(opened))
    return shell(plan, desk, said) | {
        "form": form,
        "marked": marks(form) if counted else [],
        "problems": list(problems),
        "shown": results(plan, view, in_form=True, makers=desk.makers),
    }


def opening_page(plan: Plan, desk: Desk, opened: Collection[str]) -> dict[str, Any]:
    """Return what is needed of the calculator where it only shows more of its form."""
    form = plain_form(plan.query, current_style(), frozenset(opened))
    return {"desk": desk, "form": form, "marked": [], "is_opening": True}


def invalid_page(
    typed: dict[str, str], error: InvalidInputs, desk: Desk, opened: Collection[str] = ()
) -> dict[str, Any]:
    """Return the calculator with what was typed, what is wrong with it, and no answer."""
    plan, shown = readable(typed, error)
    form = build_form(plan, shown, error.problems, opened=opened)
    return shell(plan, desk) | {
        "form": form,
        "marked": marks(form),
        "problems": error.problems,
        "shown": None,
    }


def readable(typed: dict[str, str], error: InvalidInputs) -> tuple[Plan, dict[str, str]]:
    """Return a plan beside what could not be read, and the texts that its form shows instead.

    Of a form, that is the plan it was made from, and all its texts; of a link, all of the link
    that can be read, and the texts that cannot.
    """
    try:
        if FORM in typed:
            return plan_before(typed), typed
        wrong: set[str] = {problem.input.removeprefix(RANGES) for problem in error.problems}
        wrong |= {f"{RANGES}{name}" for name in wrong}
        rest = {name: text for name, text in typed.items() if name not in wrong}
        plan = read_query(rest.items())
    except InvalidInputs:
        plan, wrong = build_plan(DEFAULT_PRESET, {}), set(typed)
    if FORM in typed:
        return plan, typed
    return plan, {name: shown_typed(name, typed[name]) for name in wrong if name in typed}


def shown_typed(name: str, text: str) -> str:
    """Return a text of a link as its field shows it: shares in percent, in the reader's style."""
    field = FIELDS.get(name.removeprefix(RANGES))
    if field and field.kind == "fraction":
        text = "..".join(map(in_percent, text.split("..")))
    return in_style(text) if holds_numbers(name) else text


def shell(plan: Plan, desk: Desk, said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the page shows whether or not there is an answer."""
    saved = desk.saved
    usual = {"name": saved.content.name if saved else "", "note": "", "author": "", "expires": ""}
    return {
        "plan": plan,
        "desk": desk,
        "said": usual | dict(said or {}),
        "prices_as_of": day_name(plan.prices_as_of),
        "notice": None,
        "guide": None,
        "is_opening": False,
    }


def results(
    plan: Plan,
    view: View = USUAL,
    *,
    in_form: bool = False,
    at_once: bool = False,
    makers: Collection[str] = (),
) -> dict[str, Any]:
    """Return the answer: sentences, charts, tables, notes.

    `at_once` with how sure it is, which takes time where it is not recorded; `in_form` beside the
    form.
    """
    return {
        "plan": plan,
        "answer": answer(plan),
        "card": card(plan, in_form=in_form, at_once=at_once, makers=makers),
        "volumes": list(volumes(plan)),
        "factors": factor_table(plan),
        "notes": remarks(plan),
        "figure": figure(plan, view),
        "difference": difference_figure(plan, is_quick=True) if plan.inputs.challengers else None,
        "money": parts(plan),
        "approaches": approach_table(plan),
        "comparisons": comparison_table(plan),
        "lines": line_table(plan),
        "years": year_table(plan),
        "offers": offers(plan),
        "examples": examples(plan),
    }


@router.get("/chart")
@costs(LONG)
def chart(request: Request) -> Response:
    """Show the chart of a query's plan, as its switches say."""
    pairs = request.query_params.multi_items()
    plan = read_query([pair for pair in pairs if not pair[0].startswith(VIEW)])
    return show_chart(request, plan, plan.address("/"))


def show_chart(request: Request, plan: Plan, back: str) -> Response:
    """Return a plan's chart; `back` is the page of the plan itself."""
    view = read_view(request.query_params.multi_items())
    context = {"figure": figure(plan, view), "back": back}
    return render(request, "calculator/chart.html", context, block="figure")


@router.get("/outlook")
@costs(LONG)
def outlook(request: Request) -> Response:
    """Show how sure a plan's answer is, and what would flip it; loads after the answer."""
    return show_outlook(request, read_query(request.query_params.multi_items()))


def show_outlook(request: Request, plan: Plan, *, back: str | None = None) -> Response:
    """Return the outlook of a plan; `back` is the page of the plan itself."""
    context: dict[str, Any] = {
        "plan": plan,
        "back": back or plan.address("/"),
        "is_fragment": wants_fragment(request),
        "card": card(plan, at_once=True),
        "words": [],
        "difference": None,
        "conditions": conditions(plan),
        "flips": flips(plan)[:MOST_FLIPS],
    }
    if plan.ranges and plan.inputs.challengers:
        context |= {
            "words": likely_words(plan),
            "figures": outlook_table(plan),
            "difference": difference_figure(plan),
            # what is recommended is looked at first
            "tornados": sorted(
                tornados(plan), key=lambda item: item.name != plan.verdict.recommendation
            ),
            "learning": learning_table(plan),
            "testing": testing(plan),
            "mistakes": mistakes(plan),
            "draws": in_style(f"{plan.draws:,}"),
            "seed": plan.seed,
        }
    return render(request, "calculator/outlook.html", context, block="outlook")
