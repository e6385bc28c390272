"""A server that can be killed and started again at once, and databases that write to the disk."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.durability.saving import client_of
from tests.postgresql import address, administer, postgresql_programs, running_postgresql
from tests.servers import ROOT, UNLIMITED, free_port

START_TIMEOUT = 30  # seconds


class KilledServer:
    """A server with two workers; all three processes die at once."""

    def __init__(self, launcher: subprocess.Popen[str], port: int) -> None:
        self.launcher = launcher
        self.port = port
        self.base_url = f"http://127.0.0.1:{port}"
        self.group = 0

    def start(self) -> None:
        """Begin to start; the server may not answer yet."""
        assert self.launcher.stdin
        assert self.launcher.stdout
        self.launcher.stdin.write(f"{self.port}\n")
        self.launcher.stdin.flush()
        self.group = int(self.launcher.stdout.readline())

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        with client_of(self.base_url) as client:
            while time.monotonic() < deadline:
                try:
                    if client.get("/readyz").is_success:
                        return
                except httpx.TransportError:
                    time.sleep(0.03)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """Send SIGKILL to the whole group, and wait until nobody holds the port."""
        os.killpg(self.group, signal.SIGKILL)
        self.group = 0
        while True:
            with socket.socket() as probe:
                # Connections that have ended do not count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", self.port))
                    return
                except OSError:
                    time.sleep(0.005)


@contextmanager
def killed_server(database_url: str, log: Path) -> Iterator[KilledServer]:
    """Yield a server that is not started yet."""
    with log.open("w") as output:
        launcher = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("quick_server.py")],
            cwd=ROOT,
            env=os.environ | UNLIMITED | {"CROSSOVER_DATABASE_URL": database_url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    with launcher:
        assert launcher.stdin
        assert launcher.stdout
        assert launcher.stdout.readline() == "ready\n", log.read_text()
        server = KilledServer(launcher, free_port())
        try:
            yield server
        finally:
            if server.group:
                server.kill()
            launcher.stdin.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def durable_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database as an administrator runs it: it waits for the disk."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'crossover.db'}"
        return
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: NOTHING here was tested on it")
    with running_postgresql(programs, more_options=()) as folder:
        administer(folder, "CREATE DATABASE crossover")
        yield address(folder, "crossover")


@pytest.fixture
def server(durable_database_url: str, tmp_path: Path) -> Iterator[KilledServer]:
    with killed_server(durable_database_url, tmp_path / "log") as server:
        yield server
