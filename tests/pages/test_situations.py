"""Situations from the field, typed into the page as a person would, and answered right.

Each test says how many fields it takes: the use case, "start from nothing", is one of them.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import pytest

from tests.pages.test_pages import Form, unfolded
from tests.people import Ask


@dataclass
class Person:
    """Somebody before the calculator, who fills in fields of the page and looks at the answer."""

    get: Ask
    post: Ask
    address: str = "/"
    fields: int = 0
    page: str = field(default="", init=False)

    def type(self, **texts: str) -> httpx.Response:
        """Fill in fields and press the button, as without JavaScript; return the answer."""
        form = Form(self.get(unfolded(self.address)).text).values
        typed = {name.replace("__", "."): text for name, text in texts.items()}
        assert typed.keys() <= form.keys()
        assert all(text != form[name] for name, text in typed.items())  # else there is none to type
        self.fields += len(typed)
        answer = self.post("/", data=form | typed)
        self.page = answer.text
        if answer.status_code == 303:
            self.address = answer.headers["location"].partition("&open=")[0]
            self.page = self.get(unfolded(self.address)).text
        return answer

    def figures(self, feed: str = "summary") -> dict:
        """Return the figures of the plan on the page."""
        return self.get(f"/api/v1/{feed}?{urlsplit(self.address).query}").json()

    @property
    def total(self) -> float:
        """What prompting costs over the plan, in dollars."""
        return self.figures()["approaches"]["prompting"]["total_cost"]


@pytest.fixture
def person(get: Ask, post: Ask) -> Person:
    """A person who has just picked "start from nothing"."""
    somebody = Person(get, post)
    somebody.type(preset="blank")
    return somebody


def test_two_options_with_a_price_per_call(person):
    person.type(
        workload__requests_per_month="10000/day",
        prompting__call_price="$0.002",
        tuning__call_price="$0.0005",
        tuning__build_cost="5,000",
    )
    assert person.fields == 5
    # 10,000 × 365/12 × $0.0015 = $456.25 a month; 5,000 / 456.25 = 10.96; 12 × 456.25 − 5,000 = 475
    summary = person.figures()
    assert summary["comparisons"]["hybrid"] is None
    tuning = summary["comparisons"]["tuning"]
    assert tuning["break_even_month_exact"] == pytest.approx(5000 / 456.25)
    assert tuning["savings"] == pytest.approx(475)
    verdict = person.figures("verdict")
    assert (verdict["status"], verdict["recommendation"]) == ("close", "prompting")


def test_a_thousand_chats_of_twenty_turns(person):
    person.type(
        finance__horizon_months="1",
        prompting__calls_per_request="20",
        prompting__prompt_tokens="500",
        workload__request_tokens="200",
        together__output_tokens="400",
        prompting__input_price="3",
        prompting__output_price="15",
    )
    assert person.fields == 8  # the thousand are there already
    # A chat sends 20 × 700 + 600 × 190 = 128,000 tokens and writes 8,000: $0.384 + $0.12
    assert person.total == pytest.approx(504)
    person.type(prompting__cached_input_price="0.30", prompting__cache_hit_rate="100")
    assert person.fields == 10
    # 19 × 700 + 600 × 171 = 115,900 are read at $0.30; 12,100 at $3; $0.12 to write
    assert person.total == pytest.approx(1000 * (0.115_9 * 0.3 + 0.012_1 * 3 + 0.12))


def test_a_long_document_costs_the_long_price(person):
    person.type(
        prompting__model="openai/gpt-5.5",
        workload__request_tokens="300k",
        together__output_tokens="10k",
    )
    assert person.fields == 4
    # 0.3M × $10 + 0.01M × $45; at the base prices it would be 1.5 + 0.3 = 1.80
    figures = person.figures()["approaches"]["prompting"]
    assert figures["cost_per_request"] == pytest.approx(3.45)


def test_a_gpu_for_four_hours_a_day(person):
    person.type(
        finance__horizon_months="1",
        prompting__hosting_price="3.80",
        prompting__hosting_hours="121.667",
    )
    assert person.fields == 4
    assert person.total == pytest.approx(3.80 * 4 * 365 / 12, abs=0.005)  # 462.33


def test_caching_below_its_break_even_costs_more_than_none(person):
    person.type(
        workload__requests_per_month="2M",
        prompting__model="anthropic/claude-sonnet-4-6",
        prompting__prompt_tokens="5,500",
        prompting__cache_hit_rate="20",
    )
    assert person.fields == 5
    figures = person.figures()["approaches"]["prompting"]
    # 5,500 × (0.2 × $0.30 + 0.8 × $3.75) / 1M; without caching 5,500 × $3 / 1M = $0.0165
    assert figures["cost_per_request"] == pytest.approx(0.01683)
    assert re.search(r"21\.7\s%", person.page)  # 0.75 / 3.45
    person.type(prompting__cache_hit_rate="22")
    assert not re.search(r"21\.7\s%", person.page)


def test_three_calls_that_all_miss_the_cache_are_written(person):
    person.type(
        workload__requests_per_month="3",
        finance__horizon_months="1",
        prompting__model="anthropic/claude-sonnet-4-6",
        prompting__prompt_tokens="5500",
        prompting__cache_hit_rate="100",
    )
    assert person.fields == 6
    # 3 × 5,500 × $3.75 / 1M = $0.0619; at three calls a month the cache is cold, but for 1 in 2,900
    assert person.total == pytest.approx(0.061875, rel=1e-3)


def test_a_plan_that_retrains_has_one_rate_of_return(person):
    person.type(
        prompting__call_price="0.1",
        tuning__build_cost="250",
        labour__engineer_rate="100",
        together__upkeep_every_months="6",
        tuning__upkeep_hours="1.5",
    )
    assert person.fields == 6
    # $100 a month, less $150 in months 6 and 12: the flows change sign five times, their sum once
    flows = [-250.0, *(100.0 if month % 6 else -50.0 for month in range(1, 13))]
    irr = person.figures()["comparisons"]["tuning"]["irr"]
    assert irr > 0
    present = [flow * (1 + irr) ** (-month / 12) for month, flow in enumerate(flows)]
    assert sum(present) == pytest.approx(0, abs=1e-6)


def test_a_number_that_may_mean_two_is_refused_with_both_readings(person):
    answer = person.type(workload__requests_per_month="12.500", finance__horizon_months="24")
    assert answer.status_code == 422
    assert person.page.count("Requests per month must be clear. 12.500: 12500 or 12.5?") == 2
    still = Form(person.page).values
    assert still["workload.requests_per_month"] == "12.500"
    assert still["finance.horizon_months"] == "24"
    # What was right beside it counts as soon as the other is: nothing is typed again.
    corrected = person.post("/", data=still | {"workload.requests_per_month": "12500"})
    assert corrected.headers["location"].partition("&open=")[0] == (
        "/?preset=blank&workload.requests_per_month=12500&finance.horizon_months=24"
        "&ranges.workload.requests_per_month=9375..15620"
    )
