"""During an upgrade processes of two versions have one database: each answers, or says 503."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.model import MODEL_VERSION
from app.store import migrate
from tests.people import SMALL_PLAN, Ask, Kept, Visitor

Save = Callable[..., Kept]
LATER = "99.1.0"


def run(application: FastAPI, *statements: str, **values: Any) -> None:
    """Do to the app's database what another process of another version does."""
    with application.state.database.writing() as session:
        for statement in statements:
            session.execute(text(statement), values)


@pytest.fixture
def saved_later(application: FastAPI, save: Save) -> Kept:
    """A scenario that a later version saved, with an input that this one does not know."""
    kept = save()
    with application.state.database.writing() as session:
        row = session.execute(text("SELECT inputs, results FROM revision")).one()
        inputs, results = (json.loads(item) if isinstance(item, str) else item for item in row)
        inputs["tuning"]["learning_exponent"] = 0.5
        results["comparisons"]["tuning"]["best_examples"] = 800
        session.execute(
            text("UPDATE revision SET inputs = :inputs, results = :results, model_version = :v"),
            {"inputs": json.dumps(inputs), "results": json.dumps(results), "v": LATER},
        )
    return kept


@pytest.mark.parametrize("path", ["/months", "/verdict", "/revisions/1/projection", "/months.csv"])
def test_what_a_later_version_saved_is_503_to_programs(
    ask: Ask, saved_later: Kept, path: str
) -> None:
    answer = ask("GET", saved_later.api + path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.headers["content-type"] == "application/problem+json"
    assert f"version {LATER} of the cost model" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["", "/brief", "/edit", "/chart", "/revisions/1", "/copy"])
def test_what_a_later_version_saved_is_503_to_people(
    ask: Ask, saved_later: Kept, path: str
) -> None:
    answer = ask("GET", saved_later.page + path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "Crossover is being upgraded" in answer.text


def test_what_needs_no_reading_of_it_answers(ask: Ask, saved_later: Kept) -> None:
    summary = ask("GET", f"{saved_later.api}/summary")
    assert summary.status_code == 200
    assert summary.json()["comparisons"]["tuning"]["npv"] == -1000
    assert ask("GET", saved_later.api).json()["model_version"] == LATER
    assert ask("GET", f"{saved_later.api}/revisions").status_code == 200


def test_my_scenarios_lists_what_a_later_version_saved(ask: Ask, application: FastAPI) -> None:
    person = Visitor(ask)
    person.save("Of tomorrow")
    run(
        application,
        "UPDATE revision SET inputs = replace(inputs, '\"workload\"', '\"of_tomorrow\"'), "
        "model_version = :later",
        later=LATER,
    )
    assert "Of tomorrow" in person.get("/scenarios").text


@pytest.mark.parametrize(("version", "reads"), [("1.0.0", True), (MODEL_VERSION, True)])
def test_another_patch_of_the_same_version_is_read(
    ask: Ask, application: FastAPI, save: Save, version: str, reads: bool
) -> None:
    kept = save()
    patch = ".".join([*version.split(".")[:2], "7"])
    run(application, "UPDATE revision SET model_version = :version", version=patch)
    assert (ask("GET", f"{kept.api}/months").status_code == 200) is reads


@pytest.mark.every_database
def test_a_later_form_of_the_tables_without_a_column_is_503_and_calculating_goes_on(
    ask: Ask, application: FastAPI, save: Save
) -> None:
    kept = save()
    run(
        application,
        "ALTER TABLE revision RENAME COLUMN ranges TO spans",
        "UPDATE alembic_version SET version_num = '0099'",
    )
    for path in (f"{kept.api}/months", kept.page):
        answer = ask("GET", path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert "it is being upgraded" in answer.text
    refused = ask("POST", "/api/v1/scenarios", json=SMALL_PLAN | {"name": "New"})
    assert refused.status_code == 503
    assert ask("GET", "/readyz").status_code == 503
    assert ask("GET", "/api/v1/summary?preset=blank").status_code == 200


@pytest.mark.every_database
def test_a_later_form_of_the_tables_with_one_column_more_is_read_and_written(
    ask: Ask, application: FastAPI, save: Save
) -> None:
    kept = save()
    run(
        application,
        "ALTER TABLE revision ADD COLUMN colour VARCHAR(8) DEFAULT 'red' NOT NULL",
        "UPDATE alembic_version SET version_num = '0099'",
    )
    assert ask("GET", f"{kept.api}/months").status_code == 200
    save(name="Another")
    assert ask("GET", "/readyz").status_code == 503  # so that a proxy takes it out


@pytest.mark.every_database
def test_a_database_taken_back_is_503_until_it_is_migrated_again(
    application: FastAPI, save: Save, ask: Ask, migrated_url: str
) -> None:
    kept = save()
    application.state.database.close()
    migrate(migrated_url, to="0002")
    assert ask("GET", f"{kept.api}/months").status_code == 503
    application.state.database.close()
    migrate(migrated_url)
    assert ask("GET", f"{kept.api}/months").status_code == 200


@pytest.mark.every_database
def test_a_process_of_the_former_version_still_saves(
    application: FastAPI, save: Save, ask: Ask
) -> None:
    kept = save()
    columns = (
        "scenario_id, name, preset, inputs, ranges, results, note, author, prices_as_of, "
        "model_version, created_at, snapshot, catalogue_prices"
    )
    run(
        application,
        f"INSERT INTO revision (number, {columns}) SELECT 2, {columns} FROM revision",
        "UPDATE scenario SET latest_revision = 2",
    )
    assert ask("GET", f"{kept.api}/revisions/2/months").status_code == 200
