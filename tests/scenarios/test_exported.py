"""A file of many scenarios is handed out in pieces, and one scenario is held at a time."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.scenarios import exported as exported_module
from app.scenarios.exported import PIECE, exported
from app.store import Database
from app.work.task import NobodyWaits, Task, timed_pieces, working_at
from tests.people import Ask, Kept


@pytest.fixture
def database(application: Any) -> Database:
    found: Database = application.state.database
    return found


@pytest.fixture
def three(save: Callable[..., Kept]) -> list[Kept]:
    return [save(name=f"Scenario {number}", note="x" * 2_000) for number in range(3)]


def pieces_of(database: Database, three: list[Kept]) -> Iterator[str]:
    return exported(database, [kept.id for kept in three], with_history=True)


def test_the_pieces_are_one_file(monkeypatch, database, three) -> None:
    monkeypatch.setattr(exported_module, "PIECE", 1_000)

    pieces = list(pieces_of(database, three))

    assert max(map(len, pieces)) == 1_000 < PIECE
    scenarios = json.loads("".join(pieces))["scenarios"]
    names = [scenario["revisions"][0]["name"] for scenario in scenarios]
    assert names == ["Scenario 0", "Scenario 1", "Scenario 2"]


def test_a_scenario_is_read_when_it_is_its_turn(database, three, ask: Ask) -> None:
    pieces = pieces_of(database, three)
    begun = next(pieces) + next(pieces)
    ask("DELETE", three[1].api, headers=three[1].authorised)

    file = json.loads(begun + "".join(pieces))

    names = [scenario["revisions"][0]["name"] for scenario in file["scenarios"]]
    assert names == ["Scenario 0", "Scenario 2"]  # what is deleted in the meantime is left out


def test_nothing_is_read_for_who_has_gone(database, three) -> None:
    task = Task("a")
    with working_at(task):
        pieces = timed_pieces(pieces_of(database, three))
        next(pieces)
        next(pieces)
        task.abandon()
        with pytest.raises(NobodyWaits):
            list(pieces)
    assert task.used > 0


def test_a_file_of_nothing_is_a_file(database) -> None:
    assert json.loads("".join(exported(database, [], with_history=False)))["scenarios"] == []
