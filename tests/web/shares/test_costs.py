"""Every route says what it costs, and what it took is counted."""

from dataclasses import replace

import pytest
from fastapi.routing import iter_route_contexts

from app.main import create_app
from app.settings import Settings
from app.web.shares.costs import (
    CHANGING,
    FILES,
    FREE,
    LONG,
    PAGE,
    SAVING,
    TAKING_IN,
    cost_of,
    costs,
)
from app.web.shares.routes import Prices, prices_of
from app.work.task import Task, working_at

NOT_OURS = {"/api/v1/openapi.json"}  # FastAPI's own; it counts as a page


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app, whose routes are looked at."""
    folder = tmp_path_factory.mktemp("nothing")
    return create_app(Settings(database_url=f"sqlite:///{folder / 'none.db'}"))


@pytest.fixture(scope="module")
def prices(app) -> Prices:
    """What its routes cost."""
    return prices_of(app.routes)


def test_every_route_says_its_cost(app):
    silent = {
        route.path
        for route in iter_route_contexts(app.routes)
        if route.methods is not None and cost_of(route.endpoint) is None
    }

    assert silent == NOT_OURS


def test_what_writes_is_counted_as_writing(app, prices):
    looking = {
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        for method in sorted(route.methods or ())
        if method not in ("GET", "HEAD") and not cost_of(route.endpoint).is_saving
    }

    # What is posted and stores nothing: plans, texts to count, files to read, how numbers look.
    assert {path for _, path in looking if path.startswith("/api/v1/scenarios")} == set()
    assert {path for _, path in looking if not path.startswith("/api/v1/")} == {
        "/",
        "/numbers",
        "/s/{scenario_id}/calculation",
        "/evidence",
        "/evidence/plan",
        "/evidence/models",
        "/evidence/actuals",
    }


@pytest.mark.parametrize(
    ("method", "path", "cost"),
    [
        ("GET", "/", PAGE),
        ("GET", "/outlook", LONG),
        ("GET", "/brief", LONG),
        ("GET", "/s/some-id/revisions/3/outlook", LONG),
        ("POST", "/scenarios", SAVING),
        ("POST", "/api/v1/scenarios/imports", TAKING_IN),
        ("POST", "/evidence", FILES),
        ("GET", "/healthz", FREE),
        ("GET", "/static/icon.svg", FREE),
        ("GET", "/no/such/page", PAGE),
        ("DELETE", "/no/such/page", CHANGING),
        ("PATCH", "/api/v1/scenarios/some-id", CHANGING),
    ],
)
def test_a_request_costs_what_its_route_says(prices, method, path, cost):
    assert prices.of({"path": path, "method": method}) == cost


def test_the_processor_time_of_a_route_is_counted():
    @costs(replace(PAGE, seconds=0.5))
    def route(number: int) -> int:
        return sum(range(number))

    task = Task("a")
    with working_at(task):
        assert route(number=300_000) == 44_999_850_000
    assert task.used > 0
    assert route(2) == 1  # for nobody
    assert cost_of(route).seconds == 0.5
