"""The figures beside the verdict speak of what can run, and of what is recommended."""

from app.pages.calculator.outlook import likeliest, likely_words, surest
from app.pages.calculator.tiles import tiles
from app.plans.plan import build_plan


def titles(preset: str, **values: object) -> list[str]:
    plan = build_plan(preset, {name.replace("__", "."): value for name, value in values.items()})
    return [tile.title for tile in tiles(plan)]


def test_what_cannot_run_pays_from_no_month() -> None:
    # 12 calls that send 20,000 tokens again each time are beyond the 128,000 of the tuned model.
    shown = titles(
        "internal-tools",
        tuning__calls_per_request=12,
        workload__request_tokens=20_000,
        prompting__model="google/gemini-2.5-pro",
    )
    assert shown[0] == "Prompting costs"


def test_a_plan_of_which_too_little_is_known_shows_what_prompting_costs() -> None:
    assert titles("blank", prompting__input_price=1, tuning__considered="yes")[0] == (
        "Prompting costs"
    )


def test_the_chance_shown_is_that_of_what_is_recommended() -> None:
    plan = build_plan("customer-support", {"workload.requests_per_month": 40_000})
    recommended = plan.verdict.recommendation
    assert recommended == "tuning" != likeliest(plan)
    assert surest(plan)[0] == "Fine-tuning"
    assert "prompting is the cheapest more often" in likely_words(plan)[0]
