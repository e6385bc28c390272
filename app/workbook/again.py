"""The model once more at another volume: only what rests on it, by the same formulas."""

from functools import cache

from app.inputs import ApproachName
from app.model.excel import formula, place
from app.model.language import CALENDAR, Key, monthly, needs, order, quantity_of
from app.words.approaches import sentence_case
from app.workbook.grid import CELL, Grid
from app.workbook.sheets.calculations import has_row, with_needs
from app.workbook.styles import style_of_unit

VOLUME = "[#workload.requests_per_month]"
REQUESTS = Key(CALENDAR, "requests")
LOOKED_AT = ("total", "errors", "right")  # of each approach


@cache
def rests_on_requests(key: Key) -> bool:
    """Tell whether a quantity moves with the requests."""
    return key == REQUESTS or any(
        rests_on_requests(needed) for needed in needs(key) if isinstance(needed, Key)
    )


@cache
def moved(considered: tuple[ApproachName, ...]) -> tuple[Key, ...]:
    """Return the rows that another volume moves, each after those that it needs."""
    found = with_needs(Key(name, item) for name in considered for item in LOOKED_AT)
    return tuple(
        key
        for key in order()
        if key in found and rests_on_requests(key) and has_row(key) and monthly(key)
    )


def write_again(grid: Grid, considered: tuple[ApproachName, ...], prefix: str, volume: str) -> None:
    """Write the rows that another volume moves; `volume` is the name of its cell.

    Their names begin with the prefix.
    """
    rows = moved(considered)
    places = frozenset(map(place, rows))
    for key in rows:
        template = again(formula(key), places, prefix, volume)
        quantity = quantity_of(key)
        words = sentence_case(quantity.words)
        style = style_of_unit(quantity.unit)
        grid.bare(prefix + place(key), words, quantity.unit, template, style)


def again(template: str, moved_places: frozenset[str], prefix: str, volume: str) -> str:
    """Return a template that names the rows of another volume where they differ."""
    text = template.replace(VOLUME, f"[={volume}]")
    return CELL.sub(
        lambda match: f"[{match[1]}{prefix}{match[2]}]" if match[2] in moved_places else match[0],
        text,
    )
