"""What each client asks of a processor lately: whoever asks for much less goes first.

Taking turns so shares a processor out, however much each of them asks for.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

LATELY = 20.0  # seconds, after which a third of what was used still counts
LITTLE = 0.01  # processor seconds, below which nobody need be remembered
MUCH_LESS = 0.5  # of what another asks for, less a processor second: people are alike
MANY = 10_000  # clients; then those who have used little are forgotten


@dataclass
class Use:
    """What a client has used, and when that was so."""

    seconds: float = 0
    at: float = 0  # time.monotonic
    requests: int = 0  # that it waits for now

    def by(self, now: float) -> float:
        """Return how many processor seconds of it still count."""
        return self.seconds * math.exp((self.at - now) / LATELY)


class Uses:
    """The processor seconds that each client has used lately."""

    def __init__(self) -> None:
        self._uses: dict[str, Use] = {}
        self._lock = Lock()

    @contextmanager
    def asking(self, client: str | None) -> Iterator[None]:
        """Know that a client waits for one more request."""
        if client is None:
            yield
            return
        with self._lock:
            use = self._use(client)
            use.requests += 1
        try:
            yield
        finally:
            with self._lock:
                use.requests -= 1

    def add(self, client: str, seconds: float) -> None:
        """Say that a client has used processor seconds."""
        with self._lock:
            use, now = self._use(client), time.monotonic()
            use.seconds, use.at = use.by(now) + seconds, now

    def weight(self, client: str | None) -> float:
        """Return the processor seconds used lately, as often as requests are waited for.

        0 where clients do not share.
        """
        with self._lock:
            use = self._uses.get(client) if client else None
            return use.by(time.monotonic()) * max(use.requests, 1) if use else 0.0

    def goes_first(self, other: str | None, client: str | None) -> bool:
        """Tell whether another client asks for so much less that this one lets it pass."""
        return self.weight(other) < MUCH_LESS * (self.weight(client) - 1)

    def _use(self, client: str) -> Use:
        """Return what a client has used."""
        if client not in self._uses and len(self._uses) >= MANY:
            self._forget_the_small(time.monotonic())
        return self._uses.setdefault(client, Use())

    def _forget_the_small(self, now: float) -> None:
        """Forget whoever has used next to nothing."""
        self._uses = {
            client: use
            for client, use in self._uses.items()
            if use.requests or use.by(now) > LITTLE
        }


USES = Uses()
