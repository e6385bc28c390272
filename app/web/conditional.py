"""Answers that a client may already have: ETag and 304 (RFC 9110).

There is no Last-Modified, whose seconds are too coarse: who asks with If-Modified-Since alone is
sent the answer. A date would hide what is saved within the same second, what another clock dated,
and what new prices or another version make of a plan.
"""

import hashlib
import unicodedata
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

CACHING = {False: "public, no-cache", True: "private, no-cache"}  # always ask whether it is fresh

VARY = {"Vary": "Accept-Encoding"}  # said of a 304, which compression leaves alone


def conditional(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    is_private: bool,
    filename: str | None = None,
    tag: str | None = None,
) -> Response:
    """Return the content, or 304 if the client has it already.

    What a saved scenario is behind is private. Without a `tag`, the content's hash is its ETag.
    """
    headers = {
        "ETag": tag or f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "Cache-Control": CACHING[is_private],
    }
    if names_tag(request.headers.get("If-None-Match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers | VARY)
    if filename:
        headers["Content-Disposition"] = attachment(filename)
    return Response(content, media_type=media_type, headers=headers)


def attachment(filename: str) -> str:
    """Return the header of a file to keep: its name in ASCII, and whole where that differs.

    RFC 6266, with the encoding of RFC 8187; the name holds no control character.
    """
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    quoted = plain.replace("\\", " ").replace('"', " ")
    if quoted == filename:
        return f'attachment; filename="{filename}"'
    return f"attachment; filename=\"{quoted}\"; filename*=UTF-8''{quote(filename, safe='')}"


def names_tag(header: str, tag: str) -> bool:
    """Tell whether If-Match or If-None-Match names an ETag, weak or not, or any."""
    tags = [item.strip().removeprefix("W/") for item in header.split(",")]
    return tag in tags or "*" in tags
