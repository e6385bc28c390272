"""The model once more with some of its quantities moved: only what rests on them.

By the same formulas, whose names begin with a prefix where they differ.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from app.model.excel import formula, place
from app.model.language import Key, monthly, needs, order, quantity_of
from app.words.approaches import sentence_case
from app.workbook.grid import CELL, Grid
from app.workbook.sheets.calculations import has_row, with_needs
from app.workbook.styles import style_of_unit

Keys = frozenset[Key]


@cache
def rests_on(key: Key, roots: Keys) -> bool:
    """Tell whether a quantity is one of the roots, or moves with one."""
    return key in roots or any(
        rests_on(needed, roots) for needed in needs(key) if isinstance(needed, Key)
    )


def moved(wanted: Keys, roots: Keys) -> tuple[Key, ...]:
    """Return the monthly rows behind `wanted` that move with a root, each after its needs."""
    found = with_needs(wanted)
    return tuple(
        key
        for key in order()
        if key in found and rests_on(key, roots) and has_row(key) and monthly(key)
    )


def write_again(
    grid: Grid, wanted: Keys, roots: Keys, prefix: str, cells: Mapping[str, str]
) -> None:
    """Write the rows behind `wanted` that move with the roots, named with the prefix.

    `cells` are cells in brackets that others stand for.
    """
    for key, template in templates(wanted, roots, prefix, tuple(cells.items())):
        quantity = quantity_of(key)
        words, style = sentence_case(quantity.words), style_of_unit(quantity.unit)
        grid.bare(prefix + place(key), words, quantity.unit, template, style)


@cache
def templates(
    wanted: Keys, roots: Keys, prefix: str, cells: tuple[tuple[str, str], ...]
) -> Sequence[tuple[Key, str]]:
    """Return those rows, each with the template of its formula."""
    rows = moved(wanted, roots)
    places = frozenset(map(place, (*rows, *roots)))
    return [(key, again(formula(key), places, prefix, dict(cells))) for key in rows]


def again(template: str, places: frozenset[str], prefix: str, cells: Mapping[str, str]) -> str:
    """Return a template that names other cells, and those places with the prefix."""

    def cell(match: re.Match[str]) -> str:
        kind, name = match.groups()
        if name in places:
            return f"[{kind}{prefix}{name}]"
        return cells.get(match[0], match[0])

    return CELL.sub(cell, template)
