"""After the decision: what was paid against the plan, entered by whoever holds the key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.evidence.evaluations.evaluation import ThresholdWanted
from app.evidence.finding import Unreadable
from app.evidence.readers.usage.free_table import ColumnsWanted
from app.inputs import APPROACHES, ApproachName, InvalidInputs, Problem
from app.pages.actuals.view import changes as changes_shown
from app.pages.actuals.view import choices, columns, shown
from app.pages.forms import (
    HIGHEST,
    Fields,
    Latest,
    Number,
    Opened,
    open_latest,
    saved_page,
    whole_number,
)
from app.plans.evidence import options_of
from app.plans.form import STYLE
from app.scenarios.actuals.entry import ENTRIES, MonthEntry
from app.scenarios.actuals.files import FoundMonths, found_months, found_table, merged, problems_of
from app.scenarios.actuals.kept import (
    Since,
    beside,
    change,
    changes,
    enter,
    since,
    usual_approach,
)
from app.scenarios.actuals.table import LONGEST, fitting, kept_kinds, read_table, waiting, written
from app.store import MOST_CHANGES, Entered, StaleActuals, UnknownChange, WrongEditKey
from app.web.confirmations import confirm
from app.web.links import Links
from app.web.posted import TABLE
from app.web.reader import answer_as_written
from app.web.shares.costs import CHANGING, FILES, PAGE, costs
from app.web.templating import render
from app.web.uploads import Handed, Uploads, measured
from app.words.evidence import THRESHOLD_WANTED
from app.words.months import months_named

router = APIRouter()

NO_FILE = "Choose a file first: a bill, a usage log or a table of months."
NOT_READ = "{:.80} was chosen, but not read yet: press Read into the table, or choose no file."
LARGEST_TABLE = 4 * LONGEST  # bytes, of a file that may be a table of months
CHANGED = (
    "{} entered something at the same time; it is in the history below. Your table is as you left "
    "it: store it to put it in the place of theirs."
)
TAKEN_UP = "The table below holds the months that change {} left: {}."
NOT_A_CHANGE = f"The change that you started from must be a whole number from 0 to {HIGHEST:,}."


@dataclass
class Desk:
    """What stands in the form, and what is said of it."""

    table: str
    number: int  # of the change that it starts from
    note: str = ""
    author: str = ""
    approach: str = ""  # that files are about; "" for the usual one
    is_newest: bool = False  # whether it is to be compared with the newest revision from now on
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # of files that were read
    is_unsaved: bool = False


@saved_page(router, "/actuals", PAGE)
def actuals(request: Request, opened: Opened) -> Response:
    """Show the plan on which one decided, or the revision of the address, against what was paid."""
    compare = beside if is_frozen(opened) else since
    found = compare(request.app.state.database, opened.plan)
    desk = desk_of(request, found)
    if opened.key is not None and (text := request.query_params.get("change")):
        number = whole_number(text, 1, MOST_CHANGES)
        if number is None:
            raise UnknownChange(text)
        take_up(desk, change(request.app.state.database, opened.saved, number))
    return show(request, opened, found, desk)


def is_frozen(opened: Opened) -> bool:
    """Tell whether the address is that of a revision, where nothing is entered."""
    return opened.plan.home != opened.saved.id


def compared(request: Request, opened: Opened, desk: Desk) -> Since:
    """Return what is stored beside the revision that the form is about."""
    compare = beside if desk.is_newest else since
    return compare(request.app.state.database, opened.plan)


def take_up(desk: Desk, left: Entered) -> None:
    """Put into the form what was entered as it was after a change."""
    entries = ENTRIES.validate_python(left.months)
    months = months_named(entry.month for entry in entries) or "none"
    desk.table = written(entries)
    desk.remarks = [TAKEN_UP.format(left.number, months)]
    desk.is_unsaved = True


@router.get("/s/{scenario_id}/actuals/{number}")
@costs(PAGE)
def after_change(request: Request, opened: Latest, number: Number) -> Response:
    """Show what was entered as it was after a change, and let its owner take it up again."""
    left = change(request.app.state.database, opened.saved, number)
    context: dict[str, Any] = {
        "saved": opened.saved,
        "change": changes_shown([left])[0],
        "table": written(ENTRIES.validate_python(left.months)),
        "is_owner": opened.key is not None,
    }
    return render(request, "actuals/change.html", context)


@router.post("/s/{scenario_id}/actuals")
@costs(CHANGING)
def store(request: Request, opened: Latest, fields: Fields) -> Response:
    """Store the table; another's change in between loses nothing."""
    key, desk = opened.own_key, desk_in(fields)
    found = compared(request, opened, desk)
    try:
        if name := fields.get("file"):
            raise InvalidInputs([Problem("file", NOT_READ.format(name))])
        entries = read_table(desk.table, found.inputs, entered(found))
        filled = [entry for entry in entries if not entry.is_blank]
        enter(
            request.app.state.database,
            found.plan,
            edit_key=key,
            expected=desk.number,
            months=kept_kinds(entered(found), filled),
            said={"note": desk.note, "author": desk.author},
            now=request.app.state.clock(),
        )
    except InvalidInputs as error:
        desk.problems = error.problems
        return show(request, opened, found, desk, status=422)
    except StaleActuals as error:
        somebody = error.current.author or "Somebody"
        desk.problems = [Problem("table", CHANGED.format(somebody))]
        desk.number = error.current.number
        return show(request, opened, compared(request, opened, desk), desk, status=412)
    return confirm(request, "entered", f"/s/{opened.saved.id}/actuals")


@router.post("/evidence/actuals")
@costs(FILES)
def read_files(request: Request, handed: Uploads) -> Response:
    """Put what bills and usage logs say into the table; nothing is stored yet."""
    answer_as_written(handed.field(STYLE) or "")
    opened = open_latest(request, handed.field("scenario") or "")
    if opened.key is None:
        raise WrongEditKey(opened.saved.id)
    desk = desk_in(dict(handed.fields))
    desk.is_unsaved = True
    found = compared(request, opened, desk)
    try:
        put_in_files(request, found, handed, desk)
    except InvalidInputs as error:
        desk.problems = error.problems
        return show(request, opened, found, desk, status=422)
    return show(request, opened, found, desk)


def put_in_files(request: Request, found: Since, handed: Handed, desk: Desk) -> None:
    """Read the files into the table of the form; raises InvalidInputs."""
    inputs = found.inputs
    if not handed.files:
        raise InvalidInputs([Problem("file", NO_FILE)])
    approach = approach_in(handed, found)
    entries = read_table(desk.table, inputs, entered(found))
    for file in handed.files:
        name = (file.filename or "")[:80]
        try:
            months = months_of(request, file, found, approach)
        except InvalidInputs as error:
            problems = [Problem("file", f"{name}: {item.message}") for item in error.problems]
            raise InvalidInputs(problems) from None
        entries = merged(entries, months)
        desk.remarks.append(file_words(name, months, entries))
    desk.table = written(entries)


def months_of(
    request: Request, file: UploadFile, found: Since, approach: ApproachName
) -> FoundMonths:
    """Return what a file says of the plan's months; raises InvalidInputs."""
    inputs, name = found.inputs, file.filename or ""
    try:
        if (file.size or 0) <= LARGEST_TABLE and (table := found_table(file.file, name, inputs)):
            return table
        options = options_of(found.plan, approach)
        seconds = request.app.state.settings.file_seconds
        return found_months(measured(file, options, seconds), inputs, approach)
    except Unreadable as error:
        raise InvalidInputs([Problem("file", str(error))]) from None
    except ThresholdWanted:
        raise InvalidInputs([Problem("file", THRESHOLD_WANTED)]) from None
    except ColumnsWanted as error:
        raise InvalidInputs(problems_of(error.columns)) from None


def file_words(name: str, found: FoundMonths, entries: Sequence[MonthEntry]) -> str:
    """Return what a file put into the table, and what a reader should know of it."""
    codes = [entry.month for entry in found.months]
    was = "was" if len(codes) == 1 else "were"
    what = f" ({found.what})" if found.what else ""
    others = any(not entry.is_blank and entry.month not in codes for entry in entries)
    end = "; the other months are as they were." if others else "."
    read = f"{months_named(codes)} {was} read from {name}{what}{end}"
    return " ".join([read, *found.remarks])


def approach_in(handed: Handed, found: Since) -> ApproachName:
    """Return the approach that files are about; raises InvalidInputs."""
    named = handed.field("approach") or usual_approach(found.plan)
    for name in APPROACHES:
        if name == named and name in found.inputs.considered:
            return name
    raise InvalidInputs([Problem("approach", "The approach must be one that takes part.")])


def number_in(text: str) -> int:
    """Return the change that an editor started from; raises InvalidInputs."""
    number = whole_number(text, 0, HIGHEST)
    if number is None:
        raise InvalidInputs([Problem("number", NOT_A_CHANGE)])
    return number


def entered(found: Since) -> list[MonthEntry]:
    """Return the months that are stored."""
    return ENTRIES.validate_python(found.entered.months)


def desk_of(request: Request, found: Since) -> Desk:
    """Return the form as it is before anybody types."""
    today = f"{request.app.state.clock():%Y-%m}"
    entries = entered(found) or waiting(found.inputs, today)
    return Desk(table=written(entries), number=found.entered.number)


def desk_in(fields: Mapping[str, str]) -> Desk:
    """Return the form as somebody sent it; raises InvalidInputs."""
    return Desk(
        table=fields.get(TABLE, ""),
        number=number_in(fields.get("number", "")),
        note=fields.get("note", ""),
        author=fields.get("author", ""),
        approach=fields.get("approach", ""),
        is_newest=bool(fields.get("newest")),
    )


def show(request: Request, opened: Opened, found: Since, desk: Desk, status: int = 200) -> Response:
    """Return the page."""
    database = request.app.state.database
    context: dict[str, Any] = {
        "plan": opened.plan,
        "saved": opened.saved,
        "shown": shown(found),
        "desk": replace(desk, table=fitting(desk.table)),
        "compared": found.plan,
        "is_owner": opened.key is not None and not is_frozen(opened),
        "is_frozen": is_frozen(opened),
        "changes": changes_shown(changes(database, opened.saved)),
        "choices": choices(found.inputs),
        "columns": columns(found.inputs),
        "usual": usual_approach(found.plan),
        "currency": found.plan.inputs.finance.currency,
        "largest": request.app.state.settings.maximum_file_bytes,
        "style_field": STYLE,
        "read_url": Links(request).read(opened.saved.id),
    }
    headers = {"Cache-Control": "private, no-store"} if desk.is_unsaved else None
    return render(request, "actuals/page.html", context, status=status, headers=headers)
