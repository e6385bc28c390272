"""Anthropic's costs: the console's table in dollars, the API's pages in cents."""

from collections.abc import Iterator
from typing import Any

from app.evidence.bills.bill import Charge
from app.evidence.finding import Remark
from app.evidence.readers.bills.meters import side_of
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.usage.openai_usage import PARTIAL
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import amount, given, seconds, text_or_none

CENTS = 100
NO_PRIORITY = "The cost API leaves out the priority tier."


def matches(head: Head) -> bool:
    """Tell whether columns are the console's costs."""
    return head.has("usage_date_utc", "cost_usd", "token_type")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges of the console's table."""
    yield from converted(source.rows(), charge)


def charge(row: dict[str, str]) -> Charge:
    """Return the charge of a row."""
    kind = row["token_type"]
    batch = ", batch" if row.get("usage_type") == "batch" else ""
    listed = row.get("list_price_usd")
    return Charge(
        f"{row['model']}, {kind or row.get('cost_type', '')}{batch}",
        amount(row["cost_usd"]),
        None,
        side_of(kind.replace("no_cache", "")),
        seconds(row["usage_date_utc"]),
        amount(listed) if given(listed) else None,
        row["model"] or None,
    )


def matches_api(head: Head) -> bool:
    """Tell whether buckets hold amounts of Anthropic's."""
    return "data[].results[].amount" in head.paths and any(
        path in head.paths for path in ("data[].starting_at", "data[].results[].token_type")
    )


def read_api(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges of the API's pages."""
    yield from converted(source.values("", "data"), lambda found: charges(*found))
    yield Remark(NO_PRIORITY)


def charges(path: str, value: Any) -> Iterator[Record]:
    """Yield the charges of a bucket, or that the page is not the last."""
    if path == "has_more" and value is True:
        yield Remark(PARTIAL)
    if path != "data[]":
        return
    at = seconds(value["starting_at"])
    for result in value["results"]:
        kind = text_or_none(result.get("token_type")) or ""
        yield Charge(
            result.get("description") or result.get("cost_type") or "all of Anthropic",
            amount(result["amount"]) / CENTS,
            None,
            side_of(kind.replace("uncached", "")),
            at,
            model=text_or_none(result.get("model")),
            currency=str(result.get("currency") or "USD"),
        )


FORMAT = Format(
    name="anthropic-console-cost", title="Anthropic costs", kind="bill", matches=matches, read=read
)
API = Format(
    name="anthropic-cost-api",
    title="Anthropic costs",
    kind="bill",
    matches=matches_api,
    read=read_api,
)
