"""Every query but those that open a scenario, which are in `opening`.

Each function takes the session of the request's one transaction.

A scenario is addressed by its read link; only the edit key beside it changes anything.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.store.content import Content
from app.store.tables import ReadLink, Revision, Scenario, Secret
from app.work.task import to_be_stored

SECRET_BYTES = 16  # 128 bits
SECRET_LENGTH = 22  # characters that those bytes become
SECRET = re.compile(rf"[A-Za-z0-9_-]{{{SECRET_LENGTH}}}")
MOST_REVISIONS = 200  # of one scenario
USUAL_BYTES = 7_000  # of a revision's inputs, ranges and figures, beside its note and snapshot
KEPT_AFTER_DELETION = timedelta(days=30)  # in which a deleted scenario can be restored


class UnknownScenario(LookupError):
    """No scenario has this id."""


class UnknownRevision(UnknownScenario):
    """The scenario has no revision of this number."""


class ScenarioGone(LookupError):
    """The link was replaced, or its scenario deleted."""


class WrongEditKey(PermissionError):
    """The key does not open this scenario for editing."""


class TooManyRevisions(Exception):
    """The scenario has as many revisions as one may have."""


class StaleRevision(Exception):
    """Somebody saved in between; `current` is what they saved."""

    def __init__(self, current: "Saved") -> None:
        super().__init__(f"revision {current.revision} is newer")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A scenario at one of its revisions."""

    id: str  # of its read link
    scenario_id: str  # stays the same when the link is replaced
    revision: int
    latest_revision: int
    content: Content
    created_at: datetime  # of the scenario, UTC
    updated_at: datetime  # of this revision, UTC
    expires_at: datetime | None = None  # UTC; from then on only the edit key opens it
    deleted_at: datetime | None = None  # UTC
    shows_figures: bool = False  # in previews of its link


def new_secret() -> str:
    """Return an unguessable text of 22 characters that is safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_of(secret: str, text: str) -> str:
    """Return what a secret makes of a text: the same again, and nothing that others can guess."""
    made = hmac.digest(secret.encode(), text.encode(), "sha256")[:SECRET_BYTES]
    return urlsafe_b64encode(made).decode().rstrip("=")


def create_scenario(
    session: Session,
    *,
    content: Content,
    now: datetime,
    expires_at: datetime | None = None,
    edit_key: str | None = None,
) -> tuple[Saved, str]:
    """Store a new scenario and return it with its edit key, of which only a hash is stored.

    Without a key given, a new one is made. Scenarios deleted long ago are erased on the way.
    """
    erase_deleted(session, before=now - KEPT_AFTER_DELETION)
    edit_key = edit_key or new_secret()
    scenario = Scenario(
        id=new_secret(),
        edit_key_hash=hash_key(edit_key),
        latest_revision=1,
        created_at=now,
        updated_at=now,
        expires_at=expires_at,
    )
    link = ReadLink(id=new_secret(), scenario_id=scenario.id, created_at=now)
    revision = row_of(scenario.id, 1, content=content, now=now)
    session.add(scenario)
    session.flush()  # the scenario's row before those that refer to it
    session.add_all([link, revision])
    session.flush()
    return saved(link, scenario, revision), edit_key


def erase_deleted(session: Session, *, before: datetime) -> None:
    """Erase what was deleted before a moment; its links stay, and stay gone."""
    # The foreign keys take the revisions along and leave the links.
    session.execute(delete(Scenario).where(col(Scenario.deleted_at) < before))


def check_key(session: Session, link_id: str, edit_key: str) -> Saved:
    """Return the scenario that the key opens, also under a link since replaced.

    Raises UnknownScenario, WrongEditKey; ScenarioGone if it was deleted.
    """
    found = find_owned(session, link_id, edit_key)
    if found.deleted_at:
        raise ScenarioGone(link_id)
    return found


def find_by_key(session: Session, edit_key: str) -> Saved | None:
    """Return the scenario whose key this is; None if there is none, or it was deleted."""
    row = session.exec(
        select(ReadLink, Scenario)
        .join(Scenario, col(ReadLink.scenario_id) == col(Scenario.id))
        .where(
            Scenario.edit_key_hash == hash_key(edit_key),
            col(ReadLink.revoked_at).is_(None),
            col(Scenario.deleted_at).is_(None),
        )
        .order_by(col(Scenario.created_at))
    ).first()
    return None if row is None else saved(*row, latest(session, row[1]))


def find_owned(session: Session, link_id: str, edit_key: str) -> Saved:
    """Return what the key opens, also what is deleted, and under a link since replaced.

    Raises UnknownScenario, WrongEditKey; ScenarioGone if it is erased.
    """
    link, scenario = find_rows(session, link_id, deleted=True, replaced=True)
    if not opens(scenario.edit_key_hash, edit_key):
        raise WrongEditKey(link_id)
    return saved(current_link(session, link), scenario, latest(session, scenario))


def add_revision(
    session: Session,
    link_id: str,
    *,
    edit_key: str,
    expected_revision: int,
    content: Content,
    now: datetime,
) -> Saved:
    """Store the content as the next revision and return it.

    `expected_revision` is the one the editor started from. Raises UnknownScenario, ScenarioGone,
    WrongEditKey, StaleRevision if there is a newer one, and TooManyRevisions. Needs a session of
    `Database.writing`.
    """
    link, scenario = find_for_writing(session, link_id, edit_key)
    if scenario.latest_revision != expected_revision:
        raise StaleRevision(saved(link, scenario, latest(session, scenario)))
    if scenario.latest_revision >= MOST_REVISIONS:
        raise TooManyRevisions
    scenario.latest_revision += 1
    scenario.updated_at = now
    revision = row_of(scenario.id, scenario.latest_revision, content=content, now=now)
    session.add(revision)
    session.flush()
    return saved(link, scenario, revision)


def set_expiry(session: Session, link_id: str, *, edit_key: str, at: datetime | None) -> Saved:
    """Set from when on only the edit key opens the scenario; raises as `add_revision` does."""
    link, scenario = find_for_writing(session, link_id, edit_key)
    scenario.expires_at = at
    session.flush()
    return saved(link, scenario, latest(session, scenario))


def set_shows_figures(session: Session, link_id: str, *, edit_key: str, shows: bool) -> Saved:
    """Set whether previews of the link show figures; raises as `add_revision` does."""
    link, scenario = find_for_writing(session, link_id, edit_key)
    scenario.shows_figures = shows
    session.flush()
    return saved(link, scenario, latest(session, scenario))


def replace_link(session: Session, link_id: str, *, edit_key: str, now: datetime) -> Saved:
    """Give the scenario a new read link; the old one is gone. Raises as `add_revision` does."""
    link, scenario = find_for_writing(session, link_id, edit_key)
    link.revoked_at = now
    fresh = ReadLink(id=new_secret(), scenario_id=scenario.id, created_at=now)
    session.add(fresh)
    session.flush()
    return saved(fresh, scenario, latest(session, scenario))


def delete_scenario(session: Session, link_id: str, *, edit_key: str, now: datetime) -> None:
    """Delete the scenario; it can be restored for a while. Raises as `add_revision` does."""
    _, scenario = find_for_writing(session, link_id, edit_key)
    scenario.deleted_at = now


def restore_scenario(session: Session, link_id: str, *, edit_key: str) -> Saved:
    """Undo a deletion; raises UnknownScenario, WrongEditKey, and ScenarioGone if it is erased."""
    link, scenario = find_for_writing(session, link_id, edit_key, deleted=True)
    scenario.deleted_at = None
    session.flush()
    return saved(link, scenario, latest(session, scenario))


def shared_secret(session: Session, name: str) -> str:
    """Return a random value that all processes share, made when first asked for.

    Needs a session of `Database.writing`.
    """
    if found := find_secret(session, name):
        return found
    with suppress(IntegrityError), session.begin_nested():  # another process may be first
        session.add(Secret(name=name, value=new_secret() + new_secret()))
    return session.get_one(Secret, name).value


def find_secret(session: Session, name: str) -> str | None:
    """Return the value that `shared_secret` has made; None as long as it has not."""
    row = session.get(Secret, name)
    return None if row is None else row.value


def find_rows(
    session: Session,
    link_id: str,
    *,
    lock: bool = False,
    deleted: bool = False,
    replaced: bool = False,
) -> tuple[ReadLink, Scenario]:
    """Return a link and its scenario, the latter locked against other writers if asked.

    PostgreSQL locks the row. SQLite knows no FOR UPDATE: BEGIN IMMEDIATE has locked everything.
    Raises UnknownScenario; ScenarioGone for what is deleted or replaced, unless asked for.
    """
    if not SECRET.fullmatch(link_id):  # PostgreSQL cannot even compare some texts
        raise UnknownScenario(link_id)
    link = session.get(ReadLink, link_id)
    if link is None:
        raise UnknownScenario(link_id)
    query = select(Scenario).where(Scenario.id == link.scenario_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    scenario = session.exec(query).one_or_none()
    session.refresh(link)  # as it is now that the scenario is locked
    if scenario is None or (link.revoked_at and not replaced):
        raise ScenarioGone(link_id)
    if scenario.deleted_at and not deleted:
        raise ScenarioGone(link_id)
    return link, scenario


def find_for_writing(
    session: Session, link_id: str, edit_key: str, *, deleted: bool = False
) -> tuple[ReadLink, Scenario]:
    """Return a link and its scenario, locked, for whoever has the key."""
    link, scenario = find_rows(session, link_id, lock=True, deleted=True, replaced=True)
    if not opens(scenario.edit_key_hash, edit_key):
        raise WrongEditKey(link_id)
    if link.revoked_at or (scenario.deleted_at and not deleted):
        raise ScenarioGone(link_id)
    return link, scenario


def current_link(session: Session, link: ReadLink) -> ReadLink:
    """Return the link that now shows what this one showed."""
    if link.revoked_at is None:
        return link
    return session.exec(
        select(ReadLink).where(
            ReadLink.scenario_id == link.scenario_id, col(ReadLink.revoked_at).is_(None)
        )
    ).one()


def opens(edit_key_hash: str, edit_key: str) -> bool:
    """Tell whether a key is the one with that hash."""
    return hmac.compare_digest(edit_key_hash, hash_key(edit_key))


def latest(session: Session, scenario: Scenario) -> Revision:
    """Return the scenario's latest revision."""
    return session.get_one(Revision, (scenario.id, scenario.latest_revision))


def row_of(scenario_id: str, number: int, *, content: Content, now: datetime) -> Revision:
    """Return the content as a row not yet stored; raises NoRoom if the client stores too much."""
    to_be_stored(USUAL_BYTES + len(content.note.encode()) + len(content.snapshot or b""))
    return Revision(scenario_id=scenario_id, number=number, created_at=now, **vars(content))


def saved(link: ReadLink, scenario: Scenario, revision: Revision, *, whole: bool = True) -> Saved:
    """Return the rows as what the rest of the app reads; not `whole`, without the snapshot."""
    names = [name for name in Content.__dataclass_fields__ if whole or name != "snapshot"]
    return Saved(
        id=link.id,
        scenario_id=scenario.id,
        revision=revision.number,
        latest_revision=scenario.latest_revision,
        content=Content(**{name: getattr(revision, name) for name in names}),
        created_at=scenario.created_at,
        updated_at=revision.created_at,
        expires_at=scenario.expires_at,
        deleted_at=scenario.deleted_at,
        shows_figures=scenario.shows_figures,
    )


def hash_key(edit_key: str) -> str:
    """Return the SHA-256 of a key; it is random, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(edit_key.encode(errors="surrogatepass")).hexdigest()
