"""A migrated database and something to store in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from app.store import Content, Database, Saved, create_scenario


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    database = Database(migrated_url)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 2, 11, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def content() -> Callable[..., Content]:
    """Return what makes valid content; its arguments replace single fields."""

    def make(**fields: Any) -> Content:
        return Content(
            **{
                "name": "Support desk",
                "preset": "customer-support",
                "inputs": {"workload": {"requests_per_month": 200_000, "growth": 0.02}},
                "ranges": {"workload.requests_per_month": [100_000, 300_000]},
                "results": {"npv": {"tuning": 1234.5, "hybrid": None}},
                "prices_as_of": "2026-02-11",
                "model_version": "1",
                "note": "First draft.",
                "author": "Ada",
            }
            | fields
        )

    return make


@pytest.fixture
def created(
    database: Database, content: Callable[..., Content], now: datetime
) -> tuple[Saved, str]:
    """A stored scenario and its edit key."""
    with database.writing() as session:
        return create_scenario(session, content=content(), now=now)
