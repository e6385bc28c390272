"""The kit's sheet for judging by hand: answers of all that is tested, blinded and shuffled.

In every row the answers stand in an order of its own, which follows from the seed and the row: the
sheet alone says whose answer was right, and nobody who reads it can tell.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from app.evidence.evaluations.checked import Checked, read_spelled, spelled
from app.evidence.evaluations.evaluation import Outcome, Result
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import BadValue

NUMBER, QUESTION, MARK = "number", "question", "sheet"
VERDICTS: dict[str, Outcome] = {
    **dict.fromkeys(("right", "yes", "y", "true", "1", "ok", "correct"), "right"),
    **dict.fromkeys(("wrong", "no", "n", "false", "0", "incorrect"), "wrong"),
    "": "unscored",
}


def answer_column(place: int) -> str:
    """Return the column of the answer in a place, from 1."""
    return f"answer_{place}"


def verdict_column(place: int) -> str:
    """Return the column in which it is said whether the answer in a place is right."""
    return f"right_or_wrong_{place}"


def mark(seed: int, everyone: Sequence[Checked]) -> str:
    """Return what every row of a sheet carries: what its shuffling follows from."""
    return f"{seed}:{'+'.join(map(spelled, everyone))}"


def shuffled(seed: int, number: int, everyone: Sequence[Checked]) -> list[Checked]:
    """Return whose answers stand in a row, from the first place."""
    order = np.random.default_rng([seed, number]).permutation(len(everyone))
    return [everyone[place] for place in order.tolist()]


def matches(head: Head) -> bool:
    """Tell whether it has the columns of the sheet."""
    return head.has(NUMBER, MARK, verdict_column(1))


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a run for every answer of a row."""
    yield from converted(source.rows(), results)


def results(row: dict[str, str]) -> Iterator[Record]:
    """Yield the runs of a row; raises BadValue for a mark or a verdict that is none.

    They come in the order of the mark, not of the row: the plan's own before the candidates, so
    that errors are correlated between the plan's own.
    """
    seed, _, listed = row[MARK].strip().partition(":")
    everyone = [item for text in listed.split("+") if (item := read_spelled(text))]
    number = row[NUMBER].strip()
    if not (seed.isdecimal() and number.isdecimal() and everyone):
        raise BadValue
    placed = shuffled(int(seed), int(number), everyone)
    for item in everyone:
        said = row[verdict_column(placed.index(item) + 1)].strip().lower()
        if said not in VERDICTS:
            raise BadValue
        yield Result(item.label, None, number, VERDICTS[said], approach=item.approach)


FORMAT = Format(
    name="hand-sheet", title="Sheet judged by hand", kind="evaluation", matches=matches, read=read
)
