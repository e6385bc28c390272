"""What to test, what a mistake avoided costs and how many examples, on the pages."""

import re

from app.answers.examples import examples_curve
from app.pages.calculator.form import build_form
from app.pages.calculator.worth import round_numbers
from app.plans.building import build_plan

SUPPORT = "preset=customer-support"
PARTIAL = {"HX-Request-Type": "partial"}
LEARNING = f"{SUPPORT}&tuning.learning_exponent=0.4&tuning.measured_examples=500"


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def test_the_card_says_what_a_mistake_avoided_costs(get):
    assert "per mistake avoided: worth it if a mistake costs you more." in plain(
        get(f"/?{SUPPORT}").text
    )


def test_a_close_call_has_the_test_where_else_stands_what_flips_it(get):
    page = plain(get(f"/outlook?{SUPPORT}", headers=PARTIAL).text)
    assert "What to test first 1,600 answers of each: about $6,400, worth about $61,000" in page
    clear = plain(get(f"/outlook?{SUPPORT}&tuning.error_rate=0.02", headers=PARTIAL).text)
    assert "What to test first 1,600" not in clear


def test_the_details_have_both_curves_with_their_tables(get):
    page = get(f"/outlook?{SUPPORT}").text
    for words in ("What a test costs and is worth", "How likely each is the cheapest"):
        assert f"<figcaption>{words}</figcaption>" in page
    tables = plain(page)
    assert "50 $18,000 $200 54 %" in tables
    assert "A mistake costs Prompting Fine-tuning Hybrid $0 85 % 15 % 0 %" in tables


def test_a_plan_without_ranges_says_what_a_mistake_avoided_costs_and_plans_no_test(get):
    page = plain(get("/outlook?preset=blank&prompting.call_price=1&tuning.call_price=1").text)
    assert "What to test first" not in page


def test_a_plan_that_learns_shows_how_many_examples_cost_least(get):
    page = get(f"/?{LEARNING}").text
    assert "How many examples?" in page
    assert "Fine-tuning costs least with" in page
    assert 'class="mark"' in page  # today's number
    assert "How many examples?" not in get(f"/?{SUPPORT}").text


def test_a_hybrid_with_its_own_learning_has_its_own_curve(get):
    page = get(f"/?{LEARNING}&hybrid.learning_exponent=0.2").text
    assert "Doing both costs least with" in page


def test_the_form_asks_whether_more_examples_would_help():
    form = build_form(build_plan("customer-support", {}), opened=["dataset"])
    part = next(part for part in form.parts if part.heading.title == "Dataset and training")
    asked = {row.label: row for row in part.rows}["Would more examples help?"]
    assert [cell.name for cell in asked.cells if cell] == [
        "prompting.learning_exponent",
        "tuning.learning_exponent",
        "hybrid.learning_exponent",
    ]


def test_the_curve_is_read_at_round_numbers():
    plan = build_plan(
        "customer-support",
        {"tuning.learning_exponent": 0.4, "tuning.measured_examples": 500, "draws": 256},
    )
    curve = examples_curve(plan.projection, "tuning")
    assert curve is not None
    numbers = round_numbers(curve)
    assert {1000, 2000, 5000} <= set(numbers)
    assert curve.examples[0] <= numbers[0] < numbers[-1] <= curve.examples[-1]


def test_a_mistake_avoided_is_explained_with_its_numbers(get):
    page = plain(get(f"/explain?{SUPPORT}&result=tuning.cost_per_mistake_avoided").text)
    assert "$2.53999" in page
    assert "It is worth it if a mistake costs more: the plan says $5" in page
    none = plain(
        get(f"/explain?{SUPPORT}&tuning.error_rate=0.2&result=tuning.cost_per_mistake_avoided").text
    )
    assert "There is none: no fewer answers are wrong than with prompting." in none


def test_what_is_cheaper_and_better_is_explained_as_that(get):
    page = plain(
        get(
            f"/explain?{SUPPORT}&prompting.input_price=900&tuning.error_rate=0.01"
            "&result=tuning.cost_per_mistake_avoided"
        ).text
    )
    assert "It is below 0: the approach is cheaper, and fewer answers are wrong." in page


def test_the_best_number_of_examples_is_explained_against_today(get):
    page = plain(get(f"/explain?{LEARNING}&result=tuning.best_examples").text)
    assert "With 2,000 examples, as planned, it costs $" in page
    none = plain(get(f"/explain?{SUPPORT}&result=tuning.best_examples").text)
    assert "examples (tuning learning exponent) is 0." in none
