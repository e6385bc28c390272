"""The catalogue as a table: searched, filtered, sorted, a page of it at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from app.catalog import (
    ModelPrice,
    Origin,
    makers,
    models,
    source_of,
)
from app.catalog import in_order as as_listed
from app.inputs import TITLES, ApproachName, InvalidInputs, Problem
from app.pages.paging import part_of
from app.plans.picking import query_with
from app.plans.plan import DEFAULT_PRESET, Plan
from app.plans.spelling import encode
from app.words.money import price
from app.words.months import day_name
from app.words.numbers import ABSENT, number, percent
from app.words.sources import dated

ADDRESS = "/prices"
FIRST_ROWS = 12  # whoever wants more asks for all
ROWS_PER_PAGE = 40
LONGEST_SEARCH = 100  # characters
KINDS = {"": "All models", "base": "Base models", "tuned": "Fine-tuned models"}
BY_THE_HOUR = "by the hour"  # of tokens that hosting pays for
USES: dict[bool, Sequence[ApproachName]] = {False: ("prompting",), True: ("tuning", "hybrid")}


CURRENT = "current"  # the order of whoever looks for a model: current ones first, by maker


@dataclass(frozen=True)
class Column:
    """One figure of every model."""

    field: str
    title: str
    spell: Callable[[Any], str]
    is_seen: bool = False  # in the table; else among a row's further figures


def day_of(value: str | None) -> str:
    """Return an ISO day as people write it."""
    return ABSENT if value is None else day_name(value)


# Prices of tokens are per 1M.
COLUMNS = (
    Column("input_price", "Input", price, is_seen=True),
    Column("cached_input_price", "Cached input", price, is_seen=True),
    Column("cache_write_price", "Cache write", price),
    Column("output_price", "Output", price, is_seen=True),
    Column("long_threshold_tokens", "Long calls above, tokens", number),
    Column("long_input_price", "Long input", price),
    Column("long_cached_input_price", "Long cached input", price),
    Column("long_output_price", "Long output", price),
    Column("call_price", "Per call", price),
    Column("batch_discount", "Batch discount", percent),
    Column("cache_minimum_tokens", "Caching from, tokens", number),
    Column("cache_lifetime_minutes", "Cache kept, minutes", number),
    Column("context_window", "Context, tokens", number, is_seen=True),
    Column("training_price", "Training", price, is_seen=True),
    Column("training_minimum", "Training, at least per run", price),
    Column("training_job_price", "Training, flat per run", price),
    Column("storage_price", "Storage, per month", price),
    Column("hosting_price", "Hosting an hour", price, is_seen=True),
    Column("fine_tuning_closes", "Training closes", day_of, is_seen=True),
    Column("retires", "Retires", day_of, is_seen=True),
)
SEEN = [column for column in COLUMNS if column.is_seen]
HEADINGS = {"title": "Model", "maker": "Offered by", **{item.field: item.title for item in SEEN}}
NAMES = (CURRENT, "title", "maker", *(column.field for column in COLUMNS))


@dataclass(frozen=True, kw_only=True)
class PriceQuery:
    """What part of the catalogue is asked for, in which order, and the plan it is for."""

    words: str = ""
    maker: str = ""
    kind: str = ""
    sort: str = CURRENT  # a name of NAMES, with "-" before it for the highest first
    page: int = 0  # 0 is the first few
    plan: Plan | None = None

    @property
    def sorted_by(self) -> str:
        """The column that sorts."""
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        """Whether the highest comes first."""
        return self.sort.startswith("-")

    @property
    def address(self) -> str:
        """The shortest address that asks for this."""
        own = {
            "q": self.words,
            "maker": self.maker,
            "kind": self.kind,
            "sort": "" if self.sort == CURRENT else self.sort,
            "page": str(self.page or ""),
        }
        given = urlencode({name: text for name, text in own.items() if text}, quote_via=quote)
        query = "&".join(filter(None, [given, self.plan.query if self.plan else ""]))
        return f"{ADDRESS}?{query}" if query else ADDRESS


def read_price_query(values: Mapping[str, str], plan: Plan | None) -> PriceQuery:
    """Return what a query asks for; raises InvalidInputs for names that there are not."""
    allowed = {"maker": makers(), "kind": KINDS, "sort": NAMES}
    problems = [
        Problem(
            name, f"There is no {name} {text[:40]}; there are {', '.join(filter(None, known))}."
        )
        for name, known in allowed.items()
        if (text := values.get(name, "")) and text.removeprefix("-" * (name == "sort")) not in known
    ]
    if problems:
        raise InvalidInputs(problems)
    page = values.get("page", "0")
    return PriceQuery(
        words=values.get("q", "")[:LONGEST_SEARCH].strip(),
        maker=values.get("maker", ""),
        kind=values.get("kind", ""),
        sort=values.get("sort") or CURRENT,
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 0,
        plan=plan,
    )


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure."""

    text: str
    doubtful: bool
    source: int | None  # its number among the sources; None where it is the row's own


@dataclass(frozen=True, kw_only=True)
class Use:
    """The address of the calculator with a model in it."""

    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One model."""

    title: str
    reference: str
    maker: str
    tuned: bool
    families: str  # which open models it may be
    remarks: str
    cells: list[Cell]  # of the table
    more: list[tuple[str, Cell]]  # further figures, with what they are
    source: str
    uses: list[Use]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The heading of a column, which sorts by it."""

    title: str
    address: str
    order: str | None  # for aria-sort; None where another column sorts


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """A page of the catalogue."""

    headings: list[Heading]
    rows: list[Row]
    found: str
    pages: list[Use]  # all of them, or the pages before and after
    sources: list[str]  # those that cells refer to, from number 1


def price_list(query: PriceQuery) -> PriceList:
    """Return the page of the catalogue that is asked for."""
    found = in_order(matching(query), query)
    everything = f"Show all {len(found)} models"
    part = part_of(found, query.page, few=FIRST_ROWS, many=ROWS_PER_PAGE, everything=everything)
    query = replace(query, page=part.page)
    sources: dict[str, int] = {}
    return PriceList(
        headings=[heading(name, title, query) for name, title in HEADINGS.items()],
        rows=[row(model, sources, query.plan) for model in part.items],
        found=found_words(len(found), part.first, len(part.items)),
        pages=[
            Use(title=title, address=replace(query, page=page).address)
            for title, page in part.further
        ],
        sources=list(sources),
    )


def found_words(total: int, first: int, shown: int) -> str:
    """Say how many models there are, and which of them are shown."""
    if not total:
        return "No model is called that."
    models_found = "1 model" if total == 1 else f"{total} models"
    return models_found if shown == total else f"{models_found}, {first + 1} to {first + shown}"


def matching(query: PriceQuery) -> list[ModelPrice]:
    """Return the models that hold every word looked for."""
    words = query.words.casefold().split()
    return [
        model
        for model in models().values()
        if query.maker in ("", model.maker)
        and (query.kind == "" or model.tuned == (query.kind == "tuned"))
        and all(word in searched(model) for word in words)
    ]


def searched(model: ModelPrice) -> str:
    """Return the text that a search looks into."""
    return f"{model.title} {model.reference} {makers()[model.maker]} {model.families}".casefold()


def in_order(found: list[ModelPrice], query: PriceQuery) -> list[ModelPrice]:
    """Return the models sorted; those without the figure come last either way."""

    def value(model: ModelPrice) -> Any:
        if query.sorted_by == "title":
            return model.title.casefold()
        if query.sorted_by == "maker":
            return makers()[model.maker].casefold()
        return getattr(model, query.sorted_by)

    if query.sorted_by == CURRENT:
        place = {model.reference: place for place, model in enumerate(as_listed())}
        return sorted(found, key=lambda model: place[model.reference])
    by_name = sorted(found, key=lambda model: (model.title.casefold(), model.reference))
    known = [model for model in by_name if value(model) is not None]
    unknown = [model for model in by_name if value(model) is None]
    return sorted(known, key=value, reverse=query.is_descending) + unknown


def heading(name: str, title: str, query: PriceQuery) -> Heading:
    """Return a heading whose link sorts by the column, or turns its order round."""
    is_sorting = query.sorted_by == name
    sort = f"-{name}" if is_sorting and not query.is_descending else name
    order = ("descending" if query.is_descending else "ascending") if is_sorting else None
    address = replace(query, sort=sort, page=min(query.page, 1)).address
    return Heading(title=title, address=address, order=order)


def row(model: ModelPrice, sources: dict[str, int], plan: Plan | None) -> Row:
    """Return a model's row; sources other than the row's own are added to `sources`."""
    own = Origin(source=model.source, as_of=model.as_of, doubtful=model.doubtful)
    return Row(
        title=model.title,
        reference=model.reference,
        maker=makers()[model.maker],
        tuned=model.tuned,
        families=model.families,
        remarks=model.note,
        cells=[cell(model, column, own, sources) for column in SEEN],
        more=[
            (column.title, cell(model, column, own, sources))
            for column in COLUMNS
            if not column.is_seen and getattr(model, column.field) is not None
        ],
        source=dated(own) or ABSENT,
        uses=[
            Use(title=TITLES[name], address=use_address(plan, name, model.reference))
            for name in USES[model.tuned]
        ],
    )


def cell(model: ModelPrice, column: Column, own: Origin, sources: dict[str, int]) -> Cell:
    """Return one figure with its source."""
    value = getattr(model, column.field)
    if value is None:
        return Cell(text=ABSENT, doubtful=False, source=None)
    if value == 0 and model.hosting_price:
        return Cell(text=BY_THE_HOUR, doubtful=False, source=None)
    origin = source_of(model.reference, column.field)
    is_own = (origin.source, origin.as_of) == (own.source, own.as_of)
    number = None if is_own else sources.setdefault(dated(origin) or ABSENT, len(sources) + 1)
    return Cell(text=column.spell(value), doubtful=origin.doubtful, source=number)


def use_address(plan: Plan | None, approach: ApproachName, reference: str) -> str:
    """Return the calculator's address with the model in an approach, the rest of the plan kept.

    Prices that the plan had of its own for the approach give way to the model's.
    """
    if plan is None:
        return f"/?{encode(DEFAULT_PRESET, {f'{approach}.model': reference})}"
    return f"/?{query_with(plan, approach, reference)}"
