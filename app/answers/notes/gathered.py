"""All notes that need no catalogue."""

from app.answers.notes.building import examples, longer_prompt, sunk_build
from app.answers.notes.caching import short_prompt
from app.answers.notes.note import Note
from app.answers.notes.prices import prices, replicas
from app.answers.notes.timing import go_live, retirement
from app.answers.summary import Summary
from app.inputs import APPROACHES
from app.model import CHALLENGERS, Projection


def notes_on(projection: Projection, summary: Summary) -> list[Note]:
    """Return what a reader of the plan should know, approach by approach."""
    inputs = projection.inputs
    notes: list[Note] = []
    notes += sunk_build(inputs)
    for name in APPROACHES:
        notes += prices(inputs, name)
        notes += short_prompt(projection, name)
        notes += replicas(projection, name)
    for name in CHALLENGERS:
        notes += go_live(inputs, name)
        notes += longer_prompt(inputs, name)
        notes += examples(inputs, name)
        notes += retirement(inputs, summary, name)
    return notes
