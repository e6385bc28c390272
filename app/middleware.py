"""What holds for every request: headers that keep a browser safe, and HEAD beside GET."""

import re

from starlette.datastructures import MutableHeaders
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


class SecurityHeaders:
    """Adds the headers to every answer: some to pages only, some only over TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""
        over_tls = OVER_TLS if scope.get("scheme") == "https" else {}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                added = SECURITY_HEADERS | (OF_PAGES if is_page else {})
                for name, value in (added | over_tls).items():
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
            asked = dict(scope) | {"method": "GET"}
            try:
                await self.app(asked, receive, send_without_body)
            finally:
                scope.update(asked | {"method": "HEAD"})  # which route it was
        else:
            await self.app(scope, receive, send)
