"""The page's form: what a page writes for a plan, and what a person means who sends it back.

A form sends every field. So it carries the query of the plan that it was made from, and only a text
that differs from what the page wrote for that plan counts as given.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from app.catalog import DOLLAR, TokenCount, count_tokens, label_of
from app.inputs import (
    APPROACHES,
    CHALLENGERS,
    ENGLISH,
    FIELDS,
    STYLES,
    ApproachName,
    Challenger,
    InputField,
    InvalidInputs,
    Problem,
    entry,
    percent_to_fraction,
)
from app.plans.building import FOLLOWING, build_plan
from app.plans.currency import AMOUNTS
from app.plans.named_models import known_prices
from app.plans.naming import reference_of
from app.plans.plan import DEFAULT_PRESET, Plan
from app.plans.spelling import FOLLOW, NO_RANGE, RANGES, SOURCES, considered, describes
from app.plans.sure import range_as_typed, with_range_about, with_ranges

FORM = "form"  # the marker of a query that the page's form sent
WAS = "was."  # what the page that a form stood on was made from
PLAN = f"{WAS}query"  # its plan, as an address says it
STYLE = f"{WAS}style"  # the style in which it wrote numbers
EXACT, ABOUT, USUAL = "to.exact", "to.about", "to.usual"  # buttons: what becomes of one field
BUTTONS = (EXACT, ABOUT, USUAL)
TEXTS = "text."  # a pasted text, whose length in tokens goes into the field named after it
MODEL = "model"  # the field of an approach that names one of the catalogue
ABSENT = "none"  # typed where a value is optional
OTHER_STYLE = (
    "This page was written by another release of Crossover: nothing of it is lost, but check "
    "what is marked as yours, then calculate again."
)
# One field of the form for an input that the approaches have in common.
TOGETHER: dict[str, tuple[str, ...]] = {
    f"together.{field}": tuple(f"{name}.{field}" for name in names)
    for field, names in (
        ("output_tokens", APPROACHES),
        ("review_rate", APPROACHES),
        ("dataset_examples", CHALLENGERS),
        ("example_minutes", CHALLENGERS),
        ("upkeep_every_months", CHALLENGERS),
    )
}
ERROR_RATES = tuple(f"{name}.error_rate" for name in APPROACHES)


def written(plan: Plan) -> dict[str, str]:
    """Return the text of every field of a plan's form, by its name; "" for what follows."""
    inputs = [*FIELDS, *TOGETHER]
    names = ["preset", *inputs, *(f"{RANGES}{name}" for name in inputs)]
    return {name: text_written(plan, name) for name in names}


def text_written(plan: Plan, name: str) -> str:
    """Return the text of one field of a plan's form; "" for what follows, and what no form has."""
    if name == "preset":
        return plan.preset.name
    bare = name.removeprefix(RANGES)
    own = shown_in(plan, bare) if bare in TOGETHER else bare
    if own not in FIELDS:
        return ""
    if name.startswith(RANGES):
        return range_text(plan, FIELDS[own])
    return "" if own in plan.inputs.follows else value_text(plan, FIELDS[own])


def value_text(plan: Plan, field: InputField) -> str:
    """Return an input's value as its field shows it; `none` where an empty one would follow."""
    value = plan.inputs.value(field.name)
    if value is None and field.name in FOLLOWING:
        return ABSENT
    if field.field == MODEL and value:
        return label_of(value)
    return entry(shown(plan, field, value), field.kind)


def shown(plan: Plan, field: InputField, value: Any) -> Any:
    """Return a value as the page shows it: to ten digits, what nobody typed in dollars to six.

    The form knows what it wrote, so that a number that is shown shorter stays as it is.
    """
    if not isinstance(value, float) or value.is_integer():
        return value
    is_converted = plan.inputs.finance.currency != DOLLAR and field.name in AMOUNTS
    return float(
        f"{value:.6g}" if is_converted and field.name not in plan.changes else f"{value:.10g}"
    )


def range_text(plan: Plan, field: InputField) -> str:
    """Return the range in use as its field shows it, whoever gave it; nothing for none."""
    ends = plan.ranges.get(field.name)
    if ends is None:
        return ""
    low, high = (entry(shown(plan, field, end), field.kind) for end in (ends.low, ends.high))
    return f"{low} to {high}"


def shown_in(plan: Plan, together: str) -> str:
    """Return the input whose value a field for several inputs shows."""
    return members(plan, together)[0]


def members(plan: Plan, together: str) -> list[str]:
    """Return the inputs that a field for several sets: of those who take part, or of the first.

    What follows fine-tuning is set with it.
    """
    names = TOGETHER[together]
    part = [name for name in names if group_of(name) in plan.inputs.considered]
    if "tuning" in map(group_of, part):
        part = [name for name in part if name not in plan.inputs.follows]
    return part or [names[0]]


def group_of(name: str) -> str:
    """Return the group of a `group.field` name."""
    return name.partition(".")[0]


def read_form(values: Mapping[str, str]) -> dict[str, Any]:
    """Return what a form means, as a query: the plan it was made from with what differs put in.

    Raises InvalidInputs.
    """
    before = plan_before(values)
    typed = differing(values, before)
    preset = typed.pop("preset", before.preset.name)
    typed = with_references(apart(typed, before))
    changes = with_currency(before.changes, typed, before)
    for approach in APPROACHES:
        changes = with_model(changes, approach, typed, before)
    for name, text in typed.items():
        changes = with_text(changes, name, text, before)
    changes = with_ranges(changes, typed, before)
    changes = still_sourced(changes, typed, before)
    changes = with_buttons(changes, values, before)
    said = {*typed, values.get(USUAL, "")}
    return {"preset": preset} | still_taking_part(changes, said, before)


def plan_before(values: Mapping[str, str]) -> Plan:
    """Return the plan that a form was made from; raises InvalidInputs."""
    if values.get(STYLE, ENGLISH.code) not in STYLES:
        raise InvalidInputs([Problem(STYLE, OTHER_STYLE)])
    query = dict(parse_qsl(values.get(PLAN, ""), keep_blank_values=True))
    usual = DEFAULT_PRESET if PLAN in values else values.get("preset", DEFAULT_PRESET)
    return build_plan(query.pop("preset", usual), query)


def differing(values: Mapping[str, str], before: Plan) -> dict[str, str]:
    """Return the texts of a form that are not those that the page wrote."""
    return {
        name: text
        for name, text in values.items()
        if name not in (FORM, *BUTTONS)
        and not name.startswith((WAS, TEXTS))
        and text.strip() != text_written(before, name)
    }


def apart(typed: Mapping[str, str], before: Plan) -> dict[str, str]:
    """Return the texts with those for several inputs put into each of them."""
    joint = [name for name in typed if name.removeprefix(RANGES) in TOGETHER]
    texts = {name: text for name, text in typed.items() if name not in joint}
    for name in joint:
        prefix = RANGES if name.startswith(RANGES) else ""
        each = [f"{prefix}{member}" for member in members(before, name.removeprefix(RANGES))]
        texts = dict.fromkeys(each, typed[name]) | texts
    for name in joining(texts, before):
        texts = as_the_others(name, before, texts) | texts
    return texts


def as_the_others(name: Challenger, before: Plan, texts: Mapping[str, str]) -> dict[str, str]:
    """Return what an approach that joins takes of the fields for several inputs.

    Until more is known, it is wrong as often as prompting. It takes nothing that it has of its
    own, and nothing that it follows.
    """
    has_leader = name == "hybrid" and "tuning" in {
        *before.inputs.considered,
        *joining(texts, before),
    }
    taken = {}
    for first, *others in (*TOGETHER.values(), ERROR_RATES):
        its = next((other for other in others if group_of(other) == name), None)
        shown = texts.get(first, text_written(before, first))
        if its and its not in before.changes and not has_leader and shown != "0":
            taken[its] = shown
    return taken


def joining(typed: Mapping[str, str], before: Plan) -> Iterator[Challenger]:
    """Yield who takes part as soon as these texts are read, and did not before."""
    for name in CHALLENGERS:
        if name not in before.inputs.considered:
            says = typed.get(considered(name), "").strip().lower()
            if says == "yes" or (not says and describes(name, typed)):
                yield name


def with_references(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the texts with the references of the models that they name; raises InvalidInputs."""
    texts, problems = dict(typed), []
    for name in (f"{approach}.{MODEL}" for approach in APPROACHES):
        text = typed.get(name, "").strip()
        if not text or text.lower() == ABSENT:
            continue
        try:
            texts[name] = reference_of(text, tuned=not name.startswith("prompting"))
        except ValueError as error:
            problems.append(Problem(name, str(error)))
    if problems:
        raise InvalidInputs(problems)
    return texts


def with_currency(
    changes: Mapping[str, Any], typed: Mapping[str, str], before: Plan
) -> dict[str, Any]:
    """Return the changes without the former currency's rate, if another one was picked."""
    former = before.inputs.finance.currency
    if typed.get("finance.currency", former).strip().upper() == former:
        return dict(changes)
    return without(changes, {"finance.exchange_rate"})


def without(changes: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the changes without some inputs, their ranges and sources."""
    away = {f"{prefix}{name}" for name in names for prefix in ("", RANGES, SOURCES)}
    return {name: value for name, value in changes.items() if name not in away}


def with_model(
    changes: Mapping[str, Any], name: ApproachName, typed: Mapping[str, str], before: Plan
) -> dict[str, Any]:
    """Return the changes without the prices of the former model, if another one was picked.

    Whoever empties the field goes on with the prices that the page shows.
    """
    field = f"{name}.{MODEL}"
    if field not in typed:
        return dict(changes)
    after = as_typed(field, typed[field]).strip()
    former = before.inputs.value(field) or ""
    if after or (field in FOLLOWING and not typed[field].strip()):
        prices = known_prices(after or former)
        groups = served(name, before)
        return without(changes, {f"{group}.{price}" for price in prices for group in groups})
    shown = [f"{name}.{price}" for price in known_prices(former)]
    return {price: before.inputs.value(price) for price in shown} | dict(changes)


def served(name: ApproachName, before: Plan) -> tuple[ApproachName, ...]:
    """Return who uses the model of an approach: the hybrid that follows has fine-tuning's."""
    follows = name == "tuning" and "hybrid.model" in before.inputs.follows
    return (name, "hybrid") if follows else (name,)


def with_text(changes: Mapping[str, Any], name: str, text: str, before: Plan) -> dict[str, Any]:
    """Return the changes with a text put in; an emptied field gives up what was its own."""
    if name.startswith(RANGES) and not text.strip():
        return dict(changes) | {name: NO_RANGE}
    if text.strip() or name not in FOLLOWING:
        stale = {f"{SOURCES}{name}"} | ({f"{RANGES}{name}"} if not text.strip() else set())
        rest = {key: value for key, value in changes.items() if key not in stale}
        return rest | {name: as_typed(name, text)}
    kept = without(changes, {name})
    if name not in before.preset.inputs.follows:
        kept[name] = FOLLOW  # whatever the use case itself says of the hybrid
    return kept


def with_buttons(
    changes: Mapping[str, Any], values: Mapping[str, str], before: Plan
) -> dict[str, Any]:
    """Return the changes as the button that was pressed beside a field would have them."""
    after = dict(changes)
    for button in BUTTONS:
        field = values.get(button, "")
        for name in FIELDS.keys() & set(members(before, field) if field in TOGETHER else [field]):
            if button == USUAL:
                after = without(after, {name})
            elif button == EXACT:
                after[f"{RANGES}{name}"] = NO_RANGE
            else:
                after = with_range_about(after, name, before)
    return after


def still_sourced(
    changes: Mapping[str, Any], typed: Mapping[str, str], before: Plan
) -> dict[str, Any]:
    """Return the changes without the sources of values that are other ones now."""
    stale = {
        f"{SOURCES}{name}"
        for name in before.sources
        if changes.get(name) != before.changes.get(name)
    }
    return {name: value for name, value in changes.items() if name not in stale - typed.keys()}


def still_taking_part(
    changes: Mapping[str, Any], said: Collection[str], before: Plan
) -> dict[str, Any]:
    """Return the changes; who takes part does so even when nothing is said of it any more."""
    silent = [
        considered(name)
        for name in before.inputs.challengers
        if name not in before.preset.inputs.considered and not describes(name, changes)
    ]
    return {name: True for name in silent if name not in said} | dict(changes)


def told_once(problems: Iterable[Problem], values: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with a form, once for a text that was meant for several inputs."""
    typed = differing(values, plan_before(values))
    source = {
        member: together
        for together, names in TOGETHER.items()
        for member in names
        if together in typed and member not in typed
    }
    once: dict[str, Problem] = {}
    for problem in problems:
        name = source.get(problem.input, problem.input)
        once.setdefault(name, Problem(name, problem.message))
    return list(once.values())


def as_typed(name: str, text: str) -> str:
    """Return a form's text as a query has it: shares are typed in percent, `none` is nothing."""
    field = FIELDS.get(name.removeprefix(RANGES))
    if field is None:
        return text
    if name.startswith(RANGES):
        return range_as_typed(field, text)
    if field.optional and text.strip().lower() == ABSENT:
        return ""
    return percent_to_fraction(text) if field.kind == "fraction" else text


def count_texts(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, TokenCount]]:
    """Return a form's values with the lengths of the pasted texts put in, and those lengths.

    Raises InvalidInputs for a text that is too long.
    """
    counted, problems = {}, []
    for name, text in values.items():
        field = name.removeprefix(TEXTS)
        if name.startswith(TEXTS) and text.strip() and (field in FIELDS or field in TOGETHER):
            try:
                counted[field] = count_tokens(text, values.get("prompting.model"))
            except InvalidInputs as error:
                problems += [Problem(field, item.message) for item in error.problems]
    if problems:
        raise InvalidInputs(problems)
    kept = {name: text for name, text in values.items() if not name.startswith(TEXTS)}
    return kept | {name: str(count.tokens) for name, count in counted.items()}, counted
