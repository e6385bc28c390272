"""What was paid and served after the decision: every change is kept, none is changed.

As in `store`, each function takes the session of the request's one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.store.content import storable
from app.store.store import UnknownScenario, find_for_writing
from app.store.tables import ActualsChange

MOST_CHANGES = 200  # of one scenario


class StaleActuals(Exception):
    """Somebody changed them in between; `current` is what they entered."""

    def __init__(self, current: "Entered") -> None:
        super().__init__(f"change {current.number} is newer")
        self.current = current


class UnknownChange(UnknownScenario):
    """The actuals have no change of this number."""


class TooManyChanges(Exception):
    """The actuals were changed as often as they may be."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """All that was entered, as it is after a change; number 0 before the first."""

    number: int = 0
    months: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)  # the figures that lists show
    note: str = ""
    author: str = ""
    created_at: datetime | None = None  # UTC; None before the first


NOTHING = Entered()


def find_actuals(session: Session, scenario_id: str) -> Entered:
    """Return what was entered of a scenario, by the id that stays the same."""
    return latest_actuals(session, [scenario_id]).get(scenario_id, NOTHING)


def latest_actuals(session: Session, scenario_ids: Sequence[str]) -> dict[str, Entered]:
    """Return what was entered of several scenarios, of those of which something was."""
    newest = (
        select(ActualsChange.scenario_id, func.max(ActualsChange.number).label("newest"))
        .where(col(ActualsChange.scenario_id).in_(scenario_ids))
        .group_by(col(ActualsChange.scenario_id))
        .subquery()
    )
    rows = session.exec(
        select(ActualsChange).join(
            newest,
            (col(ActualsChange.scenario_id) == newest.c.scenario_id)
            & (col(ActualsChange.number) == newest.c.newest),
        )
    )
    return {row.scenario_id: entered(row) for row in rows}


def list_actuals(session: Session, scenario_id: str) -> list[Entered]:
    """Return every change, the newest first."""
    rows = session.exec(
        select(ActualsChange)
        .where(ActualsChange.scenario_id == scenario_id)
        .order_by(col(ActualsChange.number).desc())
    )
    return [entered(row) for row in rows]


def find_change(session: Session, scenario_id: str, number: int) -> Entered:
    """Return what was entered as it was after a change; raises UnknownChange."""
    row = session.exec(
        select(ActualsChange)
        .where(ActualsChange.scenario_id == scenario_id)
        .where(ActualsChange.number == number)
    ).first()
    if row is None:
        raise UnknownChange(f"{scenario_id} has no change {number}")
    return entered(row)


def change_actuals(
    session: Session, link_id: str, *, edit_key: str, change: Entered, expected: int, now: datetime
) -> Entered:
    """Store what was entered in place of change `expected`, and return it as it is stored.

    The number and the moment of `change` are not looked at. Raises InvalidContent, StaleActuals if
    there is a newer change, TooManyChanges, and as `app.store.add_revision` does. Needs a session
    of `Database.writing`.
    """
    note, author = storable("note", change.note), storable("author", change.author)
    _, scenario = find_for_writing(session, link_id, edit_key)
    current = find_actuals(session, scenario.id)
    if current.number != expected:
        raise StaleActuals(current)
    if current.number >= MOST_CHANGES:
        raise TooManyChanges
    row = ActualsChange(
        scenario_id=scenario.id,
        number=current.number + 1,
        months=change.months,
        results=change.results,
        note=note,
        author=author,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return entered(row)


def entered(row: ActualsChange) -> Entered:
    """Return a row as what the rest of the app reads."""
    return Entered(**{name: getattr(row, name) for name in Entered.__dataclass_fields__})
