"""What holds for every request: headers that keep a browser safe, and HEAD beside GET."""

import re
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No inline script or style, nothing from elsewhere, in nobody's frame.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",  # an address is the link; see decision 0023 for forms
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OF_PAGES = {"Cross-Origin-Resource-Policy": "same-origin"}  # spreadsheets elsewhere read the API
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}  # a year

# Addresses at which saved scenarios are shown.
OF_SCENARIOS = re.compile(r"/(s|scenarios|compare|connect|api/v1/scenarios|api/v1/comparison)\b")
PRIVATE = {"Cache-Control": "private", "X-Robots-Tag": "noindex"}


def add_missing(message: Message, headers: Mapping[bytes, bytes]) -> None:
    """Add those headers that the beginning of an answer does not have."""
    present = {name for name, _ in message["headers"]}
    missing = [pair for pair in headers.items() if pair[0] not in present]
    message["headers"] = [*message["headers"], *missing]


def content_type(message: Message) -> bytes:
    """Return the content type that the beginning of an answer names."""
    return next((value for name, value in message["headers"] if name == b"content-type"), b"")


def encoded(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    """Return the headers as ASGI holds them."""
    return {name.lower().encode(): value.encode() for name, value in headers.items()}


class SecurityHeaders:
    """Adds the headers to every answer: some to pages only, some only over TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            (is_page, is_tls): encoded(
                SECURITY_HEADERS | (OF_PAGES if is_page else {}) | (OVER_TLS if is_tls else {})
            )
            for is_page in (False, True)
            for is_tls in (False, True)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_page = content_type(message).startswith(b"text/html")
                add_missing(message, self.headers[is_page, scope.get("scheme") == "https"])
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class KeptPrivate:
    """Adds to every answer about saved scenarios, also to errors, that it is one person's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = encoded(PRIVATE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_missing(message, self.headers)
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
            asked = dict(scope) | {"method": "GET"}
            try:
                await self.app(asked, receive, send_without_body)
            finally:
                scope.update(asked | {"method": "HEAD"})  # which route it was
        else:
            await self.app(scope, receive, send)
