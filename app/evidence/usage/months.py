"""A usage log by calendar month, UTC: for what was paid and served after a decision."""

from app.evidence.finding import MonthSum, month_of, spell_day
from app.evidence.usage.requests import Requests
from app.evidence.usage.usage import BILLED, FRESH, OUTPUT, READ, WRITE, Usage

SIDES = {"input": FRESH, "cached": READ, "write": WRITE, "output": OUTPUT}


def months_of(usage: Usage, requests: Requests | None, calls_per_request: float) -> list[MonthSum]:
    """Return the months of a log; without ids, requests are calls over those of one request."""
    found: dict[str, MonthSum] = {}
    volume = requests.days if requests else usage.volume
    each = 1.0 if requests else max(calls_per_request, 1.0)
    for number, count in volume.items():
        month = month_of(found, spell_day(number), "USD")
        month.requests = (month.requests or 0.0) + count / each
    for number, sums in usage.by_day().items():
        month = month_of(found, spell_day(number), "USD")
        month.cost += sums[BILLED]
        for side, place in SIDES.items():
            month.tokens[side] = month.tokens.get(side, 0.0) + sums[place]
    if not any(volume.values()):  # the file does not count calls
        for month in found.values():
            month.requests = None
    return [found[code] for code in sorted(found)]
