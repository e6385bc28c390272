"""How often one client may write, and ask for what takes long to calculate.

Each process counts for itself, in memory: docs/decisions/0022-abuse.md says why that does no harm.
"""

import math
import re
import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.errors import try_later
from app.web.guards.proxies import client_of
from app.web.posted import KEPT

UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))
# What calculates and stores nothing, though it is posted.
CALCULATING = re.compile(r"/|/s/[^/]+/calculation|/api/v1/(?!scenarios)[a-z]+")
SLOW = re.compile(
    r"/(outlook|uncertainty|sensitivity|thresholds|verdict|candidates|evidence(/actuals)?)(\.csv)?$"
    r"|(?<!/api/v1)/models$|\.(xlsx|png|svg)$"  # below /api/v1 it is a list that never changes
)
OUTSIDE = ("/static/", "/healthz", "/readyz", "/metrics")
TOO_MANY = "Too many requests came from your address in a short time. Nothing was saved."


def rates(text: str) -> list[RateLimitItem]:
    """Return the rates of a setting such as `60/minute; 500/hour`; none for an empty one or 0.

    Raises ValueError.
    """
    given = [] if text.strip() in ("", "0") else parse_many(text)
    return [rate for rate in given if rate.amount]


def kind_of(scope: Scope) -> str | None:
    """Return which limit a request counts against: `simulation`, `write` or none."""
    if scope["path"].startswith(OUTSIDE):
        return None
    if SLOW.search(scope["path"]):
        return "simulation"
    if scope["method"] not in UNSAFE or CALCULATING.fullmatch(scope["path"]):
        return None
    return "write"


class Throttle:
    """Answers 429 to a client that asks more often than the settings allow."""

    def __init__(self, app: ASGIApp, *, write_limit: str, simulation_limit: str) -> None:
        self.app = app
        self.rates = {"write": rates(write_limit), "simulation": rates(simulation_limit)}
        self.limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless its client has used up its share."""
        wait = self.seconds_to_wait(scope) if scope["type"] == "http" else 0
        if not wait:
            await self.app(scope, receive, send)
            return
        if KEPT in scope.get("state", {}):  # what was typed is offered once more
            while (await receive()).get("more_body"):
                pass
        await try_later(Request(scope), 429, TOO_MANY, seconds=wait)(scope, receive, send)

    def seconds_to_wait(self, scope: Scope) -> int:
        """Return after how many seconds the client may ask again; 0 for now. Counts the request."""
        kind = kind_of(scope)
        if kind is None:
            return 0
        client = client_of(scope)
        used_up = [rate for rate in self.rates[kind] if not self.limiter.hit(rate, kind, client)]
        resets = [self.limiter.get_window_stats(rate, kind, client).reset_time for rate in used_up]
        return max(1, math.ceil(max(resets) - time.time())) if resets else 0
