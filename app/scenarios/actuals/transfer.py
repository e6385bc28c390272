"""Actuals in a file for another browser or another server."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from app.inputs import InvalidInputs, Problem
from app.scenarios.actuals.entry import Months, stored
from app.scenarios.actuals.kept import Since, results_of
from app.scenarios.saved_plans import home_of, plan_of
from app.scenarios.snapshot import SavedPlan
from app.store import (
    Entered,
    InvalidContent,
    Moment,
    Saved,
    change_actuals,
    find_revision,
    list_actuals,
)


class ActualsFile(BaseModel):
    """One change of the actuals in a file."""

    months: Months
    revision: int | None = None  # of the plan that it is compared with; None: the newest
    note: str = ""
    author: str = ""
    created_at: Moment


def actuals_records(session: Session, saved: Saved, *, with_history: bool) -> list[dict[str, Any]]:
    """Return what a file holds of a scenario's actuals, the first change first."""
    found = list_actuals(session, saved.scenario_id)[: None if with_history else 1]
    return [
        {
            "months": item.months,
            "revision": item.results.get("revision") if with_history else None,
            "note": item.note,
            "author": item.author,
            "created_at": item.created_at.isoformat() if item.created_at else None,
        }
        for item in reversed(found)
    ]


def store_actuals(
    session: Session, saved: Saved, key: str, changes: Sequence[ActualsFile], now: datetime
) -> None:
    """Store a file's changes with a scenario just made from it; raises InvalidInputs."""
    for number, item in enumerate(changes):
        change = Entered(months=stored(item.months), note=item.note, author=item.author)
        if number == len(changes) - 1:  # what lists show
            plan = compared_plan(session, saved, item.revision)
            change = replace(change, results=results_of(Since(plan, change)))
        try:
            change_actuals(
                session,
                saved.id,
                edit_key=key,
                change=change,
                expected=number,
                now=min(item.created_at, now),
            )
        except InvalidContent as error:
            message = f"Change {number + 1} of the actuals: the {error.field} {error.message}."
            raise InvalidInputs([Problem(error.field, message)]) from None


def compared_plan(session: Session, saved: Saved, number: int | None) -> SavedPlan:
    """Return a revision of a scenario just made; the newest where the file has no such one."""
    if number is None or not 1 <= number < saved.revision:
        return plan_of(saved, saved.id)
    return plan_of(find_revision(session, saved.id, number), home_of(saved.id, number))
