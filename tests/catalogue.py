"""A catalogue of another day, in place of the one that is installed."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from app.catalog import figures, models, presets
from app.pages.calculator.pieces import plain_form

MODULE = import_module("app.catalog.models")  # as an attribute, it is the function of that name
RATES = import_module("app.catalog.rates")
LATER = date(2027, 1, 15)
RISE = 1.25  # what everything costs then, in proportion to today


def raise_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a later price file in place, in which everything costs a quarter more."""
    base_price, value_of = MODULE.base_price, MODULE.value_of
    today = figures.read_fine_tuning()
    token_prices = today.token_prices.model_copy(update={"as_of": LATER})
    later = today.model_copy(update={"token_prices": token_prices})

    def dearer(figure: figures.Figure | None) -> float | None:
        value = value_of(figure)
        is_price = figure is not None and figure.unit.startswith("USD")
        return value * RISE if is_price and value is not None else value

    monkeypatch.setattr(MODULE, "base_price", lambda price: base_price(price) * RISE)
    monkeypatch.setattr(MODULE, "value_of", dearer)
    monkeypatch.setattr(MODULE, "read_fine_tuning", lambda: later)
    forget_prices()


def raise_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put later exchange rates in place, at which a dollar costs a quarter more everywhere."""
    later = {
        name: replace(rate, rate=rate.rate * RISE, as_of=LATER.isoformat())
        for name, rate in RATES.rates().items()
    }
    monkeypatch.setattr(RATES, "rates", lambda: later)
    plain_form.cache_clear()


def forget_prices() -> None:
    """Have the catalogue read anew."""
    models.cache_clear()
    presets.cache_clear()
    plain_form.cache_clear()
