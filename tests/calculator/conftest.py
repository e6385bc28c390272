"""Small plans for the tests of the calculator."""

from collections.abc import Callable
from typing import Any

import pytest

from app.calculator import Inputs, Projection, project, read_inputs


@pytest.fixture
def plan() -> Callable[..., Inputs]:
    """`blank` with values put in; `__` stands for the dot: plan(tuning__input_price=2)."""

    def build(**values: Any) -> Inputs:
        return read_inputs({name.replace("__", "."): value for name, value in values.items()})

    return build


@pytest.fixture
def projected(plan: Callable[..., Inputs]) -> Callable[..., Projection]:
    """The projection of a small plan."""

    def build(**values: Any) -> Projection:
        return project(plan(**values))

    return build
