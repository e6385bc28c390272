"""What a workbook costs beside the feed of months, asked of the whole app, and how large it is."""

import statistics
import time
from datetime import UTC, datetime

import anyio
from recalculation import request_ms, whole_app

from app.plans.dialect import read_query
from app.workbook import workbook

BOOK = "/api/v1/workbook.xlsx"
QUERY = "preset=customer-support&finance.horizon_months=36"
OTHER = "workload.requests_per_month=5000{}"  # makes it a plan that was not asked for before
AS_IT_IS = {"Accept-Encoding": "identity"}
ROUNDS = 9  # of workbooks, each of which takes as long as twenty feeds
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def size_kb(months: int) -> float:
    """Return the size of a plan's workbook, in kB."""
    pairs = [("preset", "customer-support"), ("finance.horizon_months", str(months))]
    return len(workbook(read_query(pairs), link="http://bench/", generated_at=WHEN)) / 1000


async def after_looking_ms() -> float:
    """Return the median time of the workbook of a plan whose page was looked at before, in ms."""
    times = []
    async with whole_app() as client:
        for turn in range(ROUNDS):
            query = f"{QUERY}&{OTHER.format(turn)}"
            for path in ("/", "/outlook"):
                (await client.get(f"{path}?{query}")).raise_for_status()
            start = time.perf_counter()
            (await client.get(f"{BOOK}?{query}", headers=AS_IT_IS)).raise_for_status()
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print times, their ratio and the sizes."""
    months = anyio.run(request_ms, f"/api/v1/months?{QUERY}", {})
    print(f"/api/v1/months, 36 months            {months:8.1f} ms", flush=True)
    book = anyio.run(request_ms, f"{BOOK}?{QUERY}", AS_IT_IS, ROUNDS)
    print(f"/api/v1/workbook.xlsx, 36 months     {book:8.1f} ms")
    print(f"ratio (goal: 20 or less)             {book / months:8.1f}")
    first = anyio.run(request_ms, f"{BOOK}?{QUERY}&{OTHER}", AS_IT_IS, ROUNDS)
    print(f"the same, never asked for before     {first:8.1f} ms, {first / months:.1f} times")
    later = anyio.run(after_looking_ms)
    print(f"the same, after / and /outlook       {later:8.1f} ms, {later / months:.1f} times")
    for length in (36, 120):
        print(f"file at {length:3} months                   {size_kb(length):8.1f} kB")


if __name__ == "__main__":
    main()
