"""What a form sent, kept until the answer: a page that refuses it can offer it once more."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from app.inputs import InvalidInputs, Problem
from app.work.task import timed

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 500
MOST_CHARACTERS = 200_000  # of all fields together
TABLE = "table"  # a pasted one, whose length is looked at where it is read
LARGEST = 2  # times what was sent; a browser writes with three characters what HTML does with five
KEPT = "posted"  # where a request's state keeps it


async def posted_fields(request: Request, *, most: int) -> list[tuple[str, str]]:
    """Return the texts of a form without files, read off the event loop: a hostile one takes long.

    Raises what Starlette does where it has more fields, or is broken.
    """
    await request.body()
    return await run_in_threadpool(read_form, request, most)


def read_form(request: Request, most: int) -> list[tuple[str, str]]:
    """Return the texts of a form whose body has arrived, in a thread of its own loop."""

    async def read() -> list[tuple[str, str]]:
        form = await request.form(max_files=0, max_fields=most)
        return [(name, text) for name, text in form.multi_items() if isinstance(text, str)]

    with timed():
        return asyncio.run(read())


def check_length(pairs: Iterable[tuple[str, str]]) -> None:
    """Raise InvalidInputs for more text than a page that refuses it could show again."""
    lengths: Counter[str] = Counter()
    for name, text in pairs:
        lengths[name] += len(name) + len(text)
    if lengths.total() > MOST_CHARACTERS:
        longest, _ = lengths.most_common(1)[0]
        message = f"The form holds more than {MOST_CHARACTERS:,} characters, most of them here."
        raise InvalidInputs([Problem(longest, message)])


@dataclass
class Posted:
    """The body of a form, as far as it arrived."""

    body: bytearray = field(default_factory=bytearray)
    is_complete: bool = False


@dataclass(frozen=True, kw_only=True)
class Again:
    """What asks the same once more: a link, or a form with everything that was typed."""

    address: str  # below our own origin
    method: str  # "get" or "post"
    fields: list[tuple[str, str]]


def keep_posted(scope: Scope) -> Posted | None:
    """Return where a page's form is kept as it arrives; None for any other request."""
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    if scope["method"] != "POST" or scope["path"].startswith("/api/") or kind != FORM_TYPE:
        return None
    posted = Posted()
    scope.setdefault("state", {})[KEPT] = posted
    return posted


def again(request: Request) -> Again | None:
    """Return what asks the same once more; None if what was sent is not known to the last byte.

    Nor is there one where the page would be far larger than what no browser has sent so.
    """
    path = "/" + request.url.path.lstrip("/")  # "//example.com" would be another site
    address = path + (f"?{request.url.query}" if request.url.query else "")
    if request.method in ("GET", "HEAD"):
        return Again(address=address, method="get", fields=[])
    posted = getattr(request.state, KEPT, None)
    if posted is None or not posted.is_complete:
        return None
    try:
        fields = parse_qsl(posted.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    if sum(len(escape(text)) for field in fields for text in field) > LARGEST * len(posted.body):
        return None
    return Again(address=address, method="post", fields=fields)
