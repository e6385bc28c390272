"""How long `crossover serve` takes until it answers, and how much memory it holds then.

    benchmarks/startup.py [--against PATH] [--new]

With --against also for another checkout (with an environment in PATH/.venv, or else in this one's),
in turn within one run, so that whatever else the machine does slows down both. The database is
there and up to date, as at nearly every start; with --new there is none yet. Linux only.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.servers import START_TIMEOUT, free_port

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9
SETTLED = 4  # seconds after the first page, in which what runs in the background has ended
BYTES_PER_KB = 1024
BYTES_PER_MB = 1e6
Figures = dict[str, float]
UNITS = {
    "first 200 on /healthz": "s",
    "memory then": "MB",
    "first page after it": "s",
    "memory when all is loaded": "MB",
}


def start(tree: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server of a source tree in a folder."""
    own = tree / ".venv" / "bin" / "python"
    settings = {"PYTHONPATH": str(tree), "CROSSOVER_LOG_LEVEL": "error"}
    return subprocess.Popen(
        [own if own.exists() else sys.executable, "-m", "app", "serve", "--port", str(port)],
        cwd=folder,
        env=os.environ | settings,
    )


@contextmanager
def started(tree: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run the server of a source tree; yield its process and its address."""
    port = free_port()
    process = start(tree, folder, port)
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(START_TIMEOUT)


def measure(tree: Path, folder: Path) -> Figures:
    """Return the figures of one start."""
    begin = time.perf_counter()
    with started(tree, folder) as (process, address):
        wait_for(f"{address}/healthz", process)
        answered = time.perf_counter()
        memory = memory_mb(process.pid)
        ask(f"{address}/")
        page = time.perf_counter()
        time.sleep(SETTLED)
        figures = (answered - begin, memory, page - answered, memory_mb(process.pid))
    return dict(zip(UNITS, figures, strict=True))


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until there is an answer."""
    while process.poll() is None:
        try:
            return ask(url)
        except URLError:
            time.sleep(0.01)
    raise SystemExit("it did not start")


def ask(url: str) -> None:
    """Ask for an address and read all of the answer; raises URLError."""
    with urllib.request.urlopen(url, timeout=START_TIMEOUT) as answer:
        answer.read()


def memory_mb(pid: int) -> float:
    """Return a process's memory that is in RAM (VmRSS)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    held = next(line for line in lines if line.startswith("VmRSS:"))
    return int(held.split()[1]) * BYTES_PER_KB / BYTES_PER_MB


def medians(rounds: list[Figures]) -> Figures:
    return {name: statistics.median(figures[name] for figures in rounds) for name in UNITS}


def main() -> None:
    """Print the medians, and their ratios to those of another checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, metavar="PATH")
    parser.add_argument("--new", action="store_true", help="start without a database")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    trees = [ROOT, *([options.against.resolve()] if options.against else [])]
    rounds: dict[Path, list[Figures]] = {tree: [] for tree in trees}
    with tempfile.TemporaryDirectory(prefix="crossover-startup-") as name:
        folders = {tree: Path(name, str(number)) for number, tree in enumerate(trees)}
        for _ in range(options.rounds + 1):  # the first one compiles, and makes the database
            for tree, folder in folders.items():
                folder.mkdir(exist_ok=True)
                rounds[tree].append(measure(tree, folder))
                if options.new:
                    shutil.rmtree(folder)
    figures = [medians(rounds[tree][1:]) for tree in trees]
    for name, unit in UNITS.items():
        columns = [f"{each[name]:8.2f} {unit:2}" for each in figures]
        ratio = f"{figures[0][name] / figures[1][name]:8.2f}" if options.against else ""
        print(f"{name:28}", *columns, ratio)


if __name__ == "__main__":
    main()
