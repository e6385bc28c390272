"""Templates, and the one place that decides between a fragment and a whole page."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments.fastapi import Jinja2Blocks
from starlette.responses import Response

from app import folder
from app.inputs import STYLES, current_style
from app.web.assets import Assets
from app.web.confirmations import COOKIE, confirmation
from app.web.reader import chosen_style, page_of
from app.work.task import step

STATIC = folder("static")
ASSETS = Assets(STATIC, "/static")
PIECES = 200  # of a page, which take about a millisecond to write
JOINT = re.compile(r"(?<=[a-z])[._](?=[a-z])")  # between the words of a name in a formula


def joined(pieces: Iterable[str]) -> str:
    """Return what a template, a block or a macro writes; so many pieces of it are a step."""
    remaining, written = iter(pieces), []
    while some := list(islice(remaining, PIECES)):
        written += some
        step()
    return "".join(written)


class Pages(Environment):
    """Templates that let others pass: a large page takes long to write."""

    concat = staticmethod(joined)


@cache
def templates() -> Jinja2Blocks:
    """Return the templates, compiled once: escaped, and strict about what they are handed."""
    environment = Pages(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = unbroken
    environment.filters["spoken"] = spoken
    environment.globals |= {
        "static_url": ASSETS.url,
        "styles": tuple(STYLES.values()),
        "current_style": current_style,
        "chosen_style": chosen_style,
        "page_of": page_of,
    }
    return Jinja2Blocks(env=environment)


def unbroken(text: str) -> str:
    """Return a text in which no line ends between a figure and its minus or percent sign."""
    return text.replace(" %", "\u00a0%").replace("\u2212", "\u2212\u2060")


def spoken(formula: str) -> str:
    """Return a formula whose names are words that stay together: calls per request."""
    return JOINT.sub("\u00a0", formula)


def wants_fragment(request: Request) -> bool:
    """Tell whether htmx asks for the part of the page that changes."""
    return request.headers.get("HX-Request-Type") == "partial"


def render(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    block: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the page, or only its block where htmx asks for a fragment."""
    news = confirmation(request)
    response: Response = templates().TemplateResponse(
        request,
        template,
        context | {"news": news},
        block_name=block if wants_fragment(request) else None,
        status_code=status,
        headers=headers,
    )
    response.headers["Vary"] = "HX-Request-Type"
    if news:
        response.delete_cookie(COOKIE)
    return response
