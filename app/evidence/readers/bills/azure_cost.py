"""Azure's actual cost: a meter a row, in thousands or millions of tokens."""

from collections.abc import Iterator

from app.evidence.bills.bill import Charge
from app.evidence.readers.bills.meters import TOKENS, model_in, side_of, unit_of
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import amount, given, seconds

NAMED = ("metername", "quantity")
COSTS = ("cost", "costinbillingcurrency", "pretaxcost", "costinusd")


def lowered(row: dict[str, str]) -> dict[str, str]:
    """Return a row by names in small letters: agreements write them differently."""
    return {name.lower(): cell for name, cell in row.items()}


def matches(head: Head) -> bool:
    """Tell whether columns are Azure's."""
    names = {name.lower() for name in head.columns}
    return names.issuperset(NAMED) and bool(names & set(COSTS))


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the charges."""
    yield from converted((lowered(row) for row in source.rows()), charge)


def charge(row: dict[str, str]) -> Charge:
    """Return the charge of a row; only meters of models count tokens."""
    meter = row["metername"]
    category = f"{row.get('metercategory', '')} {row.get('metersubcategory', '')}".lower()
    is_model = any(word in category for word in ("cognitive", "foundry", "openai"))
    counts = is_model and bool(TOKENS.search(meter)) and bool(side_of(meter))
    unit = unit_of(row.get("unitofmeasure", "") or meter)
    quantity = amount(row["quantity"])
    pay_as_you_go = row.get("paygprice")
    return Charge(
        meter,
        amount(next(row[name] for name in COSTS if name in row)),
        quantity * unit if counts else None,
        side_of(meter) if counts else "",
        seconds(row.get("date") or row.get("usagedatetime")),
        amount(pay_as_you_go) * quantity if counts and given(pay_as_you_go) else None,
        model_in(meter) if counts else None,
        row.get("billingcurrency") or row.get("billingcurrencycode") or "USD",
    )


FORMAT = Format(
    name="azure-actual-cost", title="Azure bill", kind="bill", matches=matches, read=read
)
