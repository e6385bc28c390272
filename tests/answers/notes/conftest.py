"""The notes on a small plan."""

from collections.abc import Callable

import pytest

from app.answers import Note, notes_on, summarise
from app.inputs import Inputs
from app.model import project


@pytest.fixture
def noted(plan: Callable[..., Inputs]) -> Callable[..., list[Note]]:
    """Every note on `blank` with values put in: noted(tuning__input_price=2)."""

    def build(**values: object) -> list[Note]:
        projection = project(plan(**values))
        return notes_on(projection, summarise(projection))

    return build


@pytest.fixture
def codes(noted: Callable[..., list[Note]]) -> Callable[..., list[str]]:
    """Their codes."""

    def build(**values: object) -> list[str]:
        return [note.code for note in noted(**values)]

    return build


@pytest.fixture
def figures(noted: Callable[..., list[Note]]) -> Callable[..., dict[str, object]]:
    """The figures of the one note of a code: figures("few_examples", tuning__training_runs=1)."""

    def build(code: str, **values: object) -> dict[str, object]:
        [note] = [note for note in noted(**values) if note.code == code]
        return dict(note.figures)

    return build
