"""A revision answers byte for byte the same, whatever happens around it."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from fastapi import FastAPI

from app.model import MODEL_VERSION, calculation
from app.model.table import CONSTANTS, Constant
from app.scenarios.snapshot import unpack
from tests.addresses import EXPLAINED, addresses_of
from tests.conftest import NewDatabase, asking, serving
from tests.people import Ask, Kept, save_small_plan
from tests.screen import said_on
from tests.servers import running_server

PUBLIC_URL = "https://crossover.example"  # in the answers, whatever the server's own address
# A use case whose prices are the catalogue's, with a value, a price and a range of one's own.
CASE = {
    "preset": "customer-support",
    "inputs": {
        "workload": {"requests_per_month": 500_000},
        "tuning": {"build_hours": 40, "output_price": 0.5},
    },
    "ranges": {"workload.requests_per_month": "200k..900k"},
}
# Every model in the plan: of those that it does not use, no prices were stored.
TODAYS = ("/models", "/candidates", "/candidates.csv")
Answers = dict[str, tuple[int, bytes, str | None]]


@pytest.fixture(scope="module")
def database_url(new_database: NewDatabase) -> Iterator[str]:
    with new_database(migrated=True) as url:
        yield url


@pytest.fixture(scope="module")
def application(database_url: str) -> Iterator[FastAPI]:
    with serving(database_url, public_url=PUBLIC_URL) as app:
        yield app


@pytest.fixture(scope="module")
def ask(application: FastAPI) -> Ask:
    return asking(application)


@pytest.fixture(scope="module")
def kept(ask: Ask) -> Kept:
    return save_small_plan(ask, **CASE, name="Budget", note="As decided", author="Ada")


@pytest.fixture(scope="module")
def frozen(application: FastAPI, kept: Kept) -> list[str]:
    """Every address of the first revision."""
    return [
        path.format(scenario_id=kept.id, number=1, name="tuning.npv", feed="years")
        + (f"?{EXPLAINED}" if path.endswith("/explain") else "")
        for path in addresses_of(application)
        if "/revisions/{number}" in path
    ]


@pytest.fixture(scope="module")
def before(ask: Ask, frozen: list[str]) -> Answers:
    """What the first revision answers, everywhere, while it is the latest one."""
    found = answers(ask, frozen)
    assert len(found) > 20
    assert {status for status, _, _ in found.values()} <= {200, 303}
    return found


def answers(ask: Ask, paths: list[str]) -> Answers:
    return {path: answer(ask("GET", path)) for path in paths}


def answer(response: httpx.Response) -> tuple[int, bytes, str | None]:
    return response.status_code, response.content, response.headers.get("etag")


def assert_same(now: Answers, before: Answers, *, but: tuple[str, ...] = ()) -> None:
    kept_same = [path for path in before if not path.endswith(but or "\n")]
    assert [path for path in kept_same if now[path] != before[path]] == []


def test_after_new_revisions(ask: Ask, kept: Kept, before: Answers) -> None:
    for number in (1, 2):
        body = {"preset": "blank", "name": f"Other {number}", "draws": 256}
        assert ask("PUT", kept.api, json=body, headers=kept.at(number)).status_code == 200
    assert ask("GET", f"{kept.api}/summary").content != before[f"{kept.api}/revisions/1/summary"][1]

    assert_same(answers(ask, list(before)), before)


def test_after_a_restart(
    before: Answers, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSOVER_PUBLIC_URL", PUBLIC_URL)
    monkeypatch.setenv("PYTHONHASHSEED", "7")  # sets are in another order
    with (
        running_server(folder=tmp_path, database_url=database_url) as base_url,
        httpx.Client(base_url=base_url, trust_env=False, timeout=60) as client,
    ):
        assert_same(answers(client.request, list(before)), before)


@pytest.mark.usefixtures("later_prices")
def test_after_a_changed_price_file(ask: Ask, kept: Kept, before: Answers) -> None:
    today = ask("GET", "/api/v1/projection?preset=customer-support").json()
    assert today["prices_as_of"] == "2027-01-15"
    assert today["inputs"]["prompting"]["input_price"] == 0.75 * 1.25
    copy = f"{kept.page}/revisions/1/copy"

    now = answers(ask, list(before))

    assert_same(now, before, but=("/copy", *TODAYS))
    # A copy starts from today's use case, so that its address must say the prices of then.
    copied = ask("GET", copy).headers["location"]
    assert "prompting.input_price=0.75&" in copied
    assert_dated(now, before, kept)


def assert_dated(now: Answers, before: Answers, kept: Kept) -> None:
    """Assert that other models stand at today's prices, and say so; the plan's own as saved."""
    path = f"{kept.api}/revisions/1/candidates"
    then, today = (json.loads(found[path][1]) for found in (before, now))
    assert today["prices_as_of"] == "2027-01-15" > then["prices_as_of"]
    assert today["entered"] == then["entered"]
    shown = now[f"{kept.page}/revisions/1/models"][1].decode()
    assert "Prices of the other models are those of 15 Jan 2027." in shown


def test_after_another_model_that_gives_other_figures(
    ask: Ask, kept: Kept, before: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_model_version(monkeypatch)
    twice_as_dear = Constant(500_000.0, "tokens per 1M tokens", "tokens that a price is for")
    monkeypatch.setitem(CONSTANTS, "tokens_per_price", twice_as_dear)
    page = f"{kept.page}/revisions/1"

    calculation.model_class.cache_clear()
    try:
        now = answers(ask, list(before))
    finally:
        calculation.model_class.cache_clear()

    explained = f"/explain?{EXPLAINED}"
    todays = ("/workbook.xlsx", "/methodology", explained, *TODAYS)
    assert_same(now, before, but=(page, *todays))
    # The formulas are gone, for they are today's; the figures stay.
    workbook = f"{kept.api}/revisions/1/workbook.xlsx"
    figures, live = outputs(now[workbook][1]), outputs(before[workbook][1])
    del live["tied"]  # no figure
    same = {
        name: pytest.approx(value, rel=1e-15) if isinstance(value, float) else value
        for name, value in live.items()
    }
    assert {name: figures[name] for name in live} == same
    assert "kept as it was" in now[f"{page}{explained}"][1].decode()
    shown = now[page][1].decode()
    assert f"calculated by version {MODEL_VERSION} and stay as they were" in shown
    assert "Version 99, in use today, gives others" in shown
    assert said_on(shown) == said_on(before[page][1].decode())


def test_after_another_model_that_gives_the_same(
    ask: Ask, kept: Kept, before: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_model_version(monkeypatch)
    shown = ask("GET", f"{kept.page}/revisions/1").text
    assert "Version 99, in use today, gives the same" in shown
    assert "gives others" not in shown


def outputs(workbook: bytes) -> dict[object, object]:
    """Return the figures by name; one that there is not is an empty cell or an empty text."""
    content = io.BytesIO(workbook)
    sheet = openpyxl.load_workbook(content, read_only=True, data_only=True)["Outputs"]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {
        row[1]: row[3]
        for row in rows
        if row[1] not in (None, "Code name") and row[3] not in (None, "")
    }


def change_model_version(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "app.plans.plan",
        "app.scenarios.saved_plans",
        "app.scenarios.snapshot",
        "app.scenarios.versions",
        "app.workbook.choice",
        "app.workbook.recorded",
        "app.pages.explain.explained",
        "app.pages.methodology.page",
        "app.pages.scenarios.renewed",
    ):
        monkeypatch.setattr(f"{module}.MODEL_VERSION", "99")


def test_the_latest_revision_answers_as_its_own_address_does(ask: Ask, kept: Kept) -> None:
    latest = ask("GET", kept.api).json()["revision"]
    for feed in ("summary", "months.csv", "inputs", "verdict", "thresholds"):
        frozen = ask("GET", f"{kept.api}/revisions/{latest}/{feed}").content
        assert ask("GET", f"{kept.api}/{feed}").content == frozen


def test_an_input_newer_than_the_plan_is_nobodys_entry(
    ask: Ask, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_it(packed: bytes) -> dict[str, Any]:
        record = unpack(packed)
        del record["origins"]["tuning.refresh_share"]
        return record

    monkeypatch.setattr("app.scenarios.snapshot.unpack", without_it)
    inputs = {row["input"]: row for row in ask("GET", f"{kept.api}/revisions/1/inputs").json()}
    assert "saved before this input existed" in inputs["tuning.refresh_share"]["source"]
    assert inputs["tuning.build_hours"]["source"] == "entered by you"


def test_a_plan_saved_before_its_bands_were_kept_shows_them_all_the_same(
    ask: Ask, kept: Kept, before: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_them(packed: bytes) -> dict[str, Any]:
        record = unpack(packed)
        del record["savings_bands"]
        return record

    path = f"{kept.page}/revisions/1/outlook"
    shown = before[path][1].decode()
    assert 'class="band tuning"' in shown

    monkeypatch.setattr("app.scenarios.snapshot.unpack", without_them)
    assert ask("GET", path).text == shown
    change_model_version(monkeypatch)
    assert 'class="band tuning"' not in ask("GET", path).text
