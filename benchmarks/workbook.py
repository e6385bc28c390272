"""What a workbook costs beside the feed of months, and how large it is."""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from app.dialect import read_query
from app.plan import Plan
from app.views.payloads import month_rows
from app.workbook import workbook

ROUNDS = 15
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def plan_of(months: int) -> Plan:
    """Return a fresh plan of so many months, nothing calculated yet."""
    return read_query([("preset", "customer-support"), ("finance.horizon_months", str(months))])


def book_of(months: int) -> bytes:
    """Return the workbook of a fresh plan."""
    return workbook(plan_of(months), link="http://127.0.0.1:8000/", generated_at=WHEN)


def median_ms(work: Callable[[], object]) -> float:
    """Return the median time of `work`, in milliseconds."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print times, their ratio and the sizes."""
    feed = median_ms(lambda: json.dumps(month_rows(plan_of(36))))
    book = median_ms(lambda: book_of(36))
    print(f"months of 36 months as JSON    {feed:8.1f} ms")
    print(f"workbook of 36 months          {book:8.1f} ms")
    print(f"ratio (goal: 20 or less)       {book / feed:8.1f}")
    for months in (36, 120):
        print(f"file at {months:3} months             {len(book_of(months)) / 1000:8.1f} kB")


if __name__ == "__main__":
    main()
