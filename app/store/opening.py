"""Opening what is saved, by one statement that needs no transaction of its own."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, select
from sqlmodel import Session, SQLModel

from app.store.content import Content
from app.store.store import SECRET, Saved, ScenarioGone, UnknownRevision, UnknownScenario

LARGEST_INTEGER = 2**31 - 1  # that PostgreSQL compares with a revision's number
WHOLE = tuple(Content.__dataclass_fields__)
WITHOUT_SNAPSHOT = tuple(name for name in WHOLE if name != "snapshot")
RESULTS = ("results",)


@dataclass(frozen=True, kw_only=True)
class Results:
    """What a revision came to, as it is stored."""

    id: str  # of the read link
    scenario_id: str
    results: dict[str, Any]
    updated_at: datetime  # of this revision, UTC
    expires_at: datetime | None  # UTC; from then on only the edit key opens it


def find_scenario(session: Session, link_id: str) -> Saved:
    """Return the scenario at its latest revision; raises UnknownScenario, ScenarioGone."""
    return find_saved(session.connection(), link_id)


def find_revision(session: Session, link_id: str, number: int) -> Saved:
    """Return the scenario as it was at a revision.

    Raises UnknownScenario, UnknownRevision, ScenarioGone.
    """
    return find_saved(session.connection(), link_id, number)


def find_saved(
    connection: Connection, link_id: str, number: int | None = None, *, whole: bool = True
) -> Saved:
    """Return the scenario, at its latest revision without a number; not `whole`, no snapshot.

    Raises UnknownScenario, UnknownRevision, ScenarioGone.
    """
    names = WHOLE if whole else WITHOUT_SNAPSHOT
    row = find_row(connection, link_id, number, names)
    return Saved(
        content=Content(**{name: row.pop(name) for name in names}),
        **{name: value for name, value in row.items() if name != "revoked_at"},
    )


def find_results(connection: Connection, link_id: str, number: int | None = None) -> Results:
    """Return what a revision came to, the latest without a number; raises as `find_saved`."""
    row = find_row(connection, link_id, number, RESULTS)
    return Results(**{name: row[name] for name in Results.__dataclass_fields__})


def find_row(
    connection: Connection, link_id: str, number: int | None, names: tuple[str, ...]
) -> dict[str, Any]:
    """Return the columns of `opening`; raises as `find_saved` does."""
    if not SECRET.fullmatch(link_id):  # PostgreSQL cannot even compare some texts
        raise UnknownScenario(link_id)
    if number is not None:
        number = max(0, min(number, LARGEST_INTEGER))
    asked = {"link": link_id, "number": number}
    row = connection.execute(opening(names), asked).one_or_none()
    if row is None:
        raise UnknownScenario(link_id)
    if row.scenario_id is None or row.revoked_at or row.deleted_at:
        raise ScenarioGone(link_id)
    if row.revision is None:
        raise UnknownRevision(f"{link_id} revision {number}")
    return row._asdict()


@cache
def opening(names: tuple[str, ...]) -> Select[Any]:
    """Return the statement that opens a scenario, with these columns of its revision.

    Kept, since building it takes longer than its answer. The scenario's columns are null where it
    was erased, the revision's where none has the `number`; without a `number` it is the latest.
    """
    tables = [SQLModel.metadata.tables[name] for name in ("read_link", "scenario", "revision")]
    link, scenario, revision = (table.c for table in tables)
    number = func.coalesce(bindparam("number", type_=Integer), scenario.latest_revision)
    return (
        select(
            link.id,
            link.revoked_at,
            scenario.id.label("scenario_id"),
            scenario.latest_revision,
            scenario.created_at,
            scenario.expires_at,
            scenario.deleted_at,
            scenario.shows_figures,
            revision.number.label("revision"),
            revision.created_at.label("updated_at"),
            *(revision[name] for name in names),
        )
        .select_from(tables[0])
        .outerjoin(tables[1], scenario.id == link.scenario_id)
        .outerjoin(tables[2], and_(revision.scenario_id == scenario.id, revision.number == number))
        .where(link.id == bindparam("link"))
    )
