"""What arrives of a request: its body, and that its client has gone."""

import asyncio
from collections import deque
from collections.abc import Callable

from starlette.types import Message, Receive


class Arrival:
    """Receives for the app, and knows when nobody waits for the answer any more."""

    def __init__(self, receive: Receive, *, on_leaving: Callable[[], None]) -> None:
        self.gone = asyncio.Event()
        self._on_leaving = on_leaving
        self.is_complete = False
        self._receive = receive
        self._kept: deque[Message] = deque()
        self._watch: asyncio.Task[None] | None = None

    async def complete(self) -> None:
        """Wait until the body has arrived, and keep it for the app; raises what receiving does."""
        while not self.is_complete:
            self._kept.append(await self._next())

    async def receive(self) -> Message:
        """Return what arrived next, as the app asks for it."""
        if self._kept:
            return self._kept.popleft()
        if not self.is_complete:
            return await self._next()
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _next(self) -> Message:
        """Return the next part of the body; from the last on, watch whether the client stays."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.is_complete = True
            self._leave()
        elif not message.get("more_body", False):
            self.is_complete = True
            self._watch = asyncio.create_task(self._see_it_leave())
        return message

    async def _see_it_leave(self) -> None:
        """Wait until the client has gone."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._leave()

    def _leave(self) -> None:
        """Say that the client has gone."""
        self.gone.set()
        self._on_leaving()

    def end(self) -> None:
        """Watch no longer: the answer is given."""
        if self._watch:
            self._watch.cancel()
