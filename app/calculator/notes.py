"""What is lawful but odd about a plan: worth a word, not a refusal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A remark on one input."""

    input: str  # group.field
    message: str
