"""Which characters a text that a person types may hold."""

import unicodedata

# Marks that reorder the text around them, and with it the sentence that the text stands in.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNPRINTABLE_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}  # control, surrogate, line and paragraph
INVISIBLE_CATEGORIES = {"Cf", "Mn", "Me", "Zs"}  # what shows nothing if it stands alone


def unprintable(text: str, *, line_breaks: bool) -> bool:
    """Return whether the text holds a character that is no text."""
    allowed = "\r\n\t" if line_breaks else ""
    return any(is_no_text(character) for character in text if character not in allowed)


def is_no_text(character: str) -> bool:
    """Return whether a character controls, reorders, or is none: pictures could not be drawn."""
    return (
        character in DIRECTION_MARKS
        or unicodedata.category(character) in UNPRINTABLE_CATEGORIES
        or ord(character) & 0xFFFE == 0xFFFE  # the last two of each plane are no characters
        or 0xFDD0 <= ord(character) <= 0xFDEF  # nor are these
    )


def invisible(text: str) -> bool:
    """Return whether nothing of the text is to be seen."""
    return all(unicodedata.category(character) in INVISIBLE_CATEGORIES for character in text)
