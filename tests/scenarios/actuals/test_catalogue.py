"""Where a bill says no price, the catalogue's of that month stands in, if the plan has it there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from app.catalog import events, find_model, prices_as_of
from app.scenarios.actuals.catalogue import listed_prices
from app.scenarios.actuals.kept import since
from app.scenarios.saved_plans import open_scenario
from app.scenarios.snapshot import SavedPlan
from tests.people import Ask, save_small_plan

PRICED = [
    event
    for event in events()
    if event.kind == "price" and any(step.field == "input_price" for step in event.steps)
]
MOVED = [reference for event in PRICED for reference in event.references]
# The one change of a model's price of input, some months ago.
CHANGE = next(
    event
    for event in PRICED
    if event.day < date.fromisoformat(prices_as_of()) - timedelta(days=62)
    and MOVED.count(event.references[0]) == 1
)
MODEL = CHANGE.references[0]
BEFORE = next(step.before for step in CHANGE.steps if step.field == "input_price")
START = f"{CHANGE.day.year - 1}-{CHANGE.day.month:02}"  # month 12 is that of the change
Opened = Callable[..., SavedPlan]


@pytest.fixture
def opened(application: FastAPI, ask: Ask) -> Opened:
    """Return what saves a plan whose prompting has the model's prices, and opens it."""

    def save(**prompting: object) -> SavedPlan:
        inputs = {
            "finance": {"start_month": START, "horizon_months": 120},
            "prompting": {"model": MODEL, "prompt_tokens": 1000} | prompting,
        }
        kept = save_small_plan(ask, inputs=inputs, ranges={})
        return open_scenario(application.state.database, kept.id)

    return save


def test_the_price_is_that_of_the_first_of_the_month(opened: Opened) -> None:
    plan = opened()

    assert listed_prices(plan, "prompting", 6)["input_price"] == BEFORE
    after = listed_prices(plan, "prompting", 13)
    assert after["input_price"] == find_model(MODEL).input_price != BEFORE


def test_months_that_the_catalogue_does_not_know_yet_have_none(opened: Opened) -> None:
    plan = opened()
    year, month = map(int, prices_as_of().split("-")[:2])
    first, start = map(int, START.split("-"))
    last = (year - first) * 12 + month - start

    assert listed_prices(plan, "prompting", last)
    assert listed_prices(plan, "prompting", last + 1) == {}


def test_a_price_of_ones_own_stays(opened: Opened) -> None:
    assert "input_price" not in listed_prices(opened(input_price=7), "prompting", 6)
    assert listed_prices(opened(model=None, input_price=7, output_price=8), "prompting", 6) == {}


def test_it_is_what_makes_the_price_part_of_a_variance(
    opened: Opened, application: FastAPI, ask: Ask
) -> None:
    inputs = {
        "finance": {"start_month": START},
        "prompting": {"model": MODEL, "prompt_tokens": 1000},
        "tuning": {"considered": False},
        "hybrid": {"considered": False},
    }
    kept = save_small_plan(ask, inputs=inputs, ranges={})
    month = {"month": f"{CHANGE.day.year}-01", "requests": 1000, "amounts": {"input": 5}}
    if CHANGE.day.month == 1:
        month["month"] = f"{CHANGE.day.year - 1}-12"
    answer = ask(
        "PUT",
        f"{kept.api}/actuals",
        json={"months": [month]},
        headers=kept.authorised | {"If-Match": '"0"'},
    )
    assert answer.status_code == 200, answer.text

    plan = open_scenario(application.state.database, kept.id)
    back = since(application.state.database, plan).lookback
    assert back
    # 1,000 requests × 1,000 tokens: a million
    now = find_model(MODEL).input_price
    assert back.so_far.planned == pytest.approx(now)
    assert back.so_far.price == pytest.approx(BEFORE - now)


TWO_MODELS: dict[str, Any] = {
    "workload": {"requests_per_month": 1_000_000},
    "finance": {"start_month": "2026-02", "horizon_months": 24},
    "prompting": {"model": "openai/gpt-5.4-mini", "prompt_tokens": 1000, "output_tokens": 180},
    "tuning": {
        "input_price": 0.06,
        "output_price": 0.24,
        "prompt_tokens": 350,
        "output_tokens": 180,
        "platform_cost": 1.95,
        "build_cost": 12_000,
        "lead_time_months": 3,
    },
    "hybrid": {"considered": False},
}


def test_what_prompting_cost_while_another_was_built_is_not_its_price(
    application: FastAPI, ask: Ask
) -> None:
    model = find_model(TWO_MODELS["prompting"]["model"])
    prompting = model.input_price * 1000 + model.output_price * 180  # a million requests a month
    tuning = 0.06 * 350 + 0.24 * 180 + 1.95  # $66.15, live in month 4
    kept = save_small_plan(ask, inputs=TWO_MODELS, ranges={})
    use = {3: "prompting", 4: "prompting", 5: "prompting", 6: "tuning", 7: "tuning"}
    months = [
        {
            "month": f"2026-{month:02}",
            "approach": name,
            "requests": 1_000_000,
            "amounts": {"total": prompting if name == "prompting" else tuning},
        }
        for month, name in use.items()
    ]
    headers = kept.authorised | {"If-Match": '"0"'}
    ask("PUT", f"{kept.api}/actuals", json={"months": months}, headers=headers).raise_for_status()
    plan = open_scenario(application.state.database, kept.id)
    assert listed_prices(plan, "prompting", 3)["input_price"] == model.input_price

    found = ask("GET", f"{kept.api}/variance").json()
    # At $0.75 and $4.50 a million, $1,560 a month: 12,000 + 3 × 1,560 + 21 × 66.15 = 18,069.15
    assert found["forecast"]["cost"] == pytest.approx(12_000 + 3 * prompting + 21 * tuning)
    assert found["forecast"]["planned_cost"] == pytest.approx(found["forecast"]["cost"])
    assert [month["approach"] for month in found["months"]] == [*use.values()]
