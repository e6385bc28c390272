"""Every operation of the API does what its OpenAPI document says, whatever it is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.loaders import from_asgi

from app.api.feeds import FEEDS
from tests.conftest import is_long

# What may be answered to a request that the document allows, and to one that it does not allow.
# 422 is among the former: inputs have rules between them. See docs/decisions/0026-fuzzing.md.
ALLOWED = ["2xx", "304", "401", "403", "404", "409", "410", "412", "422"]
REFUSED = ["401", "403", "404", "405", "409", "410", "412", "413", "422", "428"]
CHECKS: dict[str, Any] = {
    "positive_data_acceptance": {"expected-statuses": ALLOWED},
    "negative_data_rejection": {"expected-statuses": REFUSED},
    "missing_required_header": {"expected-statuses": REFUSED},
}
# A plan has 200 inputs, and trying out each of them at each address is for `make fuzz`.
TAKE_A_PLAN = (
    "^(GET|POST) /api/v1/(?!tokens|models|presets|comparison)"
    "[a-z.]+$|^(PUT /api/v1/scenarios/{scenario_id}|POST /api/v1/scenarios)$"
)
# The feeds are made in one loop: one as JSON and one as a table, and what answers otherwise, is
# tried with everything, the others with an example each; on PostgreSQL not at all, for all read
# the same row of it.
# So are those below a revision, whose number an address of its own takes.
ALIKE = rf"/({'|'.join(sorted(FEEDS.keys() - {'summary'}))})(\.csv)?$|/revisions/{{number}}/"
# A table's ids and numbers, the same address's JSON takes.
TABLES = r"\.csv$"
# Of a file with something wrong in it no database hears; nor is another model's price in one.
FILES = "/imports$"
UNSEEN = rf" (?!/api/v1/scenarios)|/candidates|{ALIKE}"
NOTHING = "$^"  # matches no text


@dataclass
class Found:
    """What schemathesis has done and found."""

    cases: int = 0
    operations: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    stopped: StopReason | None = None


def configuration(
    *,
    examples: int,
    steps: int,
    briefly: Sequence[str] = (),
    alike: str = "",
    untouched: str = NOTHING,
) -> SchemathesisConfig:
    """Return what to look for, with how many examples of an operation and of steps in a row.

    At addresses like those in `briefly`, not every value of every parameter is tried; nor at those
    that are `alike`, which are tried with one example. Those like `untouched` are left out.
    """
    phases = {"stateful": {"generation": {"max-examples": steps}}}
    untried = {"coverage": {"enabled": False}}
    few = [{"include-name-regex": names, "phases": untried} for names in briefly]
    if alike:
        one = untried | {"fuzzing": {"generation": {"max-examples": 1}}}
        few.append({"include-name-regex": alike, "phases": one})
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "checks": CHECKS,
            "continue-on-failure": True,
            "generation": {"deterministic": bool(briefly), "max-examples": examples},
            "phases": phases,
            "operations": [{"include-name-regex": untouched, "enabled": False}, *few],
        }
    )


def look_for_failures(app: FastAPI, config: SchemathesisConfig) -> Found:
    """Run every phase of schemathesis on every operation: examples, coverage, fuzzing, stateful."""
    schema = from_asgi("/api/v1/openapi.json", app, config=config)
    hold_keys(schema)
    found = Found()
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished():
                found.cases += len(event.recorder.cases)
                found.operations |= {
                    node.value.operation.label for node in event.recorder.cases.values()
                }
                found.failures += failures_in(event.recorder)
            case events.EngineFinished():
                found.stopped = event.stop_reason
            case events.NonFatalError():
                found.failures.append(f"{event.label}: {event.value}")
            case events.FatalError():
                raise event.exception
    return found


def failures_in(recorder: ScenarioRecorder) -> list[str]:
    """Return each failed check with what was sent."""
    return [
        f"{failure.operation}: {failure.title}: {failure.message}\n{check.failure_info.code_sample}"
        for checks in recorder.checks.values()
        for check in checks
        if check.failure_info and (failure := check.failure_info.failure)
    ]


def hold_keys(schema: Any) -> None:
    """Let each request to a scenario that was saved on the way carry its edit key."""
    keys: dict[str, str] = {}

    @schema.hook
    def after_call(context: Any, case: schemathesis.Case, response: Any) -> None:
        if response.status_code == 201 and case.operation.label == "POST /api/v1/scenarios":
            answer = response.json()
            keys[answer["id"]] = answer["edit_key"]

    @schema.auth(refresh_interval=None)
    class EditKey:
        def get(self, case: schemathesis.Case, context: Any) -> str:
            return keys.get(str(case.path_parameters.get("scenario_id")), "no-key")

        def set(self, case: schemathesis.Case, key: str, context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {key}"


@pytest.mark.every_database
def test_every_operation_answers_as_its_document_says(
    application: FastAPI, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    long = is_long(pytestconfig)
    # What stores nothing answers alike whatever the database.
    on_sqlite = application.state.database.engine.dialect.name == "sqlite"
    untouched = NOTHING if on_sqlite or long else UNSEEN
    labels = (
        f"{method.upper()} {path}"
        for path, operations in application.openapi()["paths"].items()
        for method in operations
    )
    described = {label for label in labels if not re.search(untouched, label)}

    few = [TAKE_A_PLAN, TABLES] if on_sqlite else [TAKE_A_PLAN, TABLES, FILES]
    config = (
        configuration(examples=200, steps=200)
        if long
        else configuration(examples=1, steps=2, briefly=few, alike=ALIKE, untouched=untouched)
    )
    found = look_for_failures(application, config)

    with capsys.disabled():
        print(f"\nschemathesis: {found.cases} requests,", end=" ")
        print(f"{len(found.operations)} operations, {len(found.failures)} failures", end=" ")
    assert found.failures == []
    assert found.stopped is StopReason.COMPLETED
    assert found.operations == described


def test_an_api_that_answers_something_else_than_its_document_says_is_found_out() -> None:
    app = FastAPI(openapi_url="/api/v1/openapi.json")

    @app.get("/number")
    def number() -> Response:
        return JSONResponse("none", status_code=418)

    found = look_for_failures(app, configuration(examples=1, steps=1, briefly=[TAKE_A_PLAN]))

    assert any("Undocumented" in failure for failure in found.failures), found
