"""Saved scenarios: every save is a revision that never changes.

A caller opens one transaction per request with `Database.reading` or `Database.writing` and hands
its session to the functions here. They know no web and no prices, and do not check the inputs:
hand them what `app.calculator.Inputs` has validated.
"""

from app.scenarios.content import Content, InvalidContent
from app.scenarios.engine import Database
from app.scenarios.migrations import current_revision, migrate, newest_revision
from app.scenarios.store import (
    RevisionSummary,
    Saved,
    StaleRevision,
    UnknownRevision,
    UnknownScenario,
    WrongEditKey,
    add_revision,
    create_scenario,
    find_revision,
    find_scenario,
    list_revisions,
    new_secret,
)

__all__ = [
    "Content",
    "Database",
    "InvalidContent",
    "RevisionSummary",
    "Saved",
    "StaleRevision",
    "UnknownRevision",
    "UnknownScenario",
    "WrongEditKey",
    "add_revision",
    "create_scenario",
    "current_revision",
    "find_revision",
    "find_scenario",
    "list_revisions",
    "migrate",
    "new_secret",
    "newest_revision",
]
