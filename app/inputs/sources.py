"""Sources: where a person's own values come from, in their own words."""

from collections.abc import Mapping
from typing import Any

from app.inputs.fields import FIELDS
from app.inputs.problems import InvalidInputs, Problem, unknown_input
from app.inputs.texts import invisible, unprintable

LONGEST_SOURCE = 200  # characters


def read_sources(sources: Mapping[str, Any]) -> dict[str, str]:
    """Return the sources by `group.field` name, in the order of the schema.

    None and an empty text are no source. Raises InvalidInputs, naming every bad one.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name, value in sources.items():
        try:
            found[name] = read_source(name, value)
        except ValueError as error:
            problems.append(Problem(f"sources.{name}", str(error)))
    if problems:
        raise InvalidInputs(problems)
    return {name: found[name] for name in FIELDS if found.get(name)}


def read_source(name: str, value: Any) -> str:
    """Return the source of one input; raises ValueError, whose message is a whole sentence."""
    if name not in FIELDS:
        raise ValueError(unknown_input(name))
    text = "" if value is None else value.strip() if isinstance(value, str) else None
    if text is None or len(text) > LONGEST_SOURCE:
        raise ValueError(
            f"The source of {FIELDS[name].label} must be a text of at most "
            f"{LONGEST_SOURCE} characters."
        )
    if unprintable(text, line_breaks=False) or (text and invisible(text)):
        raise ValueError(
            f"The source of {FIELDS[name].label} must hold no characters that cannot be printed."
        )
    return text
