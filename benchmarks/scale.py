"""How Crossover scales: four ratios, each within one run. docs/performance.md says what they mean.

All of it takes a quarter of an hour and 25 GB in the folder for temporary files; letters choose:

    .venv/bin/python benchmarks/scale.py a d

Load comes from wrk (`apt-get install wrk`), single requests from this process. What is compared is
asked in turn, so that whatever else the machine does slows down both.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.main import app_from_environment
from app.plans.dialect import read_query
from app.scenarios.saved_plans import Wording, save_plan
from app.settings import Settings
from app.store import Database, migrate, new_secret
from app.web.serving import server_options

FEW, MANY = 1_000, 1_000_000  # stored scenarios
BATCH = 10_000
WORKERS = (1, 2, 4)
WARM, MUCH = 1_000, 100_000  # requests
ROUNDS = 9
ROUND_SECONDS = 3
CONNECTIONS = 8
OPENED = {"/api/v1/scenarios/{}": 4_000, "/s/{}": 600}  # how often each address is asked
UNLIMITED = {"CROSSOVER_WRITE_LIMIT": "0", "CROSSOVER_SIMULATION_LIMIT": "0"}
SERVE = ("-m", "app", "serve")
SERVE_WITH_BARE = (__file__, "--serve")
TABLES = ("scenario", "read_link", "revision")
# What a worker is asked between two looks at its memory, over and over.
MIX = ("/api/v1/scenarios/{0}/summary",) * 30 + (
    "/api/v1/scenarios/{0}",
    "/api/v1/scenarios/{0}/months.csv",
    "/api/v1/summary?preset=customer-support",
    "/s/{0}",
    "/api/v1/scenarios/none",
)
CYCLE = """
local paths, at = {}, 0
for path in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = path end
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


# The server


def app_with_bare_routes() -> FastAPI:
    """Return the app with two more routes, which answer with as many bytes as a summary has.

    `/bare` is added as anybody would add one. `/first` is the least that the framework can do: it
    is found before every other route, and takes no thread.
    """
    app = app_from_environment()
    body = b'"' + b"x" * (int(os.environ["BARE_BYTES"]) - 2) + b'"'

    @app.get("/bare")
    def bare() -> Response:
        return Response(body, media_type="application/json")

    async def first() -> Response:
        return Response(body, media_type="application/json")

    app.router.routes.insert(0, APIRoute("/first", first))
    return app


def serve_with_bare(port: int) -> None:
    """Serve it as `crossover serve` serves the app."""
    uvicorn.run("scale:app_with_bare_routes", factory=True, port=port, **server_options(Settings()))


@contextmanager
def serving(
    file: Path, *options: str, command: Sequence[str] = SERVE, **environment: str
) -> Iterator[tuple[int, int]]:
    """Run a server; yield its port and its process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *command, "--port", str(port), *options],
        env=os.environ | UNLIMITED | {"CROSSOVER_DATABASE_URL": f"sqlite:///{file}"} | environment,
        stderr=subprocess.DEVNULL,  # a line per request is written, as in use, and not kept
    )
    try:
        while not is_healthy(port):
            if process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(port: int) -> bool:
    try:
        return bool(get(http.client.HTTPConnection("127.0.0.1", port), "/healthz"))
    except OSError:
        return False


# What is stored


def store_one(file: Path) -> str:
    """Make the database with one saved scenario; return the id of its link."""
    url = f"sqlite:///{file}"
    migrate(url)
    database = Database(url)
    plan = read_query([("preset", "customer-support")])
    saved, _ = save_plan(database, plan=plan, wording=Wording(name="Support, next year"))
    database.close()
    return saved.id


def store(file: Path, count: int) -> list[str]:
    """Make the database with so many scenarios, all alike; return the ids of their links."""
    first = store_one(file)
    ids = sorted(new_secret() for _ in range(count - 1))  # the indexes grow at their ends
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        inserts = [copying(connection, table) for table in TABLES]
        for start in range(0, len(ids), BATCH):
            connection.execute("BEGIN")
            for insert, row in inserts:
                rows = ({**row, "new": new} for new in ids[start : start + BATCH])
                connection.executemany(insert, rows)
            connection.execute("COMMIT")
    connection.close()
    return [first, *ids]


def copying(connection: sqlite3.Connection, table: str) -> tuple[str, dict[str, object]]:
    """Return what inserts a table's only row once more under a new id, and its values."""
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True))
    values = [":new" if name in ("id", "scenario_id") else f":{name}" for name in names]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})", row


# The load


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body


def milliseconds(connection: http.client.HTTPConnection, path: str) -> float:
    start = time.perf_counter()
    get(connection, path)
    return 1000 * (time.perf_counter() - start)


def wrk(port: int, path: str, *options: str, connections: int = CONNECTIONS) -> str:
    """Ask for a path as often as the server can answer; return what wrk says."""
    limits = (f"-c{connections}", f"-d{ROUND_SECONDS}s", "--timeout", "60s")
    command = ["wrk", "-t1", *limits, *options]
    address = f"http://127.0.0.1:{port}{path}"
    return subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout


def per_second(port: int, path: str, *, connections: int = CONNECTIONS) -> tuple[float, int]:
    """Return how many requests a second are answered, and how many were."""
    said = wrk(port, path, connections=connections)
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(said)
    return float(re.search(r"Requests/sec: *([\d.]+)", said)[1]), requests_in(said)


def requests_in(said: str) -> int:
    return int(re.search(r"(\d+) requests in", said)[1])


def load(port: int, process: int, path: str) -> tuple[float, float]:
    """Return requests a second, and the server's processor time for one, in milliseconds.

    The latter is hardly changed by whatever else the machine does.
    """
    before = processor_seconds(process)
    rate, answered = per_second(port, path)
    return rate, 1000 * (processor_seconds(process) - before) / answered


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_turn(works: dict[str, Callable[[], tuple[float, float]]]) -> dict[str, list[float]]:
    """Return the medians of what each work returns, measured in turn."""
    for work in works.values():
        work()
    rounds = [{name: work() for name, work in works.items()} for _ in range(ROUNDS)]
    return {
        name: [
            statistics.median(column) for column in zip(*(row[name] for row in rounds), strict=True)
        ]
        for name in works
    }


# The four lines


def beside_a_bare_route(folder: Path, _stored: int) -> None:
    """(a) A saved scenario's summary beside routes that return as many bytes."""
    saved = store_one(folder / "a.db")
    summary = f"/api/v1/scenarios/{saved}/summary"
    with serving(folder / "a.db") as (port, _):
        size = len(get(http.client.HTTPConnection("127.0.0.1", port), summary))
    with serving(folder / "a.db", command=SERVE_WITH_BARE, BARE_BYTES=str(size)) as (port, process):
        paths = (summary, "/bare", "/first")
        get(http.client.HTTPConnection("127.0.0.1", port), summary)  # the first one loads much
        figures = in_turn({path: partial(load, port, process, path) for path in paths})
    rate, milliseconds = figures[summary]
    print(f"(a) summary of {size:,} bytes: {rate:,.0f}/s, {milliseconds:.2f} ms of processor time")
    for path in paths[1:]:
        other, less = figures[path]
        print(
            f"(a) {path:6} {other:,.0f}/s, {less:.2f} ms: ratio of throughput {rate / other:.2f}, "
            f"of processor time {less / milliseconds:.2f} (goal: 0.4 or more)"
        )


def with_many_stored(folder: Path, stored: int) -> None:
    """(b) Opening one of few scenarios, and one of many."""
    ids = {count: store(folder / f"{count}.db", count) for count in (FEW, stored)}
    with ExitStack() as stack:
        ports = {count: stack.enter_context(serving(folder / f"{count}.db"))[0] for count in ids}
        clients = {count: http.client.HTTPConnection("127.0.0.1", ports[count]) for count in ids}
        for address, times in OPENED.items():
            taken: dict[int, list[float]] = {count: [] for count in ids}
            for number in range(times + 100):
                for count, client in clients.items():
                    took = milliseconds(client, address.format(random.choice(ids[count])))
                    if number >= 100:
                        taken[count].append(took)
            print(f"(b) {address.format('ID'):21} {compared(taken)} (goal for p99: 1.5 or less)")


def compared(taken: dict[int, list[float]]) -> str:
    """Return p50 and p99 of both, and their ratios."""
    words = []
    for name, cut in (("p50", 50), ("p99", 99)):
        few, many = (statistics.quantiles(times, n=100)[cut - 1] for times in taken.values())
        words.append(f"{name} {few:.2f} → {many:.2f} ms, ratio {many / few:.2f}")
    return f"with {' and '.join(f'{count:,}' for count in taken)}: " + "; ".join(words)


def with_more_workers(folder: Path, _stored: int) -> None:
    """(c) The summary from one, two and four processes."""
    saved = store_one(folder / "c.db")
    summary = f"/api/v1/scenarios/{saved}/summary"
    with ExitStack() as stack:
        works = {}
        for workers in WORKERS:
            port, _ = stack.enter_context(serving(folder / "c.db", "--workers", str(workers)))
            works[str(workers)] = partial(per_second, port, summary, connections=4 * CONNECTIONS)
        rates = {name: medians[0] for name, medians in in_turn(works).items()}
    words = [f"{name}: {rate:,.0f}/s ({rate / rates['1']:.2f})" for name, rate in rates.items()]
    print(f"(c) summary by worker processes on {os.cpu_count()} processors: {', '.join(words)}")


def memory_of_a_worker(folder: Path, _stored: int) -> None:
    """(d) What a worker holds after few requests, and after many."""
    saved = store_one(folder / "d.db")
    paths, script = folder / "paths", folder / "cycle.lua"
    paths.write_text("\n".join(MIX).format(saved))
    script.write_text(CYCLE)
    os.environ["PATHS"] = str(paths)
    held = {}
    with serving(folder / "d.db") as (port, process):
        asked = 0
        for requests in (WARM, MUCH):
            while asked < requests:
                said = wrk(port, "/", "-s", str(script))
                asked += requests_in(said)
            held[asked] = resident_mb(process)
    words = [f"{megabytes:.1f} MB after {asked:,}" for asked, megabytes in held.items()]
    first, last = held.values()
    print(f"(d) worker: {', '.join(words)} requests: {last / first - 1:+.1%} (goal: +10 % or less)")


def resident_mb(process: int) -> float:
    """Return the memory of a process that is in use and not swapped out."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024


LINES = {
    "a": beside_a_bare_route,
    "b": with_many_stored,
    "c": with_more_workers,
    "d": memory_of_a_worker,
}


def main() -> None:
    """Print a line per letter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letters", nargs="*", metavar="LETTER", help="a, b, c or d; all of them")
    parser.add_argument("--stored", type=int, default=MANY, help="scenarios for b (%(default)s)")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_with_bare(options.port)
        return
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    for letter in options.letters or LINES:
        with tempfile.TemporaryDirectory(prefix="crossover-scale-") as folder:
            LINES[letter](Path(folder), options.stored)


if __name__ == "__main__":
    main()
