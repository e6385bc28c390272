"""What a person saves, apart from when and under which id."""

from dataclasses import dataclass, field
from typing import Any

from app.inputs import in_style, invisible, unprintable

MAXIMUM_NAME_LENGTH = 120  # characters
MAXIMUM_NOTE_LENGTH = 2_000  # characters
LONGEST = {  # of each text that a person types
    "name": MAXIMUM_NAME_LENGTH,
    "note": MAXIMUM_NOTE_LENGTH,
    "author": MAXIMUM_NAME_LENGTH,
}


class InvalidContent(ValueError):
    """A name, note or author that cannot be stored; `field` says which, `message` why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Content:
    """One revision's content: complete inputs, ranges, and the results they gave.

    Name, note and author are stripped of surrounding space. Raises InvalidContent if the name is
    empty, if one of them is too long, or holds a character that is no text.
    """

    name: str
    preset: str
    inputs: dict[str, Any]  # complete, nested by group
    follows: list[str] = field(default_factory=list)  # inputs whose value is another's
    ranges: dict[str, Any]  # input name -> low and high
    sources: dict[str, str] = field(default_factory=dict)  # by input name, in the person's words
    results: dict[str, Any]  # the figures that lists and histories show
    snapshot: bytes | None = None  # all that was calculated, packed
    catalogue_prices: dict[str, float | None] = field(default_factory=dict)  # by input name
    prices_as_of: str  # ISO date of the price data
    model_version: str
    note: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        """Strip and check the three texts a person types."""
        for text_field in LONGEST:
            text = storable(text_field, getattr(self, text_field))
            object.__setattr__(self, text_field, text)


def storable(text_field: str, typed: str) -> str:
    """Return a name, note or author without surrounding space; raises InvalidContent."""
    text = typed.strip()
    if len(text) > LONGEST[text_field]:
        raise InvalidContent(
            text_field, in_style(f"must be at most {LONGEST[text_field]:,} characters")
        )
    if unprintable(text, line_breaks=text_field == "note"):
        raise InvalidContent(text_field, "must not hold control characters")
    if text_field == "name" and invisible(text):
        raise InvalidContent(text_field, "must not be empty")
    return text
