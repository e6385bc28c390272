"""The table of models: filtered, in order, a page of it at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.candidates import Candidate, Compared, Entered, best_saving, is_able
from app.catalog import find_model
from app.catalog.figures import has_open_weights
from app.pages.models.query import SORTS, ModelsQuery
from app.pages.paging import part_of
from app.plans.plan import Plan
from app.words.candidates import against_now, allowed_words, obstacle, wrong_share
from app.words.decision import model_title
from app.words.money import money
from app.words.months import day_name
from app.words.numbers import ABSENT, number, percent

FIRST_ROWS = 10  # whoever wants more asks for all
ROWS_PER_PAGE = 20
REGION = "regional."  # what references at Bedrock begin with where one region answers
MOST_BARS = 4
APART = 0.16  # of the height between the lowest and the highest: room for a name


@dataclass(frozen=True, kw_only=True)
class Row:
    """One way to do it; every figure is a text."""

    kind: str  # now, own, model or unable
    title: str
    remark: str  # who offers it; of what is entered, that it is
    address: str  # opens it in the calculator; empty for what is entered
    key: str  # what stands side by side is named by it; empty for what is entered
    is_beside: bool
    cost: str
    difference: str
    is_cheaper: bool
    bill: str
    allowed: str
    chance: str  # of being the cheapest among those compared; empty where nobody asks
    ends: str
    obstacle: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link, and whether it leads to where one is."""

    title: str
    address: str
    is_here: bool = False
    order: str | None = None  # for aria-sort


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page of the table."""

    rows: list[Row]
    headings: dict[str, Link]
    found: str
    pages: list[Link]
    has_chances: bool


def listed(plan: Plan, compared: Compared, query: ModelsQuery) -> Listed:
    """Return the page of the table that is asked for; what is entered stands in its place."""
    tab = [item for item in compared.candidates if item.approach == query.approach]
    matching = matches(tab, query)
    now = compared.entered.get(query.approach)
    found: list[Candidate | Entered] = [*in_order(matching, query)]
    if now is not None:
        found = with_entered(found, now, query)
    words = found_words(matching, tab, query)
    part = part_of(
        found, query.page, few=FIRST_ROWS, many=ROWS_PER_PAGE, everything=f"Show all {words}"
    )
    # What is entered and one's own are what the others are measured against: they are on each page.
    kept = [item for item in found if isinstance(item, Entered) or item.own is not None]
    shown = [*(item for item in kept if item not in part.items), *part.items]
    chances = any(item.probability_cheapest is not None for item in tab)
    return Listed(
        rows=[row(plan, item, query) for item in shown],
        headings={name: heading(name, title, query) for name, title in SORTS.items()},
        found=words,
        pages=[
            Link(title=title, address=replace(query, page=at).address) for title, at in part.further
        ],
        has_chances=chances,
    )


def found_words(matching: Sequence[Candidate], tab: Sequence[Candidate], query: ModelsQuery) -> str:
    """Say how many models there are, and of how many."""
    count = sum(item.own is None for item in matching)
    known = [item for item in tab if item.own is None and (query.all or is_current(item))]
    kind = "models" if query.all else "current models"
    if count == len(known):
        return f"{number(count)} {kind}"
    return f"{number(count)} of {number(len(known))} {kind}"


def is_current(item: Candidate) -> bool:
    """Tell whether no end of a model of the catalogue is announced."""
    return find_model(item.reference or "").is_current


def matches(tab: Iterable[Candidate], query: ModelsQuery) -> list[Candidate]:
    """Return the models that the filters let through, and all of one's own."""
    return [item for item in tab if item.own is not None or is_wanted(item, query)]


def is_wanted(item: Candidate, query: ModelsQuery) -> bool:
    """Tell whether the filters let a model of the catalogue through."""
    reference = item.reference or ""
    model = find_model(reference)
    searched = f"{item.name} {reference} {item.maker}".casefold()
    return (
        (query.all or model.is_current)
        and (not query.makers or model.maker in query.makers)
        and (not query.weights or has_open_weights(reference) is (query.weights == "open"))
        and (query.place != "region" or f"/{REGION}" in reference)
        and (query.place != "hour" or bool(model.hosting_price))
        and all(word in searched for word in query.words.casefold().split())
    )


def in_order(items: Sequence[Candidate], query: ModelsQuery) -> list[Candidate]:
    """Return candidates in the order asked for; those that cannot carry the plan come last."""
    orders: Mapping[str, Callable[[Candidate], Any]] = {
        "cost": lambda item: item.present_cost,
        "bill": lambda item: item.provider_cost,
        "allowed": lambda item: item.present_cost - item.error_rate * item.cost_of_errors,
        "name": lambda item: item.name.casefold(),
    }
    return sorted(items, key=lambda item: (not item.feasible, orders[query.sort](item)))


def with_entered(
    items: Sequence[Candidate | Entered], now: Entered, query: ModelsQuery
) -> list[Candidate | Entered]:
    """Return the rows with what is entered in the place of the same model, else by its cost."""
    same = [
        item
        for item in items
        if isinstance(item, Candidate)
        and item.own is None
        and item.reference == now.reference
        and not item.difference
    ]
    if same:
        return [now if item is same[0] else item for item in items]
    if query.sort == "name":
        return [now, *items]
    dearer = (
        index
        for index, item in enumerate(items)
        if isinstance(item, Candidate)
        and (not item.feasible or item.present_cost > now.present_cost)
    )
    place = next(dearer, len(items))
    return [*items[:place], now, *items[place:]]


def row(plan: Plan, item: Candidate | Entered, query: ModelsQuery) -> Row:
    """Return a row."""
    currency, months = plan.inputs.finance.currency, plan.inputs.finance.horizon_months
    chance = item.probability_cheapest
    same: dict[str, Any] = {
        "cost": money(item.present_cost, currency),
        "bill": money(item.provider_cost / months, currency),
        "chance": ABSENT if chance is None else percent(chance),
    }
    if isinstance(item, Entered):
        return entered_row(item, same)
    key = item.reference if item.own is None else str(item.own)
    return Row(
        kind="unable" if not item.feasible else "own" if item.own is not None else "model",
        title=item.name,
        remark=remark(item),
        address=f"/?{item.query}",
        key=key or "",
        is_beside=key in query.beside,
        difference=against_now(item, currency),
        is_cheaper=(item.difference or 0.0) < 0,
        allowed=allowed_words(item),
        ends=day_name(item.retires) if item.retires else "none announced",
        obstacle=obstacle(item),
        **same,
    )


def remark(item: Candidate) -> str:
    """Return what stands below a candidate's name."""
    if item.own is None:
        return item.maker or ""
    model = model_title(item.reference) if item.reference else "no model of the catalogue"
    return f"yours · {model}, {wrong_share(item.error_rate)} wrong"


def entered_row(now: Entered, same: Mapping[str, Any]) -> Row:
    """Return the row of what is entered."""
    verb = "prompt" if now.approach == "prompting" else "would fine-tune"
    return Row(
        kind="now",
        title=model_title(now.reference) if now.reference else "Prices of your own",
        remark=f"what you {verb} now",
        address="",
        key="",
        is_beside=False,
        difference=ABSENT,
        is_cheaper=False,
        allowed=wrong_share(now.error_rate),
        ends="",
        obstacle="",
        **same,
    )


def heading(name: str, title: str, query: ModelsQuery) -> Link:
    """Return the heading of a column that sorts."""
    is_here = query.sort == name
    address = replace(query, sort=name, page=min(query.page, 1)).address
    return Link(
        title=title, address=address, is_here=is_here, order="ascending" if is_here else None
    )


def best_listed(plan: Plan, compared: Compared, query: ModelsQuery) -> Candidate | None:
    """Return the best move among the models listed: of the same maker, unless others are chosen."""
    able = [
        item
        for item in matches(compared.candidates, query)
        if item.approach == query.approach
        and item.own is None
        and is_able(item)
        and (item.difference or 0.0) < 0
    ]
    now = compared.entered.get(query.approach)
    maker = (now.reference or "").split("/")[0] if now else ""
    same = [item for item in able if (item.reference or "").startswith(f"{maker}/")]
    shown = same if same and not query.makers else able
    costs = {item: item.present_cost for item in shown}
    return best_saving(costs, now.present_cost) if now else None


def bars(compared: Compared, query: ModelsQuery, best: Candidate | None) -> list[Candidate]:
    """Return the models that the plane shows: the best, and others of those listed, apart enough.

    Bars that lie upon each other say nothing.
    """
    now = compared.entered.get(query.approach)
    able = [
        item
        for item in matches(compared.candidates, query)
        if item.approach == query.approach
        and item.own is None
        and item.difference
        and is_able(item)
        and item.error_rate_allowed is not None
    ]
    if now is None or not able:
        return []
    shown = [best] if best and best.error_rate_allowed is not None else able[:1]
    points: list[Candidate | Entered] = [
        now,
        *(item for item in compared.candidates if item.own is not None),
    ]
    places = [item.cost_without_errors for item in (*points, *shown)]
    heights = [*places, *(item.cost_without_errors for item in able)]
    apart = APART * (max(heights) - min(heights))
    for item in able:
        place = item.cost_without_errors
        if all(abs(place - other) >= apart for other in places) and len(shown) < MOST_BARS:
            shown.append(item)
            places.append(place)
    return shown
