"""An exchange rate that has moved since a scenario was saved in another currency than dollars."""

from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI

from app.catalog import find_rate
from app.pages.calculator.pieces import plain_form
from tests.catalogue import RISE, raise_rates
from tests.conftest import asking
from tests.people import Ask, Visitor

THEN = find_rate("EUR").rate
NOW = THEN * RISE
# Engineers cost 80 euros an hour here. In the use case reviewers cost 40 dollars, labellers 32, and
# a wrong answer 5, from 2 to 12.
CASE = {
    "preset": "customer-support",
    "finance.currency": "EUR",
    "labour.engineer_rate": "80",
    "draws": "256",
}
SOURCED = CASE | {
    "labour.reviewer_rate": str(40 * THEN),
    "sources.labour.reviewer_rate": "Our own payroll",
    "ranges.quality.error_cost": "1..50",
}
TYPED = CASE | {"finance.exchange_rate": "0.5"}
DOLLARS = {"preset": "customer-support", "draws": "256"}
MOVED = [{"input": "finance.exchange_rate", "model": "EUR", "then": THEN, "now": NOW}]


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture(scope="module")
def saved(ask: Ask) -> dict[str, str]:
    """The pages of scenarios saved at the rates of then."""
    person = Visitor(ask)
    cases = {"euros": CASE, "sourced": SOURCED, "typed": TYPED, "dollars": DOLLARS}
    return {name: person.save(name, urlencode(case)) for name, case in cases.items()}


@pytest.fixture(scope="module", autouse=True)
def later_rates(saved: dict[str, str]) -> Iterator[None]:
    """Later rates, at which a dollar costs a quarter more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        raise_rates(monkeypatch)
        yield
    plain_form.cache_clear()


@pytest.fixture
def owner(visitor: Callable[[], Visitor]) -> Visitor:
    return visitor()


@pytest.fixture
def page(owner: Visitor, saved: dict[str, str]) -> str:
    """A scenario of one's own, at the rate of then."""
    return owner.post(f"{saved['euros']}/copies").headers["location"]


def api(page: str) -> str:
    return page.replace("/s/", "/api/v1/scenarios/")


def moved(ask: Ask, page: str) -> list[dict[str, object]]:
    prices: list[dict[str, object]] = ask("GET", f"{api(page)}/prices").json()["prices"]
    return prices


def today(ask: Ask) -> dict[str, dict[str, object]]:
    """Return the inputs and the ranges of the same plan, entered today."""
    person = Visitor(ask)
    page = person.save("Now", urlencode(CASE))
    answer: dict[str, dict[str, object]] = ask("GET", api(page)).json()
    return answer


def test_the_api_says_that_the_rate_has_moved_and_what_would_come_of_it(
    ask: Ask, page: str
) -> None:
    assert moved(ask, page) == MOVED
    answer = ask("GET", f"{api(page)}/prices").json()
    # The same plan entered today: its own euros stay, the use case's dollars cost more of them.
    assert answer["summary"] == ask("GET", f"/api/v1/summary?{urlencode(CASE)}").json()
    assert answer["summary"] != ask("GET", f"{api(page)}/summary").json()


def test_the_page_says_it_too(page: str, owner: Visitor) -> None:
    shown = owner.get(page).text
    assert "Prices have moved since" in shown
    assert "<td>EUR</td>" in shown
    assert shown.count("+25 %") == 1


def test_todays_rate_moves_the_use_cases_dollars_and_leaves_ones_own_amounts(
    ask: Ask, page: str, owner: Visitor
) -> None:
    before = ask("GET", api(page)).json()
    assert before["inputs"]["labour"]["reviewer_rate"] == pytest.approx(40 * THEN)

    assert owner.post(f"{page}/prices").headers["location"] == page

    after = ask("GET", api(page)).json()
    assert after["revision"] == 2
    assert after["inputs"]["finance"]["exchange_rate"] == NOW
    assert after["inputs"]["labour"]["reviewer_rate"] == pytest.approx(40 * NOW)
    assert after["inputs"]["labour"]["engineer_rate"] == 80
    assert after["ranges"] != before["ranges"]
    expected = today(ask)
    assert (after["inputs"], after["ranges"]) == (expected["inputs"], expected["ranges"])
    assert moved(ask, page) == []


def test_a_range_and_an_amount_with_a_source_of_ones_own_stay(
    ask: Ask, saved: dict[str, str], owner: Visitor
) -> None:
    page = owner.post(f"{saved['sourced']}/copies").headers["location"]
    owner.post(f"{page}/prices")
    after = ask("GET", api(page)).json()
    assert after["inputs"]["labour"]["reviewer_rate"] == 40 * THEN
    assert after["inputs"]["labour"]["labeller_rate"] == pytest.approx(32 * NOW)
    assert after["inputs"]["quality"]["error_cost"] == pytest.approx(5 * NOW)
    assert after["ranges"]["quality.error_cost"] == {"low": 1, "high": 50}


def test_another_edit_keeps_the_rate_and_that_it_has_moved(
    ask: Ask, page: str, owner: Visitor
) -> None:
    editor = owner.get(f"{page}/edit").text
    query = unescape(editor.partition('name="query" value="')[2].partition('"')[0])
    assert f"finance.exchange_rate={THEN}" in query  # no longer what the currency fills
    owner.edit(page, revision=1, query=f"{query}&workload.requests_per_month=70000")
    after = ask("GET", api(page)).json()["inputs"]
    assert after["workload"]["requests_per_month"] == 70_000
    assert after["labour"]["reviewer_rate"] == 40 * THEN
    assert moved(ask, page) == MOVED


def test_another_currency_brings_todays_rate(ask: Ask, page: str, owner: Visitor) -> None:
    owner.edit(page, revision=1, query=urlencode(CASE | {"finance.currency": "JPY"}))
    assert moved(ask, page) == []


def test_a_file_keeps_that_the_rate_has_moved(ask: Ask, page: str) -> None:
    file = ask("GET", f"{api(page)}/export").json()
    [made] = ask("POST", "/api/v1/scenarios/imports", json=file).json()["scenarios"]
    assert moved(ask, f"/s/{made['id']}") == MOVED


@pytest.mark.parametrize("name", ["typed", "dollars"])
def test_a_rate_that_no_currency_filled_has_not_moved(
    ask: Ask, saved: dict[str, str], owner: Visitor, name: str
) -> None:
    assert moved(ask, saved[name]) == []
    assert "Prices have moved" not in owner.get(saved[name]).text
