"""Forms that are sent, with other texts in some of their fields."""

from typing import Any
from urllib.parse import parse_qsl

from app.plans.dialect import read_query
from app.plans.form import BUTTONS, PLAN, STYLE, written
from app.plans.plan import Plan


def plan_of(query: str) -> Plan:
    return read_query(parse_qsl(query, keep_blank_values=True))


def sent(query: str, **typed: str) -> Plan:
    """Return the plan of a page whose every field is sent, with other texts in some of them."""
    before = plan_of(query)
    changes = {name.replace("__", "."): text for name, text in typed.items()}
    form = written(before) | {PLAN: before.query, STYLE: "en", "form": "1"}
    assert changes.keys() <= {*form, *BUTTONS}
    return read_query((form | changes).items())


def changes_of(query: str, **typed: str) -> dict[str, Any]:
    """Return what the address carries after the form was sent."""
    return sent(query, **typed).changes


def values_of(query: str, **typed: str) -> dict[str, Any]:
    """Return the values of which the address carries any, after the form was sent."""
    changes = changes_of(query, **typed)
    return {name: value for name, value in changes.items() if not name.startswith("ranges.")}
