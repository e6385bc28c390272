"""What has changed in the catalogue, and what is announced, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from app.catalog import Event, PriceStep, events, find_model
from app.pages.prices.view import PriceQuery
from app.plans.plan import Plan
from app.words.money import price
from app.words.months import day_name

WORDS = {
    "fine_tuning_closes": "No new fine-tuning",
    "retires": "Retired",
    "price": "Price changes",
}
PRICE_WORDS = {
    "input_price": "input",
    "cached_input_price": "cached input",
    "cache_write_price": "cache write",
    "output_price": "output",
    "long_input_price": "input of long calls",
    "long_cached_input_price": "cached input of long calls",
    "long_output_price": "output of long calls",
}
OTHER_CONDITIONS = "only its conditions"


@dataclass(frozen=True, kw_only=True)
class Named:
    """A model, and the price page that finds it."""

    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """Something that happens on a day."""

    day: str
    words: str
    models: list[Named]
    steps: str
    source: str
    doubtful: bool


def event_rows(plan: Plan | None, *, ahead: bool) -> list[EventRow]:
    """Return what is announced, or what has happened; the latest first."""
    found = [event for event in events() if event.is_ahead == ahead and event.references]
    return [event_row(list(same), plan) for _, same in groupby(found, key=what_happens)]


def what_happens(event: Event) -> tuple[object, ...]:
    """Return what makes events the same but for the models."""
    return (event.day, event.kind, event.steps, event.source)


def event_row(same: list[Event], plan: Plan | None) -> EventRow:
    """Return events that differ in their models only."""
    event = same[0]
    steps = "; ".join(step_words(event.steps)) or OTHER_CONDITIONS
    return EventRow(
        day=day_name(event.day.isoformat()),
        words=WORDS[event.kind],
        models=[
            Named(title=find_model(name).title, address=PriceQuery(words=name, plan=plan).address)
            for each in same
            for name in each.references
        ],
        steps=steps if event.kind == "price" else "",
        source=f"{event.source}, {day_name(event.as_of.isoformat())}",
        doubtful=event.doubtful,
    )


def step_words(steps: tuple[PriceStep, ...]) -> Iterator[str]:
    """Yield each price with what it was and what it is."""
    for step in steps:
        yield f"{PRICE_WORDS[step.field]} {price(step.before)} → {price(step.after)}"
