"""A scenario is found by its key, which a secret can make of a text; long histories in parts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.store import (
    SECRET_LENGTH,
    Content,
    Database,
    Saved,
    add_revision,
    create_scenario,
    delete_scenario,
    find_by_key,
    list_revisions,
    new_secret,
    replace_link,
    secret_of,
)

pytestmark = pytest.mark.every_database
NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


def found(database: Database, key: str) -> Saved | None:
    with database.reading() as session:
        return find_by_key(session, key)


def test_a_secret_makes_the_same_key_of_the_same_text_and_no_other() -> None:
    secret = new_secret()

    assert secret_of(secret, "A file") == secret_of(secret, "A file")
    assert len(secret_of(secret, "A file")) == SECRET_LENGTH
    others = [secret_of(secret, "Another"), secret_of(new_secret(), "A file"), new_secret()]
    assert secret_of(secret, "A file") not in others


def test_a_scenario_is_found_by_the_key_that_it_was_given(
    database: Database, content: Callable[..., Content]
) -> None:
    key = secret_of(new_secret(), "A file")
    assert found(database, key) is None
    with database.writing() as session:
        saved, given = create_scenario(session, content=content(), now=NOON, edit_key=key)

    assert given == key
    assert found(database, key) == saved
    assert found(database, new_secret()) is None

    with database.writing() as session:  # at its new link, and as it is now
        replaced = replace_link(session, saved.id, edit_key=key, now=NOON)
        latest = add_revision(
            session,
            replaced.id,
            edit_key=key,
            expected_revision=1,
            content=content(),
            now=NOON,
        )
    assert found(database, key) == latest
    with database.writing() as session:
        delete_scenario(session, replaced.id, edit_key=key, now=NOON)
    assert found(database, key) is None


def test_a_part_of_a_history_is_read(database: Database, content: Callable[..., Content]) -> None:
    with database.writing() as session:
        saved, key = create_scenario(session, content=content(), now=NOON)
        for number in range(1, 5):
            add_revision(
                session,
                saved.id,
                edit_key=key,
                expected_revision=number,
                content=content(),
                now=NOON + timedelta(minutes=number),
            )

    def numbers(**part: int) -> list[int]:
        with database.reading() as session:
            return [item.revision for item in list_revisions(session, saved.id, **part)]

    assert numbers() == [5, 4, 3, 2, 1]
    assert numbers(most=2) == [5, 4]
    assert numbers(below=4, most=2) == [3, 2]
    assert numbers(below=1) == []
