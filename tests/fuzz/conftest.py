"""An app for the tests of a module."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from tests.conftest import NewDatabase, serving


@pytest.fixture(scope="module")
def application(new_database: NewDatabase) -> Iterator[FastAPI]:
    with new_database(migrated=True) as url, serving(url) as app:
        yield app
