"""An import calculates nothing; whoever looks has it calculated, once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.plans import plan as plan_module
from app.scenarios import saved_plans
from app.scenarios.importing import Imported, import_scenarios
from app.scenarios.saved_plans import history, open_saved, open_scenario, with_figures
from app.store import Database, Saved, find_saved
from tests.people import Ask, Kept

pytestmark = pytest.mark.every_database
NOW = datetime.now(UTC) + timedelta(days=1)  # later than whatever is saved here


@pytest.fixture
def database(application: Any) -> Database:
    found: Database = application.state.database
    return found


@pytest.fixture
def original(save: Callable[..., Kept]) -> Kept:
    return save(name="Original", note="As it was", author="Ada")


def taken_in(database: Database, file: object) -> Imported:
    """Return what is imported of a file."""
    return import_scenarios(database, BytesIO(json.dumps(file).encode()), room=1, now=NOW)


@pytest.fixture
def imported(database: Database, original: Kept, ask: Ask) -> Saved:
    file = ask("GET", f"{original.api}/export").json()
    [(saved, _)] = taken_in(database, file).made
    return saved


def stored(database: Database, saved: Saved) -> Saved:
    with database.glancing() as connection:
        return find_saved(connection, saved.id)


def test_an_import_calculates_nothing(monkeypatch, database, original, ask) -> None:
    file = ask("GET", f"{original.api}/export").json()
    for name in ("simulate", "project", "thresholds", "summarise"):
        monkeypatch.setattr(plan_module, name, None)

    [(saved, _)] = taken_in(database, file).made

    assert stored(database, saved).content.snapshot is None


def test_an_import_of_what_was_paid_looks_no_further_than_that(
    monkeypatch, database, original, ask
) -> None:
    file = ask("GET", f"{original.api}/export").json()
    month = {"month": "2027-01", "requests": 1000, "amounts": {"input": 90}}
    change = {"months": [month], "created_at": NOW.isoformat()}
    file["scenarios"][0]["actuals"] = [change]
    for name in ("simulate", "thresholds"):
        monkeypatch.setattr(plan_module, name, None)

    [(saved, _)] = taken_in(database, file).made

    assert stored(database, saved).content.snapshot is None


def test_who_looks_first_has_it_calculated_and_it_is_kept(
    monkeypatch, database, original, imported
) -> None:
    there = open_saved(database, original.id).content
    first = open_saved(database, imported.id).content

    assert first == stored(database, imported).content == there
    monkeypatch.setattr(saved_plans, "content_of", None)  # and never again
    assert open_saved(database, imported.id).content == there


def test_a_list_needs_the_figures_alone(monkeypatch, database, imported) -> None:
    monkeypatch.setattr(plan_module, "simulate", None)
    monkeypatch.setattr(plan_module, "thresholds", None)

    [listed] = history(database, imported.id)

    assert "comparisons" in listed.content.results
    kept = stored(database, imported).content
    assert kept.results == listed.content.results
    assert kept.snapshot is None
    monkeypatch.setattr(saved_plans, "figures_of", None)  # and never again
    assert with_figures(database, stored(database, imported)).content == kept


def test_after_a_list_the_rest_is_calculated_by_who_opens_it(database, original, imported) -> None:
    history(database, imported.id)

    assert open_saved(database, imported.id).content == open_saved(database, original.id).content


def test_what_another_kept_in_between_stays(database, imported) -> None:
    unseen = stored(database, imported)
    seen = open_saved(database, imported.id).content

    with_figures(database, unseen)  # by somebody who had read it before

    assert stored(database, imported).content == seen


def test_what_cannot_be_kept_is_shown_all_the_same(monkeypatch, database, imported) -> None:
    def is_locked(*_: Any) -> None:
        raise OperationalError("", None, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(saved_plans, "fill_in", is_locked)
        assert open_scenario(database, imported.id).uncertainty.draws == 256

    assert stored(database, imported).content.snapshot is None


@pytest.mark.parametrize(
    "path", ["", "/summary", "/verdict", "/uncertainty", "/months", "/revisions", "/changes"]
)
def test_everything_of_it_is_as_of_the_original(ask, original, imported, path) -> None:
    answers = [ask("GET", f"/api/v1/scenarios/{id_}{path}") for id_ in (original.id, imported.id)]

    assert [answer.status_code for answer in answers] == [200, 200]
    if path in ("/summary", "/verdict", "/uncertainty", "/months"):
        assert answers[0].content == answers[1].content


def test_what_is_not_looked_at_is_exported_as_it_was(ask, original, imported) -> None:
    first, second = (
        ask("GET", f"/api/v1/scenarios/{id_}/export").json() for id_ in (original.id, imported.id)
    )

    assert first == second
