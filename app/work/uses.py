"""What each client has used of a processor lately: whoever has used less goes first.

Taking turns by what was used shares a processor out evenly, however much each of them asks for.
"""

import math
import time
from dataclasses import dataclass
from threading import Lock

LATELY = 20.0  # seconds, after which a third of what was used still counts
LITTLE = 0.01  # processor seconds, below which nobody need be remembered
MANY = 10_000  # clients; then those who have used little are forgotten


@dataclass
class Use:
    """What a client has used, and when that was so."""

    seconds: float = 0
    at: float = 0  # time.monotonic

    def by(self, now: float) -> float:
        """Return how many processor seconds of it still count."""
        return self.seconds * math.exp((self.at - now) / LATELY)


class Uses:
    """The processor seconds that each client has used lately."""

    def __init__(self) -> None:
        self._uses: dict[str, Use] = {}
        self._lock = Lock()

    def add(self, client: str, seconds: float) -> None:
        """Say that a client has used processor seconds."""
        now = time.monotonic()
        with self._lock:
            use = self._uses.get(client)
            if use is None:
                if len(self._uses) >= MANY:
                    self._forget_the_small(now)
                use = self._uses[client] = Use()
            use.seconds, use.at = use.by(now) + seconds, now

    def rank(self, client: str | None) -> int:
        """Return the whole processor seconds used lately: the less, the sooner it is the turn.

        What differs by less is alike. 0 where clients do not share.
        """
        with self._lock:
            use = self._uses.get(client) if client else None
            return int(use.by(time.monotonic())) if use else 0

    def _forget_the_small(self, now: float) -> None:
        """Forget whoever has used next to nothing."""
        self._uses = {client: use for client, use in self._uses.items() if use.by(now) > LITTLE}


USES = Uses()
