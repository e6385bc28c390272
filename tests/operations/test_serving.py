"""A server as a process of its own: slow clients, signals, several workers, its log."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from app.store import NoBackup, back_up, restore
from app.web import serving
from tests.servers import free_port, wait_until_healthy

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-the-operator"
LONGEST = 60  # seconds that a busy machine may take
HEAD_SECONDS = 0.5
# Bounds that a test can wait for. On a busy machine uvicorn's five seconds for a worker to answer
# are too few: it would kill one that is well, and the request in it.
SERVE = f"""
from app import cli
from app.web import serving
serving.HEAD_SECONDS = {HEAD_SECONDS}
usual = cli.server_options
cli.server_options = lambda settings: usual(settings) | {{"timeout_worker_healthcheck": 120}}
cli.main()
"""


@contextmanager
def serving_at(folder: Path, *options: str, **settings: str) -> Iterator[tuple[str, int, Path]]:
    """Run a server; yield its address, its process's number and its log."""
    port = free_port()
    log = folder / "log"
    environment = {
        "CROSSOVER_DATABASE_URL": f"sqlite:///{folder / 'crossover.db'}",
        "CROSSOVER_LOG_FORMAT": "json",
        "CROSSOVER_METRICS_TOKEN": TOKEN,
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(port), *options],
            cwd=ROOT,
            env=os.environ | environment | settings,
            stdout=output,
            stderr=output,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(base, process=process, log=log)
        yield base, process.pid, log
    finally:
        process.terminate()
        process.wait(40)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, Path]]:
    folder = tmp_path_factory.mktemp("served")
    bounds = {"CROSSOVER_BODY_SECONDS": "0.5", "CROSSOVER_MAXIMUM_CONNECTIONS": "10"}
    with serving_at(folder, **bounds) as running:
        yield running


def connect(base: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])))
    connection.settimeout(LONGEST)
    return connection


def read_all(connection: socket.socket) -> bytes:
    received = b""
    try:
        while part := connection.recv(65_536):
            received += part
    except ConnectionResetError:
        pass
    return received


def test_a_server_that_only_started_is_seen_before_anything_is_restored(served, tmp_path):
    url = f"sqlite:///{served[2].with_name('crossover.db')}"
    back_up(url, tmp_path / "copy.db")

    with pytest.raises(NoBackup, match="is in use: stop Crossover first"):
        restore(url, tmp_path / "copy.db")


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"\r\n\r\n"])
def test_a_client_that_does_not_finish_its_headers_is_cut_off(served, sent):
    started = time.monotonic()
    with connect(served[0]) as connection:
        connection.sendall(sent)

        assert read_all(connection) == b""
        assert HEAD_SECONDS <= time.monotonic() - started < LONGEST


def test_a_client_that_dawdles_in_its_second_request_is_cut_off(served):
    started = time.monotonic()
    with connect(served[0]) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET /heal")

        read_all(connection)
        assert HEAD_SECONDS <= time.monotonic() - started < LONGEST


def test_a_body_that_trickles_in_is_answered_with_408(served):
    with connect(served[0]) as connection:
        connection.sendall(
            b"POST /api/v1/summary HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"
        )
        trickle = threading.Thread(target=drip, args=(connection,))
        trickle.start()
        started = time.monotonic()
        answer = read_all(connection)
        trickle.join()

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer
    assert b"connection: close" in answer.lower()
    assert time.monotonic() - started < LONGEST


def drip(connection: socket.socket) -> None:
    """Send a byte now and then, so that no gap is long."""
    try:
        while True:
            connection.sendall(b" ")
            time.sleep(0.1)
    except OSError:
        pass


def test_a_page_says_that_its_form_took_too_long(served):
    with connect(served[0]) as connection:
        connection.sendall(
            b"POST /scenarios HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname="
        )
        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"took longer than 0.5 seconds" in answer
    assert b"<form" not in answer  # what arrived is not all that was typed


def test_headers_that_are_too_large_are_refused(served):
    with connect(served[0]) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        try:
            for _ in range(100):
                connection.sendall(b"x" * serving.HEAD_BYTES)
        except OSError:
            pass
        answer = read_all(connection)

    assert answer in (serving.TOO_LARGE, b"")  # nothing, if the reset came before it
    assert httpx.get(f"{served[0]}/healthz", trust_env=False, timeout=60).is_success


def test_large_headers_are_read_while_they_are_within_bounds(served):
    headers = {"X-Large": "x" * (serving.HEAD_BYTES - 2_000)}

    assert httpx.get(
        f"{served[0]}/healthz", headers=headers, trust_env=False, timeout=60
    ).is_success


def test_a_large_body_is_no_large_header(served):
    body = b'{"preset": "blank"' + b" " * 500_000 + b"}"

    answer = httpx.post(f"{served[0]}/api/v1/summary", content=body, trust_env=False, timeout=60)
    assert answer.status_code == 200


def test_a_connection_too_many_is_told_so_and_the_others_go_on(served):
    for _ in range(100):
        started = time.monotonic()
        refused, answered = first_and_eleventh(served[0])
        if time.monotonic() - started < HEAD_SECONDS:
            break  # else the first may have been cut off, as slow as this machine is just now

    assert refused.startswith(b"HTTP/1.1 503 ")
    assert answered.startswith(b"HTTP/1.1 200 ")


def first_and_eleventh(base: str) -> tuple[bytes, bytes]:
    """Return what the last of eleven connections is answered, and then the first."""
    asked = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    with ExitStack() as stack:
        connections = [stack.enter_context(connect(base)) for _ in range(11)]
        connections[10].sendall(asked)
        refused = read_all(connections[10])
        connections[0].sendall(asked)
        return refused, connections[0].recv(65_536)


def test_every_line_of_a_servers_log_is_json_without_ids(served):
    base, _, log = served
    saved = httpx.post(
        f"{base}/api/v1/scenarios",
        json={"name": "A", "preset": "blank"},
        trust_env=False,
        timeout=60,
    ).json()
    httpx.get(f"{base}/s/{saved['id']}", trust_env=False, timeout=60)

    deadline = time.monotonic() + LONGEST
    while "/s/{scenario_id}" not in (text := log.read_text()):  # it comes after the answer
        assert time.monotonic() < deadline
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"uvicorn.error", "crossover.requests"} <= {line["logger"] for line in lines}
    assert "/s/{scenario_id}" in {line.get("route") for line in lines}
    assert saved["id"] not in text
    assert saved["edit_key"] not in text


def test_a_signal_lets_the_request_in_flight_finish(tmp_path):
    with serving_at(tmp_path) as (base, process, _), connect(base) as connection:
        body = b'{"preset": "blank"}'
        connection.sendall(
            b"POST /api/v1/summary HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        assert connection.recv(65_536).startswith(b"HTTP/1.1 100 ")  # the request has begun
        os.kill(process, signal.SIGTERM)
        wait_until_no_new_ones(base)
        connection.sendall(body)

        assert read_all(connection).startswith(b"HTTP/1.1 200 ")


def wait_until_no_new_ones(base: str) -> None:
    """Wait until a server takes no connections any more."""
    deadline = time.monotonic() + LONGEST
    with suppress(httpx.TransportError):
        while time.monotonic() < deadline:
            httpx.get(f"{base}/healthz", trust_env=False, verify=False, timeout=60)
        pytest.fail("the server takes connections still")


def test_workers_count_together(tmp_path):
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with serving_at(tmp_path, "--workers", "2") as (base, _, _):
        for _ in range(20):
            httpx.get(f"{base}/api/v1/presets", trust_env=False, timeout=60)
        readings = [
            httpx.get(f"{base}/metrics", headers=bearer, trust_env=False, timeout=60).text
            for _ in range(4)
        ]

    line = 'crossover_requests_total{method="GET",route="/api/v1/presets",status="200"} 20.0'
    assert all(line in text for text in readings)
