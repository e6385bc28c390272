"""How much of a recalculation is arithmetic, and how much lighter it is to send what changed.

Times are medians of one run on this machine; only their ratios mean anything elsewhere.
"""

import gzip
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import httpx

from app.answers import summarise, thresholds
from app.catalog import find_preset
from app.inputs import Inputs
from app.main import create_app
from app.model import LINES, project
from app.pages.calculator.layout import parts_holding
from app.pages.calculator.page import Desk, calculator_page
from app.pages.calculator.pieces import MARKED
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.form import PLAN, written
from app.settings import Settings
from app.store import migrate

ROUNDS = 60
PARTIAL = {"HX-Request-Type": "partial"}
VOLUME = "workload.requests_per_month"
GZIP_LEVEL = 4  # as starlette-compress has it
QUERY = "preset=customer-support&workload.requests_per_month=500000&finance.horizon_months=36"


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of `work`, in milliseconds."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


@asynccontextmanager
async def whole_app() -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the whole app, whose database is empty."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        transport = httpx.ASGITransport(create_app(Settings(database_url=url)))
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            yield client


async def request_ms(path: str, headers: dict[str, str], rounds: int = ROUNDS) -> float:
    """Return the median time of a GET through the whole app, in milliseconds.

    A `{}` in the path is filled with the number of the turn.
    """
    async with whole_app() as client:
        times = []
        for turn in range(rounds + 1):
            start = time.perf_counter()
            (await client.get(path.format(turn), headers=headers)).raise_for_status()
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times[1:])


async def recalculations(rounds: int = ROUNDS) -> dict[str, tuple[float, int, int]]:
    """Return what another volume costs: the whole form sent, and what changed of it.

    By kind: processor time in ms of server and client together, bytes, and bytes compressed as
    they are served. They take turns, so that a busy machine is equally hard on all. A part of the
    form is open on the page if its fields are sent.
    """
    kinds: dict[str, tuple[bool, dict[str, str]]] = {
        "the whole form": (True, {}),
        "what changed, all parts open": (True, {MARKED: ""}),
        "what changed": (False, {MARKED: ""}),
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    sizes: dict[str, tuple[int, int]] = {}
    volumes = dict.fromkeys(kinds, 50_000)
    async with whole_app() as client:
        for turn in range(rounds + 1):
            for place, (kind, (is_open, marks)) in enumerate(kinds.items()):
                plan = build_plan("customer-support", {VOLUME: volumes[kind]})
                volumes[kind] = 100_000 + 3 * turn + place
                fields = {
                    name: text
                    for name, text in written(plan).items()
                    if is_open or not parts_holding([name])
                }
                typed = fields | {PLAN: plan.query, VOLUME: str(volumes[kind])} | marks
                start = time.process_time()
                answer = await client.post("/", data=typed, headers=PARTIAL)
                times[kind].append(1000 * (time.process_time() - start))
                content = answer.raise_for_status().content
                sizes[kind] = len(content), len(gzip.compress(content, GZIP_LEVEL))
    return {kind: (statistics.median(times[kind][1:]), *sizes[kind]) for kind in kinds}


def every_line(inputs: Inputs) -> None:
    """Calculate every cost line; a projection calculates what it is asked for."""
    for course in project(inputs).courses.values():
        for line in LINES:
            course.lines[line].sum()
        course.total.sum()


def main() -> None:
    """Print where the time of a recalculation goes."""
    inputs = find_preset("customer-support").inputs.replace({"finance.horizon_months": 36})
    pairs = [tuple(pair.split("=")) for pair in QUERY.split("&")]
    calculation = median_ms(lambda: every_line(inputs))
    page = anyio.run(request_ms, f"/?{QUERY}", PARTIAL)
    rows = {
        "project(), 36 months, all lines": calculation,
        "project() and summarise()": median_ms(lambda: summarise(project(inputs))),
        "reading the query": median_ms(lambda: read_query(pairs)),
        "everything the template needs": median_ms(
            lambda: calculator_page(read_query(pairs), Desk())
        ),
        "one full recalculation request": page,
        "thresholds()": median_ms(lambda: thresholds(inputs), rounds=9),
        "one /api/v1/summary request": anyio.run(request_ms, f"/api/v1/summary?{QUERY}", {}),
    }
    for name, milliseconds in rows.items():
        print(f"{name:32} {milliseconds:8.2f} ms  {milliseconds / page:6.1%} of a recalculation")
    for kind, (milliseconds, size, packed) in anyio.run(recalculations).items():
        volume = f"another volume, {kind}"
        print(f"{volume:44} {milliseconds:8.2f} ms  {size:,} bytes, {packed:,} compressed")


if __name__ == "__main__":
    main()
