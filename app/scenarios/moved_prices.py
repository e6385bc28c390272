"""Which prices of a saved plan are the catalogue's, and which of them have moved since.

The exchange rate that picking a currency fills is one of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.catalog import DOLLAR
from app.inputs import Range
from app.plans.currency import AMOUNTS, CURRENCY, EXCHANGE_RATE, dated_rate, in_currency
from app.plans.named_models import catalogue_prices, models_in
from app.plans.plan import Plan
from app.plans.spelling import RANGES
from app.scenarios.snapshot import SavedPlan
from app.store import Content, Saved


def used_prices(plan: Plan) -> dict[str, float | None]:
    """Return the plan's prices that are those of today's catalogue, by input name.

    Those that follow another are not among them: they move with it.
    """
    values = plan.inputs.named()
    known = filled_by(values)
    return {
        name: price for name, price in known.items() if name in values and values[name] == price
    }


def filled_by(values: Mapping[str, Any]) -> dict[str, float | None]:
    """Return what the models, and a currency beside the dollar, fill today, by input name."""
    currency = values.get(CURRENCY, DOLLAR)
    rate = {} if currency == DOLLAR else dated_rate(currency)
    return catalogue_prices(models_in(values)) | rate


def kept_prices(plan: Plan, base: Content) -> dict[str, float | None]:
    """Return the prices that an earlier catalogue gave and that the plan still has."""
    values, today = plan.inputs.values(), used_prices(plan)
    return {
        name: price
        for name, price in base.catalogue_prices.items()
        if name not in today
        and values[name] == price
        and values[filler_of(name)] == picked_in(base, name)
    }


def claimed_prices(
    plan: Plan, claimed: Mapping[str, float | None]
) -> tuple[dict[str, float | None], bool]:
    """Return those prices of a file that the plan has, and whether any is not today's.

    A file may say of any price that a catalogue gave it: what is not in today's is its own claim.
    """
    values, today = plan.inputs.values(), used_prices(plan)
    prices = {
        name: price
        for name, price in claimed.items()
        if name in values and values[name] == price and filler_of(name) in values
    }
    return prices, any(name not in today for name in prices)


def filler_of(name: str) -> str:
    """Return the input whose pick fills a price: the model beside it, or the currency."""
    return CURRENCY if name == EXCHANGE_RATE else f"{name.split('.')[0]}.model"


def picked_in(content: Content, name: str) -> object:
    """Return the model or the currency behind a price of stored inputs."""
    group, field = filler_of(name).split(".")
    values: dict[str, Any] = content.inputs[group]
    return values.get(field)


@dataclass(frozen=True)
class MovedPrice:
    """A price of the catalogue that has changed since it was saved."""

    input: str
    model: str  # or the currency, of an exchange rate
    then: float | None
    now: float | None


def moved_prices(saved: Saved) -> list[MovedPrice]:
    """Return which prices of the catalogue have changed since the revision was saved."""
    return list(find_moved(saved.content))


def find_moved(content: Content) -> Iterator[MovedPrice]:
    """Yield every price that the catalogue now gives differently for the same pick."""
    for name, then in content.catalogue_prices.items():
        picked = picked_in(content, name)
        if not isinstance(picked, str):
            continue
        today = filled_by({filler_of(name): picked})
        if name in today and today[name] != then:
            yield MovedPrice(name, picked, then, today[name])


def at_todays_prices(plan: SavedPlan) -> Plan:
    """Return the plan with today's catalogue prices in place of those that have moved."""
    live = plan.live
    moved = {price.input: price.now for price in moved_prices(plan.saved)}
    if rate := moved.get(EXCHANGE_RATE):
        live = at_rate(live, rate)
    return live.with_values({k: v for k, v in moved.items() if k not in live.inputs.follows})


def at_rate(plan: Plan, rate: float) -> Plan:
    """Return the plan at another exchange rate.

    Amounts and ranges of the use case, which are dollars, move with it; the person's own stay.
    """
    use_case = in_currency(plan.preset, plan.inputs.finance.currency, rate)
    own = plan.changes.keys() | plan.sources.keys()
    amounts = {
        name: value
        for name, value in use_case.inputs.named().items()
        if name in AMOUNTS and name not in own
    }
    ranges = {
        name: Range(*use_case.ranges[name])
        for name in amounts.keys() & use_case.ranges.keys() & plan.ranges.keys()
        if f"{RANGES}{name}" not in own
    }
    return replace(
        plan,
        inputs=plan.inputs.replace(amounts | {EXCHANGE_RATE: rate}),
        ranges={**plan.ranges, **ranges},
    )
