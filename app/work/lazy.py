"""Attributes that are calculated when first asked for, without a lock.

On Python 3.11 `functools.cached_property` holds one lock for all objects of a class while it
calculates: one simulation would keep every other plan waiting. Here two threads that ask one object
at the same time both calculate, and get the same. Each of them is a step of the work.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from app.work.task import step

Value = TypeVar("Value")


class Lazy(Generic[Value]):
    """An attribute calculated when first asked for, then kept on its object."""

    def __init__(self, calculate: Callable[[Any], Value]) -> None:
        self.calculate = calculate
        self.name = calculate.__name__
        self.__doc__ = calculate.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn under which name the value is kept."""
        self.name = name

    @overload
    def __get__(self, thing: None, owner: type) -> Self: ...

    @overload
    def __get__(self, thing: object, owner: type) -> Value: ...

    def __get__(self, thing: object | None, owner: type) -> Self | Value:
        """Return the value, and keep it: the object then answers without asking here."""
        if thing is None:
            return self
        value = self.calculate(thing)
        vars(thing)[self.name] = value  # also where the object is frozen
        step()
        return value


lazy = Lazy  # as a decorator reads
