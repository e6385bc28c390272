"""With how many examples models were trained that an evaluation compares, and what follows."""

from collections.abc import Mapping
from typing import Any

from app.evidence.evaluations.learning import Learning, Point, learning, point
from app.evidence.finding import Finding
from app.inputs import FIELDS, InvalidInputs, Problem
from app.inputs.reading import parse_number
from app.plans.evidence import values_of
from app.plans.spelling import NO_RANGE, RANGES

MEASURED = "tuning.measured_examples"
SAY_A_NUMBER = "Examples that a model was trained with must be a number above 0."
METHOD = "Least squares through evaluations of models trained with different numbers of examples."


def examples_in(text: str) -> float:
    """Return a number of examples; raises InvalidInputs."""
    try:
        examples = float(str(parse_number(text)))
    except ValueError:
        examples = 0.0
    if not FIELDS[MEASURED].contains(examples):
        raise InvalidInputs([Problem(MEASURED, SAY_A_NUMBER)])
    return examples


def of_sizes(sizes: Mapping[str, str], said: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return what an address says of how errors fall with examples; raises InvalidInputs.

    `sizes` has by a variant's mark what was typed, `said` what the variant says of anybody.
    Nothing follows from fewer than two sizes.
    """
    points = [
        evaluation(examples_in(text), said[mark])
        for mark, text in sizes.items()
        if text.strip() and "error_rate" in said.get(mark, {})
    ]
    found = learning(points)
    if found is None:
        return {}
    source = f"evaluations of models trained with {len(points)} numbers of examples"
    return {
        name: value
        for finding in findings(found, len(points), source)
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


def findings(found: Learning, points: int, source: str) -> list[Finding]:
    """Return exponent and floor as findings of fine-tuning."""
    return [
        Finding(
            input=f"tuning.{name}",
            value=estimate.value,
            low=estimate.low,
            high=estimate.high,
            n=points,
            method=METHOD,
            source=source,
        )
        for name, estimate in (("learning_exponent", found.exponent), ("error_floor", found.floor))
    ]
