"""From a query, a form or a JSON body to a plan.

The query dialect is the same everywhere: `preset=NAME` and any `group.field=value` that differs;
docs/decisions/0005-query-dialect.md has the rest.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.catalog import TokenCount, count_tokens
from app.inputs import APPROACHES, FIELDS, InvalidInputs, Problem, percent_to_fraction
from app.model import CHALLENGERS
from app.plans.plan import (
    DEFAULT_PRESET,
    NO_RANGE,
    RANGES,
    SIMULATION,
    SOURCES,
    Plan,
    build_plan,
    known_prices,
    spell,
)

BODY = ("preset", "inputs", "ranges", "sources", "draws", "seed")
FORM = "form"  # the marker of a query that the page's form sent
WAS = "was."  # what a form field was before, where changing it changes other fields
NO_SUCH_MODEL = (
    "The catalogue has no model {}: pick one that is suggested as you type or on the page Prices, "
    "or leave the field empty and type the prices."
)
TEXTS = "text."  # a pasted text, whose length in tokens goes into the field named after it
# One field of the form for an input that the approaches have in common.
TOGETHER: dict[str, tuple[str, ...]] = {
    f"together.{field}": tuple(f"{name}.{field}" for name in names)
    for field, names in (
        ("output_tokens", APPROACHES),
        ("dataset_examples", CHALLENGERS),
        ("upkeep_every_months", CHALLENGERS),
    )
}


def read_query(pairs: Iterable[tuple[str, str]]) -> Plan:
    """Return the plan of a query; raises InvalidInputs, naming whatever is wrong in it."""
    values: dict[str, str] = {}
    problems = []
    for name, text in pairs:
        if name in values and values[name] != text:
            problems.append(Problem(name, f"{name} is given twice, with different values."))
        values[name] = text
    if FORM in values:
        values = read_form(values)
    preset = values.pop("preset", DEFAULT_PRESET)
    if problems:
        raise InvalidInputs(problems)
    return build_plan(preset, values)


def read_form(values: Mapping[str, str]) -> dict[str, str]:
    """Return what the page's form means: bare numbers in fields labelled % are percentages.

    Picking another model drops the prices of the former one. Picking another use case drops all
    values but those that the person had changed.
    """
    entered = {
        name: as_typed(name, text)
        for name, text in values.items()
        if name != FORM
        and not name.startswith((WAS, TEXTS))
        and name not in TOGETHER
        and not (name.startswith(RANGES) and not text.strip())  # left empty: the preset's range
    }
    problems: list[Problem] = []
    for name, members in TOGETHER.items():
        if name in values and values[name].strip() != values.get(f"{WAS}{name}"):
            entered |= dict.fromkeys(members, values[name])
    for name in APPROACHES:
        before = values.get(f"{WAS}{name}.model")
        after = entered.get(f"{name}.model")
        if before is not None and after and after.strip() != before:
            if not known_prices(after.strip()):
                problems.append(Problem(f"{name}.model", NO_SUCH_MODEL.format(after[:60])))
            for field in known_prices(after.strip()):
                entered.pop(f"{name}.{field}", None)
    if problems:
        raise InvalidInputs(problems)
    before = values.get(f"{WAS}preset")
    if before is not None and entered.get("preset", before) != before:
        former = build_plan(before, {k: v for k, v in entered.items() if k != "preset"})
        changes = {name: spell(value) for name, value in former.changes.items()}
        entered = {"preset": entered["preset"]} | changes
    return entered


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


def as_typed(name: str, text: str) -> str:
    """Return a form's text with the unit of its field said: shares are typed in percent."""
    field = FIELDS.get(name.removeprefix(RANGES))
    if field is None or field.kind != "fraction" or text.strip() == NO_RANGE:
        return text
    ends = text.split("..") if name.startswith(RANGES) else [text]
    return "..".join(percent_to_fraction(end) for end in ends)


def read_body(body: Any) -> Plan:
    """Return the plan of a JSON body `{"preset", "inputs"}`; raises InvalidInputs."""
    if not isinstance(body, dict):
        raise InvalidInputs([Problem("", 'The body must be an object: {"preset", "inputs"}.')])
    unknown = [name for name in body if name not in BODY]
    preset = body.get("preset", DEFAULT_PRESET)
    groups, ranges = body.get("inputs", {}), body.get("ranges", {})
    sources = body.get("sources", {})
    problems = [Problem(name, f"There is no {name} in a body.") for name in unknown]
    if not isinstance(preset, str):
        problems.append(Problem("preset", "The preset must be a name."))
    if not isinstance(groups, dict):
        problems.append(Problem("inputs", "The inputs must be an object of groups."))
    if not isinstance(ranges, dict):
        problems.append(Problem("ranges", 'The ranges must be an object: {"group.field": …}.'))
    if not isinstance(sources, dict):
        problems.append(Problem("sources", 'The sources must be an object: {"group.field": …}.'))
    if problems:
        raise InvalidInputs(problems)
    settings = {name: body[name] for name in SIMULATION if name in body}
    given = {f"{RANGES}{name}": value for name, value in ranges.items()}
    given |= {f"{SOURCES}{name}": value for name, value in sources.items()}
    return build_plan(preset, flatten(groups) | given | settings)


def flatten(groups: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested inputs by their `group.field` names, which may also be given as they are."""
    values: dict[str, Any] = {}
    for group, fields in groups.items():
        if isinstance(fields, dict):
            values |= {f"{group}.{field}": value for field, value in fields.items()}
        else:
            values[group] = fields
    return values
