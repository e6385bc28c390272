"""Answers that a client may already have: ETag, Last-Modified and 304 (RFC 9110)."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

CACHING = {False: "public, no-cache", True: "private, no-cache"}  # always ask whether it is fresh

VARY = {"Vary": "Accept-Encoding"}  # said of a 304, which compression leaves alone


@cache
def installed_at() -> datetime:
    """Return when the newest file of the app was written: no answer is older than its code."""
    files = Path(__file__).parents[1].rglob("*.*")
    newest = max(path.stat().st_mtime for path in files if path.suffix in (".py", ".yaml"))
    return datetime.fromtimestamp(int(newest), UTC)


def conditional(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    changed_at: datetime | None = None,
    filename: str | None = None,
    tag: str | None = None,
) -> Response:
    """Return the content, or 304 if the client has it already.

    `changed_at` is when the saved scenario behind it changed; such an answer is private. Without
    a `tag`, the content's hash is its ETag.
    """
    modified = max(installed_at(), changed_at or installed_at()).replace(microsecond=0)
    headers = {
        "ETag": tag or f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": CACHING[changed_at is not None],
    }
    if is_known(request, headers["ETag"], modified):
        return Response(status_code=304, headers=headers | VARY)
    if filename:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return Response(content, media_type=media_type, headers=headers)


def is_known(request: Request, tag: str, modified: datetime) -> bool:
    """Tell whether the client has this very answer; its tags count more than its date."""
    if tags := request.headers.get("If-None-Match"):
        known = [item.strip().removeprefix("W/") for item in tags.split(",")]
        return tag in known or "*" in known
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and since >= modified
