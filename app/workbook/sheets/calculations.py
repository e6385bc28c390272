"""The sheet Calculations: every quantity of the model that has a cell, month by month."""

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.inputs import CHALLENGERS, TITLES, ApproachName, Challenger
from app.model import LINES
from app.model.calculation import Model, calculate
from app.model.excel import RESULTS, formula, is_inline, place
from app.model.language import CALENDAR, Key, monthly, needs, order, quantity_of, resolve
from app.model.table import APPROACH_RESULTS, COMPARISON_RESULTS, SAVED
from app.words.approaches import sentence_case
from app.workbook.grid import LAST_MONTH, MONTHS, Grid
from app.workbook.styles import style_of_unit

Floats = NDArray[np.float64]
TOTALS = ("total", "cumulative", "right")
COURSE = (
    *("own", "borrowed", "needs_prompt", *LINES, *TOTALS),
    *("paid_for_building", "busy", "capacity", "wrong"),
)
LONGEST_CALL = "longest_call"  # what must fit the context window
AGAINST_PROMPTING = tuple(quantity.name for quantity in SAVED)
# Each after those whose rows it names.
BLOCKS: dict[str, str] = {
    "prompting": f"{TITLES['prompting']}: if it served the month",
    "routed": "Prompting, for the share of the requests that the hybrid leaves to it",
    "tuning": f"{TITLES['tuning']}: if it served the month",
    "hybrid": f"{TITLES['hybrid']}: if it served the month",
}


def whole(model: Model) -> Model:
    """Return the model over all 120 months; nothing happens in those after the plan."""
    given = {
        key: np.pad(amount, (0, MONTHS.size - np.size(amount)))
        for key, amount in model.given.items()
    }
    return calculate(model.inputs, LAST_MONTH, given)


def write_calculations(grid: Grid, model: Model) -> None:
    """Write every row of the sheet."""
    considered = model.inputs.considered
    for scope, title in BLOCKS.items():
        apart = {*COURSE, *AGAINST_PROMPTING}
        write_block(grid, model, title, rows_of(scope, considered, without=apart))
    for name in considered:
        rows = (Key(name, item) for item in COURSE)
        write_block(grid, model, TITLES[name], (key for key in rows if key in written(considered)))
    for challenger in model.inputs.challengers:
        write_savings(grid, model, challenger)


def write_block(grid: Grid, model: Model, title: str, keys: Iterable[Key]) -> None:
    """Write quantities under a heading, if there are any."""
    rows = list(keys)
    if rows:
        grid.heading(title)
    for key in rows:
        write_quantity(grid, model, key)


def rows_of(
    scope: str, considered: tuple[ApproachName, ...], *, without: set[str]
) -> Iterator[Key]:
    """Yield the quantities of a scope that have a cell, each after those that it needs."""
    cells = written(considered)
    return (
        key for key in order() if key.scope == scope and key.name not in without and key in cells
    )


@cache
def written(considered: tuple[ApproachName, ...]) -> frozenset[Key]:
    """Return every quantity that has a cell beside the outputs: what those rest on.

    `considered` are the approaches that take part.
    """
    wanted = [Key(CALENDAR, "discount")]
    for name in considered:
        results = [item.name for item in APPROACH_RESULTS]
        wanted += [Key(name, item) for item in (*LINES, *TOTALS, *results)]
        if name in CHALLENGERS:
            wanted += [Key(name, item.name) for item in (*SAVED, *COMPARISON_RESULTS)]
            wanted.append(Key(name, LONGEST_CALL))
    return frozenset(key for key in with_needs(wanted) if has_row(key))


def with_needs(keys: Iterable[Key]) -> set[Key]:
    """Return quantities and all that they need, and what those need."""
    waiting, found = [*keys], set[Key]()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [needed for needed in needs(key) if isinstance(needed, Key)]
    return found


def has_row(key: Key) -> bool:
    """Tell whether a quantity stands on Timeline or Calculations."""
    return key.name not in RESULTS and not is_inline(key) and resolve(*key) == key


def write_quantity(grid: Grid, model: Model, key: Key) -> None:
    """Write a quantity: a row if it has a value for each month, else a cell."""
    quantity = quantity_of(key)
    label = sentence_case(quantity.words)
    style = "total" if key.name == "total" else style_of_unit(quantity.unit)
    amount = model.value(*key)
    if monthly(key):
        grid.months(place(key), label, quantity.unit, formula(key), amount, style)
    else:
        value = float(np.ravel(amount)[0])
        grid.single(place(key), label, quantity.unit, formula(key), value, style)


def write_savings(grid: Grid, model: Model, name: Challenger) -> None:
    """Write what the approach saves against prompting, and the rows behind its figures."""
    title = f"{TITLES[name]} against prompting"
    write_block(grid, model, title, [Key(name, item) for item in AGAINST_PROMPTING])
    saved, running = (grid.places.values[f"{name}.{row}"] for row in ("saved", "running"))
    timed = f"[month]*[{name}.saved]"
    words, unit = "Month × savings", "currency × months"
    grid.months(f"{name}.timed", words, unit, timed, MONTHS * saved, "whole")
    signs = {
        "saved": ("Sign of the last saving or loss", saved),
        "running": ("Sign of the last sum that is not zero", running),
    }
    for row, (words, amounts) in signs.items():
        carried = f"IF([{name}.{row}]=0,[<{name}.{row}_sign],SIGN([{name}.{row}]))"
        grid.months(f"{name}.{row}_sign", words, "sign", carried, carried_signs(amounts))


def carried_signs(amounts: Floats) -> Floats:
    """Return each month's sign, or that of the last month that was not zero."""
    signs = np.sign(amounts)
    positions = np.maximum.accumulate(np.where(signs != 0, MONTHS, 0))
    return signs[positions]
