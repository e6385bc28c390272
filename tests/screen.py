"""What stands on a page after htmx has put an answer into it, without a browser."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

PARTIAL = re.compile(r'<hx-partial id="([^"]+)" hx-swap="(\w+)">(.*?)</hx-partial>', re.DOTALL)
EMPTY = ("input", "br", "meta", "link", "img")  # elements without an end


@dataclass(frozen=True)
class Place:
    """Where an element stands in a page, with and without its own tags."""

    outer: slice
    inner: slice


class Places(HTMLParser):
    """The places of all elements with an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, Place] = {}
        self._open: list[tuple[str, str | None, int, int]] = []
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)

    def position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag, attributes):
        if tag not in EMPTY:
            start = self.position()
            inside = start + len(self.get_starttag_text() or "")
            self._open.append((tag, dict(attributes).get("id"), start, inside))

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        opened, name, start, inside = self._open.pop()
        assert opened == tag, f"<{opened}> ends as </{tag}>"
        if name:
            end = self.position()
            self.found[name] = Place(slice(start, end + len(f"</{tag}>")), slice(inside, end))


def part(page: str, element: str) -> str:
    """Return the element with an id, without spaces between tags; all that opens is closed."""
    shown = page[Places(page).found[element].outer]
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"(<details[^>]*) open", r"\1", shown))


def sent(fragment: str) -> dict[str, str]:
    """Return what an answer puts into the page, by the ids of the elements."""
    return {name: content for name, _, content in PARTIAL.findall(fragment)}


def patched(page: str, fragment: str) -> str:
    """Return a page with an answer put into it."""
    places = Places(page).found
    changes = [
        (places[name].inner if swap == "innerHTML" else places[name].outer, content)
        for name, swap, content in PARTIAL.findall(fragment)
        if swap != "delete" or name in places
    ]
    for place, content in sorted(changes, key=lambda change: -change[0].start):
        page = page[: place.start] + content + page[place.stop :]
    return page


def said_on(page: str) -> tuple[str, str]:
    """Return the headline and the sentence of a page's answer."""
    [headline] = re.findall(r'id="verdict">([^<]+)<', page)
    [sentence] = re.findall(r'<p class="headline">([^<]+)<', page)
    return headline, sentence
