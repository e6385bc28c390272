"""Plans of version 2.0 keep their figures, and version 2.1 reads them with equal ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.answers import simulate, summarise
from app.feeds.payloads import summary_payload
from app.main import create_app
from app.model import project
from app.scenarios.saved_plans import open_scenario
from app.scenarios.snapshot import SavedPlan
from app.settings import Settings
from app.store import migrate
from tests.former import former_database, recorded_answers

RELEASE = "0.3.0"
NEW = {"cost_per_mistake_avoided", "best_examples"}


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    return recorded_answers(RELEASE)["support"]


@pytest.fixture
def saved(tmp_path: Path, recorded: dict[str, Any]) -> Iterator[SavedPlan]:
    url = former_database(RELEASE, tmp_path)
    migrate(url)
    app = create_app(Settings(database_url=url))
    yield open_scenario(app.state.database, recorded["id"], 1)
    app.state.database.close()


def test_a_revision_keeps_its_figures_and_has_none_of_those_that_are_new(saved, recorded):
    was = recorded["revisions"]["1"]
    assert saved.model_version == was["scenario"]["model_version"] == "2.0.0"
    now = summary_payload(saved)
    for name, figures in now["comparisons"].items():
        assert {item: figures.pop(item) for item in NEW} == dict.fromkeys(NEW)
        assert figures == was["summary"]["comparisons"][name]
    assert now["approaches"] == was["summary"]["approaches"]
    assert (saved.uncertainty.test_plan, saved.uncertainty.best_test) == (None, None)
    assert saved.uncertainty.acceptability is None


def test_read_today_it_has_equal_figures(saved):
    live = saved.live
    today = summarise(project(live.inputs))
    assert today.approaches == saved.summary.approaches
    for name, figures in today.comparisons.items():
        for item, value in vars(saved.summary.comparisons[name]).items():
            if "requests_per_month" in item:  # volumes are searched for to some digits
                value = pytest.approx(value, rel=1e-12)
            assert item in NEW or getattr(figures, item) == value


def test_read_today_what_may_come_of_it_is_the_same(saved):
    live = saved.live
    today = simulate(live.inputs, live.ranges, draws=live.draws, seed=live.seed)
    then = saved.uncertainty
    assert today.probability_cheapest == then.probability_cheapest
    # Sums may be taken in another order than then.
    learnt = {item.input: item.value for item in then.value_of_learning}
    found = {item.input: item.value for item in today.value_of_learning}
    assert found == pytest.approx(learnt, rel=1e-12)
    assert today.test_plan
