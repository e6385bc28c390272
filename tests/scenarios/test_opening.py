"""Opening a saved scenario: what it asks of the database, and that reading less loses nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from app.feeds.payloads import summary_payload
from app.scenarios.saved_plans import open_scenario
from tests.people import Ask, Kept

Save = Callable[..., Kept]


@pytest.fixture
def statements(application: FastAPI) -> Iterator[list[str]]:
    """Every statement that the app sends to its database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = application.state.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/scenarios/{}",
        "/api/v1/scenarios/{}/summary",
        "/api/v1/scenarios/{}/revisions/1",
        "/api/v1/scenarios/{}/revisions/1/summary",
        "/api/v1/scenarios/{}/months.csv",
        "/s/{}/revisions/1",
    ],
)
def test_opening_asks_the_database_once(
    ask: Ask, save: Save, statements: list[str], path: str
) -> None:
    kept = save()
    statements.clear()

    assert ask("GET", path.format(kept.id)).status_code == 200

    assert [statement.split()[0] for statement in statements] == ["SELECT"]


def test_its_page_also_asks_what_was_paid_since(
    ask: Ask, save: Save, statements: list[str]
) -> None:
    kept = save()
    statements.clear()

    assert ask("GET", f"/s/{kept.id}").status_code == 200

    opened, begun, paid = statements
    assert [opened.split()[0], begun] == ["SELECT", "BEGIN"]
    assert "actuals_change" in paid


@pytest.mark.parametrize("path", ["", "/summary", "/revisions/1", "/revisions/1/summary"])
def test_what_needs_no_snapshot_reads_none(
    ask: Ask, save: Save, statements: list[str], path: str
) -> None:
    kept = save()
    statements.clear()

    assert ask("GET", kept.api + path).status_code == 200

    assert "revision.snapshot" not in statements[0]


@pytest.mark.parametrize("preset", ["customer-support", "legal-drafting", "blank"])
def test_a_saved_summary_says_what_the_snapshot_says(
    ask: Ask, save: Save, application: FastAPI, preset: str
) -> None:
    kept = save(preset=preset, inputs={}, ranges={})
    plan = open_scenario(application.state.database, kept.id)

    summary = ask("GET", f"{kept.api}/summary")

    assert summary.json() == summary_payload(plan)
    assert summary.content == ask("GET", f"/api/v1/summary?preset={preset}").content


def test_a_summary_of_an_expired_scenario_is_for_its_key(
    ask: Ask, save: Save, application: FastAPI
) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    kept = save(expires_at=past.isoformat())
    for path in (f"{kept.api}/summary", f"{kept.api}/revisions/1/summary"):
        refused = ask("GET", path)
        assert refused.status_code == 410
        assert refused.headers["cache-control"] == "private"
        assert ask("GET", path, headers={"Authorization": "Bearer wrong"}).status_code == 403
        assert ask("GET", path, headers=kept.authorised).status_code == 200


def test_a_summary_of_what_is_deleted_unknown_or_not_yet_saved_is_refused(
    ask: Ask, save: Save
) -> None:
    kept = save()
    assert ask("GET", f"{kept.api}/revisions/2/summary").status_code == 404
    assert ask("GET", f"/api/v1/scenarios/{'x' * 22}/summary").status_code == 404
    assert ask("GET", "/api/v1/scenarios/none/summary").status_code == 404
    ask("DELETE", kept.api, headers=kept.at(1))
    assert ask("GET", f"{kept.api}/summary").status_code == 410
