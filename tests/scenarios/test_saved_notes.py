"""Notes of saved plans: they keep the words of their day."""

from app.answers import Note
from app.scenarios.snapshot import recorded_note
from app.words.notes import note_words


def test_a_note_from_before_notes_had_codes_is_read_with_its_words():
    record = {"input": "tuning.model", "message": "Fine-tuning: retired."}
    note = recorded_note(record)
    assert note == Note("information", "note", ("tuning.model",), {"message": record["message"]})
    assert note_words(note, "USD") == "Fine-tuning: retired."


def test_a_note_whose_code_is_gone_or_worded_anew_is_read_with_its_words():
    record = {
        "severity": "warning",
        "code": "no_longer_there",
        "message": "As it was said.",
        "inputs": ["tuning.model", "hybrid.model"],
    }
    note = recorded_note(record)
    assert (note.severity, note.code) == ("warning", "no_longer_there")
    assert note.inputs == ("tuning.model", "hybrid.model")
    assert note_words(note, "EUR") == "As it was said."
