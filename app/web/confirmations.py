"""What a form has just done, told once on the page that follows it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.web.links import Links

COOKIE = "crossover_done"
LIFETIME = 60  # seconds; what is told later is no news
SENTENCES = {
    "saved": "Saved. Send somebody the read link below to share it.",
    "revised": "Saved as a new revision. Readers see it from now on.",
    "copied": "Copied. This is your own copy.",
    "renamed": "Renamed.",
    "linked": "The read link below is new. The old one no longer works.",
    "expiry": "The last day of the read link is as you set it.",
    "preview": "What previews show is as you set it.",
    "deleted": "Deleted. You can undo it below.",
    "restored": "Restored.",
    "forgotten": "This browser has forgotten the key. The scenario is still there.",
    "entered": "Stored. What was there before stays in the history below.",
    "found_deleted": "This scenario was deleted. You can undo it below.",
    "found_moved": "The link you came by was replaced. This is the scenario, at its new one.",
    "imported": "Imported. What the file held is in the list below.",
}


def confirm(request: Request, what: str, path: str) -> Response:
    """Return the answer to a form that did what it was asked: go to a page, which says so."""
    response = RedirectResponse(path, status_code=303)
    response.set_cookie(
        COOKIE,
        what,
        max_age=LIFETIME,
        secure=Links(request).is_secure,
        httponly=True,
        samesite="lax",
    )
    return response


def confirmation(request: Request) -> str:
    """Return what to say of the form that came before; nothing if there was none."""
    return SENTENCES.get(request.cookies.get(COOKIE, ""), "")
