"""Which plan a request asks for, and how its answer is to be laid out and written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request

from app.api.keys import opened_plan
from app.inputs import InvalidInputs, Problem
from app.plans.dialect import read_query
from app.plans.plan import Plan

# How a feed is laid out and written: what each parameter may be, the first being the default.
LAYOUTS: dict[str, Mapping[str, Any]] = {
    "layout": {"long": "long", "wide": "wide", "rows": "rows"},
    "lines": {"costs": "costs", "all": "all"},
    "sep": {",": ",", ";": ";", "tab": "\t"},
    "decimal": {".": ".", ",": ","},
    "bom": {"1": True, "0": False},
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A plan that was asked for, how to write it, and when it was saved if it was."""

    plan: Plan
    layout: Mapping[str, Any]
    saved_at: datetime | None = None

    @property
    def is_saved(self) -> bool:
        """Whether it is somebody's saved plan, whose answers no shared cache may keep."""
        return self.saved_at is not None


def split_layout(pairs: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Return the query without what lays out the answer, and that; raises InvalidInputs."""
    layout = {name: next(iter(values.values())) for name, values in LAYOUTS.items()}
    problems = []
    for name, text in pairs:
        if name in LAYOUTS and text not in LAYOUTS[name]:
            message = f"The {name} must be one of {' '.join(LAYOUTS[name])}"
            problems.append(Problem(name, f"{message}; you entered {text[:40]}."))
        elif name in LAYOUTS:
            layout[name] = LAYOUTS[name][text]
    if problems:
        raise InvalidInputs(problems)
    return [pair for pair in pairs if pair[0] not in LAYOUTS], layout


def is_usual(layout: Mapping[str, Any]) -> bool:
    """Tell whether the answer has a feed's own shape, not rows that the query asks for."""
    return bool(layout["layout"] == "long" and layout["lines"] == "costs")


def asked_by_query(request: Request) -> Asked:
    """Return what the request's query asks for."""
    pairs, layout = split_layout(request.query_params.multi_items())
    return Asked(plan=read_query(pairs), layout=layout)


def asked_of(request: Request, scenario_id: str, number: int | None) -> Asked:
    """Return a saved plan, laid out as the query asks."""
    layout = layout_of_saved(request)
    plan = opened_plan(request, scenario_id, number)
    return Asked(plan=plan, layout=layout, saved_at=plan.saved.updated_at)


def layout_of_saved(request: Request) -> dict[str, Any]:
    """Return how to lay out what is saved; raises InvalidInputs if the query has anything else."""
    pairs, layout = split_layout(request.query_params.multi_items())
    if pairs:
        message = "A saved scenario takes no other inputs here: open a copy."
        raise InvalidInputs([Problem(name, message) for name, _ in pairs])
    return layout


Queried = Annotated[Asked, Depends(asked_by_query)]
