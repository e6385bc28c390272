"""A bill and a usage log of the worked example of docs/model.md, as OpenAI's dashboard writes them.

Each month has two days, the 1st and the last, with half of it each.
"""

import calendar
from datetime import UTC, datetime

from tests.answers.actuals.worked import MONTHS

BILL = (
    "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,"
    "quantity_unit,line_item,project_id"
)
USAGE = (
    "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,batch,"
    "input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens"
)
MODEL = "ft:gpt-4o-mini-2024-07-18:x::1"
YEAR = 2027


def starts(month: int) -> list[tuple[str, int]]:
    """Return the first and the last day of a month, in words and in seconds since 1970."""
    days = (1, calendar.monthrange(YEAR, month)[1])
    moments = [datetime(YEAR, month, day, tzinfo=UTC) for day in days]
    return [(f"{moment:%Y-%m-%dT%H:%M:%S}", int(moment.timestamp())) for moment in moments]


def bill(currency: str = "usd") -> str:
    """Return six months of a bill: what tokens in and out cost, and how many there were."""
    rows = [BILL]
    for item in MONTHS:
        assert item.prices
        for side, price in (("input", item.prices.input_price), ("output", 12.0)):
            assert price
            cost = item.amounts[side]
            for words, at in starts(item.month):
                tokens = cost / price * 1e6 / 2
                rows.append(
                    f"{at},{at + 86400},{words},{words},{cost / 2},{currency},{tokens},tokens,"
                    f'"{MODEL}, {side}",proj_1'
                )
    return "\n".join(rows) + "\n"


def usage_log() -> str:
    """Return six months of a log: requests, of one call each."""
    rows = [USAGE]
    for item in MONTHS:
        assert item.requests
        for words, at in starts(item.month):
            calls = item.requests / 2
            rows.append(
                f"{at},{at + 86400},{words},{words},proj_1,{calls},{MODEL},False,"
                f"{int(calls * 500)},{int(calls * 250)},0,{int(calls * 500)}"
            )
    return "\n".join(rows) + "\n"
