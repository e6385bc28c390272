"""The saved scenario that a request asks for, its edit key, and the version it wants to change."""

from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from app.scenarios.saved_plans import home_of, open_saved, plan_of
from app.scenarios.snapshot import SavedPlan
from app.store import Saved, StaleRevision
from app.web.conditional import names_tag

BEARER = HTTPBearer(
    auto_error=False, scheme_name="edit_key", description="The edit key of the scenario."
)
NEEDS_KEY = "Changing a scenario takes its edit key: Authorization: Bearer and the key."
NEEDS_VERSION = "Say which version you change: If-Match with the ETag of your last GET."

MOST_REVISION = 1_000_000  # the largest number that is looked for
Number = Annotated[int, Path(ge=1, le=MOST_REVISION, description="Number of the revision")]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


def bearer_key(request: Request) -> str | None:
    """Return the key in the Authorization header; None without one."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.strip() else None


def opened(
    request: Request, scenario_id: str, number: int | None = None, *, whole: bool = True
) -> Saved:
    """Return what is stored of a scenario; an expired one for whoever sends its key."""
    database = request.app.state.database
    return open_saved(
        database, scenario_id, number, key_of=lambda _saved: bearer_key(request), whole=whole
    )


def opened_plan(request: Request, scenario_id: str, number: int | None = None) -> SavedPlan:
    """Return a saved plan, as `opened` does."""
    return plan_of(opened(request, scenario_id, number), home_of(scenario_id, number))


def edit_key(credentials: Credentials) -> str:
    """Return the request's key; answers 401 without one."""
    if credentials is None or not credentials.credentials:
        raise HTTPException(401, NEEDS_KEY, headers={"WWW-Authenticate": "Bearer"})
    return credentials.credentials


Key = Annotated[str, Depends(edit_key)]


def version_tag(saved: Saved) -> str:
    """Return the ETag of a scenario at its latest revision."""
    return f'"{saved.revision}"'


def check_version(request: Request, saved: Saved, *, required: bool) -> None:
    """Raise StaleRevision if the request wants to change another version; 428 if it names none."""
    given = request.headers.get("If-Match")
    if given is None:
        if required:
            raise HTTPException(428, NEEDS_VERSION)
        return
    if not names_tag(given, version_tag(saved)):
        raise StaleRevision(saved)
