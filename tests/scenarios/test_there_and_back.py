"""Whatever can be saved survives export, a fresh database and import, every figure as it was."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from app.inputs import FIELDS, InvalidInputs
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.store import MOST_REVISIONS
from tests.conftest import NewDatabase, asking, serving
from tests.fuzz.test_dialect import QUERIES, fitting, looking
from tests.people import SMALL_PLAN, Ask, Kept, Visitor, key_on, save_small_plan
from tests.stored import all_rows

Json = dict[str, Any]
FEEDS = ("summary", "months", "years", "inputs", "verdict", "thresholds", "sensitivity")
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=60)
PRESETS = st.sampled_from(["blank", "customer-support", "legal-drafting", "one-off-exploration"])
MODELS = st.sampled_from(["openai/gpt-4.1", "openai/gpt-4.1-mini", "anthropic/claude-haiku-4-5"])
SAYS = {"preset", "draws", "seed", "form"}


@pytest.fixture(scope="module")
def here(new_database: NewDatabase) -> Iterator[FastAPI]:
    with new_database(migrated=True) as url, serving(url) as application:
        yield application


@pytest.fixture(scope="module")
def there(new_database: NewDatabase) -> Iterator[FastAPI]:
    with new_database(migrated=True) as url, serving(url) as application:
        yield application


@st.composite
def plans(draw: st.DrawFn) -> str:
    """The query of a plan that can be saved: of any preset, with anything typed into it."""
    pairs = dict(draw(QUERIES | st.lists(fitting(), min_size=3, max_size=12)))
    pairs = {name: text for name, text in pairs.items() if name not in SAYS}
    if draw(st.booleans()):
        pairs["prompting.model"] = draw(MODELS)
    if draw(st.booleans()):
        pairs["finance.currency"] = draw(st.sampled_from(["EUR", "USD", "JPY"]))
    return readable([("preset", draw(PRESETS)), ("draws", "256"), *pairs.items()])


def readable(pairs: list[tuple[str, str]]) -> str:
    """Return a query without what cannot be read in it."""
    while True:
        try:
            return read_query(pairs).query
        except InvalidInputs as error:
            wrong = {problem.input.removeprefix("ranges.") for problem in error.problems}
            kept = [pair for pair in pairs if not any(name in pair[0] for name in wrong)]
            pairs = kept if len(kept) < len(pairs) else pairs[:2]


def taken_along(here: Ask, there: Ask, kept: Kept) -> Kept:
    """Return a scenario as it is in a database that knows only what the file says."""
    file = here("GET", f"{kept.api}/export")
    answer = there("POST", "/api/v1/scenarios/imports", content=file.content).json()
    assert answer["refused"] == []
    [made] = answer["scenarios"]
    again = Kept(made["id"], made["edit_key"])
    assert there("GET", f"{again.api}/export").content == file.content
    return again


@looking(5)
@given(first=plans(), second=plans(), name=WORDS, note=WORDS)
def test_whatever_can_be_saved_is_the_same_in_a_fresh_database(
    here: FastAPI, there: FastAPI, first: str, second: str, name: str, note: str
) -> None:
    owner, elsewhere = Visitor(asking(here)), asking(there)
    page = owner.save(f"P{name}", first, note=note)
    key = key_on(owner.get(page).text)
    kept = Kept(page.removeprefix("/s/"), key)
    edited = owner.edit(page, revision=1, query=second, name=f"Q{name}")
    assert edited.status_code == 303

    again = taken_along(owner.ask, elsewhere, kept)

    for number in (1, 2):
        for feed in FEEDS:
            path = f"/revisions/{number}/{feed}"
            then, now = owner.ask("GET", kept.api + path), elsewhere("GET", again.api + path)
            assert (now.status_code, now.content) == (then.status_code, then.content), feed


def test_a_range_for_every_number_comes_back(here: FastAPI, there: FastAPI) -> None:
    """More ranges than forty, which an import once refused."""
    plan = read_query([("preset", "customer-support"), ("draws", "256")])
    ranges = {
        name: {"low": value, "high": value}
        for name, field in FIELDS.items()
        if field.is_number and (value := plan.inputs.value(name)) is not None
    }
    assert len(ranges) > 60
    body = SMALL_PLAN | {"preset": "customer-support", "inputs": {}, "ranges": ranges}
    kept = save_small_plan(asking(here), **body)
    again = taken_along(asking(here), asking(there), kept)
    assert asking(there)("GET", again.api).json()["ranges"] == ranges


def test_a_long_history_and_a_large_file_come_back(here: FastAPI, there: FastAPI) -> None:
    """More than the 150 revisions and the megabyte that an import once took."""
    ask, elsewhere = asking(here), asking(there)
    kept = save_small_plan(ask, note="x" * 2_000)
    [scenario] = ask("GET", f"{kept.api}/export").json()["scenarios"]
    long = scenario | {"revisions": scenario["revisions"] * MOST_REVISIONS}
    file = {"format": "crossover-scenarios", "version": 1, "scenarios": [long]}

    answer = elsewhere("POST", "/api/v1/scenarios/imports", json=file)

    assert int(answer.request.headers["content-length"]) > 1_000_000
    assert answer.json()["refused"] == []
    [made] = answer.json()["scenarios"]
    assert made["revision"] == MOST_REVISIONS
    again = elsewhere("GET", f"/api/v1/scenarios/{made['id']}/export").json()
    assert again["scenarios"] == [long]


# What a file claims


def imported(ask: Ask, scenario: Json) -> Json:
    file = {"format": "crossover-scenarios", "version": 1, "scenarios": [scenario]}
    [made] = ask("POST", "/api/v1/scenarios/imports", json=file).json()["scenarios"]
    return dict(made)


@pytest.fixture(scope="module")
def priced(here: FastAPI) -> Json:
    """A scenario of a file, with a model of the catalogue in it."""
    inputs = {"prompting": {"model": "openai/gpt-4.1"}} | SMALL_PLAN["inputs"]
    kept = save_small_plan(asking(here), inputs=inputs)
    [scenario] = asking(here)("GET", f"{kept.api}/export").json()["scenarios"]
    return dict(scenario)


def test_prices_of_today_are_nobodys_claim(here: FastAPI, there: FastAPI, priced: Json) -> None:
    made = imported(asking(there), priced)
    moved = asking(there)("GET", f"/api/v1/scenarios/{made['id']}/prices").json()
    assert (moved["prices"], moved["claimed"]) == ([], False)


def forged(priced: Json) -> Json:
    """Return the scenario with a price that no catalogue had, said to be one's."""
    [revision] = priced["revisions"]
    inputs = revision["inputs"] | {
        "prompting": revision["inputs"]["prompting"] | {"input_price": 0.01}
    }
    prices = revision["catalogue_prices"] | {
        "prompting.input_price": 0.01,
        "workload.requests_per_month": revision["inputs"]["workload"]["requests_per_month"],
        "no.such": 1,
    }
    return priced | {"revisions": [revision | {"inputs": inputs, "catalogue_prices": prices}]}


def test_a_forged_price_is_shown_as_what_the_file_says(there: FastAPI, priced: Json) -> None:
    ask = asking(there)
    made = imported(ask, forged(priced))
    kept, claim = Kept(made["id"], made["edit_key"]), "what an imported file says"
    for _ in range(2):  # as it was taken in, and once it was calculated
        moved = ask("GET", f"{kept.api}/prices").json()
        assert [price["input"] for price in moved["prices"]] == ["prompting.input_price"]
        assert moved["claimed"]
        assert claim in ask("GET", kept.page).text

    person = Visitor(ask)  # and it stays so in what is made of it
    person.post(f"{kept.page}/key", data={"key": kept.key})
    copy = person.post(f"{kept.page}/copies").headers["location"]
    assert claim in person.get(copy).text
    person.post(f"{kept.page}/name", data={"name": "Renamed"})
    assert claim in person.get(kept.page).text
    query = "&".join([read_plan(ask, kept).query, "workload.requests_per_month=123"])
    assert person.edit(kept.page, revision=2, query=query).status_code == 303
    assert claim in person.get(kept.page).text


def read_plan(ask: Ask, kept: Kept) -> Plan:
    query = ask("GET", f"{kept.page}/copy").headers["location"].partition("?")[2]
    return read_query(parse_qsl(query, keep_blank_values=True))


@pytest.mark.parametrize("scenarios", [{}, {"scenarios": []}])
def test_a_file_without_anything_to_take_is_refused(
    there: FastAPI, scenarios: dict[str, list[object]]
) -> None:
    before = all_rows(there.state.database)
    empty = {"format": "crossover-scenarios", "version": 1} | scenarios
    answer = asking(there)("POST", "/api/v1/scenarios/imports", json=empty)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"].endswith("it holds no scenario.")
    assert all_rows(there.state.database) == before
