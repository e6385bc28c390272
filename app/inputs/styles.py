"""The styles in which people write numbers: `1,234.5`, `1.234,5`, `1 234,5` and two more.

What Crossover writes and reads is English first; a style puts its own marks in the place of the
English ones. Why a context holds it: docs/decisions/0039-numbers-as-people-write-them.md.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from app.work.lazy import lazy

MARKED = re.compile(r"(?:(?<![\d.,])[.,])?\d(?:[.,]?\d)*")  # the digits of a number and their marks
IN_GROUPS = re.compile(r"\d{1,3}(,\d{3})+")
# Numbers in sentences that may hold names with points in them, too: `Haiku 4.5` is none.
IN_PROSE = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|\d+\.\d+(?=.%))")
SAMPLE = "1,234.5"
LONG_SAMPLE = "1,234,567.8"  # groups of two show only above 99,999


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a number is written; a test holds every style to what Unicode's CLDR says of it."""

    code: str  # as a form and a cookie say it
    group: str  # between thousands
    decimal: str
    currency: Literal["before", "apart", "after"]  # the number; apart: before it, with a space
    by_twos: bool = False  # 12,34,567: above thousands, digits are grouped in twos

    @property
    def sample(self) -> str:
        """A number in this style, to be known by."""
        return self.written(LONG_SAMPLE if self.by_twos else SAMPLE)

    @property
    def foreign(self) -> str:
        """The comma or the point, where the style uses it for nothing; else ""."""
        return "".join({".", ","} - {self.group, self.decimal})

    @property
    def decimal_name(self) -> str:
        """What stands before decimals, in a word."""
        return "comma" if self.decimal == "," else "point"

    @property
    def separator(self) -> str:
        """What stands between numbers in a row, and is no mark within one."""
        return "; " if self.decimal == "," else ", "

    def written(self, text: str) -> str:
        """Return a text whose numbers are written in English with this style's marks in them.

        Names with digits and points in them, such as those of models, do not belong into the text.
        """
        if self is ENGLISH or not ("," in text or "." in text):
            return text
        return MARKED.sub(lambda match: self._grouped(match[0]).translate(self._marks), text)

    @lazy
    def _marks(self) -> dict[int, str]:
        return {ord(","): self.group, ord("."): self.decimal}

    def _grouped(self, digits: str) -> str:
        whole, point, decimals = digits.partition(".")
        if not (self.by_twos and IN_GROUPS.fullmatch(whole)):
            return digits
        bare = whole.replace(",", "")
        front = re.sub(r"(?<=\d)(?=(?:\d\d)+$)", ",", bare[:-3])
        return f"{front},{bare[-3:]}{point}{decimals}"


ENGLISH = Style(code="en", group=",", decimal=".", currency="before")
STYLES: Mapping[str, Style] = {
    style.code: style
    for style in (
        ENGLISH,
        Style(code="de", group=".", decimal=",", currency="after"),
        Style(code="fr", group="\u202f", decimal=",", currency="after"),
        Style(code="ch", group="\u2019", decimal=".", currency="apart"),
        Style(code="in", group=",", decimal=".", currency="before", by_twos=True),
    )
}
_STYLE: ContextVar[Style] = ContextVar("style", default=ENGLISH)


def current_style() -> Style:
    """Return the style of whoever is being answered; English where nobody said otherwise."""
    return _STYLE.get()


def use_style(style: Style) -> None:
    """Write numbers in a style for the rest of the current context."""
    _STYLE.set(style)


@contextmanager
def writing_in(style: Style) -> Iterator[None]:
    """Write numbers in a style for as long as the block runs."""
    token = _STYLE.set(style)
    try:
        yield
    finally:
        _STYLE.reset(token)


def in_style(text: str) -> str:
    """Return a text whose numbers are written in English as the reader writes numbers."""
    return current_style().written(text)


def in_prose(text: str) -> str:
    """Return a text with names in it as `in_style` does: shares, and what has groups of digits."""
    return IN_PROSE.sub(lambda match: in_style(match[0]), text)
