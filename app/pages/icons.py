"""The icons that browsers ask for by name, whatever a page says."""

from fastapi import APIRouter
from starlette.responses import FileResponse

from app.web.shares.costs import FREE, costs
from app.web.templating import STATIC

router = APIRouter()

A_DAY = {"Cache-Control": "public, max-age=86400"}


@router.get("/favicon.ico")
@costs(FREE)
def favicon() -> FileResponse:
    """Return the icon for tabs of browsers that read no SVG."""
    return FileResponse(STATIC / "favicon.ico", headers=A_DAY)


@router.get("/apple-touch-icon.png")
@costs(FREE)
def apple_touch_icon() -> FileResponse:
    """Return the icon for home screens."""
    return FileResponse(STATIC / "apple-touch-icon.png", headers=A_DAY)
