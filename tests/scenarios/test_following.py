"""A saved plan keeps who takes part, what follows fine-tuning, and where its values come from."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi import FastAPI

from app.feeds.payloads import projection_payload, verdict_payload
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.scenarios.saved_plans import Wording, open_scenario, revise, save_plan
from app.scenarios.snapshot import SavedPlan
from tests.people import Ask, Kept, Visitor

Save = Callable[..., Kept]
PLANS: dict[str, tuple[str, dict[str, Any]]] = {
    "everything follows": ("blank", {"tuning.input_price": 1, "hybrid.considered": True}),
    "some has a value of its own": (
        "customer-support",
        {"tuning.output_price": 0.5, "hybrid.input_price": 0.2, "draws": 256},
    ),
    "a range of its own": (
        "blank",
        {
            "tuning.build_cost": 1000,
            "hybrid.build_cost": 1000,
            "ranges.hybrid.build_cost": "500..2000",
            "draws": 256,
        },
    ),
    "two ways": ("customer-support", {"hybrid.considered": False, "draws": 256}),
    "a forecast": ("blank", {"prompting.input_price": 3, "prompting.prompt_tokens": 900}),
    "new lines and years": (
        "blank",
        {
            "finance.start_month": "2026-11",
            "finance.fiscal_year_start": 4,
            "prompting.call_price": 0.01,
            "prompting.committed_spend": 500,
            "tuning.build_month": 3,
            "tuning.build_cost": 100,
            "sources.tuning.build_cost": "an offer of 3 November",
        },
    ),
}


@pytest.fixture(params=PLANS)
def entered(request: pytest.FixtureRequest) -> Plan:
    preset, values = PLANS[request.param]
    return build_plan(preset, values)


def kept_as(application: FastAPI, plan: Plan) -> tuple[SavedPlan, str]:
    """Save a plan and open it."""
    database = application.state.database
    saved, key = save_plan(database, plan=plan, wording=Wording(name="Plan"))
    return open_scenario(database, saved.id), key


def test_reading_back_gives_the_same_plan(application: FastAPI, entered: Plan) -> None:
    opened, _ = kept_as(application, entered)

    assert opened.inputs.values() == entered.inputs.values()
    assert opened.inputs.follows == entered.inputs.follows
    assert opened.inputs.considered == entered.inputs.considered
    assert (opened.ranges, opened.sources) == (entered.ranges, entered.sources)
    assert opened.changes == entered.changes
    assert opened.usual.follows == entered.usual.follows
    assert opened.usual.values() == entered.usual.values()
    assert opened.live.query == entered.query


def test_reading_back_gives_the_same_answers(application: FastAPI, entered: Plan) -> None:
    opened, _ = kept_as(application, entered)

    assert projection_payload(opened) == projection_payload(entered)
    assert verdict_payload(opened) == verdict_payload(entered)
    assert opened.summary == entered.summary
    assert [asdict(year) for year in opened.years] == [asdict(year) for year in entered.years]


def test_the_next_revision_goes_on_following(application: FastAPI, entered: Plan) -> None:
    opened, key = kept_as(application, entered)
    database = application.state.database
    before = opened.inputs.follows
    changed = opened.live.with_values({"tuning.epochs": 2})

    saved = revise(
        database,
        opened.saved.id,
        edit_key=key,
        expected_revision=1,
        plan=changed,
        wording=Wording(name="Plan"),
    )

    later = open_scenario(database, saved.id)
    assert later.inputs.follows == before
    if "hybrid.epochs" in before:
        assert later.inputs.hybrid.epochs == 2


def test_a_copy_and_its_address_go_on_following(ask: Ask, application: FastAPI) -> None:
    opened, _ = kept_as(application, build_plan(*PLANS["some has a value of its own"]))
    address = ask("GET", f"/s/{opened.home}/copy").headers["location"]
    copied = read_query(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    assert copied.inputs.follows == opened.inputs.follows
    assert copied.inputs.values() == opened.inputs.values()

    mine = Visitor(ask).post(f"/s/{opened.home}/copies").headers["location"].removeprefix("/s/")
    assert open_scenario(application.state.database, mine).inputs.follows == opened.inputs.follows


def test_a_file_for_another_server_keeps_it(ask: Ask, application: FastAPI) -> None:
    person = Visitor(ask)
    page = person.save(
        "Plan",
        "preset=blank&tuning.input_price=2&hybrid.considered=yes"
        "&sources.tuning.input_price=price+list",
    )
    before = open_scenario(application.state.database, page.removeprefix("/s/"))
    exported = person.get("/scenarios/export.json").text

    answer = ask(
        "POST",
        "/api/v1/scenarios/imports",
        content=exported,
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 201, answer.text
    found = open_scenario(application.state.database, answer.json()["scenarios"][0]["id"])
    assert found.inputs.follows == before.inputs.follows != frozenset()
    assert found.inputs.values() == before.inputs.values()
    assert found.sources == {"tuning.input_price": "price list"}


def test_the_api_spells_all_values_out_and_says_the_sources(ask: Ask, save: Save) -> None:
    kept = save(
        inputs={"tuning": {"build_cost": 1000}, "hybrid": {"considered": True}},
        sources={"tuning.build_cost": "an offer"},
    )
    answer = ask("GET", kept.api).json()
    assert answer["inputs"]["hybrid"]["build_cost"] == 1000  # it follows
    assert answer["sources"] == {"tuning.build_cost": "an offer"}


def test_an_approach_that_takes_no_part_is_null_in_what_is_stored(ask: Ask, save: Save) -> None:
    kept = save()  # tuning alone beside prompting
    summary = ask("GET", f"{kept.api}/summary").json()
    assert summary["approaches"]["hybrid"] is summary["comparisons"]["hybrid"] is None
    listed = ask("GET", f"{kept.api}/revisions").json()
    assert listed[0]["summary"] == summary
