"""Bills: what tokens cost by meter, beside the catalogue, and the discount that follows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from app.catalog import UnknownModel, find_model, models
from app.catalog.models import ModelPrice
from app.evidence import estimate
from app.evidence.estimate import Estimate
from app.evidence.finding import (
    SECONDS_PER_DAY,
    Finding,
    Measured,
    MonthSum,
    Number,
    Period,
    Skip,
    Variant,
    day_of,
    month_of,
)
from app.evidence.streaming.source import Options
from app.evidence.told import percentage, rounded
from app.evidence.values import LONGEST_LABEL
from app.work.lazy import lazy

Side = Literal["input", "cached", "write", "output", ""]
MOST_METERS = 500
PER_MILLION = 1e6
NOISE = 0.1  # a gap to the catalogue that the edges of the period may explain
IMPLAUSIBLE = 20.0  # times the catalogue's price
NO_TOKENS = "charges for other things than tokens"
FIELDS: Mapping[str, str] = {
    "input": "input_price",
    "cached": "cached_input_price",
    "write": "cache_write_price",
    "output": "output_price",
}


class Charge(NamedTuple):
    """One row of a bill."""

    meter: str
    cost: float  # in the bill's currency
    tokens: float | None  # None: not said, or no tokens
    side: Side = ""
    at: float | None = None  # seconds since 1970, UTC
    list_cost: float | None = None
    model: str | None = None
    currency: str = "USD"


class Charges(NamedTuple):
    """Rows of a bill that are alike but for their amounts, which were added up."""

    charge: Charge
    rows: int


@dataclass
class Meter:
    """The sums of one meter."""

    label: str
    side: Side
    model: str | None
    cost: float = 0.0
    tokens: float = 0.0
    list_cost: float = 0.0
    days: dict[int, list[float]] = field(default_factory=dict)  # cost and tokens

    @property
    def price(self) -> float | None:
        """What a million tokens cost."""
        return self.cost / self.tokens * PER_MILLION if self.tokens > 0 else None


@dataclass
class Bill:
    """What the rows of a bill add up to."""

    meters: dict[str, Meter] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)
    rows: int = 0
    cost: float = 0.0
    tokens: float = 0.0
    list_cost: float = 0.0
    listed_cost: float = 0.0  # of the rows that have a list cost
    first: float | None = None
    last: float | None = None
    months: dict[str, MonthSum] = field(default_factory=dict)

    def skip(self, skip: Skip) -> None:
        """Count rows that are left out."""
        self.skipped[skip.reason] = self.skipped.get(skip.reason, 0) + skip.rows

    def add(self, charge: Charge, rows: int = 1) -> None:
        """Count a row, or several whose amounts were added up."""
        self.rows += rows
        self.cost += charge.cost
        currency = charge.currency.upper()[:3]
        self.currencies.add(currency)
        if charge.at is not None:
            self.first = min(self.first or charge.at, charge.at)
            self.last = max(self.last or charge.at, charge.at)
            add_to_month(month_of(self.months, day_of(charge.at), currency), charge)
        if charge.list_cost is not None and charge.list_cost > 0:
            self.list_cost += charge.list_cost
            self.listed_cost += charge.cost
        if charge.tokens is None and not charge.side:
            self.skip(Skip(NO_TOKENS, rows))
            return
        self.count(charge)

    def count(self, charge: Charge) -> None:
        """Count a row whose tokens, or whose side of the tokens, are known."""
        meter = self.meter(charge)
        tokens = charge.tokens or 0.0
        self.tokens += tokens
        meter.cost += charge.cost
        meter.tokens += tokens
        meter.list_cost += charge.list_cost or 0.0
        number = int((charge.at or 0) // SECONDS_PER_DAY)
        day = meter.days.get(number) or meter.days.setdefault(number, [0.0, 0.0])
        day[0] += charge.cost
        day[1] += tokens

    def meter(self, charge: Charge) -> Meter:
        """Return the sums of a row's meter; beyond the most those of all others."""
        label = charge.meter[:LONGEST_LABEL]
        known = self.meters.get(label)
        if known is not None:
            return known
        if len(self.meters) >= MOST_METERS:
            label = "others"
        return self.meters.setdefault(label, Meter(label, charge.side, charge.model))


def add_to_month(month: MonthSum, charge: Charge) -> None:
    """Add a row to the sums of its month."""
    month.cost += charge.cost
    if side := charge.side:
        month.costs[side] = month.costs.get(side, 0.0) + charge.cost
        month.tokens[side] = month.tokens.get(side, 0.0) + (charge.tokens or 0.0)


@dataclass(frozen=True)
class BillFindings:
    """What a bill says of a plan."""

    bill: Bill
    options: Options

    @property
    def measured(self) -> Measured:
        """Figures, findings and notes of the bill."""
        bill = self.bill
        return Measured(
            figures={
                "cost_usd": bill.cost if self.in_dollars else None,
                "cost": bill.cost,
                "tokens": int(bill.tokens),
                "meters": len(bill.meters),
                "discount": self.discount,
            },
            subject=f"{bill.rows:,} charges",
            findings=list(self.findings()),
            variants=[self.variant(meter) for meter in self.meters],
            notes=list(self.notes()),
            skipped=dict(bill.skipped),
            period=self.period,
            months=[bill.months[code] for code in sorted(bill.months)],
            used=bill.rows - bill.skipped.get(NO_TOKENS, 0),
        )

    @property
    def meters(self) -> list[Meter]:
        """The meters, the dearest first."""
        return sorted(self.bill.meters.values(), key=lambda meter: -meter.cost)

    @property
    def in_dollars(self) -> bool:
        """Whether the whole bill is in US dollars."""
        return self.bill.currencies <= {"USD"}

    @property
    def period(self) -> Period | None:
        """From the first to the last charge."""
        if self.bill.first is None or self.bill.last is None:
            return None
        return Period(start=day_of(self.bill.first), end=day_of(self.bill.last))

    @property
    def discount(self) -> float | None:
        """What was taken off the list prices that the bill itself names; a fraction."""
        if self.bill.list_cost <= 0:
            return None
        return 1 - self.bill.listed_cost / self.bill.list_cost

    def variant(self, meter: Meter) -> Variant:
        """Return a meter's figures: cost, tokens, price, and the catalogue's."""
        listed = self.listed(meter)
        figures: dict[str, Number] = {
            "cost_usd": meter.cost,
            "tokens": meter.tokens or None,
            "price": meter.price,
            "list_price": listed,
        }
        return Variant(label=meter.label, model=meter.model, figures=figures)

    @lazy
    def known(self) -> dict[str, ModelPrice | None]:
        """The catalogue's model of every meter that names one."""
        return {
            meter.label: catalogued(meter.model or meter.label)
            for meter in self.bill.meters.values()
        }

    def listed(self, meter: Meter) -> float | None:
        """Return the catalogue's price of a meter, USD per 1M tokens; None where it has none."""
        model = self.known.get(meter.label)
        if model is None or not meter.side:
            return None
        price: float | None = getattr(model, FIELDS[meter.side])
        return price

    def findings(self) -> Iterator[Finding]:
        """Yield the prices of the dearest model, and the discount."""
        if not self.in_dollars:
            return
        approach = self.options.approach
        found: set[str] = set()
        dearest = self.dearest_model()
        for meter in self.meters:
            name = FIELDS.get(meter.side)
            if name is None or name in found or meter.price is None or meter.model != dearest:
                continue
            if self.is_implausible(meter):
                continue
            found.add(name)
            yield self.price_finding(f"{approach}.{name}", meter)
        if self.discount is not None and 0 < self.discount < 1:
            yield Finding(
                input=f"{approach}.list_discount",
                value=self.discount,
                low=max(self.discount - 0.005, 0.0),
                high=min(self.discount + 0.005, 1.0),
                n=self.bill.rows,
                method="1 − what was billed ÷ the list price that the bill names beside it.",
            )

    def dearest_model(self) -> str | None:
        """Return the model that most of the bill with tokens is for."""
        costs: dict[str | None, float] = {}
        for meter in self.bill.meters.values():
            if meter.tokens:
                costs[meter.model] = costs.get(meter.model, 0.0) + meter.cost
        return max(costs, key=lambda model: costs[model]) if costs else None

    def price_finding(self, name: str, meter: Meter) -> Finding:
        """Return a meter's price: the list price where the bill names one, for the discount has
        an input of its own.
        """
        days = np.array([day for day in meter.days.values() if day[1] > 0])
        found = estimate.ratio(days[:, 0], days[:, 1])
        factor = meter.list_cost / meter.cost if meter.list_cost > 0 and meter.cost > 0 else 1.0
        ends = Estimate(*(max(end, 0.0) * factor * PER_MILLION for end in found))
        listed = " at the list price it names" if factor != 1.0 else ""
        return Finding(
            input=name,
            value=ends.value,
            low=ends.low,
            high=ends.high,
            n=len(days),
            method=f"Cost ÷ tokens of the bill's meter “{meter.label}”{listed}; range from a "
            "bootstrap by day.",
        )

    def is_implausible(self, meter: Meter) -> bool:
        """Tell whether a price is so far from the catalogue's that its unit must be another."""
        listed, price = self.listed(meter), meter.price
        if not listed or not price:
            return False
        return not 1 / IMPLAUSIBLE <= price / listed <= IMPLAUSIBLE

    def notes(self) -> Iterator[str]:
        """Yield what a reader should know."""
        if not self.bill.meters:
            yield "No charge of this bill is for tokens, so it says nothing of a model's prices."
        elif not self.bill.tokens:
            yield "The bill counts no tokens: it says what was paid, and no price."
        if not self.in_dollars:
            yield f"The bill is in {', '.join(sorted(self.bill.currencies))}; prices are in USD."
        for meter in self.meters[:20]:
            listed, price = self.listed(meter), meter.price
            if not listed or price is None:
                continue
            if self.is_implausible(meter):
                yield (
                    f"“{meter.label}” costs {rounded(price, 6)} USD per 1M tokens where the "
                    f"catalogue has {rounded(listed, 6)}: the unit must be another, so it was "
                    "left out."
                )
            elif abs(price / listed - 1) > NOISE - 1e-9:
                yield (
                    f"“{meter.label}” costs {rounded(price, 4)} USD per 1M tokens, the catalogue "
                    f"has {rounded(listed, 4)}: {percentage(abs(price / listed - 1))} "
                    f"{'less' if price < listed else 'more'}. Batches or a discount may be why."
                )
            else:
                yield (
                    f"“{meter.label}” costs {rounded(price, 4)} USD per 1M tokens, as good as the "
                    f"catalogue's {rounded(listed, 4)}."
                )


DATED = re.compile(r"[-@]?(20\d{6}|20\d\d-\d\d-\d\d|1120|0806|0513|0718)$")


def catalogued(name: str | None) -> ModelPrice | None:
    """Return the catalogue's model of a name as bills and logs write it; None if it has none."""
    if not name:
        return None
    plain = name.strip().lower().rpartition("/")[2].replace(" ", "-")
    plain = plain.replace(".", "-") if "claude" in plain else plain
    makers = ("openai", "anthropic", "google", "mistral", "deepseek", "azure", "aws", "together")
    for candidate in (plain, DATED.sub("", plain)):
        for maker in makers:
            try:
                return find_model(f"{maker}/{candidate}")
            except UnknownModel:
                continue
    known = [ref for ref in models() if ref.rpartition("/")[2] == DATED.sub("", plain)]
    return models()[known[0]] if known else None
