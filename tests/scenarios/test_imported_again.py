"""The same file twice gives one scenario; what may be used up in the middle of a file is said."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from app.scenarios import importing
from app.scenarios.importing import Imported, import_scenarios
from app.store import Database, delete_scenario, new_secret
from app.work.accounts import Accounts
from app.work.task import NoRoom, Task, working_at
from tests.people import Ask, Kept, Visitor

pytestmark = pytest.mark.every_database
NOW = datetime.now(UTC) + timedelta(days=1)
IMPORTS = "/api/v1/scenarios/imports"


@pytest.fixture
def database(application: Any) -> Database:
    found: Database = application.state.database
    return found


@pytest.fixture
def file(ask: Ask, save: Callable[..., Kept]) -> dict[str, Any]:
    """A file of two scenarios, one of two revisions."""
    first, second = save(name="First"), save(name="Second")
    body = {"name": "First", "preset": "blank"}
    ask("PUT", first.api, json=body, headers=first.at(1))
    files = [ask("GET", f"{kept.api}/export").json() for kept in (first, second)]
    scenarios = [scenario for exported in files for scenario in exported["scenarios"]]
    return files[0] | {"scenarios": scenarios}


def imported(database: Database, file: dict[str, Any], owner: str | None) -> Imported:
    content = BytesIO(json.dumps(file).encode())
    return import_scenarios(database, content, room=9, now=NOW, owner=owner)


def test_the_same_file_twice_gives_one_scenario(database, file) -> None:
    owner = new_secret()
    first, second = (imported(database, file, owner) for _ in range(2))

    assert len(first.made) == 2
    assert [(saved.id, key) for saved, key in first.made] == [
        (saved.id, key) for saved, key in second.made
    ]
    assert [saved.latest_revision for saved, _ in second.made] == [2, 1]


def test_another_owner_and_another_file_give_others(database, file) -> None:
    owner = new_secret()
    other = json.loads(json.dumps(file))
    other["scenarios"][0]["revisions"][0]["note"] = "Another"
    found = [imported(database, file, owner).made, imported(database, other, owner).made]
    found += [imported(database, file, new_secret()).made, imported(database, file, None).made]

    firsts = {made[0][0].id for made in found}
    keys = {made[0][1] for made in found}
    assert len(firsts) == len(keys) == 4
    assert found[0][1] == found[1][1]  # which is the same in both


def test_what_was_deleted_is_imported_anew(database, file) -> None:
    owner = new_secret()
    [(saved, key), _] = imported(database, file, owner).made
    with database.writing() as session:
        delete_scenario(session, saved.id, edit_key=key, now=NOW)

    [(again, _), _] = imported(database, file, owner).made

    assert again.id != saved.id


def test_a_browser_that_imports_twice_has_one(ask: Ask, file) -> None:
    visitor = Visitor(ask)
    upload = {"file": ("crossover-scenarios.json", json.dumps(file), "application/json")}
    for _ in range(2):
        assert visitor.post("/scenarios/import", files=upload).status_code in (200, 303)

    shown = visitor.get("/scenarios").text
    assert "2 scenarios</caption>" in shown


def test_the_api_takes_a_key_that_makes_an_import_repeatable(ask: Ask, file) -> None:
    headers = {"Idempotency-Key": new_secret()}

    def made(**options: Any) -> list[dict[str, Any]]:
        answer = ask("POST", IMPORTS, json=file, **options)
        assert answer.status_code == 201
        found: list[dict[str, Any]] = answer.json()["scenarios"]
        return found

    assert made(headers=headers) == made(headers=headers)
    assert made()[0]["id"] != made()[0]["id"]


@pytest.mark.parametrize("key", ["", "short", "x" * 201])
def test_a_key_that_others_could_guess_is_refused(ask: Ask, file, key: str) -> None:
    answer = ask("POST", IMPORTS, json=file, headers={"Idempotency-Key": key})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["input"] == "Idempotency-Key"


def test_what_is_used_up_in_the_middle_of_a_file_is_said(database, file) -> None:
    task = Task("a", storage=Accounts(15_000, period=86_400))  # two revisions
    with working_at(task):
        found = imported(database, file, None)

    assert len(found.made) == 1
    [refused] = found.refused
    assert refused.name == "Second"
    assert importing.USED_UP in refused.problems[0].message
    with working_at(task), pytest.raises(NoRoom):
        imported(database, file, None)
