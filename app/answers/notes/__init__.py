"""Notes: what is lawful but odd about a plan, as codes and figures."""

from app.answers.notes.gathered import notes_on
from app.answers.notes.note import KINDS, Note, Severity, note

__all__ = ["KINDS", "Note", "Severity", "note", "notes_on"]
