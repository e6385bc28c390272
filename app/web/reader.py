"""In which style the numbers of a page are written: its reader's.

What a person chose in the footer comes first, then what their browser asks for, then English. A
page that answers a form keeps to the style of that form, whatever was chosen since. The API, whose
readers are programs, is always in English.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl

from babel.core import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.inputs import ENGLISH, STYLES, Style, use_style, writing_in
from app.plans.form import STYLE

COOKIE = "crossover_numbers"
NOT_FOR_READERS = ("/api/", "/static/", "/healthz", "/readyz", "/metrics")
DEPENDS_ON = "Accept-Language, Cookie"
MOST_LANGUAGES = 20  # of a header; nobody reads more
SPACES = "\u00a0\u202f "
BY_TWOS = (3, 2)  # the sizes of the last group of digits, and of those before it


class InTheReadersStyle:
    """Answers each request for a page in the style of whoever reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back saying what it depends on."""

        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header(DEPENDS_ON)
            await send(message)

        if scope["type"] != "http" or scope["path"].startswith(NOT_FOR_READERS):
            await self.app(scope, receive, send)
            return
        with writing_in(style_for(Request(scope))):
            await self.app(scope, receive, send_with_vary)


def style_for(request: Request) -> Style:
    """Return the style in which a request is answered."""
    query = dict(parse_qsl(request.scope["query_string"].decode("latin-1")))
    for code in (query.get(STYLE, ""), request.cookies.get(COOKIE, "")):
        if code in STYLES:
            return STYLES[code]
    return style_asked_for(request.headers.get("Accept-Language", ""))


def chosen_style(request: Request) -> str:
    """Return the code of the style that was chosen in this browser; "" where none was."""
    code = request.cookies.get(COOKIE, "")
    return code if code in STYLES else ""


def page_of(request: Request) -> str:
    """Return the address of the page that a request is answered with, to come back to."""
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    scenario = re.match(r"/s/[^/]+", request.url.path)
    return scenario[0] if scenario else "/"


def answer_as_written(code: str) -> None:
    """Answer in the style that a form says it was written in, if it says so."""
    if code in STYLES:
        use_style(STYLES[code])


def style_asked_for(header: str) -> Style:
    """Return the style of the language that a browser likes best, of those that are known."""
    for tag in languages(header):
        if found := style_of_language(tag):
            return found
    return ENGLISH


def languages(header: str) -> list[str]:
    """Return the languages of an Accept-Language header, the preferred ones first."""
    weighed = []
    for item in header.split(",")[:MOST_LANGUAGES]:
        tag, _, quality = item.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            weighed.append((weight, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]


@lru_cache(maxsize=200)
def style_of_language(tag: str) -> Style | None:
    """Return the style in which a language writes numbers, by Unicode's CLDR; None if unknown."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    group = get_group_symbol(locale, numbering_system="latn")
    decimal = get_decimal_symbol(locale, numbering_system="latn")
    by_twos = locale.decimal_formats[None].grouping == BY_TWOS
    for style in STYLES.values():
        is_same = style.group == group or (style.group in SPACES and group in SPACES)
        if style.decimal == decimal and is_same and style.by_twos == by_twos:
            return style
    return None
