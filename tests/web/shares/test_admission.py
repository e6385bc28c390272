"""A client waits behind itself, not in front of others, and nobody works for who has gone."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, MutableMapping
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import Depends, FastAPI, Request

from app.web.shares import admission, lanes
from app.web.shares.admission import Admission
from app.web.shares.costs import FILES, FREE, HANDED_OUT, LONG, PAGE, SAVING, costs
from app.work.task import AT_WORK, current_task, expect, step

SECONDS = 20  # that a busy machine may take
PEER, OTHER = "192.0.2.1", "192.0.2.2"


class Work:
    """What the routes of the app under test do: say that they began, and wait to be ended."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.to_end = threading.Event()

    def do(self, name: str) -> dict[str, str]:
        self.begun.append(name)
        until = time.monotonic() + SECONDS
        while not self.to_end.wait(0.005) and time.monotonic() < until:
            step()
        return {"done": name}


class Client:
    """One request of a client, which may go away."""

    def __init__(self, app: FastAPI, path: str, *, peer: str = PEER, body: bytes = b"") -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.body = b""
        self.gone = asyncio.Event()
        self.sent: list[bytes] = [body]
        scope = {
            "type": "http",
            "method": "POST" if path.startswith("/save") or "file" in path else "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"accept", b"*/*")],
            "client": (peer, 1),
            "server": ("test", 80),
            "scheme": "http",
            "root_path": "",
        }
        self.task = asyncio.create_task(app(scope, self.receive, self.send))

    async def receive(self) -> dict[str, Any]:
        if self.sent:
            return {"type": "http.request", "body": self.sent.pop(), "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
        self.body += message.get("body", b"")

    async def answered(self) -> int:
        await asyncio.wait_for(self.task, SECONDS)
        return self.status


def site(work: Work, **settings: Any) -> FastAPI:
    """Return an app of a few routes behind an Admission."""
    app = FastAPI()

    async def read(request: Request) -> None:
        await request.body()

    def add(path: str, cost: Any, method: str = "GET") -> None:
        def route(request: Request) -> dict[str, str]:
            return work.do(path)

        app.add_api_route(path, costs(cost)(route), methods=[method], dependencies=[Depends(read)])

    add("/long", LONG)
    add("/page", PAGE)
    add("/free", FREE)
    add("/out", HANDED_OUT)
    add("/save", SAVING, "POST")
    add("/file", FILES, "POST")

    @app.get("/dear")
    @costs(PAGE)
    def dear() -> dict[str, str]:
        expect(1000)
        if task := current_task():
            task.used += 1000
        return work.do("dear")

    @app.get("/stubborn")
    @costs(LONG)
    def stubborn() -> dict[str, str]:
        work.begun.append("stubborn")
        work.to_end.wait(SECONDS)
        return {}

    usual = {"write_limit": "1000/minute", "simulation_limit": "1000/minute"}
    app.add_middleware(Admission, **{"processor_seconds": 1000.0} | usual | settings)
    return app


def run(story: Callable[[Work], Coroutine[Any, Any, None]]) -> Work:
    """Play a story, after which every thread is ended."""
    work = Work()

    async def play() -> None:
        try:
            await story(work)
        finally:
            work.to_end.set()

    with start_blocking_portal() as portal:  # for a browser may run a loop in this thread
        portal.call(play)
    return work


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(SECONDS):
        while not is_so():
            await asyncio.sleep(0.002)


def test_a_clients_second_long_request_waits_and_anothers_does_not():
    async def story(work: Work) -> None:
        app = site(work)
        first = Client(app, "/long")
        await until(lambda: len(work.begun) == 1)
        second, other = Client(app, "/long"), Client(app, "/long", peer=OTHER)
        await until(lambda: len(work.begun) == 2)
        page, saving = Client(app, "/page"), Client(app, "/save", peer="192.0.2.3")
        await until(lambda: len(work.begun) == 4)
        behind = Client(app, "/save")  # for it takes a whole processor, too
        await asyncio.sleep(0.02)
        assert len(work.begun) == 4

        work.to_end.set()
        assert [await c.answered() for c in (first, second, other, saving, page, behind)] == [
            200
        ] * 6

    assert run(story).begun.count("/long") == 3


def test_what_waits_too_long_is_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(admission, "WAITING", 0.05)

    async def story(work: Work) -> None:
        app = site(work)
        Client(app, "/long")
        await until(lambda: len(work.begun) == 1)
        second = Client(app, "/long")

        assert await second.answered() == 503
        assert second.headers[b"retry-after"] == b"10"

    assert run(story).begun == ["/long"]


def test_when_a_client_has_too_many_waiting_the_next_is_told_at_once(monkeypatch):
    monkeypatch.setattr(lanes, "MOST_WAITING", 1)

    async def story(work: Work) -> None:
        app = site(work)
        Client(app, "/long")
        await until(lambda: len(work.begun) == 1)
        Client(app, "/long")
        await asyncio.sleep(0.01)
        assert await Client(app, "/long").answered() == 503

    run(story)


def test_what_waits_for_nobody_is_never_begun():
    async def story(work: Work) -> None:
        app = site(work)
        first = Client(app, "/long")
        await until(lambda: len(work.begun) == 1)
        waiting = [Client(app, "/long") for _ in range(20)]
        await asyncio.sleep(0.01)
        for client in waiting:
            client.gone.set()
        assert {await client.answered() for client in waiting} == {0}

        last = Client(app, "/long")
        work.to_end.set()
        assert [await first.answered(), await last.answered()] == [200, 200]

    assert run(story).begun == ["/long", "/long"]


def test_who_goes_before_the_body_is_there_is_not_worked_for():
    async def story(work: Work) -> None:
        app = site(work)
        client = Client(app, "/save")
        client.sent.clear()
        client.gone.set()
        assert await client.answered() == 0

    assert run(story).begun == []


@pytest.mark.parametrize("path", ["/long", "/file"])
def test_work_ends_at_the_next_step_when_its_client_goes(path):
    async def story(work: Work) -> None:
        client = Client(site(work), path)
        await until(lambda: len(work.begun) == 1)
        client.gone.set()
        assert await client.answered() == 0

    run(story)


def test_work_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(admission, "ANSWERED_IN", 0.05)

    async def story(work: Work) -> None:
        client = Client(site(work), "/long")
        assert await client.answered() == 503
        assert client.headers[b"retry-after"] == b"10"

    run(story)


def test_work_without_a_step_is_answered_in_time_all_the_same(monkeypatch):
    monkeypatch.setattr(admission, "ANSWERED_IN", 0.05)
    monkeypatch.setattr(admission, "TO_THE_NEXT_STEP", 0.05)

    async def story(work: Work) -> None:
        app = site(work)
        client = Client(app, "/stubborn")
        await until(lambda: client.status != 0)
        assert client.status == 503
        assert client.headers[b"retry-after"] == b"10"
        second = Client(app, "/long")  # its place is taken as long as it works
        await asyncio.sleep(0.02)
        assert work.begun == ["stubborn"]
        work.to_end.set()
        assert await client.answered() == 503
        assert await second.answered() == 200
        assert client.body.count(b"Too much") == 1

    run(story)


def test_files_are_not_held_and_wait_when_they_have_arrived(monkeypatch):
    monkeypatch.setitem(lanes.AT_ONCE, "files", 1)

    async def story(work: Work) -> None:
        app = site(work)
        first = Client(app, "/file", body=b"abc")
        await until(lambda: len(work.begun) == 1)
        second = Client(app, "/file", body=b"abc")
        await until(lambda: not second.sent)  # it is read, and waits
        await asyncio.sleep(0.02)
        assert len(work.begun) == 1
        work.to_end.set()
        assert [await first.answered(), await second.answered()] == [200, 200]

    run(story)


def test_what_costs_more_than_is_left_meets_429():
    async def story(work: Work) -> None:
        work.to_end.set()
        app = site(work, processor_seconds=1.0)
        assert await Client(app, "/dear").answered() == 200  # half an account is enough to begin
        refused = Client(app, "/page")
        assert await refused.answered() == 429
        assert 1 <= int(refused.headers[b"retry-after"]) <= 120
        assert await Client(app, "/page", peer=OTHER).answered() == 200
        assert await Client(app, "/save").answered() == 200  # saving has an account of its own
        assert await Client(app, "/free").answered() == 200

    assert "/page" in run(story).begun


def test_what_was_expected_too_much_is_given_back():
    async def story(work: Work) -> None:
        work.to_end.set()
        app = site(work, processor_seconds=0.5)
        statuses = [await Client(app, "/long").answered() for _ in range(8)]
        assert statuses == [200] * 8  # 8 × 0.2 were expected

    run(story)


@pytest.mark.parametrize("limit", [{"simulation_limit": "0"}, {"processor_seconds": 0.0}])
def test_a_limit_that_is_lifted_lets_everything_through(limit):
    async def story(work: Work) -> None:
        work.to_end.set()
        app = site(work, **{"processor_seconds": 0.1} | limit)
        assert {await Client(app, "/dear").answered() for _ in range(5)} == {200}

    run(story)


def test_without_limits_nobody_waits_behind_another():
    async def story(work: Work) -> None:
        app = site(work, simulation_limit="0", write_limit="0")
        clients = [Client(app, path) for path in ("/long", "/long", "/save", "/save")]
        await until(lambda: len(work.begun) == 4)
        assert current_task() is None
        work.to_end.set()
        assert [await client.answered() for client in clients] == [200] * 4

    run(story)


def test_whoever_does_not_listen_is_told_slowly(monkeypatch):
    monkeypatch.setattr(admission, "BEFORE_IT_IS_SLOW", 2)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def story(work: Work) -> None:
        work.to_end.set()
        app = site(work, simulation_limit="1/minute")
        with monkeypatch.context() as patched:
            patched.setattr(asyncio, "sleep", sleep)
            statuses = [await Client(app, "/long").answered() for _ in range(5)]
        assert statuses == [200, 429, 429, 429, 429]

    run(story)
    assert slept == [admission.SLOWLY] * 2


def test_tasks_are_seen_only_while_they_are_at_work():
    async def story(work: Work) -> None:
        app = site(work)
        page, long = Client(app, "/page"), Client(app, "/long")
        await until(lambda: len(work.begun) == 2)
        assert sorted((task.client, task.is_long) for task in AT_WORK._tasks) == [
            (PEER, False),
            (PEER, True),
        ]
        work.to_end.set()
        await page.answered()
        await long.answered()
        assert AT_WORK._tasks == []

    run(story)
