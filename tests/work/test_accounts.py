"""An account fills up evenly, and holds no more than its amount."""

import time

import pytest

from app.work.accounts import Accounts


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when a test says so: clock[0] += 3."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_what_is_used_up_comes_back_evenly(clock):
    kept = Accounts(30, period=60)

    assert [kept.take("a", 15), kept.take("a", 5)] == [0, 0]
    assert kept.take("a", 15) == pytest.approx(10)  # 5 are missing, and 60 seconds give 30
    clock[0] += 9
    assert kept.take("a", 15) == pytest.approx(1)
    clock[0] += 1
    assert kept.take("a", 15) == 0


def test_each_client_has_an_account_of_its_own(clock):
    kept = Accounts(2, period=60)

    assert [kept.take("a", 1), kept.take("a", 1), kept.take("b", 1)] == [0, 0, 0]
    assert kept.take("a", 1) == pytest.approx(30)


def test_an_account_never_holds_more_than_its_amount(clock):
    kept = Accounts(2, period=60)
    kept.take("a", 1)
    clock[0] += 3600

    assert [kept.take("a", 1) for _ in range(3)] == [0, 0, pytest.approx(30)]


def test_what_is_larger_than_an_account_is_begun_with_half_of_it_and_owed(clock):
    kept = Accounts(10, period=60)
    kept.take("a", 5)

    assert kept.take("a", 12) == 0
    assert kept.take("a", 1) == pytest.approx(48)  # 7 are owed
    assert kept.take("a", 12) == pytest.approx(72)


def test_what_was_expected_is_corrected(clock):
    kept = Accounts(10, period=60)
    kept.take("a", 6)
    kept.charge("a", -4)  # it took 2

    assert [kept.take("a", 4), kept.take("a", 4)] == [0, 0]
    kept.charge("a", 100)
    assert kept.take("a", 1) == pytest.approx(66)  # nobody owes more than an account holds


def test_who_has_used_nothing_for_a_while_is_forgotten(clock, monkeypatch):
    monkeypatch.setattr("app.work.accounts.MANY", 3)
    kept = Accounts(10, period=60)
    for client in "abc":
        kept.take(client, 1)
    kept.charge("c", 9)
    clock[0] += 30
    kept.take("d", 1)

    assert set(kept._accounts) == {"c", "d"}


def test_a_clock_that_is_set_back_changes_nothing(monkeypatch):
    kept = Accounts(2, period=60)
    kept.charge("a", 2)
    monkeypatch.setattr(time, "time", lambda: 0.0)

    assert 29 < kept.take("a", 1) <= 30
