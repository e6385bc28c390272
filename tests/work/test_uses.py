"""What was used counts for a while, the less the longer ago it was."""

import time

import pytest

from app.work import uses as uses_module
from app.work.uses import LATELY, Uses


class Clock:
    """Says what time it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)


def test_what_was_used_fades(monkeypatch):
    clock, uses = Clock(monkeypatch), Uses()
    uses.add("a", 6)
    uses.add("a", 4)
    assert uses.rank("a") == 10
    clock.now += LATELY
    assert uses.rank("a") == 3  # 10 / e = 3.68
    uses.add("a", 1)
    assert uses.rank("a") == 4
    clock.now += 10 * LATELY
    assert uses.rank("a") == 0


def test_who_has_used_nothing_and_who_does_not_share_rank_first():
    uses = Uses()
    uses.add("a", 5)
    assert [uses.rank("b"), uses.rank(None)] == [0, 0]


def test_those_who_used_little_are_forgotten_when_there_are_many(monkeypatch):
    monkeypatch.setattr(uses_module, "MANY", 2)
    clock, uses = Clock(monkeypatch), Uses()
    uses.add("a", 5)
    uses.add("b", 0.5)
    clock.now += 5 * LATELY
    uses.add("c", 1)
    assert uses._uses.keys() == {"a", "c"}
