"""OpenAI's dashboard: costs as a table; dollars, with a line item a model and side."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.evidence.bills.bill import Charge, Charges, Side
from app.evidence.readers.bills.meters import side_of
from app.evidence.readers.columns import Columns, amounts, by_column
from app.evidence.readers.format import Format, Record
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import amount, given, seconds

MOST_ITEMS = 1_000
# Rows that have these in common are added up.
ALIKE = ("line_item", "quantity_unit", "start_time", "start_time_iso", "amount_currency")


class Item(NamedTuple):
    """What a line item says."""

    meter: str
    counts: bool  # tokens
    side: Side
    model: str | None


def matches(head: Head) -> bool:
    """Tell whether columns are of costs."""
    return head.has("amount_value", "amount_currency")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges."""
    items: dict[str, Item] = {}
    yield from by_column(
        source, lambda columns: charges(columns, items), lambda row: charge(row, items)
    )


def charges(columns: Columns, items: dict[str, Item]) -> list[Record]:
    """Return the charges of some rows; those of one line item, day and currency as one."""
    costs = amounts(columns["amount_value"]).tolist()
    blank = [""] * len(costs)
    quantities = columns.get("quantity", blank)
    names = [name for name in ALIKE if name in columns]
    kinds = zip(*(columns[name] for name in names), map(given, quantities), strict=True)
    sums: dict[tuple[object, ...], list[float]] = {}
    for kind, cost, quantity in zip(kinds, costs, amounts(quantities).tolist(), strict=True):
        line = sums.get(kind) or sums.setdefault(kind, [0.0, 0.0, 0])
        line[0] += cost
        line[1] += quantity
        line[2] += 1
    found: list[Record] = []
    for (*cells, has_quantity), (cost, quantity, rows) in sums.items():
        row = dict(zip(names, cells, strict=True)) | {"amount_value": cost}
        row |= {"quantity": quantity if has_quantity else ""}
        found.append(Charges(charge(row, items), int(rows)))
    return found


def charge(row: Mapping[str, Any], items: dict[str, Item]) -> Charge:
    """Return the charge of a row; `items` are those of rows before, which come again and again."""
    name = row.get("line_item", "")
    item = items.get(name)
    if item is None:
        item = item_of(name)
        if len(items) < MOST_ITEMS:
            items[name] = item
    in_tokens = row.get("quantity_unit", "tokens") == "tokens" and given(row.get("quantity"))
    return Charge(
        item.meter,
        amount(row["amount_value"]),
        amount(row["quantity"]) if in_tokens and item.counts else None,
        item.side,
        seconds(row.get("start_time")) or seconds(row.get("start_time_iso")),
        None,
        item.model,
        row["amount_currency"],
    )


def item_of(name: str) -> Item:
    """Return what a line item says; it is blank unless the export was grouped."""
    model, _, rest = name.rpartition(" | ")[2].partition(", ")
    return Item(
        meter=name or "all of OpenAI",
        counts=bool(rest),
        side=side_of(rest) if rest else "",
        model=model.replace("ft-", "ft:", 1) if model.startswith("ft-") else model or None,
    )


FORMAT = Format(
    name="openai-dashboard-cost", title="OpenAI costs", kind="bill", matches=matches, read=read
)
