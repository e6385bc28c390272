"""What the catalogue says that a plan's models cost in a month."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from app.answers.actuals.paid import PRICE_FIELDS
from app.catalog import prices_as_of
from app.catalog.models import ModelPrice, base_models
from app.inputs import ApproachName
from app.model import month_code
from app.scenarios.snapshot import SavedPlan

MONTHS_KEPT = 36  # whose prices are remembered


@lru_cache(maxsize=MONTHS_KEPT)
def prices_of(month: str) -> Mapping[str, ModelPrice]:
    """Return the models of the catalogue as they were on the first of a month."""
    return {item.reference: item for item in base_models(date.fromisoformat(f"{month}-01"))}


def listed_prices(plan: SavedPlan, approach: ApproachName, month: int) -> dict[str, float]:
    """Return the list prices of a month, USD per 1M tokens, by field; none where nobody knows.

    Only of prices that the plan has from the catalogue, and of months that the catalogue knows.
    """
    code = month_code(plan.inputs.finance.start_month, month)
    if f"{code}-01" > prices_as_of():
        return {}
    own = bool(plan.projection.courses[approach].own[month])
    group: ApproachName = approach if own else "prompting"
    fields = plan.inputs.approach(group)
    model = prices_of(code).get(fields.model or "")
    kept = plan.saved.content.catalogue_prices
    if model is None:
        return {}
    found = {name: getattr(model, name) for name in PRICE_FIELDS if f"{group}.{name}" in kept}
    return {name: price for name, price in found.items() if price is not None}
