"""What was paid and served in a month, as somebody entered it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.inputs import ApproachName
from app.model import LINES
from app.model.table import COST_PARTS

TOTAL = "total"
UNPAID = COST_PARTS["mistakes"]  # lines that no invoice has
PARTS: Mapping[str, tuple[str, ...]] = {
    part: lines for part, lines in COST_PARTS.items() if lines != UNPAID
}
# What an amount may be of: everything paid, a part of it, or a single line.
ITEMS = (TOTAL, *PARTS, *LINES)
COVERED: Mapping[str, tuple[str, ...]] = {
    TOTAL: tuple(line for line in LINES if line not in UNPAID),
    **PARTS,
    **{line: (line,) for line in LINES},
}
PRICE_FIELDS = ("input_price", "cached_input_price", "cache_write_price", "output_price")


@dataclass(frozen=True, kw_only=True)
class UnitPrices:
    """What a million tokens cost in a month, USD; None where nobody knows."""

    input_price: float | None = None
    cached_input_price: float | None = None
    cache_write_price: float | None = None
    output_price: float | None = None
    billed: bool = True  # discounts are in them; otherwise they are list prices

    def known(self) -> dict[str, float]:
        """Return the prices that are known, by the field of an approach."""
        prices = {name: getattr(self, name) for name in PRICE_FIELDS}
        return {name: price for name, price in prices.items() if price is not None}


@dataclass(frozen=True, kw_only=True)
class MonthPaid:
    """One month. Amounts are in `finance.currency`, by item; one holds all below it."""

    month: int  # of the plan
    approach: ApproachName  # in use
    requests: float | None = None  # None: not known
    amounts: Mapping[str, float] = field(default_factory=dict)
    prices: UnitPrices | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything was paid or served; otherwise it only names the approach in use."""
        return bool(self.amounts) or self.requests is not None

    @property
    def covered(self) -> tuple[str, ...]:
        """The lines that the amounts are for, in the order of the table."""
        lines = {line for item in self.amounts for line in COVERED[item]}
        return tuple(line for line in LINES if line in lines)

    @property
    def paid(self) -> float:
        """What was paid in all: of amounts that hold one another, the larger ones' sum."""
        return sum(self.amounts[item] for item in self.outermost())

    @property
    def lines(self) -> dict[str, float]:
        """The amounts of single lines, in the order of the table."""
        return {line: self.amounts[line] for line in LINES if line in self.amounts}

    def outermost(self) -> Iterator[str]:
        """Yield the items that no other entered item holds."""
        for item in self.amounts:
            holders = (other for other in self.amounts if other != item)
            if not any(set(COVERED[item]) <= set(COVERED[other]) for other in holders):
                yield item
