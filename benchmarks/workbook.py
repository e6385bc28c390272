"""What a workbook costs beside the feed of months, asked of the whole app, and how large it is."""

from datetime import UTC, datetime

import anyio
from recalculation import request_ms

from app.plans.dialect import read_query
from app.workbook import workbook

QUERY = "preset=customer-support&finance.horizon_months=36"
OTHER = "workload.requests_per_month=5000{}"  # makes it a plan that was not asked for before
AS_IT_IS = {"Accept-Encoding": "identity"}
ROUNDS = 9  # of workbooks, each of which takes as long as twenty feeds
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def size_kb(months: int) -> float:
    """Return the size of a plan's workbook, in kB."""
    pairs = [("preset", "customer-support"), ("finance.horizon_months", str(months))]
    return len(workbook(read_query(pairs), link="http://bench/", generated_at=WHEN)) / 1000


def main() -> None:
    """Print times, their ratio and the sizes."""
    months = anyio.run(request_ms, f"/api/v1/months?{QUERY}", {})
    print(f"/api/v1/months, 36 months            {months:8.1f} ms", flush=True)
    book = anyio.run(request_ms, f"/api/v1/workbook.xlsx?{QUERY}", AS_IT_IS, ROUNDS)
    print(f"/api/v1/workbook.xlsx, 36 months     {book:8.1f} ms")
    print(f"ratio (goal: 20 or less)             {book / months:8.1f}")
    first = anyio.run(request_ms, f"/api/v1/workbook.xlsx?{QUERY}&{OTHER}", AS_IT_IS, ROUNDS)
    print(f"the same, never asked for before     {first:8.1f} ms, {first / months:.1f} times")
    for length in (36, 120):
        print(f"file at {length:3} months                   {size_kb(length):8.1f} kB")


if __name__ == "__main__":
    main()
