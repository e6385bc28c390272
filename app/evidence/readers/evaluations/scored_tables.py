"""What tables of scores have in common: a threshold may decide, and a blank is no verdict."""

from app.evidence.evaluations.evaluation import Result
from app.evidence.values import LONGEST_LABEL, amount

WORDS = {"true": 1.0, "false": 0.0, "pass": 1.0, "fail": 0.0, "correct": 1.0, "incorrect": 0.0}


def scored(label: str, model: str | None, test: str, cell: str) -> Result:
    """Return the run of a cell that holds a score or a verdict; raises BadValue."""
    text = cell.strip().lower()
    if text in ("", "nan", "none", "null"):
        return Result(label[:LONGEST_LABEL], model, test, "unscored")
    score = WORDS[text] if text in WORDS else amount(text)
    return Result(label[:LONGEST_LABEL], model, test, "right", score=score)
