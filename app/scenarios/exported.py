"""Scenarios handed out as one JSON file, in pieces: no more than one of them is held at a time."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.scenarios.actuals.transfer import actuals_records
from app.scenarios.saved_plans import simulation_in
from app.scenarios.transfer import FORMAT, VERSION
from app.store import Database, Saved, ScenarioGone, UnknownScenario, list_revisions
from app.work.task import step

FILE_NAME = "crossover-scenarios.json"
PIECE = 65_536  # characters


def exported(database: Database, links: Iterable[str], *, with_history: bool) -> Iterator[str]:
    """Yield the file of the scenarios at these links, in pieces; no key is in it.

    What is deleted in the meantime is left out.
    """
    yield f'{{"format": "{FORMAT}", "version": {VERSION}, "scenarios": ['
    before = ""
    for link in links:
        step()
        with suppress(UnknownScenario, ScenarioGone):
            text = before + scenario_text(database, link, with_history=with_history)
            yield from (text[start : start + PIECE] for start in range(0, len(text), PIECE))
            before = ", "
    yield "]}"


def scenario_text(database: Database, link: str, *, with_history: bool) -> str:
    """Return what the file holds of a scenario; raises UnknownScenario, ScenarioGone."""
    with database.reading() as session:
        revisions = list_revisions(session, link, most=None if with_history else 1)
        record = scenario_record(session, revisions, with_history=with_history)
    return json.dumps(record, ensure_ascii=False)


def scenario_record(
    session: Session, revisions: list[Saved], *, with_history: bool
) -> dict[str, Any]:
    """Return what the file holds of a scenario, by its revisions, the newest first."""
    return {
        "expires_at": moment(revisions[0].expires_at),
        "shows_figures": revisions[0].shows_figures,
        "revisions": [revision_record(saved) for saved in reversed(revisions)],
        "actuals": actuals_records(session, revisions[0], with_history=with_history),
    }


def revision_record(saved: Saved) -> dict[str, Any]:
    """Return what a file holds of a revision: what was entered, and when."""
    content = saved.content
    return {
        "name": content.name,
        "note": content.note,
        "author": content.author,
        "preset": content.preset,
        "inputs": content.inputs,
        "follows": content.follows,
        "ranges": content.ranges,
        "sources": content.sources,
        **simulation_in(content),
        "catalogue_prices": content.catalogue_prices,
        "prices_as_of": content.prices_as_of,
        "model_version": content.model_version,
        "created_at": moment(saved.updated_at),
    }


def moment(at: datetime | None) -> str | None:
    """Return a point in time as the file writes it."""
    return at.isoformat() if at else None
