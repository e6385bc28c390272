"""What of a plan a chart shows, and how an address says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from app.inputs import APPROACHES, ApproachName, InvalidInputs, Problem

Kind = Literal["cumulative", "monthly", "difference"]
Money = Literal["today", "nominal"]
VIEW = "view."  # what the names of a chart's settings begin with
VIEWS: dict[str, Sequence[str]] = {
    f"{VIEW}kind": ("cumulative", "monthly", "difference"),
    f"{VIEW}money": ("today", "nominal"),
    f"{VIEW}hide": APPROACHES,
    f"{VIEW}band": ("shown", "hidden"),
}
TITLES_OF_KINDS: dict[Kind, str] = {
    "cumulative": "Cumulative cost",
    "monthly": "Cost of each month",
    "difference": "Saved so far against prompting",
}
MONEY_WORDS: dict[Money, str] = {"today": "in today's money", "nominal": "as paid"}


@dataclass(frozen=True)
class View:
    """What of a plan a chart shows; the difference is always in today's money."""

    kind: Kind = "cumulative"
    money: Money = "today"
    hidden: frozenset[ApproachName] = frozenset()
    has_band: bool = True  # of the difference

    @property
    def title(self) -> str:
        """What the chart shows, as its heading."""
        return TITLES_OF_KINDS[self.kind]

    @property
    def money_words(self) -> str:
        """In which money the chart is."""
        return MONEY_WORDS[self.money]

    @property
    def query(self) -> str:
        """What an address carries of it; nothing where it is the usual one."""
        return urlencode(
            [
                *([("view.kind", self.kind)] if self.kind != "cumulative" else []),
                *([("view.money", self.money)] if self.money != "today" else []),
                *(("view.hide", name) for name in APPROACHES if name in self.hidden),
                *([("view.band", "hidden")] if not self.has_band else []),
            ]
        )

    def toggled(self, name: ApproachName, considered: Sequence[ApproachName]) -> "View":
        """Return the view with a curve switched on or off; the last one stays on."""
        switched = replace(self, hidden=self.hidden ^ {name})
        return switched if any(item not in switched.hidden for item in considered) else self

    def shown(self, considered: Sequence[ApproachName]) -> list[ApproachName]:
        """Return the curves to draw of those that take part; all of them if each is hidden."""
        return [name for name in considered if name not in self.hidden] or list(considered)


def read_view(pairs: Iterable[tuple[str, str]]) -> View:
    """Return the view that a query asks for; raises InvalidInputs."""
    given = [(name, text) for name, text in pairs if name.startswith(VIEW)]
    problems = [
        Problem(name, f"The chart has no view {name}={text}"[:100] + ".")
        for name, text in given
        if text not in VIEWS.get(name, ())
    ]
    if problems:
        raise InvalidInputs(problems)
    values = dict(given)
    hidden = frozenset(name for name in APPROACHES if (f"{VIEW}hide", name) in given)
    return View(
        kind=next(
            (kind for kind in TITLES_OF_KINDS if values.get(f"{VIEW}kind") == kind), USUAL.kind
        ),
        money="nominal" if values.get(f"{VIEW}money") == "nominal" else "today",
        hidden=frozenset() if len(hidden) == len(APPROACHES) else hidden,
        has_band=values.get(f"{VIEW}band") != "hidden",
    )


USUAL = View()
DIFFERENCE = View(kind="difference")
CURVES_ALONE = View(kind="difference", has_band=False)
