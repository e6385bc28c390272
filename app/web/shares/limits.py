"""How often, and for how many processor seconds, each client may ask.

Each process counts for itself, in memory: docs/decisions/0022-abuse.md says why that does no harm.
"""

import time
from collections import deque

from limits import RateLimitItem, parse_many
from starlette.requests import Request

from app.web.guards.proxies import client_of
from app.web.shares.costs import Cost
from app.work.accounts import MANY, Accounts

SAVING = "limit_of_saving"  # where a request's state keeps it
MINUTE, DAY = 60, 86_400  # seconds


def rates(text: str) -> list[RateLimitItem]:
    """Return the rates of a setting such as `60/minute; 500/hour`; none for an empty one or 0.

    Raises ValueError.
    """
    given = [] if text.strip() in ("", "0") else parse_many(text)
    return [rate for rate in given if rate.amount]


class Rate:
    """How often each client may ask: so many times in any `period` seconds, whenever they begin.

    The moving window of the package limits goes by time.time, which may run backwards.
    """

    def __init__(self, most: int, period: float) -> None:
        self.most = most
        self.period = period
        self._asked: dict[str, deque[float]] = {}  # when, by time.monotonic

    def seconds_to_wait(self, client: str) -> float:
        """Return after how many seconds the client may ask again; 0 for now."""
        now = time.monotonic()
        asked = self._asked.get(client)
        if not asked or len(asked) < self.most:
            return 0
        return max(0, asked[0] + self.period - now)

    def count(self, client: str) -> None:
        """Note that the client asks now, and forget whoever has not for a period."""
        now = time.monotonic()
        if client not in self._asked and len(self._asked) >= MANY:
            self._asked = {
                other: asked
                for other, asked in self._asked.items()
                if asked[-1] + self.period > now
            }
        self._asked.setdefault(client, deque(maxlen=self.most)).append(now)


class Limit:
    """What a client may use of looking, or of saving; without a rate all it wants."""

    def __init__(self, rate: str, *, processor_seconds: float, stored_bytes: int = 0) -> None:
        self.rates = [Rate(item.amount, item.get_expiry()) for item in rates(rate)]
        self.is_on = bool(self.rates)
        self.processor = (
            Accounts(processor_seconds, MINUTE) if self.is_on and processor_seconds else None
        )
        self.storage = Accounts(stored_bytes, DAY) if self.is_on and stored_bytes else None

    def seconds_to_wait(self, client: str, cost: Cost) -> float:
        """Return after how many seconds the client may ask again; 0 for now. Counts the request."""
        if not cost.is_counted:
            return 0
        wait = max((rate.seconds_to_wait(client) for rate in self.rates), default=0)
        if not wait:
            for rate in self.rates:
                rate.count(client)
        return wait


def room_left(request: Request) -> float | None:
    """Return which share of what its client may store is left; None where it may store all."""
    limit: Limit | None = getattr(request.state, SAVING, None)
    if limit is None or limit.storage is None:
        return None
    return max(0.0, limit.storage.left(client_of(request.scope)) / limit.storage.amount)
