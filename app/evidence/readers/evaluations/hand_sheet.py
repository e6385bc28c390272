"""The kit's sheet for judging by hand: answers of several approaches, blinded and shuffled.

In every row the answers stand in an order of its own, which follows from the seed and the row: the
sheet alone says whose answer was right, and nobody who reads it can tell.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from app.evidence.evaluations.evaluation import LABELS, Outcome, Result
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import BadValue
from app.inputs import APPROACHES, ApproachName

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


def mark(seed: int, names: Sequence[ApproachName]) -> str:
    """Return what every row of a sheet carries: what its shuffling follows from."""
    return f"{seed}:{'+'.join(names)}"


def shuffled(seed: int, number: int, names: Sequence[ApproachName]) -> list[ApproachName]:
    """Return whose answers stand in a row, from the first place."""
    order = np.random.default_rng([seed, number]).permutation(len(names))
    return [names[place] for place in order.tolist()]


def matches(head: Head) -> bool:
    """Tell whether it has the columns of the sheet."""
    return head.has(NUMBER, MARK, verdict_column(1))


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a run for every answer of a row."""
    yield from converted(source.rows(), results)


def results(row: dict[str, str]) -> Iterator[Record]:
    """Yield the runs of a row; raises BadValue for a mark or a verdict that is none."""
    seed, _, listed = row[MARK].strip().partition(":")
    names = [name for name in APPROACHES if name in listed.split("+")]
    number = row[NUMBER].strip()
    if not (seed.isdecimal() and number.isdecimal() and names):
        raise BadValue
    for place, name in enumerate(shuffled(int(seed), int(number), names), start=1):
        said = row[verdict_column(place)].strip().lower()
        if said not in VERDICTS:
            raise BadValue
        yield Result(LABELS[name], None, number, VERDICTS[said], approach=name)


FORMAT = Format(
    name="hand-sheet", title="Sheet judged by hand", kind="evaluation", matches=matches, read=read
)
