"""What a workbook costs beside the feed of months, asked of the whole app, and how large it is."""

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import anyio
import httpx
from recalculation import request_ms

from app.main import create_app
from app.plans.dialect import read_query
from app.settings import Settings
from app.store import migrate
from app.workbook import workbook

QUERY = "preset=customer-support&finance.horizon_months=36"
OTHER = "finance.discount_rate=0.0{}"  # makes it a plan that was not asked for before
AS_IT_IS = {"Accept-Encoding": "identity"}
ROUNDS = 9  # of workbooks, each of which takes as long as twenty feeds
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def size_kb(months: int) -> float:
    """Return the size of a plan's workbook, in kB."""
    pairs = [("preset", "customer-support"), ("finance.horizon_months", str(months))]
    return len(workbook(read_query(pairs), link="http://bench/", generated_at=WHEN)) / 1000


async def first_ms() -> float:
    """Return the median time of a workbook of a plan that nobody asked for before."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        transport = httpx.ASGITransport(create_app(Settings(database_url=url)))
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            times = []
            for number in range(1, ROUNDS + 2):
                path = f"/api/v1/workbook.xlsx?{QUERY}&{OTHER.format(number)}"
                start = time.perf_counter()
                (await client.get(path, headers=AS_IT_IS)).raise_for_status()
                times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times[1:])


def main() -> None:
    """Print times, their ratio and the sizes."""
    months = anyio.run(request_ms, f"/api/v1/months?{QUERY}", {})
    print(f"/api/v1/months, 36 months            {months:8.1f} ms", flush=True)
    book = anyio.run(request_ms, f"/api/v1/workbook.xlsx?{QUERY}", AS_IT_IS, ROUNDS)
    print(f"/api/v1/workbook.xlsx, 36 months     {book:8.1f} ms")
    print(f"ratio (goal: 20 or less)             {book / months:8.1f}")
    first = anyio.run(first_ms)
    print(f"the same, never asked for before     {first:8.1f} ms, {first / months:.1f} times")
    for length in (36, 120):
        print(f"file at {length:3} months                   {size_kb(length):8.1f} kB")


if __name__ == "__main__":
    main()
