"""Work that takes a processor and memory: so many at once, the others wait, but not for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock


class NoTurn(Exception):
    """Too many wait already, or waiting took too long; the work was not begun."""


class Turns:
    """Turns to be taken by threads; `watch` learns how many work."""

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self.seconds = seconds
        self._working = BoundedSemaphore(at_once)
        self._places = BoundedSemaphore(at_once + waiting)
        self._lock = Lock()
        self._count = 0
        self._tell: Callable[[int], object] = lambda _count: None

    def watch(self, tell: Callable[[int], object]) -> None:
        """Call this with the number at work whenever it changes."""
        self._tell = tell

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn and hold it; raises NoTurn."""
        if not self._places.acquire(blocking=False):
            raise NoTurn
        try:
            if not self._working.acquire(timeout=self.seconds):
                raise NoTurn
            self._change(1)
            try:
                yield
            finally:
                self._change(-1)
                self._working.release()
        finally:
            self._places.release()

    def _change(self, by: int) -> None:
        """Count and tell it."""
        with self._lock:
            self._count += by
            self._tell(self._count)
