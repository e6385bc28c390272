"""Where a number comes from, in words."""

from app.catalog import Origin
from app.inputs import in_prose
from app.words.months import day_name

OWN = "entered by you"


def source_words(origin: Origin | None) -> str | None:
    """Return the source of a value, or the assumption behind it; None where neither is known."""
    if origin is None:
        return OWN
    if origin.assumption:
        return f"Assumption: {in_prose(origin.assumption)}"
    if origin.source and origin.doubtful:
        return f"{origin.source} (sources disagree: check)"
    return origin.source


def dated(origin: Origin | None) -> str | None:
    """Return the source with its date."""
    words = source_words(origin)
    return f"{words}, {day_name(origin.as_of)}" if origin and origin.as_of and words else words
