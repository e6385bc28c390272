"""What holds for every request: a bounded body, and headers that keep a browser safe."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import EXPLANATIONS, problem_json

# No inline script or style, nothing from elsewhere, in nobody's frame.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Addresses at which saved scenarios are shown.
OF_SCENARIOS = re.compile(r"/(s|scenarios|compare|connect|api/v1/scenarios|api/v1/comparison)\b")
PRIVATE = {"Cache-Control": "private", "X-Robots-Tag": "noindex"}


class SecurityHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class KeptPrivate:
    """Adds to every answer about saved scenarios, also to errors, that it is one person's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PRIVATE.items():
                    headers.setdefault(name, value)
            await send(message)

        is_private = scope["type"] == "http" and OF_SCENARIOS.match(scope["path"])
        await self.app(scope, receive, send_with_headers if is_private else send)


class HeadAsGet:
    """Answers HEAD wherever GET is answered: with the same headers, and no body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET, and the answer back without its body."""

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self.app(dict(scope) | {"method": "GET"}, receive, send_without_body)
        else:
            await self.app(scope, receive, send)


class BodyTooLarge(Exception):
    """The body is larger than the settings allow."""


class BodyLimit:
    """Answers 413 instead of reading a body that is too large, announced or not."""

    def __init__(self, app: ASGIApp, *, maximum_bytes: int) -> None:
        self.app = app
        self.maximum_bytes = maximum_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.maximum_bytes:
                raise BodyTooLarge
            return message

        announced = Headers(scope=scope).get("content-length", "0")
        try:
            if announced.isdigit() and int(announced) > self.maximum_bytes:
                raise BodyTooLarge
            await self.app(scope, receive_counted, send)
        except BodyTooLarge:
            detail = f"{EXPLANATIONS[413]} The most is {self.maximum_bytes:,} bytes."
            await problem_json(413, detail)(scope, receive, send)
