"""What a route costs, said where the route stands: `@costs(PAGE)` below its decorator."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Literal, TypeVar

from app.work.task import timed

Lane = Literal["short", "long", "saving", "files"]
Route = TypeVar("Route", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What answering a request takes."""

    lane: Lane | None  # in which it waits behind others of its client; None for no waiting
    seconds: float = 0  # of a processor, about
    is_counted: bool = False  # by CROSSOVER_WRITE_LIMIT or CROSSOVER_SIMULATION_LIMIT
    is_streamed: bool = False  # worked at until the last byte is sent
    saves_files: bool = False  # which are read as they arrive, in their own lane

    @property
    def is_saving(self) -> bool:
        """Whether it is of those that write, not of those that look."""
        return self.lane == "saving" or self.saves_files


FREE = Cost(lane=None)  # ready, or for whoever runs the server
FIGURES = Cost(lane="short", seconds=0.02)  # what a plan comes to, or is stored of it
PAGE = Cost(lane="short", seconds=0.06)
# What takes long: simulations, thresholds, every model, workbooks, pictures, long lists.
LONG = Cost(lane="long", seconds=0.2, is_counted=True)
HANDED_OUT = Cost(lane="long", seconds=0.1, is_counted=True, is_streamed=True)
SAVING = Cost(lane="saving", seconds=0.3, is_counted=True)  # calculates what it saves
CHANGING = Cost(lane="saving", seconds=0.02, is_counted=True)
TAKING_IN = Cost(lane="files", seconds=0.3, is_counted=True, saves_files=True)
FILES = Cost(lane="files", seconds=0.2, is_counted=True)


def costs(cost: Cost) -> Callable[[Route], Route]:
    """Say what a route costs; what it takes in truth is counted, too."""

    def mark(route: Route) -> Route:
        if iscoroutinefunction(route):
            marked: Any = route
        else:

            @wraps(route)
            def marked(*given: Any, **named: Any) -> Any:
                with timed():
                    return route(*given, **named)

        marked.cost = cost
        return marked  # type: ignore[no-any-return]

    return mark


def cost_of(route: object) -> Cost | None:
    """Return what a route said that it costs; None if it said nothing."""
    cost: Cost | None = getattr(route, "cost", None)
    return cost
