"""How numbers are written in this browser: what the footer's switch sends."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.inputs import STYLES
from app.pages.forms import Fields, see_other
from app.web.links import Links
from app.web.reader import COOKIE
from app.web.shares.costs import FIGURES, costs

router = APIRouter()
LIFETIME = 365 * 24 * 3600  # seconds


@router.post("/numbers")
@costs(FIGURES)
def choose(request: Request, fields: Fields) -> Response:
    """Keep the style that was picked in a cookie, or none, and go back to the page."""
    response = see_other(page_in(fields.get("page", "")))
    code = fields.get("style", "")
    if code in STYLES:
        secure = Links(request).is_secure
        response.set_cookie(
            COOKIE, code, max_age=LIFETIME, secure=secure, httponly=True, samesite="lax"
        )
    else:
        response.delete_cookie(COOKIE)
    return response


def page_in(address: str) -> str:
    """Return the address if it is a page of ours, else the calculator."""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and not (parts.scheme or parts.netloc) else "/"
