"""The real app over a real SQLite file, asked through httpx."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from app.main import create_app
from app.scenarios import migrate
from app.settings import Settings

Ask = Callable[..., httpx.Response]


@pytest.fixture
def application(tmp_path: Path) -> Iterator[FastAPI]:
    url = f"sqlite:///{tmp_path / 'crossover.db'}"
    migrate(url)
    app = create_app(Settings(database_url=url, write_limit="0", simulation_limit="0"))
    yield app
    app.state.database.close()


@pytest.fixture
def ask(application: FastAPI) -> Ask:
    """Send one request: ask("GET", "/", params=…)."""

    def send(method: str, path: str, **options: Any) -> httpx.Response:
        async def through_the_app() -> httpx.Response:
            transport = httpx.ASGITransport(application, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, **options)

        # In a thread of its own, for Playwright may keep an event loop in this one.
        with start_blocking_portal() as portal:
            return portal.call(through_the_app)

    return send


@pytest.fixture
def get(ask: Ask) -> Ask:
    return lambda path, **options: ask("GET", path, **options)


@pytest.fixture
def post(ask: Ask) -> Ask:
    return lambda path, **options: ask("POST", path, **options)
