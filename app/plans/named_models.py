"""The models of the catalogue that a plan names, and the prices that they fill."""

from collections.abc import Mapping
from typing import Any

from app.catalog import UnknownModel, price_fields
from app.inputs import APPROACHES, ApproachName

# Without these two a model that the catalogue does not know would cost what another one costs.
NEEDED_PRICES = ("input_price", "output_price")


def models_in(values: Mapping[str, Any]) -> dict[ApproachName, str]:
    """Return the model that the values name for each approach."""
    return {
        name: reference.strip()
        for name in APPROACHES
        if isinstance(reference := values.get(f"{name}.model"), str) and reference.strip()
    }


def catalogue_prices(models: Mapping[ApproachName, str]) -> dict[str, float | None]:
    """Return the prices that the models give to the fields of their approaches."""
    return {
        f"{name}.{field}": price
        for name, reference in models.items()
        for field, price in known_prices(reference).items()
    }


def known_prices(reference: str) -> Mapping[str, float | None]:
    """Return the prices of a catalogue model; none for another one."""
    try:
        return price_fields(reference)
    except UnknownModel:
        return {}


def unknown_model(reference: str) -> str:
    """Return the message for a model that is not in the catalogue."""
    return (
        f"The catalogue has no model {reference[:80]}: pick another one, or give "
        f"{' and '.join(NEEDED_PRICES)} beside it."
    )
