"""The figures of the card speak of what can run, and of what is recommended, in today's money."""

from app.pages.calculator.outlook import likely_words
from app.pages.calculator.tiles import Tile, tiles
from app.plans.building import build_plan


def shown(preset: str, **values: object) -> dict[str, Tile]:
    plan = build_plan(preset, {name.replace("__", "."): value for name, value in values.items()})
    return {tile.title: tile for tile in tiles(plan)}


def test_what_cannot_run_is_no_alternative() -> None:
    # 12 calls that send 20,000 tokens again each time are beyond the 128,000 of the tuned model.
    found = shown(
        "internal-tools",
        tuning__calls_per_request=12,
        workload__request_tokens=20_000,
        prompting__model="google/gemini-2.5-pro",
    )
    assert list(found) == ["Prompting costs"]


def test_a_plan_of_which_too_little_is_known_shows_what_prompting_costs() -> None:
    found = shown("blank", prompting__platform_cost=100, tuning__considered="yes")
    assert found["Prompting costs"].value == "$1,200"
    assert found["In January 2027"].value == found["In December 2027"].value == "$100"


def test_what_is_not_known_is_not_said_to_cost_nothing() -> None:
    assert shown("blank") == {}
    assert shown("blank", prompting__input_price=1, tuning__considered="yes") == {}


def test_amounts_are_in_todays_money() -> None:
    # 100 / 1.21 ^ (1/12) is $98.42 in month 1; twelve of them, discounted, $1,084
    found = shown("blank", prompting__platform_cost=100, finance__discount_rate=0.21)
    assert found["In January 2027"].value == "$98.40"
    assert found["Prompting costs"].value == "$1,080"


def test_where_prompting_stays_the_nearest_alternative_stands_beside_it() -> None:
    found = shown(
        "blank",
        prompting__platform_cost=100,
        tuning__platform_cost=200,
        tuning__build_cost=50,
        tuning__build_month=2,
        hybrid__platform_cost=300,
    )
    assert list(found) == ["Prompting costs", "Fine-tuning instead"]
    # $50 and ten months × $100: months 3 to 12 are its own
    assert found["Fine-tuning instead"].value == "$1,050 more"
    assert found["Fine-tuning instead"].remark == "$50 in February 2027"


def test_what_is_recommended_pays_from_a_month() -> None:
    found = shown(
        "blank", prompting__platform_cost=300, tuning__platform_cost=100, tuning__build_cost=500
    )
    assert [(tile.title, tile.value) for tile in found.values()] == [
        ("Pays from", "March 2027"),
        ("Saves", "$1,900"),
        ("Up front", "$500"),
    ]


def test_where_prompting_is_likelier_to_be_the_cheapest_that_is_said() -> None:
    plan = build_plan("customer-support", {"workload.requests_per_month": 40_000})
    assert plan.verdict.recommendation == "tuning"
    assert likely_words(plan)[0].endswith(
        "With the numbers as they stand fine-tuning comes out ahead; over the whole of their "
        "ranges, prompting does more often."
    )
