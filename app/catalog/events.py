"""What has changed and what is announced: prices, ends of fine-tuning, ends of life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from genai_prices import types as genai

from app.catalog.figures import Announcement, read_fine_tuning
from app.catalog.models import (
    LONG_PRICES,
    PRICES,
    TIME_OF_DAY,
    base_model,
    known_models,
    models,
    price_source,
)

EventKind = Literal["price", "fine_tuning_closes", "retires"]


@dataclass(frozen=True, kw_only=True)
class PriceStep:
    """One price of a model before and after a day, USD per 1M tokens; None where there is none."""

    field: str
    before: float | None
    after: float | None


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens to models on a day."""

    day: date
    kind: EventKind
    references: tuple[str, ...]
    steps: tuple[PriceStep, ...] = ()  # only of prices; none if only conditions change
    source: str
    as_of: date
    doubtful: bool = False

    @property
    def is_ahead(self) -> bool:
        """Whether it had not happened yet on the day of the prices shown."""
        return self.day > read_fine_tuning().token_prices.as_of


@cache
def events() -> tuple[Event, ...]:
    """Return every event known, the latest first."""
    extras = read_fine_tuning()
    found = [
        *announcements("fine_tuning_closes", extras.closing_fine_tuning),
        *announcements("retires", extras.retirements),
        *price_changes(),
    ]
    return tuple(sorted(found, key=lambda event: event.day, reverse=True))


def announcements(kind: EventKind, items: list[Announcement]) -> Iterator[Event]:
    """Yield what fine_tuning.yaml knows of ends."""
    for item in items:
        yield Event(
            day=item.value,
            kind=kind,
            references=tuple(name for name in item.references if name in models()),
            source=item.source,
            as_of=item.as_of,
            doubtful=item.doubtful,
        )


def price_changes() -> Iterator[Event]:
    """Yield the days on which genai-prices has a price of the catalogue begin."""
    as_of = read_fine_tuning().token_prices.as_of
    for provider, model in known_models():
        reference = f"{provider.id}/{model.id}"
        if reference not in models() or not isinstance(model.prices, list):
            continue
        rules = [price.constraint for price in model.prices]
        for day in sorted(
            {rule.start_date for rule in rules if isinstance(rule, genai.StartDateConstraint)}
        ):
            yield Event(
                day=day,
                kind="price",
                references=(reference,),
                steps=tuple(price_steps(provider, model, day)),
                source=price_source(),
                as_of=as_of,
            )


def price_steps(provider: genai.Provider, model: genai.ModelInfo, day: date) -> Iterator[PriceStep]:
    """Yield the prices that are others on a day than on the day before."""
    moments = [datetime.combine(day - timedelta(days=ago), TIME_OF_DAY) for ago in (1, 0)]
    before, after = (base_model(provider, model, moment) for moment in moments)
    for field in (*PRICES, *LONG_PRICES):
        first, second = getattr(before, field), getattr(after, field)
        if first != second:
            yield PriceStep(field=field, before=first, after=second)
