"""OpenAI's dashboard: costs as a table; dollars, with a line item a model and side."""

from collections.abc import Iterator

from app.evidence.bill import Charge
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.meters import side_of
from app.evidence.source import Head, Options, Source
from app.evidence.values import amount, given, seconds


def matches(head: Head) -> bool:
    """Tell whether columns are of costs."""
    return head.has("amount_value", "amount_currency")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges."""
    yield from converted(source.rows(), charge)


def charge(row: dict[str, str]) -> Charge:
    """Return the charge of a row; its item is blank unless the export was grouped."""
    item = row.get("line_item", "")
    model, _, rest = item.rpartition(" | ")[2].partition(", ")
    in_tokens = row.get("quantity_unit", "tokens") == "tokens" and given(row.get("quantity"))
    return Charge(
        item or "all of OpenAI",
        amount(row["amount_value"]),
        amount(row["quantity"]) if in_tokens and rest else None,
        side_of(rest) if rest else "",
        seconds(row.get("start_time")) or seconds(row.get("start_time_iso")),
        model=model.replace("ft-", "ft:", 1) if model.startswith("ft-") else model or None,
        currency=row["amount_currency"],
    )


FORMAT = Format(
    name="openai-dashboard-cost", title="OpenAI costs", kind="bill", matches=matches, read=read
)
