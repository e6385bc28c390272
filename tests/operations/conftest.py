"""The app with settings of a test's own, asked through httpx, from any address."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from app.store import migrate
from tests.conftest import REQUESTS


class Site:
    """A running app: `site.get("/")`."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def ask(
        self,
        method: str,
        path: str,
        *,
        peer: str = "192.0.2.1",
        base_url: str = "http://test",
        **options: Any,
    ) -> httpx.Response:
        async def through_the_app() -> httpx.Response:
            transport = httpx.ASGITransport(
                self.app, raise_app_exceptions=False, client=(peer, 50_000)
            )
            async with httpx.AsyncClient(transport=transport, base_url=base_url) as client:
                return await client.request(method, path, **options)

        with REQUESTS as portal:
            return portal.call(through_the_app)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("POST", path, **options)

    def save(self, name: str = "Support desk") -> dict[str, Any]:
        """Save a plan and return what the API answers."""
        answer = self.post("/api/v1/scenarios", json={"name": name, "preset": "blank"})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


@pytest.fixture
def open_site_at() -> Iterator[Callable[..., Site]]:
    """Return what opens the app over the database at an address; its arguments are settings."""
    apps = []

    def open_with(database_url: str, **settings: Any) -> Site:
        apps.append(create_app(Settings(database_url=database_url, **settings)))
        return Site(apps[-1])

    yield open_with
    for app in apps:
        app.state.database.close()


@pytest.fixture
def open_site(open_site_at: Callable[..., Site], migrated_url: str) -> Callable[..., Site]:
    """Return what opens the app; its arguments are settings."""
    return partial(open_site_at, migrated_url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of an SQLite database with tables, for what happens to files only."""
    migrate(f"sqlite:///{tmp_path / 'crossover.db'}")
    return tmp_path / "crossover.db"


@pytest.fixture
def site_of_file(open_site_at: Callable[..., Site], file: Path) -> Site:
    return open_site_at(f"sqlite:///{file}")


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    return open_site()
