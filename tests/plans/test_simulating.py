"""Simulations run at once, are put off in time, and say before what they take."""

import threading
import time
from typing import Any

import pytest

from app.plans import plan as plan_module
from app.plans import simulating
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.plans.simulating import simulation_seconds
from app.work.accounts import Accounts
from app.work.task import NotBefore, NoTurn, Task, working_at

SECONDS = 20
QUERY = [("preset", "customer-support"), ("draws", "256")]


def test_two_run_at_once_and_the_third_is_put_off_in_time(monkeypatch):
    together, ended = threading.Barrier(3), threading.Event()

    def simulate(*_: Any, **__: Any) -> str:
        together.wait(SECONDS)  # broken if one waits until the other has ended
        ended.wait(SECONDS)
        return "simulated"

    monkeypatch.setattr(plan_module, "simulate", simulate)
    monkeypatch.setattr(simulating.LOOKING, "seconds", 0.05)
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(read_query(QUERY).uncertainty))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    together.wait(SECONDS)

    started = time.monotonic()
    with pytest.raises(NoTurn):
        _ = read_query(QUERY).uncertainty
    assert time.monotonic() - started < SECONDS / 2

    ended.set()
    for thread in threads:
        thread.join()
    assert found == ["simulated", "simulated"]


def test_who_saves_does_not_wait_for_those_who_look():
    saving = working_at(Task("a", is_saving=True))
    with simulating.LOOKING.take(), simulating.LOOKING.take(), saving:
        assert read_query(QUERY).uncertainty.draws == 256


def test_what_a_client_has_no_time_left_for_is_not_begun(monkeypatch):
    monkeypatch.setattr(plan_module, "simulate", None)
    accounts = Accounts(1, period=60)
    accounts.charge("a", 1)

    with working_at(Task("a", processor=accounts)), pytest.raises(NotBefore) as refused:
        _ = read_query(QUERY).uncertainty

    assert 0 < refused.value.seconds < 60


def test_more_draws_months_and_ranges_are_expected_to_take_longer():
    def seconds(**changes: str) -> float:
        plan = read_query(list((dict(QUERY) | changes).items()))
        return simulation_seconds(plan.inputs, plan.ranges, plan.draws)

    usual = seconds()
    assert seconds(draws="65536") > 10 * usual
    assert seconds(**{"finance.horizon_months": "120"}) > usual
    assert seconds(**{"ranges.finance.horizon_months": "24..120"}) > usual
    assert seconds(**{"ranges.finance.discount_rate": "0.05..0.1"}) > usual


# What takes longest is remembered


def plan_of(**changes: str) -> Plan:
    return read_query(list((dict(QUERY) | changes).items()))


def test_the_same_numbers_are_calculated_once(monkeypatch):
    first = plan_of()
    uncertainty, flips = first.uncertainty, first.thresholds
    for name in ("simulate", "thresholds"):
        monkeypatch.setattr(plan_module, name, None)  # whoever calls it fails

    again = plan_of(**{"sources.labour.engineer_rate": "payroll"})

    assert again.uncertainty is uncertainty
    assert again.thresholds == flips


def test_what_is_remembered_takes_nothing_from_a_client():
    found = plan_of().uncertainty
    accounts = Accounts(1, period=60)
    accounts.charge("a", 1)

    with working_at(Task("a", processor=accounts)):
        assert plan_of().uncertainty is found


@pytest.mark.parametrize(
    "change",
    [
        {"draws": "512"},
        {"seed": "2"},
        {"ranges.labour.engineer_rate": "50..200"},
        {"finance.discount_rate": "9%"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_numbers_are_drawn_again(change):
    before, after = (
        plan.uncertainty.comparisons["tuning"] for plan in (plan_of(), plan_of(**change))
    )

    assert after.npv != before.npv


def test_what_follows_and_what_was_entered_are_told_apart_by_their_thresholds():
    following = plan_of()
    name = "hybrid.output_tokens"
    entered = plan_of(**{name: str(following.inputs.value(name))})
    assert following.inputs == entered.inputs

    tried = [{item.input for item in plan.thresholds} for plan in (following, entered)]

    assert name not in tried[0]
    assert name in tried[1]
