"""What tests in several folders need: a database, a browser, a server, the app, no silent skip."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from itertools import count
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortalProvider
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from starlette.datastructures import State

from app.inputs import Inputs, read_inputs
from app.main import create_app
from app.model import Projection, project
from app.plans.plan import flips, simulated
from app.settings import Settings
from app.store import Database, migrate
from tests.catalogue import forget_prices, raise_prices
from tests.people import Ask, Kept, Visitor, save_small_plan
from tests.postgresql import address, administer, postgresql_programs, running_postgresql
from tests.servers import running_server
from tests.skips import (  # noqa: F401  # two hooks
    pytest_make_collect_report,
    pytest_runtest_makereport,
)
from tests.together import Together, place_of

# The shell, which has no windows and menus to draw, takes a third of the time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
# With everything imported and 5,000 tests collected, looking through all objects for circles time
# and again is a tenth of the whole run.
gc.set_threshold(50_000, 20, 50)


# One process for those that share what takes long to make


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


# Databases

NewDatabase = Callable[..., AbstractContextManager[str]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on SQLite; on PostgreSQL, too, if it is marked every_database.

    The mark is for what asks about SQL, transactions, or what values a column can hold. How an
    answer looks is the same on both; `make fuzz` asks that on both, too.
    """
    if "new_database" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("every_database")
        kinds = ["sqlite", "postgresql"] if marked or is_long(metafunc.config) else ["sqlite"]
        metafunc.parametrize("new_database", kinds, indirect=True, scope="session")


# A busy machine takes its time. `make fuzz` runs the same tests with --hypothesis-profile=long.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile(
    "long", max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("usual")


def is_long(config: pytest.Config) -> bool:
    """Whether there is time to look for rare failures: `make fuzz`."""
    return bool(config.getoption("--hypothesis-profile") == "long")


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Return what makes a database, empty or with migrated=True with tables; yields its address.

    Which kind of database, pytest_generate_tests says.
    """
    make: NewDatabase = request.getfixturevalue(f"new_{request.param}_database")
    return make


@pytest.fixture
def database_url(new_database: NewDatabase) -> Iterator[str]:
    """The address of an empty database."""
    with new_database() as url:
        yield url


@pytest.fixture
def migrated_url(new_database: NewDatabase) -> Iterator[str]:
    """The address of a database with tables and nothing in them."""
    with new_database(migrated=True) as url:
        yield url


@pytest.fixture(scope="session")
def new_sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Return what makes an SQLite file, as new_database says."""
    model = tmp_path_factory.mktemp("model") / "crossover.db"
    migrate(f"sqlite:///{model}")

    @contextmanager
    def make(*, migrated: bool = False) -> Iterator[str]:
        file = tmp_path_factory.mktemp("database") / "crossover.db"
        if migrated:
            shutil.copy(model, file)
        yield f"sqlite:///{file}"

    return make


@pytest.fixture(scope="session")
def new_postgresql_database() -> Iterator[NewDatabase]:
    """Return what makes a database in a PostgreSQL server that runs for the session."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: NOTHING here was tested on it")
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: NOTHING here was tested on PostgreSQL")
    names = (f"test_{number}" for number in count())
    with running_postgresql(programs) as folder:
        administer(folder, "CREATE DATABASE model")
        migrate(address(folder, "model"))

        @contextmanager
        def make(*, migrated: bool = False) -> Iterator[str]:
            name = next(names)
            template = "model" if migrated else "template1"
            administer(folder, f"CREATE DATABASE {name} TEMPLATE {template}")
            yield address(folder, name)
            administer(folder, f"DROP DATABASE {name} WITH (FORCE)")

        yield make


# Browser and server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        pytest.skip("Chromium is not installed: NOTHING here was tested in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(
    new_sqlite_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a running Crossover that the whole session shares."""
    folder = tmp_path_factory.mktemp("server")
    with (
        new_sqlite_database() as url,
        running_server(folder=folder, database_url=url) as base_url,
    ):
        yield base_url


# The app


@pytest.fixture
def application(migrated_url: str) -> Iterator[FastAPI]:
    with serving(migrated_url) as app:
        yield app


IDLE: list[FastAPI] = []
TODAY = datetime(2027, 11, 15, tzinfo=UTC)  # all that tests enter as paid was paid by then


@contextmanager
def serving(database_url: str, **settings: Any) -> Iterator[FastAPI]:
    """Open the app over a migrated database.

    A new app builds its routes at the first request, which takes longer than most tests: without
    settings of its own a test gets one that others have done with, and that has forgotten them.
    """
    unlimited = {"write_limit": "0", "simulation_limit": "0"}
    chosen = Settings(**{"database_url": database_url} | unlimited | settings)
    app = IDLE.pop() if IDLE and not settings else create_app(chosen)
    app.state = State(
        {
            "settings": chosen,
            "database": Database(database_url),
            "metrics": app.state.metrics,
            "clock": lambda: TODAY,
        }
    )
    yield app
    app.state.database.close()
    if not settings:
        IDLE.append(app)


@pytest.fixture
def ask(application: FastAPI) -> Ask:
    """Send one request: ask("GET", "/", params=…)."""
    return asking(application)


# In a thread of its own, for Playwright may keep an event loop in this one.
REQUESTS = BlockingPortalProvider()


@pytest.fixture(scope="session", autouse=True)
def one_thread_for_requests() -> Iterator[None]:
    """Keep the thread, which takes longer to start than many requests to answer."""
    with REQUESTS:
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Begin each test as if nobody had asked before."""
    for answer in (simulated, flips):
        answer.cache_clear()


def asking(application: FastAPI, *, base_url: str = "http://test") -> Ask:
    """Return what sends one request to an app."""

    def send(method: str, path: str, **options: Any) -> httpx.Response:
        async def through_the_app() -> httpx.Response:
            transport = httpx.ASGITransport(application, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=base_url) as client:
                return await client.request(method, path, **options)

        with REQUESTS as portal:
            return portal.call(through_the_app)

    return send


@pytest.fixture(scope="session")
def without_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Send one request to an app that has no database: what only calculates needs none."""
    folder = tmp_path_factory.mktemp("nothing")
    with serving(f"sqlite:///{folder / 'none' / 'crossover.db'}") as app:
        (folder / "none").rmdir()
        yield asking(app)


@pytest.fixture
def get(without_database: Ask) -> Ask:
    return partial(without_database, "GET")


@pytest.fixture
def post(without_database: Ask) -> Ask:
    return partial(without_database, "POST")


@pytest.fixture
def save(ask: Ask) -> Callable[..., Kept]:
    """Save a small plan by the API: save(name="Plan", note=…)."""
    return lambda **body: save_small_plan(ask, **body)


@pytest.fixture(scope="module")
def shared_application(new_database: NewDatabase) -> Iterator[FastAPI]:
    """An app for a whole module, whose tests look only at what they have saved themselves."""
    with new_database(migrated=True) as url, serving(url) as app:
        yield app


@pytest.fixture
def visitor(ask: Ask) -> Callable[[], Visitor]:
    """Return what makes a person with a browser of their own."""
    return lambda: Visitor(ask)


@pytest.fixture
def later_prices(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A later price file, in which everything costs a quarter more."""
    raise_prices(monkeypatch)
    yield
    monkeypatch.undo()
    forget_prices()


# Small plans


@pytest.fixture
def plan() -> Callable[..., Inputs]:
    """`blank` with values put in; `__` stands for the dot: plan(tuning__input_price=2)."""

    def build(**values: Any) -> Inputs:
        return read_inputs({name.replace("__", "."): value for name, value in values.items()})

    return build


@pytest.fixture
def projected(plan: Callable[..., Inputs]) -> Callable[..., Projection]:
    """The projection of a small plan."""

    def build(**values: Any) -> Projection:
        return project(plan(**values))

    return build
