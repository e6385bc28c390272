"""Scenarios out of a file that a Crossover exported, taken one by one.

A file is read twice as a stream: once to see that it is one of ours from its beginning to its end,
then scenario by scenario, so that one that cannot be stored stops no other one, and that no more
than one is held at a time.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, TypeVar

from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from app.evidence.finding import Unreadable
from app.evidence.streaming.jsonstream import CutOff, Window, walk
from app.inputs import InvalidInputs, Problem, read_inputs, read_ranges, read_sources
from app.model import MODEL_VERSION
from app.plans.building import read_settings
from app.plans.dialect import flatten
from app.plans.plan import Plan
from app.scenarios.actuals.transfer import store_actuals
from app.scenarios.moved_prices import claimed_prices
from app.scenarios.saved_plans import (
    CLAIMED,
    Keep,
    Wording,
    content_of,
    keep_nothing,
    stored_preset,
)
from app.scenarios.transfer import RevisionFile, ScenarioFile, TransferFile
from app.scenarios.versions import read_today
from app.store import (
    OUTAGE_KINDS,
    Content,
    Database,
    Saved,
    add_history,
    create_scenario,
    find_by_key,
    new_secret,
    outage_of,
    secret_of,
    set_shows_figures,
)
from app.work.task import NotBefore, expect, step

SCENARIOS = "scenarios"
NOTHING = "Choose a file to import, or paste its text."
USED_UP = "Your address has used up what it may for now. Import the file once more later."
REVISION_SECONDS = 0.004  # of a processor
NOT_OURS = "This is not a file that Crossover exported"
A_DAY = timedelta(days=1)  # by which the day may be another one where a file was written
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A scenario of a file that was not stored, and why."""

    scenario: int  # its place in the file, from 1
    name: str  # of its latest revision; "" where it has none
    problems: list[Problem]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a file's scenarios."""

    made: list[tuple[Saved, str]] = field(default_factory=list)  # each with its edit key
    refused: list[Refused] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with what was refused."""
        return [problem for item in self.refused for problem in item.problems]


def import_scenarios(
    database: Database,
    file: BinaryIO,
    *,
    room: int,
    now: datetime,
    keep: Keep = keep_nothing,
    owner: str | None = None,
) -> Imported:
    """Store every scenario of a file as a new one, and say which were refused and why.

    The figures are not believed, but calculated when somebody looks. `room` is how many scenarios
    there may be. `owner` is a secret of whoever imports: what they have imported before, and not
    deleted, is given once more instead of stored again. Raises InvalidInputs if the file is none of
    ours or broken: nothing is stored.
    """
    check_file(file)
    imported = Imported()
    for number, record in enumerate(scenarios_in(file), start=1):
        step()
        try:
            check_room(len(imported.made), room)
            imported.made.append(
                import_scenario(database, record, number, now=now, keep=keep, owner=owner)
            )
        except InvalidInputs as error:
            imported.refused.append(refused(record, number, error.problems))
        except NotBefore:
            if not imported.made:
                raise
            imported.refused.append(refused(record, number, [Problem("file", USED_UP)]))
        except OUTAGE_KINDS as error:
            outage = outage_of(error)
            if outage is None or not imported.made:
                raise
            imported.refused.append(refused(record, number, [Problem("file", outage.detail)]))
    return imported


def check_room(made: int, room: int) -> None:
    """Raise InvalidInputs if no further scenario fits."""
    if made >= room:
        raise InvalidInputs([Problem("file", f"There is room for {room:,} of the file.")])


def refused(record: Any, number: int, problems: list[Problem]) -> Refused:
    """Return what is said of a scenario that was not stored; each problem says which one it is."""
    place = f"Scenario {number}"
    told = [
        item
        if item.message.startswith(f"{place}, ")
        else Problem(item.input, f"{place}: {item.message}")
        for item in problems
    ]
    return Refused(scenario=number, name=name_in(record), problems=told)


def check_file(file: BinaryIO) -> None:
    """Raise InvalidInputs unless the file is one of ours from beginning to end."""
    head: dict[str, Any] = {SCENARIOS: []}
    held = False
    for path, value in parts_of(file):
        if not path:
            raise not_ours("it is no object")
        if path == SCENARIOS or path.startswith(f"{SCENARIOS}."):
            raise not_ours(f"its {SCENARIOS} are no list")
        if path == f"{SCENARIOS}[]":
            held = True
        else:
            head[path] = value
    read(TransferFile, head, NOT_OURS)
    if not held:
        raise not_ours("it holds no scenario")


def scenarios_in(file: BinaryIO) -> Iterator[Any]:
    """Yield each scenario of a file as JSON."""
    return (value for path, value in parts_of(file) if path == f"{SCENARIOS}[]")


def parts_of(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Yield what a file holds, its scenarios one by one; raises InvalidInputs if it is no JSON."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    window = Window(text)
    try:
        if not window.peek():
            raise InvalidInputs([Problem("file", NOTHING)])
        yield from walk(window, ("", SCENARIOS))
        if window.peek():
            raise not_ours("something follows its end")
    except (CutOff, Unreadable):
        raise not_ours("it is no JSON, or only the beginning of it") from None
    finally:
        text.detach()  # which leaves the file open


def not_ours(why: str) -> InvalidInputs:
    """Return what is raised for a file that is none of ours."""
    return InvalidInputs([Problem("file", f"{NOT_OURS}: {why}.")])


def read(shape: type[Shape], record: Any, what: str) -> Shape:
    """Return a record of a file as it is meant; raises InvalidInputs, naming the first mistake."""
    try:
        return shape.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"{what}: {place}: {first['msg']}." if place else f"{what}: {first['msg']}."
        raise InvalidInputs([Problem("file", message)]) from None


def check_characters(record: Any) -> None:
    """Raise InvalidInputs if a text holds half a character, as JSON may and no answer can."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InvalidInputs([Problem("file", "A text in it holds half a character.")]) from None


def name_in(record: Any) -> str:
    """Return what a scenario of a file is called, as far as it says so; at most 120 characters."""
    try:
        name = record["revisions"][-1]["name"]
    except (KeyError, IndexError, TypeError):
        return ""
    return name[:120].encode(errors="replace").decode() if isinstance(name, str) else ""


def import_scenario(
    database: Database,
    record: Any,
    number: int,
    *,
    now: datetime,
    keep: Keep,
    owner: str | None,
) -> tuple[Saved, str]:
    """Store one scenario of a file, all of it or nothing; raises InvalidInputs, NotBefore."""
    check_characters(record)
    scenario = read(ScenarioFile, record, "It cannot be read")
    key = secret_of(owner, json.dumps(record)) if owner else new_secret()
    expect(REVISION_SECONDS * len(scenario.revisions))
    contents = [
        content_in(revision, f"Scenario {number}, revision {place}", today=now.date())
        for place, revision in enumerate(scenario.revisions, start=1)
    ]
    with database.writing() as session:
        there = find_by_key(session, key)
        made = there or store(session, scenario, contents, key=key, now=now)
        keep(session, made, key)
        return made, key


def content_in(revision: RevisionFile, place: str, *, today: date) -> Content:
    """Return a file's revision as it is stored; raises InvalidInputs, naming the revision."""
    step()
    try:
        if revision.prices_as_of > today + A_DAY:
            message = f"The prices cannot be of {revision.prices_as_of}: that is still to come."
            raise InvalidInputs([Problem("prices_as_of", message)])
        plan = plan_in(revision)
        wording = Wording(name=revision.name, note=revision.note, author=revision.author)
        content = content_of(plan, wording, is_looked_at=False)
    except InvalidInputs as error:
        raise InvalidInputs(
            [Problem(item.input, f"{place}: {item.message}") for item in error.problems]
        ) from None
    prices, are_claimed = claimed_prices(plan, revision.catalogue_prices)
    return replace(
        content,
        catalogue_prices=prices,
        prices_as_of=revision.prices_as_of.isoformat(),
        results=content.results | ({CLAIMED: True} if are_claimed else {}),
    )


def plan_in(revision: RevisionFile) -> Plan:
    """Return a file's revision as a plan; raises InvalidInputs."""
    given = flatten(revision.inputs)
    named = {name: value for name, value in given.items() if name not in revision.follows}
    entered = read_inputs(named)
    settings = read_settings({"draws": revision.draws, "seed": revision.seed})
    inputs = read_today(
        revision.model_version or MODEL_VERSION,
        revision.preset,
        entered,
        revision.ranges.keys(),
    )
    return Plan(
        preset=stored_preset(revision.preset),
        inputs=inputs,
        ranges=read_ranges(inputs, revision.ranges),
        sources=read_sources(revision.sources),
        **settings,
    )


def store(
    session: Session, scenario: ScenarioFile, contents: list[Content], *, key: str, now: datetime
) -> Saved:
    """Store one scenario with its history."""
    moments = [min(revision.created_at, now) for revision in scenario.revisions]
    saved, _ = create_scenario(
        session,
        content=contents[0],
        now=moments[0],
        expires_at=scenario.expires_at,
        edit_key=key,
    )
    if later := list(zip(contents[1:], moments[1:], strict=True)):
        saved = add_history(session, saved.id, edit_key=key, history=later)
    store_actuals(session, saved, key, scenario.actuals, now)
    if scenario.shows_figures:
        saved = set_shows_figures(session, saved.id, edit_key=key, shows=True)
    return saved
