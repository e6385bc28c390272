"""A table that a test may change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.answers import BreakEvenVolume
from app.model import Projection, language
from tests.model.noticing import forget

Write = Callable[..., None]


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Change a quantity of the table for one test: `write("calls", expression="served")`."""

    def change(name: str, **changes: Any) -> None:
        changed = replace(language.QUANTITIES[name], **changes)
        monkeypatch.setitem(language.QUANTITIES, name, changed)
        forget()

    yield change
    monkeypatch.undo()
    forget()


@contextmanager
def volumes_left_out() -> Iterator[None]:
    """Summarise without looking for break-even volumes, which takes most of the time."""

    def none(projection: Projection, *_: object) -> dict[str, BreakEvenVolume]:
        return dict.fromkeys(projection.inputs.challengers, BreakEvenVolume(None, ()))

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("app.answers.summary.break_even_volumes", none)
        yield


@pytest.fixture
def without_volumes() -> Iterator[None]:
    with volumes_left_out():
        yield
