"""A task: what is worked at for one client, in steps between which it may wait or end.

Whoever takes a request says so with `working_at`; what calculates calls `step` now and then. Where
nothing was said, as on the command line, a step does nothing.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Condition

from app.work.accounts import Accounts

GIVEN_WAY = 3  # times as long as a long task has worked, it lets short ones of others pass


class NoTurn(Exception):
    """Too many wait already, or waiting took too long."""


class NotBefore(Exception):
    """The client has used up its processor time; `seconds` says after how long to ask again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not before {seconds:.0f} seconds have passed")
        self.seconds = seconds


class NoRoom(NotBefore):
    """The client has stored as much as it may for now."""


class NobodyWaits(Exception):
    """Whoever asked has gone away."""


@dataclass(eq=False)
class Task:
    """What one request is worked at for; times are of time.monotonic, in seconds."""

    client: str | None  # None where clients do not share
    until: float = float("inf")  # when its client is answered at the latest
    is_saving: bool = False
    gives_way: bool = False  # to short tasks of other clients
    processor: Accounts | None = None  # that its processor seconds are taken from
    storage: Accounts | None = None  # that the bytes it stores are taken from
    expected: float = 0  # processor seconds taken from the account before
    used: float = 0  # processor seconds
    is_wanted: bool = True  # False as soon as whoever asked has gone
    _stepped_at: float = field(default_factory=time.monotonic)
    _at_steps: Callable[[], None] | None = None

    def expect(self, seconds: float) -> None:
        """Take processor seconds from the account before they are used; raises NotBefore."""
        if self.processor is None or self.client is None:
            return
        if wait := self.processor.take(self.client, seconds):
            raise NotBefore(wait)
        self.expected += seconds

    def store(self, size: int) -> None:
        """Take bytes from what the client may store; raises NoRoom."""
        if self.storage is None or self.client is None:
            return
        if wait := self.storage.take(self.client, size):
            raise NoRoom(wait)

    def abandon(self) -> None:
        """Say that whoever asked has gone: the next step ends it."""
        self.is_wanted = False

    def settle(self) -> None:
        """Correct the account by what was used in truth."""
        if self.processor is not None and self.client is not None:
            self.processor.charge(self.client, self.used - self.expected)
        self.expected = self.used

    def check(self) -> None:
        """Raise NobodyWaits if whoever asked has gone, NoTurn if it has taken too long."""
        if not self.is_wanted:
            raise NobodyWaits
        if time.monotonic() > self.until:
            raise NoTurn

    def step(self) -> None:
        """Let shorter tasks of others pass, but keep a quarter of the time for this one."""
        self.check()
        if self.gives_way:
            worked = time.monotonic() - self._stepped_at
            SHORT.let_pass(self.client, at_most=GIVEN_WAY * worked)
        if self._at_steps:
            self._at_steps()
        self._stepped_at = time.monotonic()

    @contextmanager
    def stepping(self, act: Callable[[], None]) -> Iterator[None]:
        """Do this at every step, too."""
        before, self._at_steps = self._at_steps, act
        try:
            yield
        finally:
            self._at_steps = before


class ShortTasks:
    """The short tasks at work, by client: pages and figures that people wait for."""

    def __init__(self) -> None:
        self._clients: dict[str, int] = {}
        self._fewer = Condition()

    def begin(self, client: str) -> None:
        """Count one more of a client."""
        with self._fewer:
            self._clients[client] = self._clients.get(client, 0) + 1

    def end(self, client: str) -> None:
        """Count one less."""
        with self._fewer:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]
            self._fewer.notify_all()

    def let_pass(self, client: str | None, *, at_most: float) -> None:
        """Wait until no other client has a short task at work, at most so many seconds."""
        with self._fewer:
            self._fewer.wait_for(lambda: not (self._clients.keys() - {client}), at_most)


SHORT = ShortTasks()
_TASK: ContextVar[Task | None] = ContextVar("task", default=None)


def current_task() -> Task | None:
    """Return the task that is worked at; None where nobody said."""
    return _TASK.get()


@contextmanager
def timed() -> Iterator[None]:
    """Count the processor time of this thread as used by the task."""
    task, started = _TASK.get(), time.thread_time()
    try:
        yield
    finally:
        if task:
            task.used += time.thread_time() - started


def timed_pieces(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the pieces, and count the processor time that each of them takes."""
    while True:
        with timed():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


@contextmanager
def working_at(task: Task) -> Iterator[Task]:
    """Work at a task, in this thread and in those that are asked for parts of it."""
    token = _TASK.set(task)
    try:
        yield task
    finally:
        _TASK.reset(token)


def step() -> None:
    """Say that a step of the work is done: it may wait here for others.

    Raises NobodyWaits where whoever asked has gone, NoTurn where it has taken too long.
    """
    if task := _TASK.get():
        task.step()


def expect(seconds: float) -> None:
    """Say before the work how many processor seconds it will take; raises NotBefore."""
    if task := _TASK.get():
        task.expect(seconds)


def to_be_stored(size: int) -> None:
    """Say before it is stored how many bytes something takes; raises NoRoom."""
    if task := _TASK.get():
        task.store(size)
