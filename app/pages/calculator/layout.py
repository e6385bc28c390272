"""What stands where in the form, whatever the plan: which inputs each of its parts holds."""

from calendar import month_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.inputs import APPROACHES, FIELDS, PARTS
from app.pages.calculator.questions import ASKED
from app.plans.spelling import RANGES
from app.words.units import FIT, PLAN_GROUPS

PLAN_PARTS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("business", "Volume, money and time", ("workload", "finance")),
    ("people", "People and quality", ("labour", "quality")),
)
MONTHS = tuple(f"workload.{name.lower()}" for name in month_name[1:])
TAKING_PART = "Who takes part"  # in sight where an approach is left out
# What holds for every approach, and stands in a part of theirs: part -> heading, names.
BESIDE: dict[str, tuple[str, tuple[str, ...]]] = {
    "Conversations and agents": (
        "Every approach",
        ("workload.history_share", "workload.answer_cache_share"),
    ),
    "Timing": (
        "The calendar",
        ("finance.start_month", "finance.fiscal_year_start", "finance.discounting"),
    ),
}
OPEN = "open"  # in an address and a form: the names of the parts to show with their fields
EVERY_PART = "all"
ELSEWHERE = frozenset(MONTHS) | {name for _, names in BESIDE.values() for name in names}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A part of the form: headings with the names of inputs below them, rows, small fields."""

    name: str  # as an address says which parts are open
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows: tuple[str, ...] = ()  # fields of the approaches, a cell for each of them
    small: tuple[str, ...] = ()  # many alike, side by side

    @property
    def inputs(self) -> Iterator[str]:
        """The name of every input in it."""
        for row in self.rows:
            yield from cells(row)
        for _, names in self.sections:
            yield from names
        yield from self.small


def cells(row: str) -> list[str]:
    """Return the inputs of a row: of the approaches that have one, if no question asks for it."""
    members = (f"{approach}.{row}" for approach in APPROACHES)
    return [name for name in members if name in FIELDS and name not in ASKED]


@cache
def layouts() -> Mapping[str, Layout]:
    """Return every part of the form by its name, as they follow one another."""
    parts = [of_approaches(title, names) for title, names in PARTS.items()]
    taking_part = [part for part in parts if part.title == TAKING_PART]
    rest = [part for part in parts if part.title != TAKING_PART]
    seasons = Layout(name="seasons", title="Seasons", small=MONTHS)
    every = [of_the_task(), *of_the_plan(), seasons, *taking_part, *rest]
    return {part.name: part for part in every}


def of_the_task() -> Layout:
    """Return the part with the eight questions on the task."""
    names = tuple(name for name, field in FIELDS.items() if field.group == FIT)
    title = "What suits the task: eight questions"
    return Layout(name="task", title=title, sections=(("The task", names),))


def of_the_plan() -> Iterator[Layout]:
    """Yield the parts with what holds for every approach."""
    for part, title, groups in PLAN_PARTS:
        sections = tuple((PLAN_GROUPS[group], in_group(group)) for group in groups)
        yield Layout(name=part, title=title, sections=sections)


def in_group(group: str) -> tuple[str, ...]:
    """Return the inputs of a group that stand in its own part."""
    away = {*ASKED, *ELSEWHERE}
    return tuple(
        name for name, field in FIELDS.items() if field.group == group and name not in away
    )


def of_approaches(title: str, rows: Sequence[str]) -> Layout:
    """Return a part of the approaches, a row for each input and a cell for each approach."""
    beside = BESIDE.get(title)
    return Layout(
        name=title.split()[0].lower(),
        title=title,
        sections=(beside,) if beside else (),
        rows=tuple(rows),
    )


@cache
def homes() -> Mapping[str, str]:
    """Return the part in which each input stands that is not among the questions."""
    return {name: part.name for part in layouts().values() for name in part.inputs}


def parts_holding(fields: Iterable[str]) -> set[str]:
    """Return the parts in which fields of the form stand, or those of their ranges."""
    return {homes()[name] for field in fields if (name := field.removeprefix(RANGES)) in homes()}


def parts_named(text: str) -> set[str]:
    """Return the parts that a text names, with spaces between them; `all` is every one."""
    names = set(text.split())
    return {name for name in layouts() if name in names or EVERY_PART in names}
