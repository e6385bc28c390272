"""Databases that former releases made, and what those releases answered of them."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from tests.people import Ask, Kept

FORMER = Path(__file__).parent / "scenarios" / "former"
RELEASES = ("0.1.0", "0.2.0")


@dataclass(frozen=True)
class Former:
    """An app over a database that a former release made."""

    release: str
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


def recorded_answers(release: str) -> dict[str, Any]:
    """Return a release's scenarios by name, with what it answered of them."""
    scenarios: dict[str, Any] = json.loads((FORMER / f"{release}.json").read_text())["scenarios"]
    return scenarios
