"""What a form sends, and who may change a scenario."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import RedirectResponse, Response

from app.inputs import InvalidInputs, Problem
from app.plans.dialect import read_query
from app.plans.form import STYLE, TEXTS
from app.plans.plan import Plan
from app.scenarios.saved_plans import Wording, open_scenario
from app.scenarios.snapshot import SavedPlan
from app.store import Saved, WrongEditKey, check_moment
from app.web.keyring import Keyring
from app.web.posted import TABLE, check_length, posted_fields
from app.web.reader import answer_as_written
from app.web.shares.costs import Cost, costs

MOST_FIELDS = 1000  # the calculator has a field and a range for every input
HIGHEST = 999_999  # number of a revision, or of a change, that is looked for
PLAN = "query"  # the field that holds a plan as an address writes it

Number = Annotated[int, Path(ge=1, le=1_000_000, description="Of the revision")]


async def form_fields(request: Request) -> dict[str, str]:
    """Return the texts of the form; how long pasted ones may be is for whoever counts them."""
    pairs = await posted_fields(request, most=MOST_FIELDS)
    check_length((name, text) for name, text in pairs if not name.startswith((TEXTS, TABLE)))
    fields = dict(pairs)
    answer_as_written(fields.get(STYLE, ""))
    return fields


async def form_pairs(request: Request) -> list[tuple[str, str]]:
    """Return the form's fields, of which several may have one name."""
    pairs = await posted_fields(request, most=MOST_FIELDS)
    check_length(pairs)
    return pairs


Fields = Annotated[dict[str, str], Depends(form_fields)]
Pairs = Annotated[list[tuple[str, str]], Depends(form_pairs)]


@dataclass(frozen=True)
class Opened:
    """A saved scenario that a browser asks for, and the key that it holds of it."""

    plan: SavedPlan
    keyring: Keyring

    @property
    def saved(self) -> Saved:
        """What is stored."""
        return self.plan.saved

    @property
    def key(self) -> str | None:
        """The edit key; None for whoever can only look."""
        return self.keyring.key(self.saved)

    @property
    def own_key(self) -> str:
        """The edit key; raises WrongEditKey without one."""
        if self.key is None:
            raise WrongEditKey("no key")
        return self.key


def open_latest(request: Request, scenario_id: str) -> Opened:
    """Return the latest revision of the scenario in the path."""
    keyring = Keyring(request)
    return Opened(
        open_scenario(request.app.state.database, scenario_id, key_of=keyring.key), keyring
    )


def open_revision(request: Request, scenario_id: str, number: Number) -> Opened:
    """Return the revision in the path."""
    keyring = Keyring(request)
    plan = open_scenario(request.app.state.database, scenario_id, number, key_of=keyring.key)
    return Opened(plan, keyring)


Latest = Annotated[Opened, Depends(open_latest)]
Frozen = Annotated[Opened, Depends(open_revision)]


Show = Callable[[Request, Opened], Response]


def saved_page(router: APIRouter, path: str, cost: Cost) -> Callable[[Show], Show]:
    """Add a page of a saved scenario twice: of its latest revision, and of each revision."""

    def add(show: Show) -> Show:
        def of_latest(request: Request, opened: Latest) -> Response:
            return show(request, opened)

        def of_revision(request: Request, opened: Frozen) -> Response:
            return show(request, opened)

        router.get(f"/s/{{scenario_id}}{path}")(costs(cost)(of_latest))
        router.get(f"/s/{{scenario_id}}/revisions/{{number}}{path}")(costs(cost)(of_revision))
        return show

    return add


def see_other(path: str) -> RedirectResponse:
    """Return the answer to a form that did what it was asked: go there and look."""
    return RedirectResponse(path, status_code=303)


def plan_in(fields: dict[str, str]) -> Plan:
    """Return the plan that a form holds as a query; raises InvalidInputs."""
    return read_query(parse_qsl(fields.get(PLAN, ""), keep_blank_values=True))


def wording_in(fields: dict[str, str]) -> Wording:
    """Return what the form says of a revision."""
    return Wording(
        name=fields.get("name", ""), note=fields.get("note", ""), author=fields.get("author", "")
    )


def whole_number(text: str, least: int, most: int) -> int | None:
    """Return a whole number within bounds of at most nine digits; None for any other text."""
    if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    return None


def revision_in(fields: Any) -> int:
    """Return the revision that an editor started from; raises InvalidInputs."""
    number = whole_number(str(fields.get("revision", "")), 0, HIGHEST)
    if number is None:
        message = f"The revision edited must be a whole number from 0 to {HIGHEST:,}."
        raise InvalidInputs([Problem("revision", message)])
    return number


def expiry_in(fields: dict[str, str], now: datetime) -> datetime | None:
    """Return the end of the day that the form names; None for no expiry. Raises InvalidInputs."""
    text = fields.get("expires", "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f"The last day must be a date such as {now.year + 1}-01-31."
        raise InvalidInputs([Problem("expires", message)]) from None
    end = datetime.combine(day, time.max, UTC)
    try:
        check_moment(end)
    except ValueError as error:
        raise InvalidInputs([Problem("expires", f"The last day {error}.")]) from None
    if end <= now:
        raise InvalidInputs([Problem("expires", "The last day must not be in the past.")])
    return end
