"""All notes that need no catalogue."""

from collections.abc import Sequence

from app.answers.notes.building import (
    examples,
    free_building,
    longer_prompt,
    needed_anyway,
    sunk_build,
)
from app.answers.notes.caching import cold_cache, costly_cache, short_prompt
from app.answers.notes.note import Note
from app.answers.notes.prices import commitment, hosting, long_calls, long_prices, prices
from app.answers.notes.timing import go_live, retirement
from app.answers.notes.volume import season
from app.answers.summary import Summary
from app.inputs import Inputs
from app.model import Projection


def notes_on(projection: Projection, summary: Summary) -> list[Note]:
    """Return what a reader of the plan should know, approach by approach."""
    inputs = projection.inputs
    notes = [*season(inputs), *sunk_build(inputs), *needed_anyway(projection)]
    for name in inputs.considered:
        notes += prices(inputs, name)
        notes += long_prices(inputs, name)
        notes += long_calls(projection, name)
        notes += commitment(projection, name)
        notes += hosting(projection, name)
        notes += short_prompt(projection, name)
        notes += cold_cache(projection, name)
        notes += costly_cache(projection, name)
    for challenger in inputs.challengers:
        notes += go_live(inputs, challenger)
        notes += longer_prompt(inputs, challenger)
        notes += examples(inputs, challenger)
        notes += free_building(projection, challenger)
        notes += retirement(inputs, summary, challenger)
    return without_repeats(notes, inputs)


def without_repeats(notes: Sequence[Note], inputs: Inputs) -> list[Note]:
    """Return the notes but those on a hybrid that follows tuning, where tuning has the same."""
    return [note for note in notes if not repeats(note, notes, inputs)]


def repeats(note: Note, notes: Sequence[Note], inputs: Inputs) -> bool:
    """Tell whether a note says of the hybrid what another says of tuning, which it follows."""
    own = {name for name in note.inputs if name.startswith("hybrid.")}
    followed = tuple(name.replace("hybrid.", "tuning.") for name in note.inputs)
    original = Note(note.severity, note.code, followed, note.figures)
    return bool(own) and own <= inputs.follows and original in notes
