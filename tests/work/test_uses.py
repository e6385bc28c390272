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
    assert uses.weight("a") == 10
    clock.now += LATELY
    assert uses.weight("a") == pytest.approx(3.68, abs=0.01)  # 10 / e
    uses.add("a", 1)
    assert uses.weight("a") == pytest.approx(4.68, abs=0.01)


def test_who_waits_for_many_requests_weighs_as_often(monkeypatch):
    Clock(monkeypatch)
    uses = Uses()
    uses.add("a", 2)
    with uses.asking("a"):
        assert uses.weight("a") == 2
        with uses.asking("a"), uses.asking("a"):
            assert uses.weight("a") == 6
    assert uses.weight("a") == 2


def test_who_asks_for_much_less_goes_first(monkeypatch):
    Clock(monkeypatch)
    uses = Uses()
    for client, seconds in {"much": 9.0, "half": 4.5, "less": 3.5, "little": 0.9}.items():
        uses.add(client, seconds)
    assert uses.goes_first("less", "much")
    assert not uses.goes_first("half", "much")
    assert not uses.goes_first("much", "less")
    assert not uses.goes_first("none", "little")  # what is less than a second is nothing
    assert uses.goes_first("none", "less")


def test_who_does_not_share_weighs_nothing():
    uses = Uses()
    with uses.asking(None):
        assert uses.weight(None) == 0


def test_those_who_used_little_are_forgotten_when_there_are_many(monkeypatch):
    monkeypatch.setattr(uses_module, "MANY", 2)
    clock, uses = Clock(monkeypatch), Uses()
    uses.add("a", 5)
    uses.add("b", 0.5)
    clock.now += 5 * LATELY
    with uses.asking("b"):
        uses.add("c", 1)
        assert uses._uses.keys() == {"a", "b", "c"}
    uses.add("d", 1)
    assert uses._uses.keys() == {"a", "c", "d"}
