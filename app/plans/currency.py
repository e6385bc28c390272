"""A plan's currency: the rate that picking one fills, and a use case's dollars in it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from app.catalog import DOLLAR, Preset, find_rate
from app.inputs import FIELDS, InvalidInputs, Problem, read_inputs
from app.inputs.currencies import CURRENCIES

CURRENCY = "finance.currency"
EXCHANGE_RATE = "finance.exchange_rate"
# What is paid in the plan's own currency; all else is billed in dollars.
AMOUNTS = tuple(
    name
    for name, field in FIELDS.items()
    if field.unit.startswith("currency") and name != EXCHANGE_RATE
)


def with_rate(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the dated rate of the currency that they name without one.

    Raises InvalidInputs for a currency that has no published rate: it is never taken as 1.
    """
    values = dict(given)
    rate = values.get(EXCHANGE_RATE)
    if isinstance(rate, str) and not rate.strip():
        del values[EXCHANGE_RATE]
    currency = values.get(CURRENCY)
    if not isinstance(currency, str) or EXCHANGE_RATE in values:
        return values
    code = currency.strip().upper()
    if code not in CURRENCIES:  # which reading the inputs says
        return values
    rate = dated_rate(code)
    if not rate:
        raise InvalidInputs([Problem(EXCHANGE_RATE, no_rate(code))])
    return values | rate


def no_rate(code: str) -> str:
    """Return the message for a currency whose rate is not published."""
    return (
        f"The European Central Bank publishes no exchange rate for {code}: enter the Exchange "
        f"rate, which is how many {code} one US dollar costs."
    )


def dated_rate(currency: str) -> dict[str, float]:
    """Return what picking a currency fills; nothing where no rate is published."""
    if currency == DOLLAR:
        return {EXCHANGE_RATE: 1.0}
    rate = find_rate(currency)
    return {EXCHANGE_RATE: rate.rate} if rate else {}


def currency_of(values: Mapping[str, Any]) -> tuple[str, float]:
    """Return the currency that the values name and its rate per dollar; dollars where unclear."""
    if CURRENCY not in values:  # every use case is in dollars
        return DOLLAR, 1.0
    named = {name: values[name] for name in (CURRENCY, EXCHANGE_RATE) if name in values}
    try:
        finance = read_inputs(named).finance
    except InvalidInputs:  # of which reading all inputs tells
        return DOLLAR, 1.0
    return finance.currency, finance.exchange_rate


def in_currency(preset: Preset, currency: str, rate: float) -> Preset:
    """Return a use case whose amounts and ranges, which are dollars, are in another currency.

    Its own currency stays the dollar; the exchange rate is the published one, if there is one.
    """
    if currency == DOLLAR:
        return preset
    own = preset.inputs.named()
    amounts = {name: own[name] * rate for name in AMOUNTS if name in own}
    ranges = {
        name: (low * rate, high * rate) if name in AMOUNTS else (low, high)
        for name, (low, high) in preset.ranges.items()
    }
    inputs = preset.inputs.replace(amounts | dated_rate(currency))
    return replace(preset, inputs=inputs, ranges=MappingProxyType(ranges))
