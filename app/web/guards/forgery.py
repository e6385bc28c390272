"""Refuses what another site's page makes a browser send in a person's name (CSRF).

The rules are those of Go's http.CrossOriginProtection: Sec-Fetch-Site where the browser sends it,
else Origin. Programs send neither and hold no cookies. The API takes a key instead of cookies.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.errors import answer

UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))
REFUSED = (
    "Another site's page sent this. Nothing was changed. Open Crossover itself and do it there."
)


class OwnPagesOnly:
    """Answers 403 to what changes something and was not sent by a page of ours."""

    def __init__(self, app: ASGIApp, *, public_url: str | None) -> None:
        self.app = app
        self.public_host = urlsplit(public_url).netloc if public_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is ours."""
        if scope["type"] == "http" and self.is_forged(scope):
            await answer(Request(scope), 403, REFUSED)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def is_forged(self, scope: Scope) -> bool:
        """Tell whether a browser sent it for another site's page."""
        if scope["method"] not in UNSAFE or scope["path"].startswith("/api/"):
            return False
        headers = Headers(scope=scope)
        if site := headers.get("sec-fetch-site"):
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        if origin in (None, "null"):  # under no-referrer our own pages' forms say null, too
            return False
        return host_of(origin) not in {headers.get("host"), self.public_host} - {None, ""}


def host_of(origin: str) -> str:
    """Return an origin's host and port; nothing for a text that is no origin."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
