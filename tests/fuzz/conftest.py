"""How long to look: `make fuzz` runs the same tests with --hypothesis-profile=long."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings

from tests.conftest import NewDatabase, serving

settings.register_profile(
    "long", max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def application(new_database: NewDatabase) -> Iterator[FastAPI]:
    with new_database(migrated=True) as url, serving(url) as app:
        yield app
