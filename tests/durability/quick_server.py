"""`crossover serve` with two workers, started anew in a fraction of a second.

Each start is a fork of this process, which has imported everything; the rest is the command itself.
Reads a port per line, and writes for each the number of the process group that then serves there.
"""

import multiprocessing
import os
import signal
import sys

import uvicorn._subprocess

from app import cli, main  # noqa: F401 - imported here, so that no server has to
from app.plans.dialect import read_body
from app.scenarios.snapshot import take_snapshot


def serve(port: str) -> None:
    """Serve as a new process group, which says its number first."""
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    print(os.getpid(), flush=True)
    cli.main(["serve", "--port", port, "--workers", "2"])


if __name__ == "__main__":
    vars(uvicorn._subprocess)["spawn"] = multiprocessing.get_context("fork")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nothing is left of what was killed
    take_snapshot(read_body({"preset": "blank"}))  # SciPy is imported by what needs it
    print("ready", flush=True)
    while port := sys.stdin.readline().strip():
        if os.fork() == 0:
            serve(port)
            os._exit(0)
