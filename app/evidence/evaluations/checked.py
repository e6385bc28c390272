"""Whose answers the kit tests: the plan's approaches, and candidates of the models page."""

from typing import NamedTuple
from urllib.parse import quote, unquote

from app.evidence.evaluations.evaluation import LABELS
from app.inputs import ApproachName

CANDIDATE = "candidate "  # what the labels of candidates begin with
LONGEST_NAME = 40
WAYS: dict[str, ApproachName] = {"prompted": "prompting", "fine-tuned": "tuning"}
BY_LABEL = {label: name for name, label in LABELS.items()}


class Checked(NamedTuple):
    """One whose answers are checked."""

    label: str
    approach: ApproachName


def of_approach(name: ApproachName) -> Checked:
    """Return an approach of the plan."""
    return Checked(LABELS[name], name)


def of_candidate(number: int, name: str, approach: ApproachName) -> Checked:
    """Return a candidate; its label has no colon, for promptfoo writes a prompt's file behind one.

    The label says the approach, so that what comes back is known to be of it.
    """
    way = next(way for way, of in WAYS.items() if of == approach)
    plain = " ".join(name.replace(":", " ").split())[:LONGEST_NAME]
    return Checked(f"{CANDIDATE}{number} {plain}, {way}", approach)


def of_label(text: str) -> Checked | None:
    """Return whom a label of the kit names, whatever follows a colon; None for any other label."""
    label = text.partition(":")[0]
    if label in BY_LABEL:
        return Checked(label, BY_LABEL[label])
    approach = WAYS.get(label.rpartition(", ")[2])
    return Checked(label, approach) if approach and label.startswith(CANDIDATE) else None


def spelled(item: Checked) -> str:
    """Return how the mark of a sheet writes one: without a plus or a colon."""
    return item.approach if item.label in BY_LABEL else quote(item.label, safe="")


def read_spelled(text: str) -> Checked | None:
    """Return what `spelled` wrote; None for anything else."""
    name = next((name for name in LABELS if name == text), None)
    return of_approach(name) if name else of_label(unquote(text))
