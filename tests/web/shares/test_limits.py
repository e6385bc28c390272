"""How often one client may ask, by a clock that the tests set."""

import time

import pytest

from app.settings import Settings
from app.web.shares import limits
from app.web.shares.costs import FIGURES, LONG, SAVING
from app.web.shares.limits import Limit

Clock = list[float]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    now = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def ask(limit: Limit, clock: Clock, times: int, *, seconds: float) -> list[float]:
    """Ask so often within so many seconds; return how long each is to wait."""
    waits = []
    for _ in range(times):
        waits.append(limit.seconds_to_wait("a", LONG))
        clock[0] += seconds / times
    return waits


@pytest.mark.parametrize("seconds", [1, 30, 59.9])
@pytest.mark.parametrize("times", [300, 400])  # of /brief and of /methodology
def test_who_asks_for_long_work_too_often_in_a_minute_is_refused(
    clock: Clock, times: int, seconds: float
) -> None:
    limit = Limit(Settings().simulation_limit, processor_seconds=0)
    waits = ask(limit, clock, times, seconds=seconds)
    assert [wait for wait in waits[:240] if wait] == []
    assert all(0 < wait <= 60 for wait in waits[240:])


def test_no_minute_has_more_than_the_rate_says(clock: Clock) -> None:
    limit = Limit("10/minute", processor_seconds=0)
    clock[0] += 50
    allowed = []
    for _ in range(500):
        if not limit.seconds_to_wait("a", LONG):
            allowed.append(clock[0])
        clock[0] += 0.7
    assert all(later - first >= 60 for first, later in zip(allowed, allowed[10:], strict=False))
    assert len(allowed) == 60  # ten in each of six minutes


def test_who_waits_as_long_as_is_said_may_ask_again(clock: Clock) -> None:
    limit = Limit("2/minute; 3/hour", processor_seconds=0)
    assert ask(limit, clock, 3, seconds=3) == [0, 0, 58]
    clock[0] += 57
    assert ask(limit, clock, 2, seconds=2) == [0, 3539]  # at 60, and at 61: the hour is up at 3,600
    clock[0] += 3538
    assert limit.seconds_to_wait("a", LONG) == 0


def test_what_is_refused_by_one_rate_is_not_counted_by_the_other(clock: Clock) -> None:
    limit = Limit("1/second; 3/minute", processor_seconds=0)
    assert ask(limit, clock, 10, seconds=1) == pytest.approx(
        [0, *(1 - n / 10 for n in range(1, 10))]
    )
    assert ask(limit, clock, 2, seconds=2) == [0, 0]
    assert limit.seconds_to_wait("a", LONG) == pytest.approx(57)


def test_clients_and_what_is_not_counted_are_apart(clock: Clock) -> None:
    limit = Limit("1/minute", processor_seconds=0)
    assert limit.seconds_to_wait("a", SAVING) == 0
    assert limit.seconds_to_wait("a", FIGURES) == 0
    assert limit.seconds_to_wait("b", SAVING) == 0
    assert limit.seconds_to_wait("a", SAVING) == 60


def test_whoever_asks_no_more_is_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MANY", 3)
    limit = Limit("1/minute", processor_seconds=0)
    (rate,) = limit.rates
    for number in range(3):
        limit.seconds_to_wait(f"old {number}", LONG)
    clock[0] += 61
    limit.seconds_to_wait("new", LONG)
    assert list(rate._asked) == ["new"]
