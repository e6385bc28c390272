"""The use cases: honest, complete, and what the guide says of each."""

import numpy as np
import pytest
import yaml

from app.catalog import find_model, models, presets
from app.catalog.figures import FOLDER
from app.catalog.presets import ORDER, PresetFile
from app.inputs import APPROACHES
from app.model import CHALLENGERS, project
from app.plans.notes import notes_on_models

USES = [name for name in ORDER if name != "blank"]


@pytest.fixture(params=USES)
def preset(request):
    return presets()[request.param]


def fit_points(preset):
    answers = list(preset.inputs.fit.model_dump().values())
    return answers[:4].count("yes") - answers[4:].count("yes")


def test_the_answers_on_fit_agree_with_the_leaning(preset):
    if preset.leaning == "tuning":
        assert fit_points(preset) >= 2
    else:
        assert fit_points(preset) <= -2


def test_each_use_has_eight_to_twelve_ranges(preset):
    assert 8 <= len(preset.ranges) <= 12


def test_the_hybrid_says_what_is_its_own_and_follows_tuning_in_all_else(preset):
    own = {name for name in preset.inputs.named() if name.startswith("hybrid.")}
    assert own - {"hybrid.considered", "hybrid.routing", "hybrid.one_contract"} == {
        f"hybrid.{field}"
        for field in (
            "prompt_tokens",
            "prompt_growth",
            "maximum_prompt_tokens",
            "error_rate",
            "build_hours",
            "prompted_share",
        )
    }


def test_what_follows_has_the_origin_of_what_it_follows(preset):
    for field in ("model", "input_price", "dataset_examples", "epochs"):
        assert preset.origins[f"hybrid.{field}"] == preset.origins[f"tuning.{field}"]


def test_no_use_depends_on_a_default_that_its_costs_hang_on(preset):
    said = preset.origins
    for name in preset.inputs.considered:
        for field in ("batch_discount", "cache_minimum_tokens", "cache_hit_rate"):
            assert f"{name}.{field}" in said
    assert "tuning.epochs" in said
    assert "workload.active_hours" in said
    assert all(preset.inputs.approach(name).hosting_price == 0 for name in APPROACHES)


def test_every_month_of_every_approach_costs_a_finite_amount(preset):
    projection = project(preset.inputs)
    for name in APPROACHES:
        total = projection.courses[name].total
        assert np.isfinite(total).all()
        assert (total[1:] > 0).all()


def test_a_tuned_model_gets_a_shorter_prompt_and_the_hybrid_one_between(preset):
    inputs = preset.inputs
    assert (
        inputs.tuning.prompt_tokens < inputs.hybrid.prompt_tokens < inputs.prompting.prompt_tokens
    )


def test_training_lowers_errors_by_a_tenth_where_a_form_is_learned_and_else_not_at_all(preset):
    inputs = preset.inputs
    share = 0.9 if preset.leaning == "tuning" else 1.0
    assert inputs.tuning.error_rate == pytest.approx(share * inputs.prompting.error_rate)
    assert preset.origins["tuning.error_rate"].assumption


def test_a_guess_of_errors_is_on_average_no_better_than_prompting(preset):
    # Of a PERT distribution the mean is (low + 4 * value + high) / 6.
    def mean(name):
        low, high = preset.ranges[f"{name}.error_rate"]
        return (low + 4 * preset.inputs.approach(name).error_rate + high) / 6

    for name in CHALLENGERS:
        assert mean(name) == pytest.approx(mean("prompting"), rel=0.09)


def test_the_same_share_of_answers_is_reviewed_whoever_writes_them(preset):
    inputs = preset.inputs
    assert inputs.tuning.review_rate == inputs.prompting.review_rate == inputs.hybrid.review_rate


def test_every_challenger_is_a_tuned_model_and_its_baseline_is_not(preset):
    assert not find_model(preset.inputs.prompting.model).tuned
    for name in CHALLENGERS:
        approach = preset.inputs.approach(name)
        assert find_model(approach.model).tuned
        assert 2 <= approach.lead_time_months <= 4
        assert 3 <= approach.upkeep_every_months <= 6
        assert 12 <= approach.service_life_months <= 18


def test_no_use_starts_with_a_remark_on_its_models(preset):
    assert notes_on_models(project(preset.inputs)) == []


def test_a_preset_that_starts_a_plan_cannot_be_changed(preset):
    with pytest.raises(TypeError):
        preset.origins["labour.engineer_rate"] = None
    with pytest.raises(TypeError):
        preset.ranges["labour.engineer_rate"] = (0, 1)


def test_a_range_without_both_ends_or_around_another_value_is_refused():
    file = {"title": "t", "description": "d", "values": {}}
    value = {"value": 2, "assumption": "a guess"}
    for wrong in ({"low": 1}, {"high": 3}, {"low": 2.5, "high": 3}, {"low": 1, "high": 1.5}):
        with pytest.raises(ValueError, match="range"):
            PresetFile.model_validate(file | {"values": {"labour.engineer_rate": value | wrong}})


def test_the_folder_holds_the_presets_and_what_they_share():
    files = {path.stem for path in (FOLDER / "presets").glob("*.yaml")}
    assert files == {*ORDER, "common"}
    for path in (FOLDER / "presets").glob("*.yaml"):
        PresetFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_catalogue_is_built_once():
    assert models() is models()
    assert presets() is presets()
