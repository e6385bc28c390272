"""FOCUS, the FinOps Foundation's bill, 1.0 to 1.2: charges of any provider."""

import re
from collections.abc import Iterator

from app.evidence.bills.bill import Charge
from app.evidence.readers.bills.meters import model_in, side_of, unit_of
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import amount, given, seconds

TOKEN = re.compile(r"\btokens?\b", re.IGNORECASE)


def matches(head: Head) -> bool:
    """Tell whether columns are those of FOCUS."""
    return head.has("BilledCost", "ChargePeriodStart")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges."""
    yield from converted(source.rows(), charge)


def charge(row: dict[str, str]) -> Charge:
    """Return the charge of a row; a token that is a vendor's currency is none of a model."""
    meter = next(
        (row[name] for name in ("SkuMeter", "ChargeDescription", "ServiceName")
         if given(row.get(name))),
        "charge",
    )  # fmt: skip
    counts = counts_tokens(row) and bool(side_of(meter))
    listed = row.get("ListCost")
    return Charge(
        meter,
        amount(row["BilledCost"]),
        tokens_of(row) if counts else None,
        side_of(meter) if counts else "",
        seconds(row["ChargePeriodStart"]),
        amount(listed) if counts and given(listed) else None,
        model_in(meter) if counts else None,
        row.get("BillingCurrency") or "USD",
    )


def counts_tokens(row: dict[str, str]) -> bool:
    """Tell whether a row's quantity is of language tokens."""
    if TOKEN.search(row.get("PricingCurrency", "")):
        return False
    return any(TOKEN.search(row.get(name, "")) for name in ("ConsumedUnit", "PricingUnit"))


def tokens_of(row: dict[str, str]) -> float:
    """Return a row's tokens."""
    for quantity, unit in (
        ("ConsumedQuantity", "ConsumedUnit"),
        ("PricingQuantity", "PricingUnit"),
    ):
        if given(row.get(quantity)) and TOKEN.search(row.get(unit, "")):
            return amount(row[quantity]) * unit_of(row[unit])
    return 0.0


FORMAT = Format(name="focus", title="FOCUS bill", kind="bill", matches=matches, read=read)
