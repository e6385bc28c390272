"""Lanes in which a client's requests wait behind its own, so that others find the way free.

They wait here without a thread. What is at work keeps its place until its answer begins.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from app.web.shares.costs import Lane
from app.work.task import NobodyWaits, NoTurn

AT_ONCE: dict[Lane, int] = {"short": 2, "long": 1, "files": 1}  # of one client
SHARED: dict[Lane, Lane] = {"saving": "long"}  # either takes a whole processor
MOST_WAITING = 60  # of one client in one lane
Key = tuple[str, Lane]


@dataclass
class Way:
    """One client's lane."""

    places: asyncio.Semaphore
    inside: int = 0  # at work, or waiting


@dataclass
class Lanes:
    """The lanes of every client that has something in one."""

    ways: dict[Key, Way] = field(default_factory=dict)

    async def enter(
        self, client: str, lane: Lane, gone: asyncio.Event, *, seconds: float
    ) -> Callable[[], None]:
        """Wait for a place, and return what leaves it.

        Raises NoTurn if too many wait or it takes too long, NobodyWaits if the client goes.
        """
        lane = SHARED.get(lane, lane)
        key = (client, lane)
        way = self.ways.setdefault(key, Way(asyncio.Semaphore(AT_ONCE[lane])))
        if way.inside >= AT_ONCE[lane] + MOST_WAITING:
            raise NoTurn
        way.inside += 1
        try:
            await take_place(way.places, gone, seconds=seconds)
        except BaseException:
            self._leave(key, way)
            raise

        def leave() -> None:
            way.places.release()
            self._leave(key, way)

        return leave

    def _leave(self, key: Key, way: Way) -> None:
        """Forget a lane with the last that leaves it."""
        way.inside -= 1
        if not way.inside:
            del self.ways[key]


async def take_place(places: asyncio.Semaphore, gone: asyncio.Event, *, seconds: float) -> None:
    """Wait for a place; raises NobodyWaits if the client goes, NoTurn after so many seconds."""
    if not places.locked():
        await places.acquire()
        return
    taking = asyncio.ensure_future(places.acquire())
    leaving = asyncio.ensure_future(gone.wait())
    is_ours = False
    try:
        await asyncio.wait((taking, leaving), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if gone.is_set():
            raise NobodyWaits
        if not taking.done():
            raise NoTurn
        is_ours = True
    finally:
        leaving.cancel()
        if not is_ours and not taking.cancel():  # it came free in this very moment
            places.release()
