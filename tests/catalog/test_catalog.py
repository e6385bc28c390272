"""The catalogue's data: sourced, dated, and within what the calculator takes."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from urllib.parse import quote

import pytest
import yaml
from genai_prices import types as genai

from app.catalog import (
    UnknownModel,
    UnknownPreset,
    find_model,
    find_preset,
    models,
    presets,
    price_fields,
    prices_as_of,
)
from app.catalog.figures import FOLDER, read_fine_tuning
from app.catalog.models import known_models, long_prices
from app.catalog.presets import Value
from app.inputs import APPROACHES, FIELDS, Inputs
from app.model import project

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # of the day of the prices
PRESETS = (
    "customer-support legal-drafting medical-documentation financial-reporting internal-tools "
    "blog-writing marketing-copy brainstorming casual-replies one-off-exploration blank"
).split()


@pytest.fixture(params=PRESETS)
def preset(request):
    return find_preset(request.param)


def test_there_are_the_ten_uses_of_the_guide_and_blank():
    assert list(presets()) == PRESETS


def test_blank_is_nothing_at_all_and_prompting_alone():
    inputs = find_preset("blank").inputs
    alone = {"tuning.considered": False, "hybrid.considered": False}
    assert inputs.values() == Inputs().values() | alone
    assert Inputs().workload.requests_per_month == 1000
    assert Inputs().finance.horizon_months == 12


def test_every_value_of_a_preset_has_a_dated_source_or_a_reason(preset):
    for name, value in preset.inputs.values().items():
        if value == Inputs().value(name):
            continue
        origin = preset.origins[name]
        assert origin.assumption or (origin.source and date.fromisoformat(origin.as_of)), name


def test_a_value_without_an_origin_is_refused():
    with pytest.raises(ValueError, match="either a source or an assumption"):
        Value.model_validate({"value": 1})
    with pytest.raises(ValueError, match="a source has a date"):
        Value.model_validate({"value": 1, "source": "somewhere"})


def test_a_presets_prices_are_those_of_the_catalogue(preset):
    for name in APPROACHES:
        approach = preset.inputs.approach(name)
        if approach.model:
            for field, price in price_fields(approach.model).items():
                assert getattr(approach, field) == price, (name, field)


def test_no_file_of_a_preset_types_a_price():
    for path in (FOLDER / "presets").glob("*.yaml"):
        assert not [
            name for name in yaml.safe_load(path.read_text())["values"] if name.endswith("_price")
        ]


def test_ranges_hold_the_value_and_keep_the_bounds(preset):
    if preset.name != "blank":
        assert len(preset.ranges) >= 6
    for name, (low, high) in preset.ranges.items():
        assert low <= preset.inputs.value(name) <= high
        assert FIELDS[name].contains(low), name
        assert FIELDS[name].contains(high), name


def test_no_tuned_model_of_a_preset_is_about_to_close(preset):
    for name in ("tuning", "hybrid"):
        if reference := preset.inputs.approach(name).model:
            assert find_model(reference).fine_tuning_closes is None


def test_the_leaning_is_that_of_the_guide():
    leanings = [preset.leaning for preset in presets().values()]
    assert leanings == ["tuning"] * 5 + ["prompting"] * 5 + [None]


def test_the_date_of_the_prices_belongs_to_the_installed_package():
    # After an upgrade of genai-prices, look at its prices and set both in fine_tuning.yaml.
    assert read_fine_tuning().token_prices.version == version("genai-prices")
    assert date.fromisoformat(prices_as_of())


def test_every_model_has_prices_a_source_and_an_address():
    assert len(models()) > 500
    for reference, model in models().items():
        assert model.reference == reference
        assert model.input_price >= 0
        assert model.source
        assert date.fromisoformat(model.as_of)
        assert quote(reference, safe="/:@.-_") == reference
        if model.batch_discount is not None:
            assert 0 < model.batch_discount < 1, reference


def test_a_model_of_the_package_keeps_its_prices():
    model = find_model("openai/gpt-4.1-mini")
    assert (model.input_price, model.cached_input_price, model.output_price) == (0.4, 0.1, 1.6)
    assert model.batch_discount == 0.5
    assert model.cache_minimum_tokens == 1024
    assert model.retires == "2027-01-14"


def test_a_model_whose_long_calls_cost_more_fills_the_threshold_and_the_long_prices():
    filled = price_fields("openai/gpt-5.5")  # the long document of facts.md
    assert (filled["input_price"], filled["output_price"]) == (5, 30)
    assert filled["long_threshold_tokens"] == 272_000
    assert (filled["long_input_price"], filled["long_output_price"]) == (10, 45)
    assert filled["long_cached_input_price"] == 1


def test_a_model_of_one_price_fills_no_long_price():
    filled = price_fields("openai/gpt-4.1-mini")
    assert [filled[name] for name in filled if name.startswith("long_")] == [None] * 4


def test_every_tier_of_the_package_is_used():
    tiered = {
        f"{provider.id}/{model.id}"
        for provider, model in known_models()
        if "tiers" in repr(model.get_prices(NOON))
    } & models().keys()
    assert len(tiered) == 51
    assert {name for name, model in models().items() if model.long_threshold_tokens} == tiered
    assert all(find_model(name).long_input_price for name in tiered)


def test_the_lowest_of_several_thresholds_counts_with_the_prices_just_above_it():
    low, high = (genai.Tier(start=start, price=Decimal(start)) for start in (100, 200))
    prices = genai.ModelPrice(
        input_mtok=genai.TieredPrices(base=Decimal(1), tiers=[high, low]),
        output_mtok=genai.TieredPrices(base=Decimal(4), tiers=[high]),
    )
    assert long_prices(prices) == {
        "long_threshold_tokens": 100,
        "long_input_price": 100,
        "long_cached_input_price": None,
        "long_output_price": None,  # it rises at 200 only
    }


def test_a_model_that_bills_calls_fills_their_price_and_another_leaves_it_alone():
    assert price_fields("perplexity/sonar")["call_price"] == 0.012  # 12 USD per 1,000
    assert "call_price" not in price_fields("openai/gpt-4.1-mini")


def test_a_tuned_model_on_azure_costs_its_base_models_tokens_and_hosting():
    tuned, base = find_model("azure/gpt-4.1-mini-tuned"), find_model("openai/gpt-4.1-mini")
    assert (tuned.input_price, tuned.output_price) == (base.input_price, base.output_price)
    assert tuned.hosting_price == 1.70
    assert tuned.doubtful  # its training price is taken from elsewhere


def test_picking_a_base_model_leaves_hosting_alone():
    assert "hosting_price" not in price_fields("openai/gpt-4.1-mini")
    assert price_fields("azure/gpt-4.1-mini-tuned")["hosting_price"] == 1.70


def test_unknown_names_are_refused():
    with pytest.raises(UnknownModel):
        find_model("acme/one")
    with pytest.raises(UnknownPreset):
        find_preset("nonsense")


def test_every_figure_is_plain_json(preset):
    json.dumps(preset.inputs.model_dump(), allow_nan=False)
    assert project(preset.inputs).courses["prompting"].total[0] >= 0
