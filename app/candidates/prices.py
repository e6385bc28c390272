"""The catalogue's prices as columns: many models tried in one projection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import numpy as np

from app.catalog import ModelPrice, models, price_fields, prices_as_of
from app.inputs import ApproachName

# Which models an approach may use, by whether they are tuned.
TUNED: Mapping[ApproachName, bool] = {"prompting": False, "tuning": True}
CATALOGUES = 64  # selections of models whose columns are kept, 60 kB each


@dataclass(frozen=True)
class Group:
    """Models that have the same prices, and lack the same: of those no array could tell."""

    models: tuple[ModelPrice, ...]
    quoted: tuple[str, ...]  # their references as an address writes them
    columns: Mapping[str, Any]  # field -> shape (models, 1); None where none has it

    def values(self, approach: ApproachName) -> dict[str, Any]:
        """Return the columns by the inputs of an approach."""
        return {f"{approach}.{field}": column for field, column in self.columns.items()}


def groups(approach: ApproachName, maker: str | None = None) -> tuple[Group, ...]:
    """Return the models that an approach may use, of one maker or of all, in groups."""
    return groups_of(prices_as_of(), TUNED[approach], maker)


@lru_cache(maxsize=CATALOGUES)
def groups_of(_day: str, tuned: bool, maker: str | None) -> tuple[Group, ...]:
    """Return the groups of a day's prices."""
    found: dict[tuple[frozenset[str], frozenset[str]], list[ModelPrice]] = {}
    for model in models().values():
        if model.tuned == tuned and maker in (None, model.maker):
            fields = price_fields(model.reference)
            absent = frozenset(name for name, price in fields.items() if price is None)
            found.setdefault((frozenset(fields), absent), []).append(model)
    return tuple(map(group_of, found.values()))


def group_of(rows: Sequence[ModelPrice]) -> Group:
    """Return models that fill the same fields, and lack the same prices, with these as columns."""
    prices = [price_fields(model.reference) for model in rows]
    columns: dict[str, Any] = {
        name: None if first is None else np.array([[row[name]] for row in prices], float)
        for name, first in prices[0].items()
    }
    quoted = tuple(quote(model.reference, safe="/") for model in rows)
    return Group(tuple(rows), quoted, columns)
