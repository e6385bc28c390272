"""JSON read as a stream: a window of the text, decoded value by value by the standard library."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, TextIO

from app.evidence.finding import Unreadable
from app.evidence.told import counted

WINDOW = 1 << 18  # characters read at once
LARGEST = 1 << 25  # characters of one value that is decoded whole
LONGEST_REST = 4  # characters; "1e+" is taken for a 1, and the rest of it is shorter
DEEPEST = 12  # levels that are opened
SPACE = re.compile(r"[ \t\n\r]*")
NOT_JSON = "The file begins like JSON and then is none"


class CutOff(Exception):
    """The text ends in the middle of a value."""


class Window:
    """What of the text is in memory."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.text = ""
        self.at = 0
        self.size = WINDOW
        self.decoder = json.JSONDecoder()

    def more(self) -> bool:
        """Read on; return False at the end of the text."""
        chunk = self.stream.read(self.size)
        self.text = self.text[self.at :] + chunk
        self.at = 0
        return bool(chunk)

    def peek(self) -> str:
        """Return the next character that is no space; "" at the end of the text."""
        while True:
            found = SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, wanted: str) -> bool:
        """Go past a character if it comes next; tell whether it did."""
        if self.peek() != wanted:
            return False
        self.at += 1
        return True

    def value(self) -> Any:
        """Return the next value; raises CutOff or Unreadable."""
        if not self.peek():
            raise CutOff
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except RecursionError:
                raise Unreadable("The JSON is nested deeper than anything is read.") from None
            except ValueError:
                self.widen()
                continue
            if self.may_go_on(end) and self.more():
                continue
            self.at = end
            self.size = WINDOW
            return value

    def may_go_on(self, end: int) -> bool:
        """Tell whether what was decoded may be the beginning of a longer number."""
        rest = self.text[end : end + LONGEST_REST]
        return len(rest) < LONGEST_REST and all(mark in "0123456789.eE+-" for mark in rest)

    def widen(self) -> None:
        """Read on in the middle of a value; raises Unreadable if it is too long, or none."""
        if len(self.text) - self.at > LARGEST:
            raise Unreadable(
                f"{NOT_JSON}, or holds a value of more than {counted(LARGEST)} characters."
            )
        self.size *= 2
        if not self.more():
            raise CutOff


def walk(window: Window, opened: Collection[str], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value with its path; what stands at a path of `opened` is yielded part by part.

    A path is `results.prompts`, that of an array's items `results.prompts[]`; the text itself is
    `""` and the items of an array at the top are `[]`. Raises CutOff or Unreadable.
    """
    first = window.peek()
    if path not in opened or first not in ("{", "["):
        yield path, window.value()
        return
    window.at += 1
    closing = "}" if first == "{" else "]"
    if window.take(closing):
        return
    while True:
        inner = f"{path}[]"
        if first == "{":
            key = window.value()
            if not isinstance(key, str) or not window.take(":"):
                raise broken(window)
            inner = f"{path}.{key}" if path else key
        yield from walk(window, opened, inner)
        if window.take(closing):
            return
        if not window.take(","):
            raise broken(window)


def broken(window: Window) -> Exception:
    """Return what is raised where something else should stand."""
    return Unreadable(f"{NOT_JSON}.") if window.peek() else CutOff()


class Everything(Collection[str]):
    """The paths of the first levels, all of them."""

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path.count(".") + path.count("[") < DEEPEST

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return DEEPEST


def paths_of(stream: TextIO) -> set[str]:
    """Return the paths of all values in a text, or in its beginning where it is cut off."""
    found: set[str] = set()
    try:
        for path, _ in walk(Window(stream), Everything()):
            found.add(path)
    except (CutOff, Unreadable):
        pass
    return found
