"""What a request costs: its route says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import Scope

from app.web.guards.forgery import UNSAFE
from app.web.shares.costs import CHANGING, FREE, PAGE, Cost, cost_of


class Priced(NamedTuple):
    """A route's methods, and what it costs."""

    methods: frozenset[str]
    cost: Cost


@dataclass(frozen=True)
class Prices:
    """What every route costs: by its address, or by what its address looks like."""

    exact: dict[str, list[Priced]]
    patterns: list[tuple[re.Pattern[str], Priced]]
    mounted: tuple[str, ...]  # files that are ready

    def of(self, scope: Scope) -> Cost:
        """Return what a request costs; what nothing answers is an error page, or tries to write."""
        path, method = scope["path"], scope["method"]
        if path.startswith(self.mounted):
            return FREE
        for methods, cost in self.exact.get(path, ()):
            if method in methods:
                return cost
        for pattern, (methods, cost) in self.patterns:
            if method in methods and pattern.fullmatch(path):
                return cost
        return CHANGING if method in UNSAFE else PAGE


def prices_of(routes: Iterable[BaseRoute]) -> Prices:
    """Return what the routes of an app cost."""
    prices = Prices({}, [], ())
    mounted = []
    for route in iter_route_contexts(list(routes)):
        if route.methods is None or route.path is None:
            mounted.append(f"{route.path}/")
            continue
        priced = Priced(frozenset(route.methods), cost_of(route.endpoint) or PAGE)
        if route.param_convertors:
            prices.patterns.append((route.path_regex, priced))
        else:
            prices.exact.setdefault(route.path, []).append(priced)
    return Prices(prices.exact, prices.patterns, tuple(mounted))
