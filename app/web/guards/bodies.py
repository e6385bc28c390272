"""Bodies are bounded in size and in time, and a page's form is kept until it is answered."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import EXPLANATIONS, answer
from app.web.posted import Posted, keep_posted

CLOSE = {"Connection": "close"}  # the rest of the body is not read


class BodyTooLarge(Exception):
    """The body is larger than the settings allow."""


class BodyTooSlow(Exception):
    """The body took longer to arrive than the settings allow."""


@dataclass(frozen=True)
class Bounds:
    """What a body may be."""

    maximum_bytes: int
    seconds: float  # until it must have arrived


class BodyLimit:
    """Answers 413 to a body that is too large, announced or not, and 408 to one that trickles."""

    def __init__(self, app: ASGIApp, *, usual: Bounds, by_path: Mapping[str, Bounds]) -> None:
        self.app = app
        self.usual = usual
        self.by_path = by_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes and its seconds."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        posted = keep_posted(scope)  # which is held in memory, and holds no files
        bounds = self.usual if posted else self.by_path.get(scope["path"], self.usual)
        try:
            check_announced(Headers(scope=scope).get("content-length", "0"), bounds)
            await self.app(scope, bounded(receive, posted, bounds), send)
        except BodyTooLarge:
            detail = f"{EXPLANATIONS[413]} The most is {bounds.maximum_bytes:,} bytes."
            await answer(Request(scope), 413, detail, CLOSE)(scope, receive, send)
        except BodyTooSlow:
            detail = f"The request took longer than {bounds.seconds:g} seconds to arrive."
            await answer(Request(scope), 408, detail, CLOSE)(scope, receive, send)


def check_announced(length: str, bounds: Bounds) -> None:
    """Raise BodyTooLarge if the announced length is too much."""
    if length.isdecimal() and int(length[:20]) > bounds.maximum_bytes:
        raise BodyTooLarge


def bounded(receive: Receive, posted: Posted | None, bounds: Bounds) -> Receive:
    """Return what receives the body within the bounds, and keeps it where asked."""
    deadline = asyncio.get_running_loop().time() + bounds.seconds
    received = 0
    is_complete = False

    async def receive_bounded() -> Message:
        nonlocal received, is_complete
        if is_complete:  # what follows is the end of the connection, which may take its time
            return await receive()
        message = await receive_before(deadline, receive)
        body = message.get("body", b"")
        received += len(body)
        if received > bounds.maximum_bytes:
            raise BodyTooLarge
        is_complete = not message.get("more_body", False)
        if posted is not None:
            posted.body += body
            posted.is_complete = is_complete and message["type"] == "http.request"
        return message

    return receive_bounded


async def receive_before(deadline: float, receive: Receive) -> Message:
    """Return the next message; raises BodyTooSlow if none comes before the loop's time."""
    try:
        async with asyncio.timeout_at(deadline):
            return await receive()
    except TimeoutError:
        raise BodyTooSlow from None
