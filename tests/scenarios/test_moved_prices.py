"""Catalogue prices that have changed since a scenario was saved."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI

from tests.catalogue import MODULE, forget_prices, raise_prices
from tests.conftest import asking
from tests.people import Ask, Visitor
from tests.screen import said_on

# The model of prompting costs $0.75 / $0.075 / $4.50 today; the tuned one $0.06 / $0.24, $7.50 a
# training and $1.95 a month, of which the output price is one's own here. The hybrid follows.
CASE = {
    "preset": "customer-support",
    "tuning.output_price": "0.5",
    "workload.requests_per_month": "500000",
    "ranges.workload.requests_per_month": "400000..600000",
    "draws": "256",
}
PLAN = "openai/gpt-5.4-mini", "aws/nova-lite-tuned"
MOVED = {  # price × 1.25
    "prompting.input_price": (0.75, 0.9375),
    "prompting.cached_input_price": (0.075, 0.09375),
    "prompting.output_price": (4.5, 5.625),
    "tuning.input_price": (0.06, 0.075),
    "tuning.training_job_price": (7.5, 9.375),
    "tuning.storage_price": (1.95, 2.4375),
}


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture(scope="module")
def saved(ask: Ask) -> tuple[str, str]:
    """Two scenarios saved at today's prices, the second with a range around a price."""
    person = Visitor(ask)
    ranged = CASE | {"ranges.prompting.input_price": "0.7..0.8"}
    return person.save("Plan", urlencode(CASE)), person.save("Ranged", urlencode(ranged))


@pytest.fixture(scope="module", autouse=True)
def later_prices(saved: tuple[str, str]) -> Iterator[None]:
    """A later price file, in which everything costs a quarter more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        raise_prices(monkeypatch)
        yield
    forget_prices()


@pytest.fixture
def owner(visitor: Callable[[], Visitor]) -> Visitor:
    return visitor()


@pytest.fixture
def page(owner: Visitor, saved: tuple[str, str]) -> str:
    """A scenario of one's own, with the prices of then."""
    return owner.post(f"{saved[0]}/copies").headers["location"]


@pytest.fixture
def ranged(owner: Visitor, saved: tuple[str, str]) -> str:
    """The same with a range around a price."""
    return owner.post(f"{saved[1]}/copies").headers["location"]


def moved(ask: Ask, page: str) -> dict[str, tuple[float, float]]:
    """Return which prices have moved, from and to."""
    prices = ask("GET", f"{api(page)}/prices").json()["prices"]
    return {price["input"]: (price["then"], price["now"]) for price in prices}


def api(page: str) -> str:
    return page.replace("/s/", "/api/v1/scenarios/")


def inputs_of(ask: Ask, page: str) -> dict[str, dict[str, object]]:
    inputs: dict[str, dict[str, object]] = ask("GET", api(page)).json()["inputs"]
    return inputs


def test_the_api_says_which_by_how_much_and_what_would_come_of_it(ask: Ask, page: str) -> None:
    answer = ask("GET", f"{api(page)}/prices").json()

    assert moved(ask, page) == MOVED
    assert {price["model"] for price in answer["prices"]} == set(PLAN)
    assert answer["prices_as_of"] == "2027-01-15"
    assert ask("GET", api(page)).json()["prices_as_of"] == "2026-11-23"
    # The same plan entered today, with its own price and volume.
    assert answer["summary"] == ask("GET", f"/api/v1/summary?{urlencode(CASE)}").json()
    assert answer["summary"] != ask("GET", f"{api(page)}/summary").json()


def test_the_page_says_it_too_to_everybody(
    ask: Ask, page: str, owner: Visitor, visitor: Callable[[], Visitor]
) -> None:
    for person in (owner, visitor()):
        shown = person.get(page).text
        assert "Prices have moved since" in shown
        assert shown.count("+25 %") == len(MOVED)
        assert "0.75 USD per 1M tokens" in shown
        assert "0.9375 USD per 1M tokens" in shown
        assert "15 Jan 2027" in shown
    button, link = f'action="{page}/prices"', "Open a copy with today's prices"
    assert button in owner.get(page).text
    reading = visitor().get(page).text
    assert button not in reading
    assert link in reading


def test_what_the_answer_would_be_is_what_the_calculator_gives(
    ask: Ask, page: str, visitor: Callable[[], Visitor]
) -> None:
    shown = visitor().get(page).text
    today = ask("GET", f"/?{urlencode(CASE)}").text
    headline, sentence = said_on(today)
    assert f"<strong>{headline}. {sentence}</strong>" in shown


def test_one_button_makes_a_revision_of_todays_prices(ask: Ask, page: str, owner: Visitor) -> None:
    before = inputs_of(ask, page)

    assert owner.post(f"{page}/prices").headers["location"] == page

    answer = ask("GET", api(page)).json()
    assert (answer["revision"], answer["prices_as_of"]) == (2, "2027-01-15")
    for name, (_, now) in MOVED.items():
        group, field = name.split(".")
        assert answer["inputs"][group][field] == now
        before[group][field] = now
        if group == "tuning":
            before["hybrid"][field] = now  # it follows
    assert answer["inputs"] == before  # one's own price and volume among them
    assert answer["ranges"]["workload.requests_per_month"] == {"low": 400_000, "high": 600_000}
    assert ask("GET", f"{api(page)}/revisions").json()[0]["note"] == "Prices of 15 Jan 2027."
    assert moved(ask, page) == {}
    assert "Prices have moved" not in owner.get(page).text
    assert ask("GET", f"{api(page)}/revisions/1").json()["prices_as_of"] == "2026-11-23"


def test_a_range_widens_to_hold_a_price_that_has_moved_out_of_it(
    ask: Ask, ranged: str, owner: Visitor
) -> None:
    owner.post(f"{ranged}/prices")
    ranges = ask("GET", api(ranged)).json()["ranges"]
    assert ranges["prompting.input_price"] == {"low": 0.7, "high": 0.9375}


def test_pressing_the_button_twice_makes_one_revision(ask: Ask, page: str, owner: Visitor) -> None:
    for _ in range(2):
        assert owner.post(f"{page}/prices").status_code == 303
    assert ask("GET", api(page)).json()["revision"] == 2


def test_another_edit_keeps_the_prices_and_that_they_have_moved(
    ask: Ask, page: str, owner: Visitor
) -> None:
    editor = owner.get(f"{page}/edit").text
    query = editor.partition('name="query" value="')[2].partition('"')[0].replace("&amp;", "&")
    assert "prompting.input_price=0.75&" in query  # no longer what the use case costs
    query = query.replace("requests_per_month=500000", "requests_per_month=450000")
    assert owner.edit(page, revision=1, query=query).status_code == 303

    assert inputs_of(ask, page)["workload"]["requests_per_month"] == 450_000
    assert moved(ask, page) == MOVED
    assert ask("GET", api(page)).json()["prices_as_of"] == "2026-11-23"


def test_a_price_that_one_enters_oneself_has_not_moved_any_more(
    ask: Ask, page: str, owner: Visitor
) -> None:
    editor = owner.get(f"{page}/edit").text
    query = editor.partition('name="query" value="')[2].partition('"')[0].replace("&amp;", "&")
    query = query.replace("prompting.input_price=0.75&", "prompting.input_price=0.79&")
    owner.edit(page, revision=1, query=query)
    assert set(MOVED) - set(moved(ask, page)) == {"prompting.input_price"}


def test_another_model_brings_todays_prices(ask: Ask, page: str, owner: Visitor) -> None:
    query = urlencode(CASE | {"prompting.model": "openai/gpt-4.1"})
    owner.edit(page, revision=1, query=query)
    assert {name for name in moved(ask, page) if name.startswith("prompting.")} == set()


def test_renaming_copying_and_moving_to_another_server_keep_what_has_moved(
    ask: Ask, page: str, owner: Visitor
) -> None:
    owner.post(f"{page}/name", data={"name": "Renamed"})
    assert moved(ask, page) == MOVED

    copy = owner.post(f"{page}/copies").headers["location"]
    assert moved(ask, copy) == MOVED

    file = ask("GET", f"{api(page)}/export").json()
    [made] = ask("POST", "/api/v1/scenarios/imports", json=file).json()["scenarios"]
    assert moved(ask, f"/s/{made['id']}") == MOVED
    assert made["prices_as_of"] == "2026-11-23"


def test_a_price_that_is_no_longer_offered_has_moved_to_none(
    ask: Ask,
    page: str,
    visitor: Callable[[], Visitor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MODULE, "optional_price", lambda price: None)
    forget_prices()
    assert moved(ask, page)["prompting.cached_input_price"] == (0.075, None)
    assert visitor().get(page).status_code == 200
    monkeypatch.undo()
    forget_prices()


def test_a_revision_of_then_does_not_say_that_prices_have_moved(page: str, owner: Visitor) -> None:
    assert "Prices have moved" not in owner.get(f"{page}/revisions/1").text
