"""Every query. Each function takes the session of the request's one transaction."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.scenarios.content import Content
from app.scenarios.tables import Revision, Scenario

SECRET_BYTES = 16  # 128 bits
SECRET = re.compile(r"[A-Za-z0-9_-]{22}")  # what those bytes become


class UnknownScenario(LookupError):
    """No scenario has this id."""


class UnknownRevision(UnknownScenario):
    """The scenario has no revision of this number."""


class WrongEditKey(PermissionError):
    """The key does not open this scenario for editing."""


class StaleRevision(Exception):
    """Somebody saved in between; `current` is what they saved."""

    def __init__(self, current: "Saved") -> None:
        super().__init__(f"revision {current.revision} is newer")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A scenario at one of its revisions."""

    id: str
    revision: int
    latest_revision: int
    content: Content
    created_at: datetime  # of the scenario, UTC
    updated_at: datetime  # of this revision, UTC


@dataclass(frozen=True, kw_only=True)
class RevisionSummary:
    """One line of a scenario's history."""

    number: int
    name: str
    note: str
    author: str
    prices_as_of: str
    model_version: str
    created_at: datetime  # UTC


def new_secret() -> str:
    """Return an unguessable text of 22 characters that is safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def create_scenario(session: Session, *, content: Content, now: datetime) -> tuple[Saved, str]:
    """Store a new scenario and return it with its edit key, of which only a hash is stored."""
    edit_key = new_secret()
    scenario = Scenario(
        id=new_secret(),
        edit_key_hash=hash_key(edit_key),
        latest_revision=1,
        created_at=now,
        updated_at=now,
    )
    revision = row_of(scenario.id, 1, content=content, now=now)
    session.add(scenario)
    session.flush()  # the scenario's row before the one that refers to it
    session.add(revision)
    session.flush()
    return saved(scenario, revision), edit_key


def find_scenario(session: Session, scenario_id: str) -> Saved:
    """Return the scenario at its latest revision; raises UnknownScenario."""
    check_id(scenario_id)
    rows = session.exec(
        select(Scenario, Revision)
        .join(Revision)
        .where(
            Scenario.id == scenario_id,
            Revision.number == Scenario.latest_revision,
        )
    ).one_or_none()
    if rows is None:
        raise UnknownScenario(scenario_id)
    return saved(*rows)


def find_revision(session: Session, scenario_id: str, number: int) -> Saved:
    """Return the scenario as it was at a revision; raises UnknownScenario, UnknownRevision."""
    scenario = find_row(session, scenario_id)
    # Beyond the latest there is none, and the number may be too large for the database to compare.
    if not 1 <= number <= scenario.latest_revision:
        raise UnknownRevision(f"{scenario_id} revision {number}")
    return saved(scenario, session.get_one(Revision, (scenario_id, number)))


def list_revisions(session: Session, scenario_id: str) -> Sequence[RevisionSummary]:
    """Return the history, newest first; raises UnknownScenario."""
    find_row(session, scenario_id)
    rows = session.execute(
        select(  # type: ignore[call-overload]  # SQLModel types at most four columns
            Revision.number,
            Revision.name,
            Revision.note,
            Revision.author,
            Revision.prices_as_of,
            Revision.model_version,
            Revision.created_at,
        )
        .where(Revision.scenario_id == scenario_id)
        .order_by(col(Revision.number).desc())
    )
    return [RevisionSummary(**row) for row in rows.mappings()]


def add_revision(
    session: Session,
    scenario_id: str,
    *,
    edit_key: str,
    expected_revision: int,
    content: Content,
    now: datetime,
) -> Saved:
    """Store the content as the next revision and return it.

    `expected_revision` is the one the editor started from. Raises UnknownScenario, WrongEditKey,
    and StaleRevision if there is a newer one. Needs a session of `Database.writing`.
    """
    scenario = find_row(session, scenario_id, lock=True)
    if not hmac.compare_digest(scenario.edit_key_hash, hash_key(edit_key)):
        raise WrongEditKey(scenario_id)
    if scenario.latest_revision != expected_revision:
        raise StaleRevision(find_scenario(session, scenario_id))
    scenario.latest_revision += 1
    scenario.updated_at = now
    revision = row_of(scenario_id, scenario.latest_revision, content=content, now=now)
    session.add(revision)
    session.flush()
    return saved(scenario, revision)


def find_row(session: Session, scenario_id: str, *, lock: bool = False) -> Scenario:
    """Return the scenario's row, locked against other writers if asked; raises UnknownScenario.

    PostgreSQL locks the row. SQLite knows no FOR UPDATE: BEGIN IMMEDIATE has locked everything.
    """
    check_id(scenario_id)
    query = select(Scenario).where(Scenario.id == scenario_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    scenario = session.exec(query).one_or_none()
    if scenario is None:
        raise UnknownScenario(scenario_id)
    return scenario


def check_id(scenario_id: str) -> None:
    """Raise UnknownScenario for what no id can be; PostgreSQL cannot even compare some texts."""
    if not SECRET.fullmatch(scenario_id):
        raise UnknownScenario(scenario_id)


def row_of(scenario_id: str, number: int, *, content: Content, now: datetime) -> Revision:
    """Return the content as a row not yet stored."""
    return Revision(
        scenario_id=scenario_id,
        number=number,
        name=content.name,
        preset=content.preset,
        inputs=content.inputs,
        ranges=content.ranges,
        results=content.results,
        note=content.note,
        author=content.author,
        prices_as_of=content.prices_as_of,
        model_version=content.model_version,
        created_at=now,
    )


def saved(scenario: Scenario, revision: Revision) -> Saved:
    """Return the two rows as what the rest of the app reads."""
    return Saved(
        id=scenario.id,
        revision=revision.number,
        latest_revision=scenario.latest_revision,
        content=Content(
            name=revision.name,
            preset=revision.preset,
            inputs=revision.inputs,
            ranges=revision.ranges,
            results=revision.results,
            note=revision.note,
            author=revision.author,
            prices_as_of=revision.prices_as_of,
            model_version=revision.model_version,
        ),
        created_at=scenario.created_at,
        updated_at=revision.created_at,
    )


def hash_key(edit_key: str) -> str:
    """Return the SHA-256 of a key; it is random, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(edit_key.encode()).hexdigest()
