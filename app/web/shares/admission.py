"""Admits a request when its client's share allows it, and sees that it is worked for somebody."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import try_later
from app.web.guards.proxies import client_of
from app.web.posted import KEPT
from app.web.shares.arrival import Arrival
from app.web.shares.costs import Cost
from app.web.shares.lanes import Lanes
from app.web.shares.limits import SAVING, Limit
from app.web.shares.routes import Prices, prices_of
from app.work.accounts import Accounts
from app.work.task import AT_WORK, NobodyWaits, NoRoom, NotBefore, NoTurn, Task, working_at
from app.work.uses import USES

ANSWERED_IN = 12  # seconds, in which work for a client that shares is done, or given up
TO_THE_NEXT_STEP = 1  # second more, after which it is answered that it takes too long
WAITING = 8  # seconds of them in its lane at the most
TOO_MANY = "Too many requests came from your address in a short time. Nothing was saved."
TOO_LARGE = "Your address has stored as much as it may for now. Nothing was saved."
TOO_MUCH = "Too much is being calculated at the moment. Nothing was saved."
LATER = 10  # seconds, after which there is a turn again
BEFORE_IT_IS_SLOW = 20  # refusals in a minute; whoever goes on asking is then told so slowly
SLOWLY = 1.0  # seconds


@dataclass
class Visit:
    """One request that is admitted, or waits to be."""

    cost: Cost
    arrival: Arrival
    task: Task
    is_admitted: bool = False
    is_answered: bool = False  # at least the beginning
    is_given_up: bool = False  # it was answered that it takes too long
    leave_lane: Callable[[], None] | None = None

    def begin(self, leave_lane: Callable[[], None]) -> None:
        """Keep the place taken, and be seen by long tasks of others."""
        self.leave_lane = leave_lane
        if not self.cost.is_streamed:  # which lasts as long as its client likes
            AT_WORK.begin(self.task)

    def end(self) -> None:
        """Leave the place to the next, once."""
        leave, self.leave_lane = self.leave_lane, None
        if leave:
            leave()
            if not self.cost.is_streamed:
                AT_WORK.end(self.task)


@dataclass
class Shares:
    """What the clients of a process use."""

    looking: Limit
    saving: Limit
    lanes: Lanes = field(default_factory=Lanes)
    refusals: Accounts = field(default_factory=lambda: Accounts(BEFORE_IT_IS_SLOW, 60))


class Admission:
    """Answers 429 to a client that has used up its share, and lets it wait behind itself."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        write_limit: str,
        simulation_limit: str,
        processor_seconds: float,
        stored_bytes: int = 0,
    ) -> None:
        self.app = app
        self.shares = Shares(
            looking=Limit(simulation_limit, processor_seconds=processor_seconds),
            saving=Limit(
                write_limit, processor_seconds=processor_seconds, stored_bytes=stored_bytes
            ),
        )
        self._prices: Prices | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn, or say when to come back."""
        cost = self.price(scope) if scope["type"] == "http" else None
        if cost is None or cost.lane is None:
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})[SAVING] = self.shares.saving
        limit = self.shares.saving if cost.is_saving else self.shares.looking
        client = client_of(scope) if limit.is_on else None
        task = self.task_for(client, cost, limit)
        visit = Visit(cost, Arrival(receive, on_leaving=task.abandon), task)
        try:
            if client and (wait := limit.seconds_to_wait(client, cost)):
                raise NotBefore(wait)
            visit.task.expect(cost.seconds)
            with USES.asking(client):
                await self.pass_on(scope, visit, send)
        except (NotBefore, NoTurn) as error:
            if visit.is_answered:
                raise  # too late for another answer: the server cuts the connection
            if not visit.is_given_up:
                visit.end()
                await self.refuse(scope, visit, send, error)
        except NobodyWaits:
            pass  # the log says 499
        finally:
            visit.end()
            visit.task.settle()
            visit.arrival.end()

    def price(self, scope: Scope) -> Cost:
        """Return what a request costs; the routes are looked through once."""
        if self._prices is None:
            self._prices = prices_of(scope["app"].routes)
        return self._prices.of(scope)

    def task_for(self, client: str | None, cost: Cost, limit: Limit) -> Task:
        """Return the task that a request is; without a client nothing is shared out."""
        is_bounded = client is not None and cost.lane != "files" and not cost.is_streamed
        return Task(
            client,
            until=time.monotonic() + ANSWERED_IN if is_bounded else math.inf,
            is_saving=cost.is_saving,
            is_long=cost.lane != "short",
            processor=limit.processor,
            storage=limit.storage,
        )

    async def pass_on(self, scope: Scope, visit: Visit, send: Send) -> None:
        """Let the app answer when the body is there and the client's lane is free."""

        async def send_and_leave(message: Message) -> None:
            if visit.is_given_up:
                return
            visit.is_answered = True
            if message["type"] == "http.response.start":
                tell_room(message, visit.task)
                if not visit.cost.is_streamed:
                    visit.end()
            await send(message)

        async def receive_and_enter() -> Message:
            message = await visit.arrival.receive()
            if visit.arrival.is_complete and not visit.is_admitted:
                await self.enter(visit)
            return message

        if visit.cost.lane != "files":  # files are not held, but read as they arrive
            await visit.arrival.complete()
            await self.enter(visit)
        with working_at(visit.task):  # as all that it calls
            work = asyncio.ensure_future(self.app(scope, receive_and_enter, send_and_leave))
        await self.answer_in_time(scope, visit, send, work)

    async def answer_in_time(
        self, scope: Scope, visit: Visit, send: Send, work: asyncio.Future[None]
    ) -> None:
        """Refuse where the work is not done in time: it ends at its next step, for nobody."""
        left = visit.task.until - time.monotonic() + TO_THE_NEXT_STEP
        try:
            done, _ = await asyncio.wait((work,), timeout=None if math.isinf(left) else left)
            if not done and not visit.is_answered:
                visit.is_given_up = True
                visit.task.abandon()
                await self.refuse(scope, visit, send, NoTurn())
            await work
        finally:
            work.cancel()

    async def enter(self, visit: Visit) -> None:
        """Wait for a place in the client's lane; raises NoTurn, NobodyWaits."""
        visit.is_admitted = True
        if visit.arrival.gone.is_set():
            raise NobodyWaits
        client, lane = visit.task.client, visit.cost.lane
        if client and lane:
            leave = await self.shares.lanes.enter(client, lane, visit.arrival.gone, seconds=WAITING)
            visit.begin(leave)

    async def refuse(
        self, scope: Scope, visit: Visit, send: Send, error: NotBefore | NoTurn
    ) -> None:
        """Say when to come back; slowly to whoever does not listen."""
        if visit.task.client and self.shares.refusals.take(visit.task.client, 1):
            await asyncio.sleep(SLOWLY)
        if KEPT in scope.get("state", {}):  # what was typed is offered once more
            await visit.arrival.complete()
        # In a thread: a page with everything that was typed takes long to write.
        answer = await run_in_threadpool(refusal, Request(scope), error)
        await answer(scope, visit.arrival.receive, send)


def refusal(request: Request, error: NotBefore | NoTurn) -> Response:
    """Return what says when to come back."""
    if not isinstance(error, NotBefore):
        return try_later(request, 503, TOO_MUCH, seconds=LATER)
    detail = TOO_LARGE if isinstance(error, NoRoom) else TOO_MANY
    return try_later(request, 429, detail, seconds=max(1, math.ceil(error.seconds)))


def tell_room(message: Message, task: Task) -> None:
    """Say with the answer to whoever saves how many bytes its client may still store."""
    if task.is_saving and task.storage and task.client:
        left = max(0, int(task.storage.left(task.client)))
        MutableHeaders(scope=message)["RateLimit"] = (
            f'"storage";r={left};t={int(task.storage.period)}'
        )
