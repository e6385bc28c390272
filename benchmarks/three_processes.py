"""Three processes behind nginx with PostgreSQL, one of them stopped under load: what is lost?

Starts what docs/deployment.md says, on 127.0.0.1 and from Debian's packages (nginx, postgresql,
openssl); of deploy/nginx.conf only ports, paths and the user differ.
"""

import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.postgresql import address, administer, postgresql_programs, running_postgresql
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
NAME = "crossover.example"  # as in deploy/nginx.conf
PROGRAMS = ("nginx", "openssl")
CLIENTS = 6
SECONDS = 20  # of load in a round; the process is stopped in the middle
SETTLED = 6  # seconds: nginx asks a process again 2 seconds after it failed
START_TIMEOUT = 60  # seconds
Answer = dict[str, Any]


@dataclass
class Done:
    """What one client has done."""

    asked: Counter[str] = field(default_factory=Counter)
    acknowledged: list[Answer] = field(default_factory=list)
    failed: list[tuple[float, str]] = field(default_factory=list)  # when it was sent, and how


@dataclass
class Site:
    """What is running."""

    base_url: str
    ports: list[int]
    environment: dict[str, str]
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)  # by port

    def start(self, port: int) -> None:
        """Start one process of Crossover and wait until it is ready."""
        command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
        self.processes[port] = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True
        )
        wait_for(f"http://127.0.0.1:{port}/readyz")

    def stop(self, port: int, number: signal.Signals) -> None:
        """Send a process a signal and wait until it has ended."""
        self.processes[port].send_signal(number)
        self.processes.pop(port).wait(40)


def main() -> None:
    """Run a round with SIGTERM and one with SIGKILL; print what came of each."""
    if missing := [name for name in PROGRAMS if not shutil.which(name)]:
        print(f"not measured: {', '.join(missing)} is not installed")
        return
    with ExitStack() as stack:
        site = stack.enter_context(running_site())
        for number in (signal.SIGTERM, signal.SIGKILL):
            play_round(site, number)


def play_round(site: Site, number: signal.Signals) -> None:
    """Drive load, stop a process in the middle, start it again, and count."""
    until = time.monotonic() + SECONDS
    port = site.ports[1]
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(work, site.base_url, seed, until) for seed in range(CLIENTS)]
        time.sleep(SECONDS / 2)
        stopped_at = time.monotonic()
        site.stop(port, number)
        took = time.monotonic() - stopped_at
        site.start(port)
        done = [future.result() for future in running]
    acknowledged = [answer for each in done for answer in each.acknowledged]
    failed = [failure for each in done for failure in each.failed]
    lost = lost_of(site, acknowledged)
    in_flight = [kind for sent, kind in failed if sent <= stopped_at + took]
    asked = sum((each.asked for each in done), Counter[str]())
    print(f"{number.name}: {asked.total():,} requests of {CLIENTS} clients", end=" ")
    print("(" + ", ".join(f"{count:,} {kind}" for kind, count in sorted(asked.items())) + ")")
    print(f"  the process ended after {took:.2f} s, and was started again")
    print(f"  {len(acknowledged):,} acknowledged saves, {len(lost)} lost")
    print(f"  {len(failed)} failed, {len(failed) - len(in_flight)} of them sent after it had ended")
    for kind, count in Counter(kind for _, kind in failed).items():
        print(f"    {count} × {kind}")
    if lost or len(failed) > len(in_flight) or len(failed) > CLIENTS:
        raise SystemExit("saves were lost, or more failed than was in flight")
    time.sleep(SETTLED)


def work(base_url: str, seed: int, until: float) -> Done:
    """Save, revise and read without a pause."""
    done, chance = Done(), random.Random(seed)
    with client_of(base_url) as client:
        while time.monotonic() < until:
            value = chance.randrange(1_000_000)
            made = send(client, done, "save", "POST", "/api/v1/scenarios", body(value))
            if made is None:
                continue
            path = f"/api/v1/scenarios/{made['id']}"
            headers = {"Authorization": f"Bearer {made['edit_key']}", "If-Match": '"1"'}
            send(client, done, "edit", "PUT", path, body(value + 1), headers)
            for page in (path, f"{path}/summary", f"/s/{made['id']}", "/api/v1/models"):
                send(client, done, "read", "GET", page)
    return done


def body(value: int) -> Answer:
    """Return a plan to save."""
    return {
        "name": f"Plan {value}",
        "preset": "blank",
        "inputs": {"tuning": {"build_cost": value}},
    }


def send(
    client: httpx.Client,
    done: Done,
    kind: str,
    method: str,
    path: str,
    content: Answer | None = None,
    headers: dict[str, str] | None = None,
) -> Answer | None:
    """Send a request and note what came of it; return the answer to one that saved."""
    done.asked[kind] += 1
    sent = time.monotonic()
    try:
        response = client.request(method, path, json=content, headers=headers)
    except httpx.TransportError as error:
        done.failed.append((sent, f"{kind}: {type(error).__name__}"))
        return None
    if not response.is_success:
        done.failed.append((sent, f"{kind}: {response.status_code}"))
        return None
    if method == "GET":
        return None
    answer: Answer = response.json()
    done.acknowledged.append(answer)
    return answer


def lost_of(site: Site, acknowledged: list[Answer]) -> list[Answer]:
    """Return the saves that are not there, each asked of the next process."""
    with ExitStack() as stack:
        clients = [
            stack.enter_context(
                httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60)
            )
            for port in site.ports
        ]
        asked = zip(acknowledged, itertools.cycle(clients), strict=False)
        return [answer for answer, client in asked if not is_kept(client, answer)]


def is_kept(client: httpx.Client, answer: Answer) -> bool:
    """Tell whether a save is there as it was acknowledged."""
    path = f"/api/v1/scenarios/{answer['id']}/revisions/{answer['revision']}"
    response = client.get(path)
    return response.is_success and bool(response.json()["inputs"] == answer["inputs"])


def client_of(base_url: str) -> httpx.Client:
    """Return a client that asks nginx by the name in its configuration."""

    def by_name(request: httpx.Request) -> None:
        request.extensions["sni_hostname"] = NAME

    return httpx.Client(
        base_url=base_url,
        headers={"Host": NAME},
        verify=False,  # the certificate is its own
        timeout=60,
        trust_env=False,
        event_hooks={"request": [by_name]},
    )


@contextmanager
def running_site() -> Iterator[Site]:
    """Start PostgreSQL, three processes and nginx."""
    programs = postgresql_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed")
    with ExitStack() as stack:
        sockets = stack.enter_context(running_postgresql(programs, more_options=()))
        administer(sockets, "CREATE DATABASE crossover")
        ports, port = [free_port() for _ in range(3)], free_port()
        settings = {
            "CROSSOVER_DATABASE_URL": address(sockets, "crossover"),
            "CROSSOVER_PUBLIC_URL": f"https://{NAME}",
            "CROSSOVER_TRUSTED_PROXIES": "127.0.0.1",
            "CROSSOVER_LOG_LEVEL": "error",
            "CROSSOVER_WRITE_LIMIT": "0",  # all the load comes from one address
            "CROSSOVER_SIMULATION_LIMIT": "0",
        }
        site = Site(f"https://127.0.0.1:{port}", ports, os.environ | settings)
        stack.callback(end_all, site)
        for number in ports:
            site.start(number)
        stack.enter_context(running_nginx(port, ports))
        yield site


def end_all(site: Site) -> None:
    """End what is still running."""
    for port in list(site.processes):
        site.stop(port, signal.SIGTERM)


@contextmanager
def running_nginx(port: int, ports: list[int]) -> Iterator[None]:
    """Run nginx from a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="crossover-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's processes are another user's if root starts it
        certificate(folder)
        file = folder / "nginx.conf"
        file.write_text(configuration(folder, port, ports))
        command = ["nginx", "-p", name, "-c", str(file), "-e", str(folder / "error.log")]
        subprocess.run([*command, "-t", "-q"], check=True)
        process = subprocess.Popen([*command, "-g", "daemon off;"])
        try:
            with client_of(f"https://127.0.0.1:{port}") as client:
                wait_until(lambda: client.get("/readyz").is_success)
            yield
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(40)


def certificate(folder: Path) -> None:
    """Write a certificate that nobody else trusts."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(
        [*command, "-nodes", "-days", "1", "-subj", f"/CN={NAME}", *files],
        check=True,
        capture_output=True,
    )


def configuration(folder: Path, port: int, ports: list[int]) -> str:
    """Return deploy/nginx.conf with other ports and paths, and without another user."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    changes = [
        (r"^user .*$", ""),
        (r"pid /run/nginx.pid", f"pid {folder}/nginx.pid"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"/etc/ssl/crossover/", f"{folder}/"),
        (r"^ *listen \[::\].*$", ""),
        (r"listen 80\b", f"listen 127.0.0.1:{free_port()}"),
        (r"listen 443\b", f"listen 127.0.0.1:{port}"),
    ]
    changes += [
        (rf"127\.0\.0\.1:{usual}\b", f"127.0.0.1:{other}")
        for usual, other in zip((8001, 8002, 8003), ports, strict=True)
    ]
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count, pattern
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"    {name}_temp_path {folder}/{name};\n" for name in temporary)
    return text.replace("http {\n", f"http {{\n{paths}", 1)


def wait_for(url: str) -> None:
    """Wait until an address answers."""
    with httpx.Client(trust_env=False) as client:
        wait_until(lambda: client.get(url).is_success)


def wait_until(is_so: Any) -> None:
    """Wait until a question is answered with yes."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        try:
            if is_so():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise SystemExit("it did not start")


if __name__ == "__main__":
    main()
