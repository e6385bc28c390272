"""Notes: what is lawful but odd about a plan, as codes and figures."""

from app.answers.notes.gathered import notes_on, without_repeats
from app.answers.notes.note import KINDS, Note, Severity, note, span
from app.answers.notes.timing import live_after

__all__ = [
    "KINDS",
    "Note",
    "Severity",
    "live_after",
    "note",
    "notes_on",
    "span",
    "without_repeats",
]
