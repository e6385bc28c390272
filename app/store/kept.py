"""What a browser's keys open: all of it by name, and of one page of the list the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.store.store import SECRET, Saved, opens, saved
from app.store.tables import ReadLink, Revision, Scenario


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is read of a scenario to list it: no more than names it."""

    id: str  # of its read link
    scenario_id: str  # stays the same when the link is replaced
    name: str  # at its latest revision
    deleted_at: datetime | None  # UTC; until it is erased it can be restored


def list_kept(session: Session, keys: Mapping[str, str]) -> list[Kept]:
    """Return the scenarios that the keys open, by scenario id, the newest first.

    Deleted ones that can still be restored are among them.
    """
    rows = session.exec(
        select(ReadLink.id, Scenario, Revision.name)
        .join(Scenario, col(ReadLink.scenario_id) == col(Scenario.id))
        .join(Revision, col(Revision.scenario_id) == col(Scenario.id))
        .where(
            col(Scenario.id).in_([key for key in keys if SECRET.fullmatch(key)]),
            col(ReadLink.revoked_at).is_(None),
            Revision.number == Scenario.latest_revision,
        )
        .order_by(col(Scenario.updated_at).desc())
    )
    return [
        Kept(id=link, scenario_id=scenario.id, name=name, deleted_at=scenario.deleted_at)
        for link, scenario, name in rows
        if opens(scenario.edit_key_hash, keys[scenario.id])
    ]


def list_latest(session: Session, kept: Sequence[Kept]) -> list[Saved]:
    """Return listed scenarios at their latest revisions, in their order, without snapshots."""
    rows = session.exec(
        select(ReadLink, Scenario, Revision)
        .join(Scenario, col(ReadLink.scenario_id) == col(Scenario.id))
        .join(Revision)
        .where(
            col(ReadLink.id).in_([item.id for item in kept]),
            Revision.number == Scenario.latest_revision,
        )
        .options(defer(Revision.snapshot, raiseload=True))  # type: ignore[arg-type]
    )
    found = {
        link.id: saved(link, scenario, revision, whole=False) for link, scenario, revision in rows
    }
    return [found[item.id] for item in kept if item.id in found]
