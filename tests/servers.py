"""A Crossover in a process of its own, which tests and benchmarks ask over HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT = 120  # seconds; a busy machine takes its time
UNLIMITED = {"CROSSOVER_WRITE_LIMIT": "0", "CROSSOVER_SIMULATION_LIMIT": "0"}


@contextmanager
def running_server(*options: str, folder: Path, database_url: str) -> Iterator[str]:
    port = free_port()
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(port), *options],
            cwd=ROOT,
            env=os.environ | UNLIMITED | {"CROSSOVER_DATABASE_URL": database_url},
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process=process, log=log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(START_TIMEOUT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(base_url: str, *, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    # One client, without certificates: loading them takes longer than a server to answer.
    with httpx.Client(base_url=base_url, trust_env=False, verify=False, timeout=60) as client:
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if client.get("/healthz").is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
    raise RuntimeError(f"crossover serve did not start:\n{log.read_text()}")
