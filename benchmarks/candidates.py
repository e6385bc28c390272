"""How long it takes to try every model, beside one /api/v1/summary in the same run.

At most five times a summary, and 64 MB above what the program holds when idle. The ratios say more
than the times, which only hold on this machine.
"""

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import anyio
import httpx

from app.main import create_app
from app.settings import Settings
from app.store import migrate

ROUNDS = 15
BYTES_PER_MB = 1e6
BYTES_PER_MAXRSS = 1024 if sys.platform == "linux" else 1
USUAL = "preset=customer-support"
LARGEST = (
    "preset=customer-support&finance.horizon_months=120&prompting.cache_hit_rate=0.8&"
    "prompting.calls_per_request=2.5&prompting.prompt_growth=0.01&prompting.batch_share=0.3&"
    "prompting.committed_spend=30000&finance.provider_price_change=-0.2&finance.discount_rate=0.1&"
    "workload.december=1.4&tuning.cache_hit_rate=0.5&tuning.replica_requests_per_hour=900"
)
OWN = "&".join(
    f"candidates.{number}.error_rate={number / 300:.4f}&"
    f"candidates.{number}.ranges.error_rate=0..0.1"
    for number in range(1, 21)
)
PATHS = {
    "one summary": "/api/v1/summary?{plan}",
    "every prompted model": "/api/v1/candidates?{plan}&approach=prompting",
    "every tuned model": "/api/v1/candidates?{plan}&approach=tuning",
    "twenty of one's own beside them": f"/api/v1/candidates?{{plan}}&approach=tuning&{OWN}",
    "the page /models": "/models?{plan}",
}


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_MAXRSS / BYTES_PER_MB


async def times(client: httpx.AsyncClient, plan: str) -> dict[str, float]:
    """Return the median time of each request in milliseconds, all of them in turn."""
    taken: dict[str, list[float]] = {name: [] for name in PATHS}
    for _ in range(ROUNDS + 1):
        for name, path in PATHS.items():
            start = time.perf_counter()
            (await client.get(path.format(plan=plan))).raise_for_status()
            taken[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(found[1:]) for name, found in taken.items()}


async def measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        transport = httpx.ASGITransport(create_app(Settings(database_url=url)))
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            await client.get(PATHS["one summary"].format(plan=LARGEST))
            idle = peak_mb()
            for title, plan in (("24 months", USUAL), ("120 months, everything used", LARGEST)):
                found = await times(client, plan)
                print(f"{title}")
                for name, taken in found.items():
                    print(f"  {name:34} {taken:7.1f} ms {taken / found['one summary']:5.2f} x")
            print(f"peak above idle {peak_mb() - idle:.0f} MB")


if __name__ == "__main__":
    anyio.run(measure)
