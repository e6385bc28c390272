"""What cannot be stored is refused before anything is calculated, which takes far longer."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from app.inputs import InvalidInputs
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.scenarios.saved_plans import Wording, save_plan
from tests.people import Ask, Kept

Json = dict[str, Any]
TOO_LONG = "x" * 2_001


@pytest.fixture
def calculated(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plans of which anything was calculated to be stored."""
    plans: list[Plan] = []

    def take(plan: Plan) -> Json:
        plans.append(plan)
        return {}

    monkeypatch.setattr("app.scenarios.saved_plans.summary_payload", take)
    return plans


@pytest.mark.parametrize("said", [{"name": " "}, {"note": TOO_LONG}, {"author": "A\0"}])
def test_a_plan_whose_words_cannot_be_stored_is_not_calculated(
    application: FastAPI, calculated: list[Plan], said: dict[str, str]
) -> None:
    database = application.state.database
    plan = read_query([("preset", "blank")])

    with pytest.raises(InvalidInputs) as refused:
        save_plan(database, plan=plan, wording=Wording(**{"name": "Plan"} | said))

    assert [problem.input for problem in refused.value.problems] == list(said)
    assert calculated == []
    save_plan(database, plan=plan, wording=Wording(name="Plan"))
    assert calculated == [plan]


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"note": TOO_LONG}, "note"),
        ({"draws": 3}, "draws"),
        ({"inputs": {"tuning": {"epochs": -1}}}, "tuning.epochs"),
        ({"ranges": {"tuning.nothing": {"low": 1, "high": 2}}}, "ranges.tuning.nothing"),
    ],
)
def test_of_a_file_with_something_wrong_in_a_last_revision_that_scenario_is_refused(
    ask: Ask, save: Callable[..., Kept], calculated: list[Plan], wrong: Json, names: str
) -> None:
    [scenario] = ask("GET", f"{save().api}/export").json()["scenarios"]
    [revision] = scenario["revisions"]
    calculated.clear()

    def imported(last: Json) -> Any:
        file = {"format": "crossover-scenarios", "version": 1}
        scenarios = [scenario, scenario | {"revisions": [revision, last]}]
        return ask("POST", "/api/v1/scenarios/imports", json=file | {"scenarios": scenarios})

    partly = imported(revision | wrong)
    assert len(partly.json()["scenarios"]) == 1
    [refused] = partly.json()["refused"]
    [error] = refused["errors"]
    assert names.endswith(error["input"])
    assert error["message"].startswith("Scenario 2, revision 2: ")
    assert calculated == []
    assert len(imported(revision).json()["scenarios"]) == 2
