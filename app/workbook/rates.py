"""The search for the monthly rate of return, in cells: halving, then Newton's method.

It takes the same root as app/model/finance.py, which says when there is one.
"""

import numpy as np
from numpy.typing import NDArray

from app.inputs import Challenger
from app.workbook.constants import CONSTANTS
from app.workbook.grid import MONTHS, Grid

HALVINGS = 20  # near enough for Newton's method, wherever the rate lies
POLISHING = 3  # steps of Newton's method after that

Floats = NDArray[np.float64]


def write_rate(grid: Grid, name: Challenger) -> None:
    """Write the search, its last cell being `NAME.rate`."""
    saved = grid.places.values[f"{name}.saved"]
    write_start(grid, name, saved)
    low = grid.places.values[f"{name}.rate.low"]
    rates: list[float | str] = [low, "" if low == "" else (low + highest()) / 2]
    found = f"[={name}.rate.low]"
    middle = f"({found}+[%highest_rate])/2"
    key = add_step(grid, name, 0, "Half-way", f'IF({found}="","",{middle})', rates[-1])
    before, flows = found, f"[*{name}.saved]"
    for step in range(1, HALVINGS):
        rates.append(halved(saved, rates[-2], rates[-1]))
        rate = f"[={key}]"
        nearer = f"{rate}+SIGN(NPV({rate},{flows}))*ABS({rate}-{before})/2"
        template = f'IF({rate}="","",{nearer})'
        key = add_step(grid, name, step, "Half-way again", template, rates[-1])
        before = rate
    for step in range(1, POLISHING + 1):
        rates.append(polished(saved, rates[-1]))
        rate = f"[={key}]"
        # NPV discounts its first amount too, hence the factors 1 + rate.
        worth = f"NPV({rate},{flows})*(1+{rate})"
        slope = f"NPV({rate},[*{name}.timed])"
        better = f'IF({rate}="","",IFERROR({rate}+{worth}/{slope},{rate}))'
        words = f"Better by Newton's method, step {step}"
        key = f"{name}.rate" if step == POLISHING else f"{name}.rate.better.{step}"
        grid.single(key, words, "fraction", better, rates[-1], "exact_share")


def write_start(grid: Grid, name: Challenger, saved: Floats) -> None:
    """Write where the search begins: the lowest rate, or 0 where only one above 0 is certain.

    Nothing where the savings say no rate: see `irr` in docs/model.md.
    """
    flows = f"[*{name}.saved]"
    sign, running_sign = f"{name}.saved_sign", f"{name}.running_sign"
    once = f"AND({changes(sign)}=1,{last(sign)}>0,NPV([%lowest_rate],{flows})>0)"
    ahead = f"AND({changes(running_sign)}=1,{last(f'{name}.running')}>0)"
    inside = f"NPV([%highest_rate],{flows})<0"
    template = f'IF({inside},IF({once},[%lowest_rate],IF({ahead},0,"")),"")'
    words = "Lowest rate of return that there may be, if there is a rate"
    start = first_rate(saved, *(grid.places.values[row] for row in (sign, running_sign)))
    grid.single(f"{name}.rate.low", words, "fraction per month", template, start, "exact_share")


def changes(row: str) -> str:
    """Return the formula of how often a row of carried signs changes."""
    return f"SUMPRODUCT(([*<{row}]*[*>{row}]<0)*1)"


def last(row: str) -> str:
    """Return the formula of what stands in the last month of a row."""
    return f"INDEX([*{row}],COLUMNS([*{row}]))"


def first_rate(saved: Floats, signs: Floats, running_signs: Floats) -> float | str:
    """Return where the search begins, "" if there is nothing to find."""
    lowest = CONSTANTS["lowest_rate"][0]
    if worth(saved, highest()) >= 0:
        return ""
    if changes_once(signs) and worth(saved, lowest) > 0:
        return lowest
    return 0.0 if changes_once(running_signs) and saved.sum() > 0 else ""


def changes_once(signs: Floats) -> bool:
    """Tell whether carried signs change once, from below zero to above."""
    return bool(np.sum(signs[:-1] * signs[1:] < 0) == 1 and signs[-1] > 0)


def add_step(
    grid: Grid, name: Challenger, step: int, words: str, template: str, value: float | str
) -> str:
    """Write one step of the halving; return its name."""
    key = f"{name}.rate.half.{step}"
    grid.single(key, words, "fraction per month", template, value, "exact_share")
    return key


def highest() -> float:
    """Return the highest monthly rate that is stated."""
    return CONSTANTS["highest_rate"][0]


def worth(amounts: Floats, rate: float) -> float:
    """Return the present value of monthly amounts."""
    return float(np.sum(amounts * (1 + rate) ** -MONTHS))


def halved(saved: Floats, before: float | str, rate: float | str) -> float | str:
    """Return the next rate of the halving: savings are worth less the higher it is."""
    if isinstance(before, str) or isinstance(rate, str):
        return ""
    return float(rate + np.sign(worth(saved, rate)) * abs(rate - before) / 2)


def polished(saved: Floats, rate: float | str) -> float | str:
    """Return a rate after a step of Newton's method."""
    if isinstance(rate, str):
        return ""
    slope = worth(MONTHS * saved, rate)
    return rate + worth(saved, rate) * (1 + rate) / slope if slope else rate
