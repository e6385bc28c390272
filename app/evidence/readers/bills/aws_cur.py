"""AWS' cost and usage report, new and legacy: Bedrock's usage types in thousands or millions."""

import re
from collections.abc import Iterator

from app.evidence.bills.bill import Charge
from app.evidence.readers.bills.meters import MILLION, THOUSAND, side_of
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import amount, given, seconds

NEW = {
    "type": "line_item_usage_type",
    "amount": "line_item_usage_amount",
    "cost": "line_item_unblended_cost",
    "start": "line_item_usage_start_date",
    "product": "product_servicename",
    "listed": "pricing_public_on_demand_cost",
    "currency": "line_item_currency_code",
}
LEGACY = {
    "type": "lineItem/UsageType",
    "amount": "lineItem/UsageAmount",
    "cost": "lineItem/UnblendedCost",
    "start": "lineItem/UsageStartDate",
    "product": "product/servicename",
    "listed": "pricing/publicOnDemandCost",
    "currency": "lineItem/CurrencyCode",
}
NEEDED = ("type", "amount", "cost")
TOKENS = re.compile(r"token", re.IGNORECASE)
MARKETPLACE = re.compile(r"MP:", re.IGNORECASE)
MODEL = re.compile(
    r"^(?:[A-Z]{2,4}\d-)?(?:MP:)?(?:[A-Z]{2,4}\d[-_])?(.*?)[-_]?(?:input|output|cache|prompt)", re.I
)


def names_of(columns: tuple[str, ...]) -> dict[str, str] | None:
    """Return the names of the report's columns; None where it is no such report."""
    for names in (NEW, LEGACY):
        if all(names[key] in columns for key in NEEDED):
            return names
    return None


def matches(head: Head) -> bool:
    """Tell whether columns are the report's."""
    return names_of(head.columns) is not None


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges."""
    names = names_of(source.head.columns) or NEW
    yield from converted(source.rows(), lambda row: charge(row, names))


def charge(row: dict[str, str], names: dict[str, str]) -> Charge:
    """Return the charge of a row."""
    kind, cost = row[names["type"]], amount(row[names["cost"]])
    product = row.get(names["product"], "")
    counts = bool(TOKENS.search(kind)) and bool(side_of(kind))
    listed = row.get(names["listed"])
    match = MODEL.match(kind)
    named = match[1].strip("-_") if match else ""
    model = product if MARKETPLACE.search(kind) and product else named
    return Charge(
        f"{product}, {kind}" if product else kind,
        cost,
        amount(row[names["amount"]]) * unit(kind, cost, amount(row[names["amount"]]))
        if counts
        else None,
        side_of(kind) if counts else "",
        seconds(row.get(names["start"])),
        amount(listed) if counts and given(listed) else None,
        model or None,
        row.get(names["currency"]) or "USD",
    )


def unit(kind: str, cost: float, quantity: float) -> float:
    """Return how many tokens one is: thousands, of the marketplace's meters mostly millions.

    Which of the two, its price decides: a million tokens cost more than two cents.
    """
    if not MARKETPLACE.search(kind):
        return THOUSAND
    per_million = cost / quantity if quantity else 0.0
    return THOUSAND if 0 < per_million < 0.02 else MILLION


FORMAT = Format(name="aws-cur", title="AWS bill", kind="bill", matches=matches, read=read)
