"""The sheet Calculations: every quantity of the model that has a cell, month by month."""

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.inputs import APPROACHES, TITLES
from app.model import CHALLENGERS, LINES, Challenger
from app.model.arrays import Model, calculate
from app.model.excel import formula, is_inline, place
from app.model.language import CALENDAR, Key, monthly, needs, order, quantity_of, resolve
from app.model.table import COMPARISON_RESULTS, SAVED, SCOPES
from app.workbook.grid import LAST_MONTH, MONTHS, Grid

Floats = NDArray[np.float64]
TOTALS = ("total", "cumulative", "right")
COURSE = ("own", "borrowed", "needs_prompt", *LINES, *TOTALS)
AGAINST_PROMPTING = tuple(quantity.name for quantity in (*SAVED, *COMPARISON_RESULTS))
BLOCKS: dict[str, str] = {
    **{name: f"{TITLES[name]}: if it served the month" for name in APPROACHES},
    "routed": "Prompting, for the share of the requests that the hybrid leaves to it",
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
    for scope in SCOPES:
        apart = {*COURSE, *AGAINST_PROMPTING}
        write_block(grid, model, BLOCKS[scope], rows_of(scope, without=apart))
    for name in APPROACHES:
        write_block(grid, model, TITLES[name], [Key(name, item) for item in COURSE])
    for challenger in CHALLENGERS:
        write_savings(grid, model, challenger)


def write_block(grid: Grid, model: Model, title: str, keys: Iterable[Key]) -> None:
    """Write quantities under a heading, those left out that nothing on the sheets needs."""
    grid.heading(title)
    for key in keys:
        if key in written():
            write_quantity(grid, model, key)


def rows_of(scope: str, *, without: set[str]) -> Iterator[Key]:
    """Yield the quantities of a scope, each after those that it needs."""
    return (key for key in order() if key.scope == scope and key.name not in without)


@cache
def written() -> frozenset[Key]:
    """Return every quantity that has a cell, on whichever sheet: what the outputs rest on."""
    found: set[Key] = set()
    outputs = [Key(name, item) for name in APPROACHES for item in (*LINES, *TOTALS)]
    outputs += [Key(name, item.name) for name in CHALLENGERS for item in SAVED]
    waiting = [*outputs, Key(CALENDAR, "discount")]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        waiting += [needed for needed in needs(key) if isinstance(needed, Key)]
    return frozenset(key for key in found if not is_inline(key) and resolve(*key) == key)


def write_quantity(grid: Grid, model: Model, key: Key) -> None:
    """Write a quantity: a row if it has a value for each month, else a cell."""
    quantity = quantity_of(key)
    words = quantity.words
    label = key.name if key.name in LINES else words[:1].upper() + words[1:]
    style = {"total": "total"}.get(key.name, "money" if key.name in COURSE else "number")
    amount = model.value(*key)
    if monthly(key):
        grid.months(place(key), label, quantity.unit, formula(key), amount, style)
    else:
        value = float(np.ravel(amount)[0])
        grid.single(place(key), label, quantity.unit, formula(key), value, style)


def write_savings(grid: Grid, model: Model, name: Challenger) -> None:
    """Write what the approach saves against prompting, and the rows behind its figures."""
    write_block(
        grid, model, f"{TITLES[name]} against prompting", [Key(name, item.name) for item in SAVED]
    )
    savings = grid.places.values[f"{name}.saved"]

    def add(row: str, label: str, unit: str, template: str, values: object) -> None:
        template = template.replace("[.", f"[{name}.").replace("[<.", f"[<{name}.")
        grid.months(f"{name}.{row}", label, unit, template, values, "money")

    behind = "IF(AND([in_plan]=1,{}<0),[month]+1,0)"
    in_plan = grid.places.values["in_plan"] > 0
    for row, key in (("behind", "running"), ("discounted_behind", "discounted_running")):
        values = np.where(in_plan & (grid.places.values[f"{name}.{key}"] < 0), MONTHS + 1, 0)
        add(row, "Next month, where still behind", "months", behind.format(f"[.{key}]"), values)
    timed = "[month]*[.saved]"
    add("timed", "Month × savings", "currency × months", timed, MONTHS * savings)
    signs = carried_signs(savings)
    carried = "IF([.saved]=0,[<.sign],SIGN([.saved]))"
    add("sign", "Sign of the last saving or loss", "sign", carried, signs)
    before = np.concatenate([[0.0], signs[:-1]])
    changes = "IF(AND([<.sign]<>0,[.sign]<>[<.sign]),1,0)"
    add("change", "Change of sign", "flag", changes, (before != 0) & (signs != before))


def carried_signs(savings: Floats) -> Floats:
    """Return each month's sign, or that of the last month that was not zero."""
    signs = np.sign(savings)
    positions = np.maximum.accumulate(np.where(signs != 0, MONTHS, 0))
    return signs[positions]
