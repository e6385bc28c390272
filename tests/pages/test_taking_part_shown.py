"""Every page of a plan shows those who take part, and nobody else."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from httpx import Response

from app.pages.calculator.tables import approach_table, year_table
from app.plans.dialect import read_query
from app.words.months import month_name

Get = Callable[..., Response]
COSTS = "preset=blank&prompting.input_price=2&prompting.prompt_tokens=1000&prompting.error_rate=0.1"
TUNED = "tuning.input_price=1&tuning.prompt_tokens=200&tuning.build_cost=90&tuning.error_rate=0.05"
BOTH = "hybrid.input_price=1&hybrid.prompt_tokens=300&hybrid.build_cost=90"
RANGE = "ranges.prompting.error_rate=0.05..0.2&quality.error_cost=1&draws=256"
PLANS = {
    ("Prompting",): COSTS,
    ("Prompting", "Fine-tuning"): f"{COSTS}&{TUNED}",
    ("Prompting", "Hybrid"): f"{COSTS}&{BOTH}&tuning.considered=no",
    ("Prompting", "Fine-tuning", "Hybrid"): f"{COSTS}&{TUNED}&{BOTH}",
}
PATHS = (
    "/",
    "/brief",
    "/chart",
    "/chart.svg",
    "/outlook",
    "/methodology",
    "/explain?result=prompting.provider_cost",
    "/explain?line=prompting.total",
    "/connect",
    "/prices",
)


def address(path: str, query: str) -> str:
    """Return a path with the plan behind what it asks itself."""
    return f"{path}{'&' if '?' in path else '?'}{query}"


@pytest.mark.parametrize("considered", PLANS)
@pytest.mark.parametrize("ranged", ["", RANGE])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_whoever_takes_part(
    get: Get, considered: tuple[str, ...], ranged: str, path: str
) -> None:
    assert get(address(path, f"{PLANS[considered]}&{ranged}")).status_code == 200


@pytest.mark.parametrize("considered", PLANS)
def test_the_answer_has_a_curve_a_switch_and_a_column_for_those_who_take_part(
    get: Get, considered: tuple[str, ...]
) -> None:
    page = get(f"/?{PLANS[considered]}").text
    answer = page[page.index('id="answer"') :]
    curves = re.findall(r'<g class="curve (\w+)">', answer)
    switches = re.findall(r'hx-target="#figure"[^>]* class="(\w+)">', answer)
    names = {"Prompting": "prompting", "Fine-tuning": "tuning", "Hybrid": "hybrid"}
    # What each costs, then what is saved by it.
    shown = [names[title] for title in considered]
    assert curves == shown + [name for name in shown if name != "prompting"]
    assert switches == ([names[title] for title in considered] if len(considered) > 1 else [])
    heads = re.findall(r"<caption>What each approach costs[^<]*</caption>.*?</thead>", answer, re.S)
    assert re.findall(r'<th scope="col">([^<]+)</th>', heads[0]) == list(considered)


def test_a_forecast_says_what_it_costs_and_offers_to_compare(get: Get) -> None:
    page = html.unescape(get(f"/?{PLANS['Prompting',]}").text)
    answer = page[page.index('id="answer"') :]
    # 1,000 requests × 1,000 tokens × $2 / 1M = $2 a month
    assert "Prompting will cost about $24 over one year, in today's money." in answer
    for month in ("January 2027", "December 2027"):
        assert re.search(rf"<dt>In {month}</dt><dd><a [^>]+>\$2</a>", answer)
    for words in ("Against prompting", "How sure", "Eleven factors", "crosses prompting"):
        assert words not in answer
    link = re.search(r'<a href="([^"]+)">Compare with fine-tuning</a>', answer)
    assert link is not None
    assert "Say which model you would fine-tune" in get(link[1]).text


def test_a_plan_of_two_does_not_speak_of_the_third(get: Get) -> None:
    query = f"{PLANS['Prompting', 'Fine-tuning']}&{RANGE}"
    for path in ("/brief", "/outlook"):
        main = get(f"{path}?{query}").text.partition("<main")[2].partition("</main>")[0]
        assert "Fine-tuning" in main
        assert "ybrid" not in main
        assert "doing both" not in main


def test_the_tables_show_the_cost_in_three_parts_and_by_year() -> None:
    query = f"{PLANS['Prompting', 'Fine-tuning']}&quality.error_cost=1&finance.fiscal_year_start=7"
    plan = read_query(parse_qsl(query))
    rows = {row[0]: row[1:] for row in approach_table(plan).rows}
    # 12,000 requests: $24 and $2.40 of tokens, 10 % and 5 % of them wrong at $1
    assert rows["of that: the provider's bill"] == ["$24.00", "$2.40"]
    assert rows["of that: people and tools"] == ["$0", "$90.00"]
    assert rows["of that: wrong answers"] == ["$1,200", "$600"]
    # Month 0 is December 2026: the first year ends in June 2027, the second holds July to December.
    assert year_table(plan).rows == [
        ["2027", "6,000", "$612", "$391", "$221"],
        ["2028", "6,000", "$612", "$301", "$311"],
    ]


def test_a_build_that_waits_is_marked_on_the_curve_and_dated(get: Get) -> None:
    query = f"{PLANS['Prompting', 'Fine-tuning']}&tuning.build_month=5"
    page = html.unescape(get(f"/?{query}").text)
    assert "Fine-tuning: is built in May 2027" in page
    assert "<small>$90 in May 2027</small>" in page or "Paid in May 2027" in page
    assert "is built in" not in get(f"/?{PLANS['Prompting', 'Fine-tuning']}").text


def test_the_month_in_which_building_would_pay_most_is_said_where_it_is_not_the_one_planned(
    get: Get,
) -> None:
    # Requests double every month: what building saves in the first months is less than it costs.
    query = (
        "preset=blank&prompting.call_price=1&workload.requests_per_month=1&tuning.call_price=0.01"
        "&workload.monthly_growth=0.5&tuning.build_cost=10&tuning.upkeep_every_months=1"
        "&tuning.upkeep_hours=1&labour.engineer_rate=4"
    )
    page = get(f"/?{query}").text
    figures = get(f"/api/v1/summary?{query}").json()["comparisons"]["tuning"]
    month = figures["best_build_month"]
    assert month > 0
    when = month_name("2026-12", month)
    assert f"Building the tuned model in {when} would pay most and save about $" in page
    again = get(f"/?{query}&tuning.build_month={month}").text
    assert "would pay most and" not in again
