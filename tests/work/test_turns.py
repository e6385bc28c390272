"""So many work at once, a client at most its share, and nobody waits for ever."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.work import task as task_module
from app.work import turns as turns_module
from app.work.accounts import Accounts
from app.work.task import (
    AT_WORK,
    NobodyWaits,
    NotBefore,
    NoTurn,
    Task,
    expect,
    step,
    timed,
    timed_elsewhere,
    working_at,
)
from app.work.turns import Turns
from app.work.uses import Uses

SECONDS = 20  # that a busy machine may take


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> Uses:
    """What the clients of one test alone have used; every step looks at it."""
    fresh = Uses()
    monkeypatch.setattr(task_module, "SOONEST", 0)
    monkeypatch.setattr(task_module, "USES", fresh)
    monkeypatch.setattr(turns_module, "USES", fresh)
    return fresh


def new(**given: float) -> Turns:
    usual = {"at_once": 2, "share": 1, "begun": 3, "waiting": 4, "seconds": 0.05}
    return Turns(**usual | given)  # type: ignore[arg-type]


class Worker:
    """Takes a turn in a thread of its own, and holds it until it is told to end."""

    def __init__(self, turns: Turns, task: Task | None, work: Callable[[], None] | None = None):
        self.has_begun, self.is_to_end = threading.Event(), threading.Event()
        self.work = work or (lambda: self.is_to_end.wait(SECONDS))
        self.failed: list[BaseException] = []
        self.thread = threading.Thread(target=self.run, args=(turns, task))
        self.thread.start()

    def run(self, turns: Turns, task: Task | None) -> None:
        try:
            if task is None:
                self.hold(turns)
            else:
                with working_at(task), timed():
                    self.hold(turns)
        except (NoTurn, NobodyWaits) as error:
            self.failed.append(error)

    def hold(self, turns: Turns) -> None:
        with turns.take():
            self.has_begun.set()
            self.work()

    def end(self) -> None:
        self.is_to_end.set()
        self.thread.join(SECONDS)


def test_two_work_at_once_and_the_third_is_put_off_in_time():
    turns = new()
    with turns.take(), turns.take():
        started = time.monotonic()
        with pytest.raises(NoTurn), turns.take():
            pass
    assert time.monotonic() - started < SECONDS / 2
    with turns.take():  # and nothing is left behind
        assert len(turns.working) == 1


def test_when_too_many_wait_the_next_is_put_off_at_once():
    turns = new(waiting=1, seconds=SECONDS)
    with turns.take(), turns.take():
        waiting = Worker(turns, None)
        while not turns.waiting:
            time.sleep(0.001)
        with pytest.raises(NoTurn), turns.take():
            pass
    waiting.end()
    assert waiting.failed == []


def test_a_client_has_no_more_than_its_share():
    turns = new()
    first = Worker(turns, Task("a"))
    assert first.has_begun.wait(SECONDS)

    second = Worker(turns, Task("a"))
    second.thread.join(SECONDS)
    other = Worker(turns, Task("b"))

    assert [type(error) for error in second.failed] == [NoTurn]
    assert other.has_begun.wait(SECONDS)
    first.end()
    other.end()


def test_who_comes_later_from_elsewhere_is_not_behind_a_clients_second():
    turns = new(seconds=SECONDS)
    first = Worker(turns, Task("a"))
    assert first.has_begun.wait(SECONDS)
    second = Worker(turns, Task("a"))
    while not turns.waiting:
        time.sleep(0.001)

    other = Worker(turns, Task("b"))

    assert other.has_begun.wait(SECONDS)
    assert not second.has_begun.is_set()
    first.end()
    assert second.has_begun.wait(SECONDS)
    second.end()
    other.end()


def test_who_has_gone_waits_no_longer():
    turns = new(seconds=SECONDS)
    task = Task("c")
    with turns.take(), turns.take():
        gone = Worker(turns, task)
        task.is_wanted = False
        gone.thread.join(SECONDS)

    assert [type(error) for error in gone.failed] == [NobodyWaits]
    assert turns.waiting == []


def test_long_work_hands_its_turn_on_at_a_step_and_goes_on_afterwards(monkeypatch, uses):
    monkeypatch.setattr(turns_module, "LONGEST", 0)
    turns = new(at_once=1, begun=2, seconds=SECONDS)
    seen: list[str] = []
    short = threading.Event()

    def long_work() -> None:
        short.wait(SECONDS)
        while not turns.waiting:
            time.sleep(0.001)
        step()
        seen.append("long")

    long = Worker(turns, Task("a"), long_work)
    assert long.has_begun.wait(SECONDS)
    other = Worker(turns, Task("b"), lambda: seen.append("short"))
    short.set()
    long.thread.join(SECONDS)
    other.thread.join(SECONDS)

    assert seen == ["short", "long"]
    assert (turns.waiting, turns.working) == ([], [])


def test_no_more_begin_than_there_is_memory_for(monkeypatch, uses):
    monkeypatch.setattr(turns_module, "LONGEST", 0)
    turns = new(at_once=1, begun=1, seconds=SECONDS)
    task = Task("a")
    with working_at(task), timed(), turns.take():
        other = Worker(turns, Task("b"), lambda: None)
        while not turns.waiting:
            time.sleep(0.001)
        step()
        assert not other.has_begun.is_set()
    other.thread.join(SECONDS)
    assert other.has_begun.is_set()


def test_the_next_turn_is_whose_client_has_used_least(uses):
    uses.add("b", 5)
    uses.add("c", 3)
    turns = new(at_once=1, seconds=SECONDS)
    order: list[str] = []
    with turns.take():
        workers = []
        for name in ("b", "c", "d", "e"):
            workers.append(Worker(turns, Task(name), lambda name=name: order.append(name)))  # type: ignore[misc]
            while len(turns.waiting) < len(workers):
                time.sleep(0.001)
    for worker in workers:
        worker.thread.join(SECONDS)
    assert order == ["d", "e", "c", "b"]


def test_work_hands_its_turn_on_at_once_to_who_has_used_less(uses, monkeypatch):
    monkeypatch.setattr(turns_module, "LONGEST", SECONDS)
    uses.add("b", 5)
    turns = new(at_once=1, begun=2, seconds=SECONDS)
    task = Task("a")
    with working_at(task), timed(), turns.take():
        others = [Worker(turns, Task(name), lambda: None) for name in ("b", "c")]
        while len(turns.waiting) < len(others):
            time.sleep(0.001)
        step()  # nobody has used less
        assert not any(other.has_begun.is_set() for other in others)
        uses.add("a", 1.5)
        step()
        assert [other.has_begun.is_set() for other in others] == [False, True]
    others[0].thread.join(SECONDS)
    assert others[0].has_begun.is_set()


# Steps


def test_a_step_ends_what_nobody_waits_for_and_what_takes_too_long():
    step()  # on the command line it does nothing
    with working_at(Task("a", is_wanted=False)), pytest.raises(NobodyWaits):
        step()
    with working_at(Task("a", until=time.monotonic() - 1)), pytest.raises(NoTurn):
        step()
    with working_at(Task("a")):
        step()


@contextmanager
def at_work(*tasks: Task) -> Iterator[None]:
    for task in tasks:
        AT_WORK.begin(task)
    try:
        yield
    finally:
        for task in tasks:
            AT_WORK.end(task)


def take_a_step(task: Task) -> None:
    time.sleep(0.05)
    with working_at(task), timed():
        step()


@pytest.fixture
def lets_pass(monkeypatch) -> Callable[[Task], bool]:
    """Return what tells whether a task lets others pass at its step, by what it waits for."""
    waited: list[float] = []

    def wait_for(may_go_on: Callable[[], bool], seconds: float) -> None:
        if not may_go_on():
            waited.append(seconds)

    def look(task: Task) -> bool:
        waited.clear()
        take_a_step(task)
        return waited != []

    monkeypatch.setattr(AT_WORK._fewer, "wait_for", wait_for)
    return look


def test_long_tasks_let_others_pass_but_not_for_ever():
    started = time.monotonic()
    with at_work(Task("b")):
        take_a_step(Task("a", is_long=True))
    assert 0.09 < time.monotonic() - started < SECONDS


def test_long_tasks_let_others_short_ones_pass(lets_pass):
    with at_work(Task("b")):
        assert lets_pass(Task("a", is_long=True))
        assert not lets_pass(Task("a"))
        assert not lets_pass(Task("b", is_long=True))
    assert not lets_pass(Task("a", is_long=True))


def test_on_the_event_loop_nobody_waits(monkeypatch):
    monkeypatch.setattr(AT_WORK._fewer, "wait_for", None)
    with at_work(Task("b")), working_at(Task("a", is_long=True, _stepped_at=0)):
        step()  # where nothing is counted


def test_long_tasks_let_long_ones_of_clients_pass_that_have_used_less(uses, lets_pass):
    uses.add("a", 2.9)
    uses.add("c", 2.3)  # which is as good as alike
    with at_work(Task("b", is_long=True)):
        assert lets_pass(Task("a", is_long=True))
    with at_work(Task("c", is_long=True)):
        assert not lets_pass(Task("a", is_long=True))


def test_whoever_has_several_at_work_lets_others_pass_for_as_much_longer(uses, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(AT_WORK._fewer, "wait_for", lambda _, seconds: waited.append(seconds))
    tasks = [Task("a", is_long=True), Task("a", is_long=True)]
    AT_WORK.let_pass(tasks[0], at_most=1)
    with at_work(Task("a"), Task("b", is_long=True), *tasks):
        AT_WORK.let_pass(tasks[0], at_most=1)
    assert waited == [1, 2]


def test_what_a_step_took_counts_at_once(uses):
    with working_at(Task("a")) as task:
        with timed():
            task._counted_at -= 1.5  # seconds of a processor
            step()
            assert uses.weight("a") > 1.4
        used = task.used
        step()  # outside of what is timed it counts nothing
        assert task.used == used >= 1.5


def test_what_another_process_takes_counts_by_the_clock(uses):
    with working_at(Task("a")) as task, timed_elsewhere():
        time.sleep(0.02)
    assert task.used >= 0.02
    with timed_elsewhere():  # for nobody
        pass


def test_what_was_expected_and_what_was_used_stand_in_the_account():
    kept = Accounts(10, period=1e9)
    task = Task("a", processor=kept)
    with working_at(task):
        expect(5)
        expect(4)
        with pytest.raises(NotBefore):
            expect(2)
    task.used = 3
    task.settle()

    assert [kept.take("a", 5), kept.take("a", 2)] == [0, 0]
    assert kept.take("a", 0.1) > 0
    expect(100)  # for nobody
    Task("b").expect(100)  # without an account
    Task("b").settle()
