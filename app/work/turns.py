"""Work that takes a processor and memory: so many at once, the others wait, but not for ever."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from app.work.task import NoTurn, Task, current_task
from app.work.uses import USES

LOOKED_AFTER = 0.25  # seconds, after which whoever waits looks whether its client is still there
LONGEST = 0.2  # seconds that a turn is held where others wait who go no sooner


@dataclass(eq=False)
class Ticket:
    """Whose turn it is to be."""

    task: Task | None  # None where nobody said for whom it is
    since: float = 0  # when the turn was taken, by time.monotonic
    has_begun: bool = False

    @property
    def client(self) -> str | None:
        """Who asked."""
        return self.task.client if self.task else None


class Turns:
    """Turns to be taken by threads; `watch` learns when one more works, or one less.

    A client has at most its `share` at once, whoever comes first: the next turn goes to whoever has
    asked for least of those that have less, and of them to the first. Work in steps hands its turn
    on at once to who has asked for much less, and to others after a while, as long as no more than
    `begun` have begun, each of which takes memory.
    """

    def __init__(
        self, *, at_once: int, share: int, begun: int, waiting: int, seconds: float
    ) -> None:
        self.at_once = at_once
        self.share = share
        self.most_begun = begun
        self.most_waiting = waiting
        self.seconds = seconds
        self.waiting: list[Ticket] = []
        self.working: list[Ticket] = []
        self._changed = Condition()
        self._tell: Callable[[int], object] = lambda _more: None

    def watch(self, tell: Callable[[int], object]) -> None:
        """Call this with 1 whenever one more works, with -1 whenever one less does."""
        self._tell = tell

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn and hold it; raises NoTurn, and NobodyWaits if the client has gone."""
        task = current_task()
        ticket = Ticket(task)
        with self._changed:
            if len(self.waiting) >= self.most_waiting and not self._is_next(ticket):
                raise NoTurn
            self._begin(ticket)
        try:
            if task:
                with task.stepping(lambda: self._hand_on(ticket)):
                    yield
            else:
                yield
        finally:
            with self._changed:
                self._end(ticket)

    def _begin(self, ticket: Ticket) -> None:
        """Wait until it is the ticket's turn, and take it; raises NoTurn, NobodyWaits."""
        until = time.monotonic() + self.seconds
        self.waiting.append(ticket)
        try:
            while not self._changed.wait_for(
                lambda: self._is_next(ticket), min(LOOKED_AFTER, self.seconds)
            ):
                if ticket.task:
                    ticket.task.check()
                if time.monotonic() > until and not ticket.has_begun:
                    raise NoTurn
        finally:
            self.waiting.remove(ticket)
            self._changed.notify_all()
        self.working.append(ticket)
        ticket.since, ticket.has_begun = time.monotonic(), True
        self._tell(1)

    def _end(self, ticket: Ticket) -> None:
        """Give the turn back, if the ticket has it."""
        if ticket in self.working:
            self.working.remove(ticket)
            self._tell(-1)
            self._changed.notify_all()

    def _hand_on(self, ticket: Ticket) -> None:
        """Let another take the turn if that goes first, or this had it long; go on afterwards."""
        had_it_long = time.monotonic() > ticket.since + LONGEST
        with self._changed:
            if any(
                self._may_work(other)
                and (had_it_long or USES.goes_first(other.client, ticket.client))
                for other in self.waiting
            ):
                self._end(ticket)
                self._begin(ticket)

    def _is_next(self, ticket: Ticket) -> bool:
        """Tell whether a turn is free, and nobody who waits and may take it goes first."""
        if len(self.working) >= self.at_once or not self._may_work(ticket):
            return False
        others = [other for other in self.waiting if self._may_work(other)]
        return ticket is min([*others, ticket], key=lambda other: USES.weight(other.client))

    def _may_work(self, ticket: Ticket) -> bool:
        """Tell whether the ticket's client has less than its share, and memory allows one more."""
        if not ticket.has_begun and self._count_begun() >= self.most_begun:
            return False
        of_client = [other for other in self.working if other.client == ticket.client]
        return ticket.client is None or len(of_client) < self.share

    def _count_begun(self) -> int:
        """Return how many have begun and not ended."""
        return len(self.working) + sum(ticket.has_begun for ticket in self.waiting)
