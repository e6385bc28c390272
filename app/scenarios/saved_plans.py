"""Plans in and out of the store of scenarios."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from app.catalog import Preset, find_preset, presets
from app.feeds.payloads import summary_payload
from app.inputs import FIELDS, InvalidInputs, Problem, Range
from app.model import MODEL_VERSION
from app.plans.plan import SIMULATION, Plan
from app.scenarios.moved_prices import kept_prices, used_prices
from app.scenarios.snapshot import SavedPlan, take_snapshot
from app.scenarios.versions import check_version, read_today, stored_inputs
from app.store import (
    MAXIMUM_NAME_LENGTH,
    OUTAGE_KINDS,
    Content,
    Database,
    InvalidContent,
    Results,
    Saved,
    ScenarioGone,
    StaleRevision,
    add_revision,
    check_key,
    create_scenario,
    fill_in,
    find_results,
    find_saved,
    list_revisions,
    storable,
)
from app.work.task import expect, step

LEFT = "left_for_later"  # in the results of a revision that nobody has looked at since its import
CLAIMED = "prices_claimed"  # among results: an imported file says so, and nobody could check it
FIGURES_SECONDS = 0.03  # of a processor, for the results that lists show

Keep = Callable[[Session, Saved, str], None]  # keeps a new scenario's key for whoever saves it


def keep_nothing(session: Session, saved: Saved, key: str) -> None:
    """Keep a new scenario's key for nobody: the answer alone holds it."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a person says of a revision, as they typed it."""

    name: object
    note: object = ""
    author: object = ""


def save_plan(
    database: Database,
    *,
    plan: Plan,
    wording: Wording,
    expires_at: datetime | None = None,
    keep: Keep = keep_nothing,
) -> tuple[Saved, str]:
    """Store the plan as a new scenario; return it with its edit key. Raises InvalidInputs."""
    return create(database, content_of(plan, wording), expires_at=expires_at, keep=keep)


def create(
    database: Database, content: Content, *, expires_at: datetime | None = None, keep: Keep
) -> tuple[Saved, str]:
    """Store a new scenario and whoever keeps its key, both or neither."""
    with database.writing() as session:
        saved, key = create_scenario(
            session, content=content, now=datetime.now(UTC), expires_at=expires_at
        )
        keep(session, saved, key)
        return saved, key


def revise(
    database: Database,
    link_id: str,
    *,
    edit_key: str,
    expected_revision: int,
    plan: Plan,
    wording: Wording,
) -> Saved:
    """Store the plan as the scenario's next revision.

    Raises InvalidInputs, and what `app.store.add_revision` does; the key is checked first, and
    a newer revision is found before anything is calculated.
    """
    with database.reading() as session:
        base = check_key(session, link_id, edit_key)
    if base.revision != expected_revision:
        raise StaleRevision(base)
    content = content_of(plan, wording, base.content)
    with database.writing() as session:
        return add_revision(
            session,
            base.id,
            edit_key=edit_key,
            expected_revision=expected_revision,
            content=content,
            now=datetime.now(UTC),
        )


def rename(database: Database, link_id: str, *, edit_key: str, name: str) -> Saved:
    """Store a revision that differs in the name only; raises as `revise` does."""
    with database.writing() as session:
        base = check_key(session, link_id, edit_key)
        try:
            content = replace(base.content, name=name, note=f"Renamed from {base.content.name}.")
        except InvalidContent as error:
            raise InvalidInputs([problem_of(error)]) from None
        return add_revision(
            session,
            base.id,
            edit_key=edit_key,
            expected_revision=base.revision,
            content=content,
            now=datetime.now(UTC),
        )


def copy_scenario(
    database: Database, original: Saved, *, keep: Keep = keep_nothing
) -> tuple[Saved, str]:
    """Store a scenario of its own with the same plan; return it with its edit key."""
    name = f"Copy of {original.content.name}"[:MAXIMUM_NAME_LENGTH]
    return create(database, replace(original.content, name=name, note="", author=""), keep=keep)


def content_of(
    plan: Plan, wording: Wording, base: Content | None = None, *, is_looked_at: bool = True
) -> Content:
    """Return what a revision stores; `base` is the revision it follows. Raises InvalidInputs.

    Where nobody looks at it yet, nothing is calculated: that is left for who does.
    """
    check_texts(wording)
    kept = kept_prices(plan, base) if base else {}
    return Content(
        name=str(wording.name),
        note=str(wording.note),
        author=str(wording.author),
        preset=plan.preset.name,
        inputs=plan.inputs.model_dump(),
        follows=[name for name in FIELDS if name in plan.inputs.follows],
        ranges={name: asdict(ends) for name, ends in plan.ranges.items()},
        sources=dict(plan.sources),
        results=(figures_of(plan) if is_looked_at else simulation_of(plan) | {LEFT: True})
        | (claim_in(base) if base and kept else {}),
        snapshot=take_snapshot(plan) if is_looked_at else None,
        catalogue_prices=used_prices(plan) | kept,
        prices_as_of=base.prices_as_of if base and kept else plan.prices_as_of,
        model_version=MODEL_VERSION,
    )


def claim_in(content: Content) -> dict[str, bool]:
    """Return the mark of prices that an imported file says to be of a catalogue; {} without it."""
    return {CLAIMED: True} if content.results.get(CLAIMED) else {}


def figures_of(plan: Plan) -> dict[str, Any]:
    """Return the results that lists and histories show."""
    verdict = {"recommendation": plan.verdict.recommendation, "status": plan.verdict.status}
    return summary_payload(plan) | verdict | simulation_of(plan)


def simulation_of(plan: Plan) -> dict[str, int]:
    """Return how a plan is to be simulated."""
    return {"draws": plan.draws, "seed": plan.seed}


def simulation_in(content: Content) -> dict[str, int]:
    """Return how a stored plan is to be simulated."""
    return {name: content.results.get(name, usual) for name, usual in SIMULATION.items()}


def calculated(database: Database, saved: Saved) -> Saved:
    """Return a revision with all its results.

    What an import left is calculated now, and kept as if it had been when it was saved.
    """
    if not saved.content.results.get(LEFT):
        return saved
    return keep_results(database, saved, content_of(plan_of(saved, saved.id).live, said_of(saved)))


def with_figures(database: Database, saved: Saved) -> Saved:
    """Return a revision with the results that lists show; these alone take a tenth of the time."""
    if not saved.content.results.get(LEFT) or "comparisons" in saved.content.results:
        return saved
    expect(FIGURES_SECONDS)
    step()
    figures = figures_of(plan_of(saved, saved.id).live)
    return keep_results(database, saved, replace(saved.content, results=figures | {LEFT: True}))


def keep_results(database: Database, saved: Saved, content: Content) -> Saved:
    """Store what was calculated of a revision, which else stays as it was; return it with that."""
    content = replace(
        content,
        prices_as_of=saved.content.prices_as_of,
        catalogue_prices=saved.content.catalogue_prices,
        results=content.results | claim_in(saved.content),
    )
    with suppress(*OUTAGE_KINDS), database.writing() as session:  # then the next who looks keeps it
        fill_in(session, saved.scenario_id, saved.revision, content)
    return replace(saved, content=content)


def said_of(saved: Saved) -> Wording:
    """Return what a person said of a revision."""
    return Wording(name=saved.content.name, note=saved.content.note, author=saved.content.author)


def problem_of(error: InvalidContent) -> Problem:
    """Return what is wrong with a name, a note or an author."""
    return Problem(error.field, f"The {error.field} {error.message}.")


def check_texts(wording: Wording) -> None:
    """Raise InvalidInputs if something that was said of a revision cannot be stored.

    Asked before anything is calculated, which takes a thousand times as long.
    """
    said = vars(wording).items()
    problems = [
        Problem(name, f"The {name} must be a text.")
        for name, value in said
        if not isinstance(value, str)
    ]
    if problems:
        raise InvalidInputs(problems)
    try:
        for name, value in said:
            storable(name, value)
    except InvalidContent as error:
        raise InvalidInputs([problem_of(error)]) from None


def open_scenario(
    database: Database,
    link_id: str,
    number: int | None = None,
    *,
    key_of: Callable[[Saved], str | None] = lambda saved: None,
) -> SavedPlan:
    """Return a saved scenario's plan, at its latest revision or at one by number.

    `key_of` returns the edit key that the asker holds of it. Raises UnknownScenario,
    UnknownRevision; ScenarioGone also where it has expired and the key does not open it.
    """
    return plan_of(open_saved(database, link_id, number, key_of=key_of), home_of(link_id, number))


def other_revision(database: Database, plan: SavedPlan, number: int) -> SavedPlan:
    """Return another revision of a plan that is open; raises UnknownRevision."""
    with database.glancing() as connection:
        saved = find_saved(connection, plan.saved.id, number)
    return plan_of(calculated(database, saved), home_of(saved.id, number))


def open_saved(
    database: Database,
    link_id: str,
    number: int | None = None,
    *,
    key_of: Callable[[Saved], str | None] = lambda saved: None,
    whole: bool = True,
) -> Saved:
    """Return what is stored of a scenario, as `open_scenario` does; not `whole`, no snapshot."""
    with database.glancing() as connection:
        saved = find_saved(connection, link_id, number, whole=whole)
    if has_expired(saved, datetime.now(UTC)):
        check_holds_key(database, link_id, key_of(saved))
    return calculated(database, saved) if whole else saved


def open_results(
    database: Database, link_id: str, number: int | None = None, *, key: str | None = None
) -> Results:
    """Return only what a scenario came to, as `open_scenario` does."""
    with database.glancing() as connection:
        found = find_results(connection, link_id, number)
    if has_expired(found, datetime.now(UTC)):
        check_holds_key(database, link_id, key)
    return found


def check_holds_key(database: Database, link_id: str, key: str | None) -> None:
    """Raise ScenarioGone without a key, and as `app.store.check_key` with one."""
    if key is None:
        raise ScenarioGone(link_id)
    with database.reading() as session:
        check_key(session, link_id, key)


def home_of(link_id: str, number: int | None = None) -> str:
    """Return what the addresses of a scenario, or of one of its revisions, begin with."""
    return link_id if number is None else f"{link_id}/revisions/{number}"


def history(
    database: Database, link_id: str, *, below: int | None = None, most: int | None = None
) -> list[Saved]:
    """Return every revision, the newest first, without snapshots; raises as `find_scenario`.

    Or those with a number below another's, and no more than so many.
    """
    with database.reading() as session:
        found = list_revisions(session, link_id, below=below, most=most)
    return [with_figures(database, saved) for saved in found]


def has_expired(saved: Saved | Results, now: datetime) -> bool:
    """Tell whether only the edit key still opens the scenario."""
    return saved.expires_at is not None and saved.expires_at <= now


def stored_preset(name: str) -> Preset:
    """Return the use case that a stored plan names; `blank` where there is none of that name."""
    return presets().get(name) or find_preset("blank")


def plan_of(saved: Saved, home: str) -> SavedPlan:
    """Return the plan of a saved revision; `home` is what its addresses begin with.

    Raises LaterVersion.
    """
    content = saved.content
    check_version(content.model_version)
    inputs = stored_inputs(content.inputs, content.follows)
    if content.snapshot is None:  # then its figures are calculated, not read
        inputs = read_today(content.model_version, content.preset, inputs, content.ranges)
    return SavedPlan(
        preset=stored_preset(content.preset),
        inputs=inputs,
        ranges={name: Range(**ends) for name, ends in content.ranges.items()},
        sources=content.sources,
        saved=saved,
        home=home,
        **simulation_in(content),
    )
