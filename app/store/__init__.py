"""Saved scenarios: every save is a revision that never changes.

A caller opens one transaction per request with `Database.reading` or `Database.writing` and hands
its session to the functions here; those that open what is saved take `Database.glancing`, for one
statement. They know no web and no prices, and do not check the inputs: hand them what
`app.inputs.Inputs` has validated.
"""

from app.store.actuals import (
    MOST_CHANGES,
    Entered,
    StaleActuals,
    TooManyChanges,
    UnknownChange,
    change_actuals,
    find_actuals,
    find_change,
    latest_actuals,
    list_actuals,
)
from app.store.backup import NoBackup, OtherPrograms, back_up, restore
from app.store.content import MAXIMUM_NAME_LENGTH, Content, InvalidContent, storable
from app.store.engine import Database
from app.store.held import find_held, hold_keys, let_go
from app.store.history import add_history, fill_in, list_revisions
from app.store.kept import Kept, list_kept, list_latest
from app.store.migrations import NotMigrated, current_revision, migrate, newest_revision
from app.store.moments import Moment, check_moment
from app.store.opening import Results, find_results, find_revision, find_saved, find_scenario
from app.store.outages import OUTAGE_KINDS, Outage, code_of, outage_of
from app.store.store import (
    KEPT_AFTER_DELETION,
    MOST_REVISIONS,
    SECRET_LENGTH,
    Saved,
    ScenarioGone,
    StaleRevision,
    TooManyRevisions,
    UnknownRevision,
    UnknownScenario,
    WrongEditKey,
    add_revision,
    check_key,
    create_scenario,
    delete_scenario,
    find_by_key,
    find_owned,
    find_secret,
    new_secret,
    replace_link,
    restore_scenario,
    secret_of,
    set_expiry,
    set_shows_figures,
    shared_secret,
)

__all__ = [
    "KEPT_AFTER_DELETION",
    "MAXIMUM_NAME_LENGTH",
    "MOST_CHANGES",
    "MOST_REVISIONS",
    "OUTAGE_KINDS",
    "SECRET_LENGTH",
    "Content",
    "Database",
    "Entered",
    "InvalidContent",
    "Kept",
    "Moment",
    "NoBackup",
    "NotMigrated",
    "OtherPrograms",
    "Outage",
    "Results",
    "Saved",
    "ScenarioGone",
    "StaleActuals",
    "StaleRevision",
    "TooManyChanges",
    "TooManyRevisions",
    "UnknownChange",
    "UnknownRevision",
    "UnknownScenario",
    "WrongEditKey",
    "add_history",
    "add_revision",
    "back_up",
    "change_actuals",
    "check_key",
    "check_moment",
    "code_of",
    "create_scenario",
    "current_revision",
    "delete_scenario",
    "fill_in",
    "find_actuals",
    "find_by_key",
    "find_change",
    "find_held",
    "find_owned",
    "find_results",
    "find_revision",
    "find_saved",
    "find_scenario",
    "find_secret",
    "hold_keys",
    "latest_actuals",
    "let_go",
    "list_actuals",
    "list_kept",
    "list_latest",
    "list_revisions",
    "migrate",
    "new_secret",
    "newest_revision",
    "outage_of",
    "replace_link",
    "restore",
    "restore_scenario",
    "secret_of",
    "set_expiry",
    "set_shows_figures",
    "shared_secret",
    "storable",
]
