"""Which prices of a saved plan are the catalogue's, and which of them have moved since."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.plans.plan import Plan, catalogue_prices, models_in
from app.scenarios.snapshot import SavedPlan
from app.store import Content, Saved


def used_prices(plan: Plan) -> dict[str, float | None]:
    """Return the plan's prices that are those of today's catalogue, by input name.

    Those that follow another are not among them: they move with it.
    """
    values = plan.inputs.named()
    known = catalogue_prices(models_in(values))
    return {
        name: price for name, price in known.items() if name in values and values[name] == price
    }


def kept_prices(plan: Plan, base: Content) -> dict[str, float | None]:
    """Return the prices that an earlier catalogue gave and that the plan still has."""
    values, today = plan.inputs.values(), used_prices(plan)
    return {
        name: price
        for name, price in base.catalogue_prices.items()
        if name not in today
        and values[name] == price
        and values[model_beside(name)] == model_in(base, name)
    }


def model_beside(name: str) -> str:
    """Return the input that names the model behind a price."""
    return f"{name.split('.')[0]}.model"


def model_in(content: Content, name: str) -> object:
    """Return the model behind a price of stored inputs."""
    group: dict[str, Any] = content.inputs[name.split(".")[0]]
    return group.get("model")


@dataclass(frozen=True)
class MovedPrice:
    """A price of the catalogue that has changed since it was saved."""

    input: str
    model: str
    then: float | None
    now: float | None


def moved_prices(saved: Saved) -> list[MovedPrice]:
    """Return which prices of the catalogue have changed since the revision was saved."""
    return list(find_moved(saved.content))


def find_moved(content: Content) -> Iterator[MovedPrice]:
    """Yield every price that the catalogue now gives differently for the same model."""
    for name, then in content.catalogue_prices.items():
        model = model_in(content, name)
        if not isinstance(model, str):
            continue
        group = name.split(".")[0]
        today = catalogue_prices(models_in({f"{group}.model": model}))
        if name in today and today[name] != then:
            yield MovedPrice(name, model, then, today[name])


def at_todays_prices(plan: SavedPlan) -> Plan:
    """Return the plan with today's catalogue prices in place of those that have moved."""
    live = plan.live
    moved = {price.input: price.now for price in moved_prices(plan.saved)}
    return live.with_values({k: v for k, v in moved.items() if k not in live.inputs.follows})
