"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from app.inputs import InvalidInputs, Problem
from app.pages.forms import whole_number

Item = TypeVar("Item")
ON_A_PAGE = 20
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list, and where the parts before and after it are."""

    items: Sequence[Item]
    number: int
    pages: int
    earlier: str | None  # the address of the page before; None on the first
    later: str | None  # of the page after; None on the last


def page_number(text: str | None) -> int:
    """Return the page that a query asks for, the first where it asks for none.

    Raises InvalidInputs.
    """
    if not text:
        return 1
    number = whole_number(text, 1, MOST_PAGES)
    if number is None:
        message = f"The page must be a whole number from 1 to {MOST_PAGES:,}."
        raise InvalidInputs([Problem("page", message)])
    return number


def page_of(items: Sequence[Item], number: int, path: str, query: dict[str, str]) -> Page[Item]:
    """Return a page of a list; beyond the last, the last. The query is kept in its addresses."""
    pages = max(-(-len(items) // ON_A_PAGE), 1)
    number = min(number, pages)
    start = (number - 1) * ON_A_PAGE

    def address(other: int) -> str | None:
        if not 1 <= other <= pages:
            return None
        return f"{path}?{urlencode(query | {'page': str(other)})}"

    return Page(
        items[start : start + ON_A_PAGE], number, pages, address(number - 1), address(number + 1)
    )


@dataclass(frozen=True)
class Part(Generic[Item]):
    """The first few of a long list, or a page of it, and which pages lead on."""

    items: Sequence[Item]
    page: int  # 0 is the first few
    first: int  # the place of the first of them in the list, from 0
    further: Sequence[tuple[str, int]]  # what links say, and the page that they lead to


def part_of(
    items: Sequence[Item], page: int, *, few: int, many: int, everything: str
) -> Part[Item]:
    """Return the first few of a list, for page 0, else so many as a page has; the last at most.

    From the first few a link leads to `everything`, a page at a time.
    """
    last = max(-(-len(items) // many), 1)
    page = min(page, last)
    first = max(page - 1, 0) * many
    shown = items[first : first + (many if page else few)]
    ways = [("Previous page", page - 1), ("Next page", page + 1)] if page else [(everything, 1)]
    is_all = len(shown) == len(items)
    return Part(shown, page, first, [way for way in ways if 1 <= way[1] <= last and not is_all])
