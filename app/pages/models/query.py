"""What the page of models is asked for: an approach, filters, an order, what stands beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import quote, urlencode

from app.candidates import TRIED, Own, Tried, own_query, split_own
from app.catalog import makers
from app.inputs import InvalidInputs, Problem

LONGEST_SEARCH = 100  # characters
MOST_BESIDE = 4
PARAMETERS = ("approach", "q", "maker", "weights", "place", "all", "sort", "page", "beside", "show")
WEIGHTS = {"": "Open or closed", "open": "Open weights", "closed": "Closed weights"}
PLACES = {"": "Anywhere", "region": "In one region", "hour": "By the hour or your own GPU"}
SORTS = {
    "cost": "Over the plan",
    "bill": "Bill a month",
    "allowed": "May be wrong up to",
    "name": "Model",
}
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ModelsQuery:
    """What a query asks for beside the plan, which `before` says."""

    home: str  # the page's address
    before: str  # the plan's query; empty where the address says it
    approach: Tried = "prompting"
    words: str = ""
    makers: tuple[str, ...] = ()
    weights: str = ""
    place: str = ""
    all: bool = False  # those that end, too
    sort: str = "cost"
    page: int = 0  # 0 is the first few
    beside: tuple[str, ...] = ()  # references, or numbers of one's own
    show: tuple[str, ...] = ()  # fields of one's own that stand in the form, as 1.hosting_hours
    own: tuple[Own, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address carries of it beside the plan and one's own."""
        one = {
            "approach": "" if self.approach == "prompting" else self.approach,
            "q": self.words,
            "weights": self.weights,
            "place": self.place,
            "all": "yes" if self.all else "",
            "sort": "" if self.sort == "cost" else self.sort,
            "page": str(self.page or ""),
        }
        many = {"maker": self.makers, "beside": self.beside, "show": self.show}
        return [
            *((name, text) for name, text in one.items() if text),
            *((name, text) for name, texts in many.items() for text in texts),
        ]

    @property
    def address(self) -> str:
        """The shortest address that asks for this."""
        own = urlencode(self.pairs, quote_via=quote, safe="/")
        query = "&".join(filter(None, (self.before, own_query(self.own), own)))
        return f"{self.home}?{query}" if query else self.home

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the usual part of the catalogue is asked for."""
        return bool(self.words or self.makers or self.weights or self.place or self.all)

    def with_own(self, own: Sequence[Own]) -> "ModelsQuery":
        """Return the query with other alternatives; what stood beside of those gone is left out."""
        numbers = {str(item.number) for item in own}
        kept = tuple(item for item in self.beside if not item.isdecimal() or item in numbers)
        return replace(self, own=tuple(own), beside=kept)


def split_query(pairs: Pairs, home: str) -> tuple[list[tuple[str, str]], ModelsQuery]:
    """Return what a query says of the plan, and what it asks for; raises InvalidInputs."""
    rest, own = split_own(pairs)
    asked = [(name, text.strip()) for name, text in rest if name in PARAMETERS and text.strip()]
    values = dict(asked)
    check(asked)
    page = values.get("page", "0")
    query = ModelsQuery(
        home=home,
        before="",
        approach=cast(Tried, values.get("approach", "prompting")),
        words=values.get("q", "")[:LONGEST_SEARCH],
        makers=all_of(asked, "maker"),
        weights=values.get("weights", ""),
        place=values.get("place", ""),
        all=values.get("all") == "yes",
        sort=values.get("sort", "cost"),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 0,
        beside=all_of(asked, "beside"),
        show=all_of(asked, "show"),
        own=own,
    )
    return [pair for pair in rest if pair[0] not in PARAMETERS], query


def all_of(asked: Pairs, name: str) -> tuple[str, ...]:
    """Return every value of a name, each once."""
    return tuple(dict.fromkeys(text for given, text in asked if given == name))


def check(asked: Pairs) -> None:
    """Raise InvalidInputs for what there is not."""
    known: Mapping[str, Mapping[str, str] | Sequence[str]] = {
        "approach": TRIED,
        "maker": makers(),
        "weights": WEIGHTS,
        "place": PLACES,
        "sort": SORTS,
    }
    problems = [
        Problem(name, unknown(name, text, names))
        for name, names in known.items()
        for text in all_of(asked, name)
        if text not in names
    ]
    if problems:
        raise InvalidInputs(problems)


def unknown(name: str, text: str, names: Iterable[str]) -> str:
    """Return the message for a value that a parameter cannot have."""
    return f"There is no {name} {text[:40]}; there are {', '.join(filter(None, names))}."
