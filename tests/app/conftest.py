"""The real app over a real database, asked through httpx."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.app.catalogue import forget_prices, raise_prices
from tests.app.people import Ask, Kept, Visitor, save_small_plan
from tests.conftest import NewDatabase


@pytest.fixture
def application(migrated_url: str) -> Iterator[FastAPI]:
    with serving(migrated_url) as app:
        yield app


@contextmanager
def serving(database_url: str, **settings: Any) -> Iterator[FastAPI]:
    """Open the app over a migrated database."""
    unlimited = {"write_limit": "0", "simulation_limit": "0"}
    app = create_app(Settings(**{"database_url": database_url} | unlimited | settings))
    yield app
    app.state.database.close()


@pytest.fixture
def ask(application: FastAPI) -> Ask:
    """Send one request: ask("GET", "/", params=…)."""
    return asking(application)


def asking(application: FastAPI, *, base_url: str = "http://test") -> Ask:
    """Return what sends one request to an app."""

    def send(method: str, path: str, **options: Any) -> httpx.Response:
        async def through_the_app() -> httpx.Response:
            transport = httpx.ASGITransport(application, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=base_url) as client:
                return await client.request(method, path, **options)

        # In a thread of its own, for Playwright may keep an event loop in this one.
        with start_blocking_portal() as portal:
            return portal.call(through_the_app)

    return send


@pytest.fixture(scope="session")
def without_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Send one request to an app that has no database: what only calculates needs none."""
    folder = tmp_path_factory.mktemp("nothing")
    with serving(f"sqlite:///{folder / 'none' / 'crossover.db'}") as app:
        (folder / "none").rmdir()
        yield asking(app)


@pytest.fixture
def get(without_database: Ask) -> Ask:
    return partial(without_database, "GET")


@pytest.fixture
def post(without_database: Ask) -> Ask:
    return partial(without_database, "POST")


@pytest.fixture
def save(ask: Ask) -> Callable[..., Kept]:
    """Save a small plan by the API: save(name="Plan", note=…)."""
    return lambda **body: save_small_plan(ask, **body)


@pytest.fixture(scope="module")
def shared_application(new_database: NewDatabase) -> Iterator[FastAPI]:
    """An app for a whole module, whose tests look only at what they have saved themselves."""
    with new_database(migrated=True) as url, serving(url) as app:
        yield app


@pytest.fixture
def visitor(ask: Ask) -> Callable[[], Visitor]:
    """Return what makes a person with a browser of their own."""
    return lambda: Visitor(ask)


@pytest.fixture
def later_prices(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A later price file, in which everything costs a quarter more."""
    raise_prices(monkeypatch)
    yield
    monkeypatch.undo()
    forget_prices()
