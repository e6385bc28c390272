"""With how many examples models were trained that an evaluation compares, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.evidence.evaluations.learning import Point, point
from app.inputs import InvalidInputs, Problem
from app.plans.evidence import values_of
from app.plans.spelling import NO_RANGE, RANGES
from app.plans.trained import examples_in, learning_findings, wrong_examples

AS, NAMED = "as.", "named."  # whose a variant is to be, its name
SIZE = "size."  # with how many examples it was trained


def read_sizes(fields: Mapping[str, str]) -> tuple[dict[str, float], list[Problem]]:
    """Return the numbers of examples by the variants' marks, and what is wrong with the others."""
    sizes: dict[str, float] = {}
    problems: list[Problem] = []
    for name, text in fields.items():
        if not name.startswith(SIZE) or not text.strip():
            continue
        mark, examples = name.removeprefix(SIZE), examples_in(text)
        if examples is None:
            who = fields.get(f"{NAMED}{mark}", "") or "a variant"
            problems.append(wrong_examples(name, who, text))
        else:
            sizes[mark] = examples
    return sizes, problems


@dataclass(frozen=True)
class TypedSize:
    """A variant on the page that asks once more."""

    mark: str
    label: str
    text: str
    approach: str
    error: str


def typed_sizes(pairs: Sequence[tuple[str, str]], problems: Sequence[Problem]) -> list[TypedSize]:
    """Return every variant whose size can be typed, as it was posted."""
    fields, errors = dict(pairs), {item.input: item.message for item in problems}
    return [
        TypedSize(
            mark=mark,
            label=fields.get(f"{NAMED}{mark}", "") or f"Variant {mark}",
            text=text,
            approach=fields.get(f"{AS}{mark}", ""),
            error=errors.get(name, ""),
        )
        for name, text in fields.items()
        if name.startswith(SIZE)
        for mark in [name.removeprefix(SIZE)]
    ]


def untouched(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what was posted beside the sizes, and beside whose their variants are to be."""
    marks = {name.removeprefix(SIZE) for name, _ in pairs if name.startswith(SIZE)}
    shown = {f"{kind}{mark}" for kind in (SIZE, AS) for mark in marks}
    return [(name, text) for name, text in pairs if name not in shown]


def of_sizes(sizes: Mapping[str, float], said: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return what an address says of how errors fall with examples; raises InvalidInputs.

    `sizes` has by a variant's mark with how many examples it was trained, `said` what it says of
    anybody. Nothing follows from fewer than two sizes.
    """
    points = [
        evaluation(examples, said[mark])
        for mark, examples in sizes.items()
        if "error_rate" in said.get(mark, {})
    ]
    return {
        name: value
        for finding in learning_findings(points)
        for name, value in values_of(finding).items()
    }


def evaluation(examples: float, said: Mapping[str, str]) -> Point:
    """Return an evaluation of a model trained with so many examples; raises InvalidInputs."""
    rate, ends = said["error_rate"], said.get(f"{RANGES}error_rate", NO_RANGE)
    low, _, high = (rate, "..", rate) if ends == NO_RANGE else ends.partition("..")
    try:
        return point(examples, float(rate), float(low), float(high))
    except ValueError:
        raise InvalidInputs([Problem("take", "A finding must be as the page wrote it.")]) from None
