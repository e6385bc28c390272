"""With how many examples models were trained that an evaluation compares, and what follows."""

from collections.abc import Mapping, Sequence

from app.evidence.evaluations.learning import Point, learning, point
from app.evidence.finding import Evidence, Finding, Variant
from app.inputs import FIELDS, Problem
from app.inputs.problems import cut, entered
from app.inputs.reading import parse_number

MEASURED = "tuning.measured_examples"
RATE = "tuning.error_rate"
LONGEST_NAME = 60  # of a variant in a message
METHOD = "Least squares through evaluations of models trained with different numbers of examples."
SAID = "As many examples as were said."


def examples_in(text: str) -> float | None:
    """Return a number of examples; None for a text that is none within the bounds."""
    try:
        examples = float(str(parse_number(text)))
    except ValueError:
        return None
    return examples if FIELDS[MEASURED].contains(examples) else None


def wrong_examples(name: str, variant: str, text: str) -> Problem:
    """Return what is wrong with the number of a variant, in a field of this name."""
    rule = f"must be a number, {FIELDS[MEASURED].bounds}"
    who = cut(variant, LONGEST_NAME)
    return Problem(name, f"Examples that {who} was trained with {rule}{entered(text)}.")


def learning_findings(points: Sequence[Point]) -> list[Finding]:
    """Return exponent and floor as findings of fine-tuning; none of fewer than two numbers."""
    found = learning(points)
    if found is None:
        return []
    estimates = {"learning_exponent": found.exponent, "error_floor": found.floor}
    return [
        Finding(
            input=f"tuning.{name}",
            value=estimate.value,
            low=estimate.low,
            high=estimate.high,
            n=len(points),
            method=METHOD,
            source=f"evaluations of models trained with {len(points)} numbers of examples",
        )
        for name, estimate in estimates.items()
    ]


def findings_of_sizes(evidence: Evidence, sizes: Mapping[str, float]) -> list[Finding]:
    """Return what follows from with how many examples variants were trained, by their labels."""
    sized = [
        (sizes[variant.label], rate)
        for variant in evidence.measured.variants
        if variant.label in sizes and (rate := rate_of(variant))
    ]
    found = learning_findings([point(size, x.value, x.low, x.high) for size, x in sized])
    return found + [
        Finding(
            input=MEASURED, value=size, low=size, high=size, n=1, method=SAID, source=rate.source
        )
        for size, rate in sized
        if rate.input == RATE and rate in evidence.findings
    ]


def rate_of(variant: Variant) -> Finding | None:
    """Return a variant's share of wrong answers."""
    return next((item for item in variant.findings if item.input.endswith(".error_rate")), None)
