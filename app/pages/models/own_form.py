"""The form of alternatives of one's own: what differs from the plan, each with its assumption."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.candidates import CANDIDATES, MOST, Own, Tried, started, templates
from app.candidates.own import ERROR_RANGE
from app.catalog import label_of
from app.inputs import FIELDS, Problem
from app.pages.models.query import ModelsQuery
from app.plans.plan import Plan
from app.words.differences import value_words
from app.words.numbers import in_percent
from app.words.sources import source_words
from app.words.units import spoken_unit

# What alternatives usually differ in; any other field can be added.
USUAL: Mapping[Tried, Sequence[str]] = {
    "prompting": (
        *("model", "error_rate", ERROR_RANGE, "prompt_tokens", "output_tokens"),
        *("reasoning_tokens", "call_price", "storage_price", "build_hours", "build_cost"),
    ),
    "tuning": (
        *("model", "error_rate", ERROR_RANGE, "prompt_tokens", "output_tokens", "hosting_price"),
        *("hosting_hours", "replica_requests_per_hour", "training_job_price", "build_hours"),
    ),
}
MODEL = "model"
RANGE_LABEL = "Wrong answers, from .. to"


@dataclass(frozen=True, kw_only=True)
class OwnField:
    """One field of an alternative."""

    id: str
    name: str
    label: str
    unit: str
    value: str
    plan: str  # what it is in the plan
    assumption: str  # of the template that it came from
    error: str | None
    choices: Sequence[str]
    models: str  # the list that suggests models; empty for any other field


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """One alternative in the form."""

    number: int
    name: str
    approach: Tried
    fields: list[OwnField]
    others: list[tuple[str, str]]  # fields that can be added: name, label
    without: str  # the address at which it is gone
    errors: list[str]


@dataclass(frozen=True, kw_only=True)
class Start:
    """A way to start another alternative."""

    title: str
    description: str
    address: str


def own_parts(plan: Plan, query: ModelsQuery, problems: Sequence[Problem]) -> list[OwnPart]:
    """Return the alternatives as the form shows them, with what is wrong beside each field."""
    wrong = {problem.input: problem.message for problem in problems}
    return [part(plan, query, own, wrong) for own in query.own]


def part(plan: Plan, query: ModelsQuery, own: Own, wrong: Mapping[str, str]) -> OwnPart:
    """Return one alternative."""
    added = [item.partition(".")[2] for item in query.show if item.startswith(f"{own.number}.")]
    names = dict.fromkeys([*USUAL[own.approach], *own.values, *added])
    known = [name for name in names if name == ERROR_RANGE or f"{own.approach}.{name}" in FIELDS]
    fields = [own_field(plan, own, name, wrong.get(own.named(name))) for name in known]
    said = {item.name for item in fields}
    prefix = f"{CANDIDATES}{own.number}."
    return OwnPart(
        number=own.number,
        name=own.name,
        approach=own.approach,
        fields=fields,
        others=[
            (f"{own.number}.{field.field}", field.label)
            for field in FIELDS.values()
            if field.group == own.approach
            and field.field not in names
            and field.field != "considered"
        ],
        without=query.with_own([item for item in query.own if item is not own]).address,
        errors=[
            text for name, text in wrong.items() if name.startswith(prefix) and name not in said
        ],
    )


def own_field(plan: Plan, own: Own, name: str, error: str | None) -> OwnField:
    """Return one field of an alternative."""
    is_range = name == ERROR_RANGE
    field = FIELDS[f"{own.approach}.{'error_rate' if is_range else name}"]
    ends = plan.ranges.get(field.name) if is_range else None
    now = value_words(plan.inputs, field.name) if not is_range else ""
    text = str(own.values.get(name, ""))
    if name == MODEL:
        now, text = label_of(plan.inputs.approach(own.approach).model or ""), label_of(text)
    if ends:
        now = f"{field.spell(ends.low)} to {field.spell(ends.high)}"
    return OwnField(
        id=own.named(name).replace(".", "-"),
        name=own.named(name),
        label=RANGE_LABEL if is_range else field.label,
        unit="" if field.kind == "fraction" else spoken_unit(field, plan.inputs.finance.currency),
        value=typed(text, is_share=field.kind == "fraction"),
        models=(
            "" if name != MODEL else "models" if own.approach == "prompting" else "tuned-models"
        ),
        plan=now,
        assumption=assumption(own, name),
        error=error,
        choices=("yes", "no") if field.kind == "yes_no" else field.choices,
    )


def typed(text: str, *, is_share: bool) -> str:
    """Return a value as people type it: shares, and both ends of their range, in percent."""
    if not is_share:
        return text
    ends = [end.strip() for end in text.split("..")]
    return "..".join(f"{in_percent(end)}%" if in_percent(end) != end else end for end in ends)


def assumption(own: Own, name: str) -> str:
    """Return what the template says of a field, as long as the alternative has its name."""
    for template in templates():
        if template.called == own.name and name in template.fields:
            return source_words(template.fields[name].origin) or ""
    return ""


def starts(plan: Plan, query: ModelsQuery) -> list[Start]:
    """Return what another alternative can be started from; nothing where there are enough."""
    taken = {item.number for item in query.own}
    free = next((number for number in range(1, MOST + 1) if number not in taken), None)
    if free is None:
        return []
    begun = [
        (template.title, template.description, started(plan, template, free))
        for template in templates()
        if query.approach == "prompting"
    ]
    blank = Own(number=free, name=f"Ours {free}", approach=query.approach, values={})
    return [
        Start(
            title=title,
            description=description,
            address=f"{replace(query, own=(*query.own, own)).address}#own",
        )
        for title, description, own in (*begun, ("A blank one", "Whatever you enter.", blank))
    ]
