"""A table that a test may change."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.model import language
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
