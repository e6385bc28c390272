"""The revisions of a scenario together: read in parts, stored at once, filled in later."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.store.content import Content
from app.store.store import (
    MOST_REVISIONS,
    Saved,
    TooManyRevisions,
    find_for_writing,
    find_rows,
    row_of,
    saved,
)
from app.store.tables import Revision


def list_revisions(
    session: Session, link_id: str, *, below: int | None = None, most: int | None = None
) -> list[Saved]:
    """Return the history, newest first, without snapshots; raises UnknownScenario, ScenarioGone.

    Or the revisions below a number, and no more than so many.
    """
    link, scenario = find_rows(session, link_id)
    last = scenario.latest_revision if below is None else below - 1
    rows = session.exec(
        select(Revision)
        .where(Revision.scenario_id == scenario.id, col(Revision.number) <= last)
        .order_by(col(Revision.number).desc())
        .limit(most)
        .options(defer(Revision.snapshot, raiseload=True))  # type: ignore[arg-type]
    )
    return [saved(link, scenario, row, whole=False) for row in rows]


def add_history(
    session: Session, link_id: str, *, edit_key: str, history: Sequence[tuple[Content, datetime]]
) -> Saved:
    """Store the next revisions at once, each with its moment; return the last.

    Raises as `add_revision` does, but for what comes in between. Needs a session of
    `Database.writing`.
    """
    link, scenario = find_for_writing(session, link_id, edit_key)
    if scenario.latest_revision + len(history) > MOST_REVISIONS:
        raise TooManyRevisions
    first = scenario.latest_revision + 1
    rows = [
        row_of(scenario.id, number, content=content, now=now)
        for number, (content, now) in enumerate(history, start=first)
    ]
    scenario.latest_revision, scenario.updated_at = rows[-1].number, rows[-1].created_at
    session.add_all(rows)
    session.flush()
    return saved(link, scenario, rows[-1])


def fill_in(session: Session, scenario_id: str, number: int, content: Content) -> None:
    """Store what was calculated of a revision that had been stored without.

    Nothing happens where another has done so, or the scenario was erased. Needs a session of
    `Database.writing`.
    """
    session.execute(
        update(Revision)
        .where(
            col(Revision.scenario_id) == scenario_id,
            col(Revision.number) == number,
            col(Revision.snapshot).is_(None),
        )
        .values(**vars(content))
    )
