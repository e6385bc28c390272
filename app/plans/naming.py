"""The model of the catalogue that a person names in a few words."""

from app.catalog import label_of, named, near

LONGEST_NAME = 60  # characters that a message repeats
MOST_NAMED = 5  # models in a message
OTHERWISE = "or leave the field empty and type the prices."


def reference_of(text: str, *, tuned: bool) -> str:
    """Return the reference of the model that a text names, tuned or not.

    Raises ValueError where several or none are meant, in words for the person who typed it.
    """
    found = named(text, tuned=tuned)
    if len(found) == 1:
        return found[0]
    typed = text[:LONGEST_NAME]
    if found:
        raise ValueError(f"Several models are called {typed}: pick {one_of(found)}.")
    if meant := near(text):
        raise ValueError(f"The catalogue has no model {typed}. Did you mean {one_of(meant)}?")
    raise ValueError(f"The catalogue has no model {typed}: pick one of the list, {OTHERWISE}")


def one_of(references: list[str]) -> str:
    """Return what the first of several models are called: `A, B or C`."""
    *others, last = [label_of(reference) for reference in references[:MOST_NAMED]]
    return f"{', '.join(others)} or {last}" if others else last
