"""Scenarios as one JSON file, for another browser or another server."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, FiniteFloat, ValidationError
from sqlmodel import Session

from app.catalog import find_preset, presets
from app.inputs import FIELDS, InvalidInputs, Problem, read_inputs, read_ranges, read_sources
from app.model import MODEL_VERSION
from app.plans.building import read_settings
from app.plans.dialect import flatten
from app.plans.plan import SIMULATION, Plan
from app.scenarios.actuals.transfer import ActualsFile, store_actuals
from app.scenarios.saved_plans import Keep, Wording, check_texts, content_of, keep_nothing
from app.scenarios.versions import read_today
from app.store import (
    MOST_CHANGES,
    MOST_REVISIONS,
    Content,
    Database,
    Moment,
    Saved,
    add_revision,
    create_scenario,
    set_shows_figures,
)

FORMAT = "crossover-scenarios"
VERSION = 1
MOST_REVISIONS_AT_ONCE = 150


class RevisionFile(BaseModel):
    """One revision in a file."""

    name: str
    note: str = ""
    author: str = ""
    preset: str
    inputs: dict[str, Any]
    follows: list[str] = []
    ranges: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    draws: int = SIMULATION["draws"]
    seed: int = SIMULATION["seed"]
    catalogue_prices: dict[str, FiniteFloat | None] = {}
    prices_as_of: date
    model_version: str | None = None  # that calculated it; the figures are calculated anew
    created_at: Moment


class ScenarioFile(BaseModel):
    """One scenario in a file, its revisions from the first to the latest."""

    expires_at: Moment | None = None
    shows_figures: bool = False
    revisions: Annotated[list[RevisionFile], Field(min_length=1, max_length=MOST_REVISIONS)]
    actuals: Annotated[list[ActualsFile], Field(max_length=MOST_CHANGES)] = []


class TransferFile(BaseModel):
    """A whole file."""

    format: Literal["crossover-scenarios"]
    version: Literal[1]
    scenarios: list[ScenarioFile]


def import_scenarios(
    database: Database, file: object, *, room: int, now: datetime, keep: Keep = keep_nothing
) -> list[tuple[Saved, str]]:
    """Store every scenario of a file, text or parsed JSON, as a new one; return each with its key.

    All or none. The figures are not believed, but calculated when somebody looks. Raises
    InvalidInputs, naming what is wrong and where; `room` is how many scenarios there may be at
    most.
    """
    scenarios = read_file(file, room=room)
    plans = [
        [
            plan_in(revision, f"Scenario {index}, revision {number}")
            for number, revision in enumerate(scenario.revisions, start=1)
        ]
        for index, scenario in enumerate(scenarios, start=1)
    ]
    contents = [
        list(map(content_in, scenario.revisions, read))
        for scenario, read in zip(scenarios, plans, strict=True)
    ]
    with database.writing() as session:
        return [
            store(session, scenario, revisions, now, keep)
            for scenario, revisions in zip(scenarios, contents, strict=True)
        ]


def read_file(file: object, *, room: int) -> list[ScenarioFile]:
    """Return the scenarios of a file; raises InvalidInputs."""
    if isinstance(file, str) and not file.strip():
        raise InvalidInputs([Problem("file", "Choose a file to import, or paste its text.")])
    try:
        if isinstance(file, str):
            scenarios = TransferFile.model_validate_json(file).scenarios
        else:
            scenarios = TransferFile.model_validate(file).scenarios
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            message = "This is not a file that Crossover exported: it is no JSON."
        else:
            place = ".".join(str(part) for part in first["loc"])
            message = f"This is not a file that Crossover exported: {place}: {first['msg']}."
        raise InvalidInputs([Problem("file", message)]) from None
    count = sum(len(scenario.revisions) for scenario in scenarios)
    if count > MOST_REVISIONS_AT_ONCE:
        message = (
            f"The file holds {count} revisions; at most {MOST_REVISIONS_AT_ONCE} can be calculated "
            "at once. Export again with the latest revisions only."
        )
        raise InvalidInputs([Problem("file", message)])
    if len(scenarios) > room:
        message = f"The file holds {len(scenarios)} scenarios; this browser has room for {room}."
        raise InvalidInputs([Problem("file", message)])
    return scenarios


def plan_in(revision: RevisionFile, place: str) -> Plan:
    """Return a file's revision as a plan; raises InvalidInputs, also for what was said of it."""
    try:
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
        plan = Plan(
            preset=presets().get(revision.preset) or find_preset("blank"),
            inputs=inputs,
            ranges=read_ranges(inputs, revision.ranges),
            sources=read_sources(revision.sources),
            draws=settings["draws"],
            seed=settings["seed"],
        )
        check_texts(wording_of(revision))
        return plan
    except InvalidInputs as error:
        raise InvalidInputs(
            [Problem(item.input, f"{place}: {item.message}") for item in error.problems]
        ) from None


def wording_of(revision: RevisionFile) -> Wording:
    """Return what a file says of a revision."""
    return Wording(name=revision.name, note=revision.note, author=revision.author)


def content_in(revision: RevisionFile, plan: Plan) -> Content:
    """Return a file's revision as it is stored, to be calculated when somebody looks."""
    content = content_of(plan, wording_of(revision), is_looked_at=False)
    prices = {
        name: price
        for name, price in revision.catalogue_prices.items()
        if name in FIELDS and plan.inputs.value(name) == price
    }
    return replace(content, catalogue_prices=prices, prices_as_of=revision.prices_as_of.isoformat())


def store(
    session: Session, scenario: ScenarioFile, contents: list[Content], now: datetime, keep: Keep
) -> tuple[Saved, str]:
    """Store one scenario with its history; return it with its edit key."""
    moments = [min(revision.created_at, now) for revision in scenario.revisions]
    saved, key = create_scenario(
        session, content=contents[0], now=moments[0], expires_at=scenario.expires_at
    )
    for content, at in zip(contents[1:], moments[1:], strict=True):
        saved = add_revision(
            session,
            saved.id,
            edit_key=key,
            expected_revision=saved.revision,
            content=content,
            now=at,
        )
    store_actuals(session, saved, key, scenario.actuals, now)
    if scenario.shows_figures:
        saved = set_shows_figures(session, saved.id, edit_key=key, shows=True)
    keep(session, saved, key)
    return saved, key
