"""Alternatives of one's own: any fields of an approach under a name, beside the plan.

In a query `candidates.1.name=…&candidates.1.approach=tuning&candidates.1.input_price=…`; in a body
`"candidates": [{"name", "approach", "inputs": {field: value}, "ranges": {"error_rate": …}}]`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode

from app.candidates.candidate import TRIED, Candidate, Entered, Tried
from app.candidates.errors import allowed, cost_of_errors, error_of, error_range_of, surplus
from app.catalog import UnknownModel, find_model, makers
from app.inputs import FIELDS, LONGEST_SOURCE, InvalidInputs, Problem, Range, unprintable
from app.plans.building import build_plan
from app.plans.named_models import NEEDED_PRICES, known_prices
from app.plans.naming import reference_of
from app.plans.notes import notes_on_models
from app.plans.picking import kept
from app.plans.plan import Plan
from app.plans.spelling import RANGES, spell

CANDIDATES = "candidates."  # what the names of their fields begin with
MOST = 20
RATE = "error_rate"
ERROR_RANGE = f"{RANGES}{RATE}"  # the one range that a candidate may have
BODY = ("name", "approach", "inputs", "ranges")
ABSENT = "none"  # says that there is no value, where that may be
UNABLE = {"context_window", "model_retires", "training_closed", "training_closes"}


@dataclass(frozen=True, kw_only=True)
class Own:
    """An alternative: what it is called, and what differs from the plan's approach."""

    number: int  # from 1
    name: str
    approach: Tried
    values: Mapping[str, Any]  # by field, as given; a range by its name

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address carries of it."""
        texts = {"name": self.name, "approach": self.approach} | {
            field: ABSENT if value is None else spell(value) for field, value in self.values.items()
        }
        return [(f"{CANDIDATES}{self.number}.{field}", text) for field, text in texts.items()]

    def named(self, field: str) -> str:
        """Return how a field of it is called where something is wrong."""
        return f"{CANDIDATES}{self.number}.{field}"


def split_own(
    pairs: Iterable[tuple[str, str]],
) -> tuple[list[tuple[str, str]], tuple[Own, ...]]:
    """Return a query without the alternatives of one's own, and these; raises InvalidInputs."""
    rest: list[tuple[str, str]] = []
    found: dict[int, dict[str, str]] = {}
    problems = []
    for name, text in pairs:
        number, _, field = name.removeprefix(CANDIDATES).partition(".")
        if not name.startswith(CANDIDATES):
            rest.append((name, text))
        elif is_place(number) and field:
            found.setdefault(int(number), {})[field] = text
        else:
            problems.append(Problem(name, numbering(name)))
    if problems:
        raise InvalidInputs(problems)
    return rest, read_all({number: dict(found[number]) for number in sorted(found)})


def is_place(number: str) -> bool:
    """Tell whether a text is the number of a candidate."""
    return number.isascii() and number.isdecimal() and len(number) <= 3 and 1 <= int(number) <= MOST


def numbering(name: str) -> str:
    """Return the message for a name that is of no candidate."""
    return f"{name[:60]} must be candidates.N.FIELD, N from 1 to {MOST}."


def own_in_body(items: Any) -> tuple[Own, ...]:
    """Return the alternatives of a JSON body; raises InvalidInputs."""
    if not isinstance(items, list) or len(items) > MOST:
        message = f"The candidates must be a list of at most {MOST}."
        raise InvalidInputs([Problem("candidates", message)])
    found: dict[int, dict[str, Any]] = {}
    for number, item in enumerate(items, start=1):
        place = f"{CANDIDATES}{number}"
        if not isinstance(item, dict) or any(name not in BODY for name in item):
            message = f"A candidate must be an object of {', '.join(BODY)}."
            raise InvalidInputs([Problem(place, message)])
        values, ranges = item.get("inputs", {}), item.get("ranges", {})
        if not isinstance(values, dict) or not isinstance(ranges, dict):
            message = "The inputs and ranges of a candidate must be objects."
            raise InvalidInputs([Problem(place, message)])
        said = {name: item[name] for name in ("name", "approach") if name in item}
        given = {field: ABSENT if value is None else value for field, value in values.items()}
        found[number] = said | given | {f"{RANGES}{name}": ends for name, ends in ranges.items()}
    return read_all(found)


def read_all(found: Mapping[int, dict[str, Any]]) -> tuple[Own, ...]:
    """Return the alternatives by number; raises InvalidInputs, naming everything wrong."""
    problems: list[Problem] = []
    own = []
    for number, given in found.items():
        try:
            own.append(read_one(number, given))
        except InvalidInputs as error:
            problems += error.problems
    if problems:
        raise InvalidInputs(problems)
    return tuple(own)


def read_one(number: int, given: Mapping[str, Any]) -> Own:
    """Return one alternative; what is empty counts as not given. Raises InvalidInputs."""
    values = {name: value for name, value in given.items() if str(value).strip()}
    place = f"{CANDIDATES}{number}"
    name = str(values.pop("name", "")).strip()
    approach = str(values.pop("approach", "prompting")).strip()
    problems = []
    if len(name) > LONGEST_SOURCE or unprintable(name, line_breaks=False):
        message = f"The name must be a text of at most {LONGEST_SOURCE} characters."
        problems.append(Problem(f"{place}.name", message))
    if approach not in TRIED:
        message = f"The approach must be one of {', '.join(TRIED)}."
        problems.append(Problem(f"{place}.approach", message))
    else:
        problems += [
            Problem(f"{place}.{field}", f"{TITLE[approach]} has no field {field[:40]}.")
            for field in values
            if f"{approach}.{field}" not in FIELDS and field != ERROR_RANGE
        ]
    try:
        values = with_reference(values, approach)
    except ValueError as error:
        problems.append(Problem(f"{place}.model", str(error)))
    if problems:
        raise InvalidInputs(problems)
    return Own(
        number=number,
        name=name or f"Candidate {number}",
        approach=cast(Tried, approach),
        values=values,
    )


def with_reference(values: Mapping[str, Any], approach: str) -> dict[str, Any]:
    """Return the fields with the reference of a model that is called by its title.

    A model whose prices are given beside it needs no place in the catalogue. Raises ValueError for
    another one that is not there.
    """
    model = str(values.get("model", ABSENT)).strip()
    if model == ABSENT or known_prices(model) or all(name in values for name in NEEDED_PRICES):
        return dict(values)
    return dict(values) | {"model": reference_of(model, tuned=approach == "tuning")}


TITLE: Mapping[str, str] = {"prompting": "Prompting", "tuning": "Fine-tuning"}


def own_query(own: Sequence[Own]) -> str:
    """Return what an address carries of alternatives of one's own."""
    pairs = [pair for item in own for pair in item.pairs]
    return urlencode(pairs, quote_via=quote, safe="/")


def plan_with(plan: Plan, own: Own) -> Plan:
    """Return the plan with an alternative in it; raises InvalidInputs, naming its fields."""
    model = str(own.values.get("model", "")).strip()
    rest = kept(plan, own.approach, known_prices(model)) if model else dict(plan.changes)
    approach = own.approach
    values = {field: value for field, value in own.values.items() if field != ERROR_RANGE}
    given = {f"{approach}.{field}": absent_or(value) for field, value in values.items()}
    for name in given:  # the plan's range need not hold another value
        rest.pop(f"{RANGES}{name}", None)
    if RATE in values or ERROR_RANGE in own.values:
        given[f"{RANGES}{approach}.{RATE}"] = own.values.get(ERROR_RANGE, ABSENT)
    try:
        return build_plan(plan.preset.name, rest | given)
    except InvalidInputs as error:
        raise InvalidInputs([renamed(problem, own) for problem in error.problems]) from None


def absent_or(value: Any) -> Any:
    """Return a value as given; None for the word that says there is none."""
    return None if value == ABSENT else value


def renamed(problem: Problem, own: Own) -> Problem:
    """Return what is wrong by the name that the field has in the alternative."""
    before = RANGES if problem.input.startswith(RANGES) else ""
    field = problem.input.removeprefix(before).removeprefix(f"{own.approach}.")
    return Problem(own.named(f"{before}{field}"), problem.message)


def tried(plan: Plan, own: Own, now: Entered | None) -> Candidate:
    """Return an alternative in a plan, beside the approach as entered; raises InvalidInputs."""
    changed, approach = plan_with(plan, own), own.approach
    inputs = changed.inputs.approach(approach)
    slope = cost_of_errors(changed.projection, approach)
    wrong = error_of(changed.projection, approach)
    cost = float(changed.projection.present_cost(approach))
    difference = surplus(cost, now.present_cost) if now else None
    return Candidate(
        approach=approach,
        name=own.name,
        reference=inputs.model,
        maker=maker_of(inputs.model),
        own=own.number,
        present_cost=cost,
        difference=difference,
        provider_cost=float(changed.projection.result(approach, "provider_cost")),
        error_rate=wrong,
        error_range=error_range_of(changed, approach),
        error_rate_allowed=None if difference is None else allowed(wrong, difference, slope),
        cost_of_errors=slope,
        reasons=unable(changed, approach),
        retires=retirement(inputs.model),
        query=changed.query,
    )


def unable(plan: Plan, approach: Tried) -> tuple[str, ...]:
    """Return why an approach cannot carry its plan, as codes of notes."""
    notes = notes_on_models(plan.projection)
    return tuple(
        note.code
        for note in notes
        if note.code in UNABLE and note.inputs[0].startswith(f"{approach}.")
    )


def maker_of(reference: str | None) -> str | None:
    """Return who offers a model of the catalogue."""
    try:
        return makers()[find_model(reference or "").maker]
    except UnknownModel:
        return None


def retirement(reference: str | None) -> str | None:
    """Return the day on which a model of the catalogue retires."""
    try:
        return find_model(reference or "").retires
    except UnknownModel:
        return None


def range_of(candidate: Candidate | Entered) -> Range:
    """Return the range of an error rate; one that is certain is its own range."""
    rate = candidate.error_rate
    return candidate.error_range or Range(rate, rate)
