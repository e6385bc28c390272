"""Bring your own numbers: files are read and forgotten; what they say goes into the plan."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.candidates import CANDIDATES, TRIED
from app.candidates.own import ERROR_RANGE, MOST
from app.evidence.evaluations.evaluation import ThresholdWanted
from app.evidence.finding import Evidence, Unreadable
from app.evidence.readers.usage.free_table import MEANINGS, NEEDED, ColumnsWanted
from app.evidence.streaming.opening import shown as shown_name
from app.evidence.streaming.source import Options
from app.inputs import APPROACHES, InvalidInputs, Problem
from app.pages.evidence.sizes import (
    AS,
    NAMED,
    of_sizes,
    read_sizes,
    typed_sizes,
    untouched,
)
from app.pages.evidence.view import APPROACH_CHOICES, Refused, of_approach, shown
from app.pages.forms import MOST_FIELDS, Pairs
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.evidence import options_of
from app.plans.plan import Plan
from app.plans.trained import MEASURED
from app.web.shares.costs import FILES, PAGE, costs
from app.web.templating import render
from app.web.uploads import Handed, Uploads, measured, threshold_of
from app.words.evidence import COLUMNS_WANTED, THRESHOLD_WANTED

router = APIRouter()

PLAN = "plan"  # the field that holds a plan as an address writes it
TAKE = "take"  # a finding that is ticked
OF = "of."  # what a variant says
OF_CANDIDATES = ("error_rate", ERROR_RANGE, "output_tokens")  # what a candidate takes over
COLUMNS = "columns."
NO_FILE = "Choose a file first."


@router.get("/evidence")
@costs(PAGE)
def evidence(request: Request) -> Response:
    """Show where files are handed in; the query is the plan that they are for."""
    return show(request, read_query(request.query_params.multi_items()), [], [])


@router.post("/evidence")
@costs(FILES)
def read_files(request: Request, handed: Uploads) -> Response:
    """Show what files say, beside the plan."""
    plan = plan_of(handed.field(PLAN))
    try:
        options = read_options(plan, handed)
    except InvalidInputs as error:
        return show(request, plan, [], [], handed, error.problems[0].message)
    files: list[Evidence] = []
    refused: list[Refused] = []
    for file in handed.files:
        name = shown_name(file.filename or "")
        try:
            files.append(measured(file, options, request.app.state.settings.file_seconds))
        except Unreadable as error:
            refused.append(Refused(name, str(error)))
        except ThresholdWanted:
            refused.append(Refused(name, THRESHOLD_WANTED))
        except ColumnsWanted as wanted:
            guesses = [(meaning, wanted.guesses.get(meaning, "")) for meaning in MEANINGS]
            refused.append(Refused(name, COLUMNS_WANTED, wanted.columns, guesses))
    problem = "" if handed.files else NO_FILE
    return show(request, plan, files, refused, handed, problem)


@router.post("/evidence/plan")
@costs(PAGE)
def put_in(request: Request, pairs: Pairs) -> Response:
    """Lead to the calculator with the ticked findings in the plan.

    Where a number of examples is wrong, ask for it once more, with everything that was typed.
    """
    fields = dict(pairs)
    plan = plan_of(fields.get(PLAN))
    sizes, problems = read_sizes(fields)
    if problems:
        return ask_again(request, plan, pairs, problems)
    values: dict[str, Any] = dict(plan.changes)
    values |= of_sizes(
        sizes, {mark: dict(pairs_of(fields.get(f"{OF}{mark}", ""))) for mark in sizes}
    )
    for name, approach in fields.items():
        if name.startswith(AS) and approach in APPROACHES:
            mark = name.removeprefix(AS)
            values |= of_approach(pairs_of(fields.get(f"{OF}{mark}", "")), approach)
            if approach == "tuning" and mark in sizes:
                values[MEASURED] = sizes[mark]
    # What is ticked comes last: a log knows more of how long answers are than an evaluation.
    for name, text in pairs:
        if name == TAKE:
            values |= dict(pairs_of(text))
    filled = build_plan(plan.preset.name, values)
    return RedirectResponse(filled.address("/"), status_code=303)


def ask_again(
    request: Request, plan: Plan, pairs: list[tuple[str, str]], problems: list[Problem]
) -> Response:
    """Return the page on which wrong numbers of examples are corrected."""
    context = {
        "plan": plan,
        "problems": problems,
        "variants": typed_sizes(pairs, problems),
        "kept": untouched(pairs),
        "approaches": APPROACH_CHOICES,
    }
    headers = {"Cache-Control": "private, no-store"}
    return render(request, "evidence/sizes.html", context, status=422, headers=headers)


@router.post("/evidence/models")
@costs(PAGE)
def among_models(pairs: Pairs) -> Response:
    """Lead to the models page with the variants among them, each with its own error rate."""
    fields = dict(pairs)
    plan = plan_of(fields.get(PLAN))
    found: list[tuple[str, str]] = []
    marks = [name.removeprefix(OF) for name in fields if name.startswith(OF)][:MOST]
    for number, mark in enumerate(marks, 1):
        said = dict(pairs_of(fields[f"{OF}{mark}"]))
        approach = fields.get(f"{AS}{mark}", "")
        own = {
            "name": fields.get(f"{NAMED}{mark}", ""),
            "approach": approach if approach in TRIED else "prompting",
        }
        own |= {name: said[name] for name in OF_CANDIDATES if name in said}
        found += [(f"{CANDIDATES}{number}.{name}", text) for name, text in own.items() if text]
    return RedirectResponse(plan.address("/models", urlencode(found)), status_code=303)


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Return the names and values of a posted finding; raises InvalidInputs."""
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InvalidInputs([Problem(TAKE, "A finding must be as the page wrote it.")]) from None


def plan_of(query: str | None) -> Plan:
    """Return the plan of a query; raises InvalidInputs."""
    return read_query(pairs_of(query or ""))


def read_options(plan: Plan, handed: Handed) -> Options:
    """Return how the files are to be read; raises InvalidInputs."""
    approach = handed.field("approach") or "prompting"
    if approach not in APPROACHES:
        raise InvalidInputs([Problem("approach", f"There is no approach called {approach[:40]}.")])
    cached = handed.field("cached")
    return options_of(
        plan,
        approach,
        cached=cached if cached in ("inside", "outside") else None,
        threshold=threshold_of(handed.field("threshold")),
        short=handed.field("short") == "yes",
        columns=column_names(handed),
        of_models=frozenset(handed.texts("model")),
    )


def column_names(handed: Handed) -> dict[str, str]:
    """Return which column of a table is which, as somebody said."""
    return {meaning: text for meaning in MEANINGS if (text := handed.field(f"{COLUMNS}{meaning}"))}


def show(
    request: Request,
    plan: Plan,
    files: list[Evidence],
    refused: list[Refused],
    handed: Handed | None = None,
    problem: str = "",
) -> Response:
    """Return the page."""
    typed = {name: handed.field(name) or "" if handed else "" for name in TYPED}
    context = {
        "plan": plan,
        "shown": shown(plan, files, refused),
        "problem": problem,
        "typed": typed,
        "columns": column_names(handed) if handed else {},
        "approaches": APPROACH_CHOICES,
        "needed": NEEDED,
        "largest": request.app.state.settings.maximum_file_bytes,
    }
    headers = {"Cache-Control": "private, no-store"} if files or refused else None
    return render(request, "evidence/page.html", context, headers=headers)


TYPED = ("approach", "cached", "threshold", "short", "model")
