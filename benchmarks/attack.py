"""One client asks for the dearest there is; do the others notice?

A real server on 127.0.0.1, limits as they are set out of the box. One client (an address, twenty
connections, a process of its own) asks for the dearest requests that it may make and does not
listen to Retry-After; four others, each from an address of its own, read, simulate and save, before
it comes and while it is there. Prints the others' latencies, and what became of its requests.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from app.inputs import FIELDS, Range
from app.plans.dialect import read_query
from app.plans.plan import spell_range
from app.store import migrate
from tests.postgresql import address, administer, postgresql_programs, running_postgresql
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 20  # of the attacker
CALM, ATTACK = 20, 30  # seconds
PAUSE = 0.2  # seconds between two requests of one who reads or saves
ALLOWED = (200, 201, 303, 429, 503)
PRESET = "customer-support"
REVISIONS = 100  # of the file that the attacker imports again and again, just below 1 MB
REFUSED = "refused"  # what another client asked in vain
Found = list[tuple[str, float]]  # what was asked, and the seconds until it was answered


def dearest() -> str:
    """Return the query of the dearest simulation: as many draws, months and ranges as there may."""
    pairs = {"preset": PRESET, "draws": "65536", "finance.horizon_months": "120"}
    plan = read_query(list(pairs.items()))
    for name, value in plan.inputs.values().items():
        if FIELDS[name].kind in ("whole", "number") and value and name not in pairs:
            ends = Range(low=value * 0.9, high=value * 1.1)
            trial = pairs | {f"ranges.{name}": spell_range(ends)}
            try:
                read_query(list(trial.items()))
            except ValueError:
                continue
            pairs = trial
    return str(httpx.QueryParams(pairs))


# The attacker, in a process of its own


def attack(base_url: str, seconds: float) -> None:
    """Ask for the dearest on every connection; print as JSON what came of it."""
    query, until = dearest(), time.monotonic() + seconds
    file = {"text": json.dumps(exported(REVISIONS))}
    outcomes: list[tuple[int, bool, float]] = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        plan = f"{query}&seed={seed}"
        requests: list[Callable[[httpx.Client], httpx.Response]] = [
            *(lambda c, p=path: c.get(f"{p}?{plan}") for path in DEAR),  # type: ignore[misc]
            lambda c: c.post("/scenarios", data={"query": plan, "name": "A"}),
            lambda c: c.post("/scenarios/import", data=file),
        ]
        with client("127.0.0.66", base_url) as asking:
            while time.monotonic() < until:
                started = time.monotonic()
                try:
                    answer = chance.choice(requests)(asking)
                    outcomes.append(
                        (
                            answer.status_code,
                            "retry-after" in answer.headers,
                            time.monotonic() - started,
                        )
                    )
                except httpx.TransportError:
                    outcomes.append((0, False, time.monotonic() - started))

    together([lambda seed=seed: ask(seed) for seed in range(CONNECTIONS)])  # type: ignore[misc]
    print(json.dumps(outcomes))


DEAR = (
    "/outlook",
    "/brief",
    "/api/v1/uncertainty",
    "/api/v1/thresholds",
    "/api/v1/workbook.xlsx",
    "/chart.png",
    "/models",
    "/methodology",
)


def exported(revisions: int) -> dict[str, Any]:
    """Return a file of one scenario with so many revisions."""
    each = {
        "name": "Imported",
        "preset": PRESET,
        "inputs": read_query([("preset", PRESET)]).inputs.model_dump(),
        "prices_as_of": "2026-11-24",
        "created_at": "2026-11-24T15:04:00Z",
    }
    return {
        "format": "crossover-scenarios",
        "version": 1,
        "scenarios": [{"revisions": [each] * revisions}],
    }


# The others


def read_and_save(base_url: str, host: str, seed: int, until: float) -> Found:
    """Read, simulate and save like a person in a hurry; return how long each took."""
    chance, found = random.Random(seed), []
    with client(host, base_url) as asking:
        home = saved(asking)
        kinds: dict[str, Callable[[], httpx.Response]] = {
            "the calculator": lambda: asking.get(f"/?preset={PRESET}"),
            "a saved scenario": lambda: asking.get(f"/s/{home}"),
            "its summary": lambda: asking.get(f"/api/v1/scenarios/{home}/summary"),
            "a simulation": lambda: asking.get(f"/outlook?preset={PRESET}"),
            "saving": lambda: asking.post("/api/v1/scenarios", json=PLAN),
            "/healthz": lambda: asking.get("/healthz"),
        }
        while time.monotonic() < until:
            kind = chance.choices(list(kinds), WEIGHTS)[0]
            started = time.perf_counter()
            answer = kinds[kind]()
            seconds = time.perf_counter() - started
            found.append((kind if answer.is_success else REFUSED, seconds))
            time.sleep(PAUSE)
    return found


PLAN = {"name": "Support", "preset": PRESET}
WEIGHTS = (3, 3, 3, 1, 1, 3)  # people look more often than they simulate or save


def saved(asking: httpx.Client) -> str:
    """Save a scenario and return its id."""
    while not (answer := asking.post("/api/v1/scenarios", json=PLAN)).is_success:
        time.sleep(PAUSE)
    return str(answer.json()["id"])


def others(base_url: str, seconds: float) -> Found:
    """Return how long everything took that four clients asked for."""
    until, found = time.monotonic() + seconds, Found()
    together(
        [
            lambda n=n: found.extend(read_and_save(base_url, f"127.0.0.{10 + n}", n, until))  # type: ignore[misc]
            for n in range(4)
        ]
    )
    return found


def together(works: list[Callable[[], None]]) -> None:
    """Do all of it at once."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def client(host: str, base_url: str) -> httpx.Client:
    """Return a client with an address of its own."""
    transport = httpx.HTTPTransport(local_address=host, limits=httpx.Limits(max_connections=1))
    return httpx.Client(base_url=base_url, transport=transport, timeout=120)


# What runs


def main() -> None:
    """Measure on one database, or be the attacker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=("sqlite", "postgresql"), nargs="?", default="sqlite")
    parser.add_argument("--attack", metavar="URL", help="be the attacker")
    options = parser.parse_args()
    if options.attack:
        attack(options.attack, ATTACK)
        return
    with database(options.database) as url, server(url) as base_url:
        others(base_url, 5)  # what loads late is loaded
        before = others(base_url, CALM)
        attacker = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.attack", "--attack", base_url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        time.sleep(4)  # it loads the app
        during = others(base_url, ATTACK - 2)
        outcomes = json.loads(attacker.communicate(timeout=180)[0])
        after = others(base_url, CALM)
    print(f"Python {sys.version.split()[0]}, {options.database}")
    report(before + after, during)
    report_attack(outcomes)


def report(calm: Found, attacked: Found) -> None:
    """Print the others' latencies without and with the attack."""
    print(
        f"{'':18}{'p50 ms':>9}{'attacked':>9}{'times':>7}{'p95 ms':>9}{'attacked':>9}{'times':>7}"
    )
    for kind in sorted({kind for kind, _ in calm} & {kind for kind, _ in attacked} - {REFUSED}):
        without, with_it = (sorted(s for k, s in found if k == kind) for found in (calm, attacked))
        row = f"{kind:18}"
        for share in (0.5, 0.95):
            a, b = (1000 * at(share, times) for times in (without, with_it))
            row += f"{a:9.1f}{b:9.1f}{b / a:7.2f}"
        print(row, f" of {len(without)} and {len(with_it)}")
    refusals = [sum(kind == REFUSED for kind, _ in found) for found in (calm, attacked)]
    print(f"refused to the others: {refusals[0]} and {refusals[1]}")
    means = [statistics.fmean(seconds for _, seconds in found) for found in (calm, attacked)]
    print(f"mean of all: {1000 * means[0]:.1f} and {1000 * means[1]:.1f} ms")


def at(share: float, ordered: list[float]) -> float:
    """Return a percentile of what is in order."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


def report_attack(outcomes: list[tuple[int, bool, float]]) -> None:
    """Print what became of the attacker's requests."""
    counts = Counter(status for status, _, _ in outcomes)
    slowest = max(seconds for _, _, seconds in outcomes)
    silent = sum(not told for status, told, _ in outcomes if status in (429, 503))
    others_ = {status: n for status, n in counts.items() if status not in ALLOWED}
    print(f"attacker: {dict(sorted(counts.items()))}, the slowest answered after {slowest:.1f} s")
    print(f"  without Retry-After: {silent}; anything else: {others_ or 'nothing'}")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Give the address of an empty database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'attack.db'}"
            migrate(url)
            yield url
        return
    programs = postgresql_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed")
    with running_postgresql(programs, more_options=()) as folder:
        administer(folder, "CREATE DATABASE crossover")
        migrate(address(folder, "crossover"))
        yield address(folder, "crossover")


@contextmanager
def server(database_url: str) -> Iterator[str]:
    """Run the server with its usual limits; give its address."""
    port = free_port()
    usual = {k: v for k, v in os.environ.items() if not k.startswith("CROSSOVER_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port)],
        cwd=ROOT,
        env=usual | {"CROSSOVER_DATABASE_URL": database_url, "CROSSOVER_LOG_LEVEL": "error"},
    )
    try:
        transport = httpx.HTTPTransport(retries=100)
        base_url = f"http://127.0.0.1:{port}"
        with httpx.Client(transport=transport) as asking:
            asking.get(f"{base_url}/healthz").raise_for_status()
        yield base_url
    finally:
        process.terminate()
        process.wait(40)


if __name__ == "__main__":
    main()
