"""Whether the server still answers while it simulates: /healthz beside ten simulations at once."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
SIMULATIONS = 10
QUERY = "preset=customer-support&finance.horizon_months=36&seed="


def latencies_ms(client: httpx.Client, count: int, pause: float) -> list[float]:
    """Return how long /healthz took each time, in milliseconds."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        client.get("/healthz").raise_for_status()
        times.append(1000 * (time.perf_counter() - start))
        time.sleep(pause)
    return times


def simulate(seed: int) -> float:
    """Run one simulation; return its time in seconds."""
    start = time.perf_counter()
    httpx.get(f"{BASE}/api/v1/uncertainty?{QUERY}{seed}", timeout=60).raise_for_status()
    return time.perf_counter() - start


def main() -> None:
    """Print the latency of /healthz without and with ten simulations at once."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'bench.db'}"
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(PORT)],
            env=os.environ | {"CROSSOVER_DATABASE_URL": address, "CROSSOVER_LOG_LEVEL": "error"},
        )
        try:
            with httpx.Client(base_url=BASE, transport=httpx.HTTPTransport(retries=50)) as client:
                time.sleep(3)
                simulate(0)
                idle = latencies_ms(client, 50, 0.01)
                with ThreadPoolExecutor(SIMULATIONS) as pool:
                    running = [pool.submit(simulate, seed) for seed in range(1, SIMULATIONS + 1)]
                    busy = []
                    while not all(task.done() for task in running):
                        busy += latencies_ms(client, 1, 0.01)
                slowest = max(task.result() for task in running)
        finally:
            server.terminate()
            server.wait(10)
    middle, worst = statistics.median(busy), max(busy)
    print(f"ten simulations at once, all answered after {1000 * slowest:8.1f} ms")
    print(f"/healthz idle, median                       {statistics.median(idle):8.1f} ms")
    print(f"/healthz meanwhile, median                  {middle:8.1f} ms")
    print(f"/healthz meanwhile, worst of {len(busy):3}            {worst:8.1f} ms")


if __name__ == "__main__":
    main()
