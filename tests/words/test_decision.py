"""Verdict, thresholds, ranges and uncertainty over the real app."""

import re

import pytest

from app.catalog import find_preset, presets
from app.inputs import FIELDS

# $24 of answers and $1,200 of platform a year; fine-tuning saves the answers, for $1,000.
FLIP = (
    "preset=blank&tuning.build_cost=1000&prompting.output_tokens=1000&prompting.output_price=2"
    "&hybrid.build_cost=5000&prompting.platform_cost=100&tuning.platform_cost=100"
)


@pytest.mark.parametrize("name", list(presets()))
def test_a_presets_verdict_is_what_its_figures_say(get, name):
    verdict = get("/api/v1/verdict", params={"preset": name}).json()
    summary = get("/api/v1/summary", params={"preset": name}).json()
    costs = {key: item["present_cost"] for key, item in summary["approaches"].items() if item}
    cheapest = min(costs, key=costs.get)
    fit = find_preset(name).inputs.fit.model_dump()
    answers = list(fit.values())
    points = answers[:4].count("yes") - answers[4:].count("yes")
    leaning = "tuning" if points >= 2 else "prompting" if points <= -2 else None
    assert verdict["cheapest"] == cheapest
    assert (verdict["probability_cheapest"] is None) == (name == "blank")
    assert verdict["fit"]["points"] == points
    assert verdict["fit"]["leaning"] == leaning
    if leaning in costs:
        assert verdict["price_of_fit"] == pytest.approx(costs[leaning] - costs[cheapest])
    if leaning == cheapest:
        assert verdict["recommendation"] == cheapest
    page = get("/", params={"preset": name}).text.replace("\u00a0", " ").replace("&#39;", "'")
    headline = verdict["headline"].removeprefix("Too close to call, so ").capitalize()
    # Beside the figures, and how sure it is; whole in the bars of a phone and of a desk.
    assert page.count(f">{headline}</h2>") == 1
    assert page.count(f"<span>{verdict['headline']}</span>") == 2
    [sentence] = re.findall(r'<p class="headline">(.+)</p>', page)
    assert verdict["words"].startswith(f"{verdict['headline']}. {sentence}")


def test_the_summary_names_the_break_even_volume(get):
    figures = get(f"/api/v1/summary?{FLIP}").json()["comparisons"]["tuning"]
    # $1,000 against 12 × $0.002 a request: 41,667 requests a month
    assert figures["break_even_requests_per_month"] == pytest.approx(1000 / 0.024)
    assert figures["crossing_requests_per_month"] == pytest.approx([1000 / 0.024])
    page = get(f"/?{FLIP}").text
    assert "Fine-tuning pays above 41,700 requests a month; you entered 1,000." in page


def test_following_a_link_of_what_would_have_to_be_true_brings_npv_to_zero(get):
    page = get(f"/outlook?{FLIP}").text
    links = re.findall(r'<a href="/\?([^"]+)">Fine-tuning would pay if', page)
    assert links
    for link in links:
        if "horizon" in link:
            continue
        summary = get("/api/v1/summary?" + link.replace("&amp;", "&")).json()
        total = summary["approaches"]["prompting"]["total_cost"]
        assert abs(summary["comparisons"]["tuning"]["npv"]) <= 1e-6 * total


def test_a_dollars_own_exchange_rate_is_nothing_to_change(get):
    assert "Exchange rate" not in conditions_of(get, FLIP)
    assert "Exchange rate" in conditions_of(get, f"{FLIP}&finance.currency=EUR")


def conditions_of(get, query):
    page = get(f"/outlook?{query}").text
    return page.partition("What would have to be true")[2]


def test_thresholds_are_flat_rows(get):
    rows = get(f"/api/v1/thresholds?{FLIP}").json()
    assert list(rows[0]) == ["input", "entered", "comparison", "switching_value"]
    assert {row["comparison"] for row in rows} == {"tuning", "hybrid"}
    assert {row["input"] for row in rows} <= set(FIELDS)


def test_the_uncertainty_has_the_documented_shape(get):
    answer = get("/api/v1/uncertainty?preset=customer-support&draws=256").json()
    assert list(answer) == [
        "draws",
        "seed",
        "probability_cheapest",
        "comparisons",
        "expected_value_of_perfect_information",
        "value_of_learning",
        "acceptability",
        "test_plan",
        "best_test",
    ]
    assert (answer["draws"], answer["seed"]) == (256, 1)
    assert sum(answer["probability_cheapest"].values()) == pytest.approx(1)
    outlook = answer["comparisons"]["hybrid"]
    assert list(outlook) == [
        "probability_cheaper",
        "npv",
        "break_even_month",
        "cumulative_savings",
    ]
    assert list(outlook["npv"]) == ["mean", "p10", "p50", "p90"]
    assert list(outlook["break_even_month"]) == ["share", "p10", "p50", "p90"]
    assert len(outlook["cumulative_savings"]) == 25
    assert list(outlook["cumulative_savings"][0]) == ["month", "p10", "p50", "p90"]
    assert {row["input"] for row in answer["value_of_learning"]} == set(
        find_preset("customer-support").ranges
    )


def test_ranges_in_a_query_in_a_body_and_in_a_saved_scenario_are_the_same(ask):
    query = "preset=blank&tuning.build_cost=50&ranges.tuning.build_cost=10..100&seed=3&draws=512"
    body = {
        "preset": "blank",
        "inputs": {"tuning": {"build_cost": 50}},
        "ranges": {"tuning.build_cost": {"low": 10, "high": "100"}},
        "seed": 3,
        "draws": 512,
    }
    asked = ask("GET", f"/api/v1/uncertainty?{query}").json()
    assert asked == ask("POST", "/api/v1/uncertainty", json=body).json()
    saved = ask("POST", "/api/v1/scenarios", json=body | {"name": "Ranged"}).json()
    assert saved["ranges"] == {"tuning.build_cost": {"low": 10.0, "high": 100.0}}
    rows = ask("GET", f"/api/v1/scenarios/{saved['id']}/sensitivity").json()
    assert rows == ask("GET", f"/api/v1/sensitivity?{query}").json()
    assert (rows[0]["npv_low"], rows[0]["npv_high"]) == (-10, -100)


def test_a_value_of_ones_own_is_certain_and_a_range_can_be_taken_away(get):
    def ranged(query):
        return {
            row["input"] for row in get(f"/api/v1/sensitivity?preset=internal-tools{query}").json()
        }

    usual = set(find_preset("internal-tools").ranges)
    volume = "workload.requests_per_month"
    assert ranged("") == usual
    assert ranged(f"&{volume}=123456") == usual - {volume}
    assert ranged(f"&ranges.{volume}=none") == usual - {volume}
    assert ranged(f"&{volume}=123456&ranges.{volume}=100k..200k") == usual


def test_without_ranges_nothing_is_simulated(get):
    refused = get(f"/api/v1/uncertainty?{FLIP}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["input"] == "ranges"
    page = get(f"/outlook?{FLIP}").text
    assert "No input has a range" in page
    assert "100 %" not in page


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("ranges.tuning.epochs=1", "ranges.tuning.epochs", "low and a high end"),
        ("ranges.tuning.epochs=3..2", "ranges.tuning.epochs", "start with its low end"),
        ("ranges.tuning.epochs=4..5", "ranges.tuning.epochs", "must hold the entered value"),
        ("ranges.tuning.epochs=0..3", "ranges.tuning.epochs", "at least 1"),
        ("ranges.tuning.model=a..b", "ranges.tuning.model", "not a number"),
        ("ranges.tuning.colour=1..2", "ranges.tuning.colour", "no input called"),
        ("ranges.tuning.colour=none", "ranges.tuning.colour", "no input called"),
        ("draws=1000", "draws", "power of two"),
        ("draws=131072", "draws", "65,536"),
        ("seed=-1", "seed", "whole number"),
    ],
)
def test_a_bad_range_is_named(get, query, name, message):
    response = get(f"/api/v1/uncertainty?preset=blank&{query}")
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert error["input"] == name
    assert message in error["message"]


def test_the_outlook_says_how_sure_the_answer_is(get):
    page = get("/outlook?preset=customer-support").text
    assert "How likely each is the cheapest" in page
    assert re.search("time(s)? in 10 it (saves|costs|loses)", page)
    assert "Of single numbers, learning" in page
    assert "Worked out 8,192 times" in page
    assert "P10" not in page


def test_the_outlook_is_a_fragment_for_htmx_and_a_page_for_others(get):
    path = "/outlook?preset=blank"
    fragment = get(path, headers={"HX-Request-Type": "partial"}).text
    assert fragment.lstrip().startswith('<section id="outlook"')
    assert get(path).text.startswith("<!doctype html>")


def test_a_range_typed_in_the_form_travels_in_the_address(get):
    form = {
        "form": "1",
        "preset": "blank",
        "tuning.error_rate": "5",
        "ranges.tuning.error_rate": "2..8",
        "ranges.tuning.build_cost": "",
    }
    response = get("/", params=form)
    assert response.headers["location"] == (
        "/?preset=blank&tuning.error_rate=0.05&ranges.tuning.error_rate=0.02..0.08"
        "&open=building+quality"
    )
    page = get(response.headers["location"]).text
    assert re.search(r'name="ranges.tuning.error_rate" value="2(\.\.|–| to )8"', page)


def test_the_eleven_factors_hold_this_plans_figures(get):
    page = get("/?preset=legal-drafting").text
    table = page[page.index('<details id="factors"') :]
    table = table[: table.index("</table>")]
    assert table.count('<th scope="row">') == 11
    assert "live after 4 months" in table
    assert "160 engineer hours" in table
