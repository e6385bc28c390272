"""A task: what is worked at for one client, in steps between which it may wait or end.

Whoever takes a request says so with `working_at`; what calculates calls `step` now and then. Where
nothing was said, as on the command line, a step does nothing. At a step others pass who go first.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Condition

from app.work.accounts import Accounts
from app.work.uses import USES

SOONEST = 0.002  # seconds, after which another step is worth looking whether others wait
GIVEN_WAY = 3  # times as long as a client has worked, it lets others pass


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
    is_long: bool = False  # so that it gives way to others
    processor: Accounts | None = None  # that its processor seconds are taken from
    storage: Accounts | None = None  # that the bytes it stores are taken from
    expected: float = 0  # processor seconds taken from the account before
    used: float = 0  # processor seconds
    is_wanted: bool = True  # False as soon as whoever asked has gone
    _stepped_at: float = field(default_factory=time.monotonic)
    _counted_at: float | None = None  # time.thread_time; None while nothing is counted
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
        """Let those pass who go first, but keep a quarter of the time for this client.

        Only a thread whose time is counted waits: the event loop never does.
        """
        self.check()
        worked = time.monotonic() - self._stepped_at
        if worked < SOONEST or self._counted_at is None:
            return
        self.count()
        if self._at_steps:
            self._at_steps()
        if self.is_long:
            AT_WORK.let_pass(self, at_most=GIVEN_WAY * worked)
        self._stepped_at = time.monotonic()

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count the processor time of this thread as used."""
        self._counted_at = time.thread_time()
        try:
            yield
        finally:
            self.count()
            self._counted_at = None

    def count(self) -> None:
        """Count what this thread has used since it was last counted."""
        if self._counted_at is not None:
            now = time.thread_time()
            used, self._counted_at = now - self._counted_at, now
            self.use(used)

    def use(self, seconds: float) -> None:
        """Count processor seconds as used."""
        self.used += seconds
        if self.client:
            USES.add(self.client, seconds)

    @contextmanager
    def stepping(self, act: Callable[[], None]) -> Iterator[None]:
        """Do this at every step, too."""
        before, self._at_steps = self._at_steps, act
        try:
            yield
        finally:
            self._at_steps = before


class AtWork:
    """The tasks at work whose clients wait for them."""

    def __init__(self) -> None:
        self._tasks: list[Task] = []
        self._fewer = Condition()

    def begin(self, task: Task) -> None:
        """Count one more."""
        with self._fewer:
            self._tasks.append(task)

    def end(self, task: Task) -> None:
        """Count one less."""
        with self._fewer:
            self._tasks.remove(task)
            self._fewer.notify_all()

    def let_pass(self, task: Task, *, at_most: float) -> None:
        """Wait until no other client has anything at work that goes first: what is short does, and
        who asks for much less. At most so many seconds for each long task the client has at work.
        """
        with self._fewer:
            own = sum(other.is_long and other.client == task.client for other in self._tasks)
            self._fewer.wait_for(lambda: not self._is_behind(task), at_most * max(own, 1))

    def _is_behind(self, task: Task) -> bool:
        """Tell whether another client's task goes first."""
        return any(
            other.client != task.client
            and (not other.is_long or USES.goes_first(other.client, task.client))
            for other in self._tasks
        )


AT_WORK = AtWork()
_TASK: ContextVar[Task | None] = ContextVar("task", default=None)


def current_task() -> Task | None:
    """Return the task that is worked at; None where nobody said."""
    return _TASK.get()


@contextmanager
def timed() -> Iterator[None]:
    """Count the processor time of this thread as used by the task."""
    with task.counting() if (task := _TASK.get()) else nullcontext():
        yield


@contextmanager
def timed_elsewhere() -> Iterator[None]:
    """Count the time until another process has done its part: it takes a processor as long."""
    started = time.monotonic()
    try:
        yield
    finally:
        if task := _TASK.get():
            task.use(time.monotonic() - started)


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
