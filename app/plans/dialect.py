"""From a query, a form or a JSON body to a plan.

The query dialect is the same everywhere: `preset=NAME` and any `group.field=value` that differs;
docs/decisions/0005-query-dialect.md has the rest.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.inputs import InvalidInputs, Problem
from app.plans.building import build_plan
from app.plans.form import FORM, read_form, told_once
from app.plans.plan import DEFAULT_PRESET, SIMULATION, Plan
from app.plans.spelling import RANGES, SOURCES
from app.plans.typed import english

BODY = ("preset", "inputs", "ranges", "sources", "draws", "seed")


def read_query(pairs: Iterable[tuple[str, str]]) -> Plan:
    """Return the plan of a query; raises InvalidInputs, naming whatever is wrong in it."""
    texts: dict[str, str] = {}
    problems = []
    for name, text in pairs:
        if name in texts and texts[name] != text:
            problems.append(Problem(name, f"{name} is given twice, with different values."))
        texts[name] = text
    if problems:
        raise InvalidInputs(problems)
    if FORM not in texts:
        return build_plan(texts.pop("preset", DEFAULT_PRESET), texts)
    texts, problems = english(texts)
    values = read_form(texts)
    try:
        plan = build_plan(values.pop("preset"), values)
    except InvalidInputs as error:
        raise InvalidInputs(problems + told_once(error.problems, texts)) from None
    if problems:
        raise InvalidInputs(problems)
    return plan


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
