"""Databases that former releases made, and what those releases answered of them."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from app.store import migrate
from tests.conftest import asking, serving
from tests.people import Ask, Kept

FORMER = Path(__file__).parent / "former"
RELEASES = ("0.1.0", "0.2.0")


@dataclass(frozen=True)
class Former:
    """An app over a database that a former release made."""

    app: FastAPI
    ask: Ask
    recorded: dict[str, Any]  # its scenarios by name, with what that release answered

    def kept(self, name: str) -> Kept:
        """Return a scenario of it, with its key."""
        scenario = self.recorded[name]
        return Kept(scenario["id"], scenario["edit_key"])

    @property
    def revisions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every revision's address in the API, and what the former release answered below it."""
        for scenario in self.recorded.values():
            for number, answers in scenario["revisions"].items():
                yield f"/api/v1/scenarios/{scenario['id']}/revisions/{number}", answers


def former_database(release: str, folder: Path) -> str:
    """Return the address of a new database as the release left it."""
    file = folder / "crossover.db"
    connection = sqlite3.connect(file)
    connection.executescript((FORMER / f"{release}.sql").read_text())
    connection.close()
    return f"sqlite:///{file}"


@pytest.fixture(scope="module", params=RELEASES)
def former(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Former]:
    """Today's app over a former release's database, shared by a module's tests."""
    release = str(request.param)
    url = former_database(release, tmp_path_factory.mktemp("former"))
    migrate(url)
    recorded = json.loads((FORMER / f"{release}.json").read_text())["scenarios"]
    with serving(url) as app:
        yield Former(app, asking(app), recorded)
