"""What would have to be true, against project() itself."""

import json
import math
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from app.answers import summarise, thresholds
from app.answers.split import has_steps
from app.answers.thresholds import (
    SEASONS,
    STEPS_OF_A_BEND,
    STEPS_TO_A_SIDE,
    Bracket,
    bounds,
    is_straight_in,
    roots,
    trial_values,
    worth_at,
)
from app.answers.trials import changes_of_sign, npvs, one_changed
from app.answers.volumes import TRIED, VOLUME, BreakEvenVolume, break_even_volumes
from app.inputs import FIELDS, InputField, Inputs
from app.model import CHALLENGERS, nothing_in, project
from tests.model.test_properties import plans

CASES = sorted((Path(__file__).parents[1] / "model" / "cases").glob("*.json"))


@pytest.fixture(scope="module", params=CASES, ids=lambda path: path.stem)
def case(request):
    return Inputs.model_validate(json.loads(request.param.read_text())["inputs"])


@pytest.fixture(scope="module")
def found(case):
    return thresholds(case)


def npv_at(inputs, comparison, **values):
    changes = {name.replace("__", "."): value for name, value in values.items()}
    return float(project(inputs.replace(changes)).npv(comparison))


def test_a_break_even_volume_worked_by_hand(plan):
    # $1,000 up front; each request saves 1,000 tokens × $2 / 1M = $0.002; 10 months:
    # 1,000 / (0.002 × 10) = 50,000 requests a month
    inputs = plan(
        finance__horizon_months=10,
        tuning__build_cost=1000,
        prompting__output_tokens=1000,
        prompting__output_price=2,
    )
    volume = break_even_volumes(project(inputs))["tuning"]
    assert volume.break_even_requests_per_month == pytest.approx(50_000, rel=1e-12)
    assert volume.crossing_requests_per_month == (volume.break_even_requests_per_month,)


def test_hosting_steps_make_several_crossings(plan):
    # A replica serves 73,000 requests for $730 a month; each request saves $0.012. Steps of the
    # approach at 73,000 and 146,000 cost $730 each, worth 60,833 requests.
    inputs = plan(
        finance__horizon_months=1,
        prompting__output_tokens=1000,
        prompting__output_price=12,
        tuning__hosting_price=1,
        tuning__replica_requests_per_hour=100,
        tuning__peak_factor=1,
    )
    volume = break_even_volumes(project(inputs))["tuning"]
    expected = [730 / 0.012, 73_000, 2 * 730 / 0.012, 2 * 73_000, 3 * 730 / 0.012]
    for crossing, by_hand in zip(volume.crossing_requests_per_month, expected, strict=False):
        assert crossing == pytest.approx(by_hand, rel=1e-9)
    # The sixth replica starts at 365,000 requests, which just earn its 6 × $730 = $4,380
    assert volume.break_even_requests_per_month == pytest.approx(5 * 730 / 0.012)


def test_a_saw_of_a_hundred_thousand_steps_takes_bounded_work(plan):
    # A replica serves 73,000 requests for $730: $0.01 each, just what prompting costs.
    inputs = plan(
        prompting__output_tokens=1000,
        prompting__output_price=10,
        tuning__hosting_price=1,
        tuning__replica_requests_per_hour=100,
        tuning__peak_factor=1,
    )
    volume = break_even_volumes(project(inputs))["tuning"]
    assert len(volume.crossing_requests_per_month) < 20_000
    assert volume.break_even_requests_per_month is None  # at 1e10 the last replica is half empty


def test_a_plan_that_never_falls_behind_breaks_even_at_no_volume(plan):
    volume = break_even_volumes(project(plan(prompting__platform_cost=10)))["tuning"]
    assert (volume.break_even_requests_per_month, volume.crossing_requests_per_month) == (0.0, ())


def test_a_plan_that_ends_behind_has_no_break_even_volume(plan):
    inputs = plan(prompting__platform_cost=10, tuning__output_tokens=10, tuning__output_price=1)
    volume = break_even_volumes(project(inputs))["tuning"]
    assert volume.break_even_requests_per_month is None
    assert volume.crossing_requests_per_month == pytest.approx((10 / (10 / 1e6),))


def test_the_sign_of_npv_changes_at_every_crossing_volume_and_nowhere_else(case):
    for comparison, volume in break_even_volumes(project(case)).items():
        crossings = np.array(volume.crossing_requests_per_month)
        around = np.sort(np.concatenate([crossings * (1 - 1e-7), crossings * (1 + 1e-7)]))
        signs = npvs(project(case, draws=True), VOLUME, around)[comparison] < 0
        assert (signs[::2] != signs[1::2]).all()
        everywhere = np.geomspace(1, 1e10, TRIED)
        changes = np.flatnonzero(
            np.diff(npvs(project(case, draws=True), VOLUME, everywhere)[comparison] < 0)
        )
        for position in changes:
            between = (crossings >= everywhere[position]) & (crossings <= everywhere[position + 1])
            assert between.any()


@pytest.mark.no_cover
def test_at_a_switching_value_npv_is_zero(case, found):
    for threshold in found:
        value = threshold.switching_value
        if value is None or FIELDS[threshold.input].kind == "whole":
            continue
        projection = project(case.replace({threshold.input: value}))
        total = projection.courses["prompting"].cumulative[-1]
        npv = float(projection.npv(threshold.comparison))
        step = npv_step(case, threshold)
        assert abs(npv) <= 1e-6 * total or step, threshold


def npv_step(inputs, threshold) -> bool:
    """Whether npv jumps over zero there, as it does where a replica starts or caching sets in."""
    value = threshold.switching_value
    below = value * (1 - 1e-9) if value > 1e-12 else 0.0  # a share that is no longer zero
    ends = np.array([below, value * (1 + 1e-9)])
    npv = npvs(project(inputs, draws=True), threshold.input, ends)[threshold.comparison]
    return bool((npv[0] < 0) != (npv[1] < 0))


def test_a_whole_number_switches_at_the_nearest_whole_value(plan):
    # $1,000 up front, $60 saved a month: from month 17 on
    inputs = plan(tuning__build_cost=1000, prompting__platform_cost=60)
    by_input = {(item.input, item.comparison): item for item in thresholds(inputs)}
    assert by_input["finance.horizon_months", "tuning"].switching_value == 17
    assert npv_at(inputs, "tuning", finance__horizon_months=16) < 0
    assert npv_at(inputs, "tuning", finance__horizon_months=17) >= 0


def test_a_build_that_never_comes_is_no_way_to_pay(plan):
    # $1,000 up front, $60 saved a month: after 12 months $280 short, whenever it is built
    inputs = plan(tuning__build_cost=1000, prompting__platform_cost=60)
    by_input = {(item.input, item.comparison): item for item in thresholds(inputs)}
    assert npv_at(inputs, "tuning", tuning__build_month=13) == 0
    assert by_input["tuning.build_month", "tuning"].switching_value is None


def test_a_build_may_wait_too_long_to_pay(plan):
    # $500 up front, $60 saved a month: nine months pay it back, and after month 3 nine are left
    inputs = plan(tuning__build_cost=500, prompting__platform_cost=60)
    by_input = {(item.input, item.comparison): item for item in thresholds(inputs)}
    assert by_input["tuning.build_month", "tuning"].switching_value == 4
    assert npv_at(inputs, "tuning", tuning__build_month=3) == 9 * 60 - 500
    assert npv_at(inputs, "tuning", tuning__build_month=4) == 8 * 60 - 500


def test_a_switching_value_outside_the_bounds_is_none(plan):
    # 1,000 requests × 100 % wrong × $0.01 × 12 months = $120 < $1,000
    inputs = plan(tuning__build_cost=1000, quality__error_cost=0.01)
    by_input = {(item.input, item.comparison): item for item in thresholds(inputs)}
    assert by_input["prompting.error_rate", "tuning"].switching_value is None


def test_a_search_ends_where_there_is_no_number_between(plan, monkeypatch):
    def step(projection, name, values):
        return dict.fromkeys(CHALLENGERS, np.where(values > 0, 1.0, -1.0))

    monkeypatch.setitem(roots.__globals__, "npvs", step)
    smallest = math.ulp(0.0)
    bracket = Bracket(FIELDS["tuning.build_cost"], "tuning", 0.0, smallest, -1.0, 1.0)
    assert 0.0 <= roots(project(plan()), [bracket])[bracket] <= smallest


def test_what_moves_nothing_is_left_out(plan):
    inputs = plan(tuning__build_cost=1000, prompting__platform_cost=60)
    names = {item.input for item in thresholds(inputs)}
    assert "prompting.platform_cost" in names
    assert "prompting.output_price" not in names  # no output
    assert not [
        item
        for item in thresholds(inputs)
        if item.input[:6] == "hybrid" and item.comparison == "tuning"
    ]


def test_the_nearest_comes_first(found):
    changes = [
        abs(item.switching_value - item.entered) / abs(item.entered)
        for item in found
        if item.switching_value is not None and item.entered
    ]
    assert changes == sorted(changes)


def test_what_stands_at_zero_comes_after_what_the_plan_has(plan):
    # 41,667 requests are forty times as many; $0.0813 a call is little, but there is no such price
    inputs = plan(tuning__build_cost=1000, prompting__output_tokens=1000, prompting__output_price=2)
    found = [item for item in thresholds(inputs) if item.switching_value is not None]
    order = [bool(item.entered) for item in found]
    assert order == sorted(order, reverse=True)
    names = [item.input for item in found]
    assert names.index(VOLUME) < names.index("prompting.call_price")


@pytest.mark.parametrize("end", ["least", "greatest"])
def test_a_plan_with_every_number_at_its_bound_has_thresholds(end):
    ends = {
        field.name: bounds(field)[0 if end == "least" else 1]
        for field in FIELDS.values()
        if field.is_number
    }
    whole = {name: int(value) for name, value in ends.items() if FIELDS[name].kind == "whole"}
    for item in thresholds(Inputs().replace(ends | whole)):
        assert item.switching_value is None or np.isfinite(item.switching_value)


@pytest.mark.no_cover
@settings(deadline=None, max_examples=10)
@given(plans())
def test_straight_inputs_are_straight(inputs):
    nothing = nothing_in(inputs)
    straight = [
        field
        for field in FIELDS.values()
        if field.is_number
        and inputs.value(field.name) is not None
        and is_straight_in(field.name, inputs, nothing)
    ]
    names = np.repeat([field.name for field in straight], 3)
    values = np.array([three_values(field) for field in straight])
    tried = inputs.replace(one_changed(inputs, names, values.ravel()))
    spent = np.max(project(tried).present_cost("prompting").reshape(-1, 3), axis=1)
    for worth in npvs(project(inputs, draws=True), names, values.ravel()).values():
        low, middle, high = worth.reshape(-1, 3).T
        scale = np.max(np.abs(worth.reshape(-1, 3)), axis=1) + 1e-6
        bent = np.abs(middle - (low + high) / 2) > 1e-9 * (spent + scale) + 1e-6 * scale
        assert not [field.name for field, is_bent in zip(straight, bent, strict=True) if is_bent]


def three_values(field: InputField) -> list[float]:
    """Return evenly spaced values of an input."""
    if field.kind == "whole":
        return [2.0, 4.0, 6.0]
    low, high = bounds(field)[0], min(field.maximum or 100.0, 100.0)
    return [low, (low + high) / 2, high]


@pytest.mark.no_cover
@settings(deadline=None, max_examples=8)
@given(plans())
def test_every_plan_has_thresholds_in_bounded_time(inputs):
    start = time.process_time()
    for item in thresholds(inputs):
        if item.switching_value is not None:
            assert FIELDS[item.input].contains(item.switching_value) or item.input == VOLUME
    assert time.process_time() - start < 30  # seconds; a guard against endless work, not a timing


def test_no_result_contradicts_npv_at_the_entered_volume(case):
    projection = project(case)
    for name, volume in break_even_volumes(projection).items():
        least, entered = volume.break_even_requests_per_month, case.workload.requests_per_month
        if least is not None and entered >= least:
            assert projection.npv(name) >= 0
        if projection.npv(name) < 0:
            assert least is None or least > entered


def test_volumes_that_were_found_before_are_taken_as_they_are(case, found):
    volumes = summarise(project(case)).comparisons
    assert thresholds(case, volumes) == found
    elsewhere = {name: BreakEvenVolume(None, (7.0,)) for name in case.challengers}
    moved = {item.switching_value for item in thresholds(case, elsewhere) if item.input == VOLUME}
    assert moved <= {7.0}


def test_who_takes_no_part_and_what_follows_has_no_threshold(plan):
    inputs = plan(prompting__platform_cost=10, tuning__build_cost=200)
    found = {(item.input, item.comparison): item for item in thresholds(inputs)}
    # 12 × 10 − 200: both flip at 120, for the hybrid follows
    assert found["tuning.build_cost", "tuning"].switching_value == pytest.approx(120)
    assert found["tuning.build_cost", "hybrid"].switching_value == pytest.approx(120)
    assert not [item for item, _ in found if item in inputs.follows]
    alone = inputs.replace({"hybrid.considered": False})
    assert {item.comparison for item in thresholds(alone)} == {"tuning"}
    assert thresholds(alone.replace({"tuning.considered": False})) == []


def test_what_follows_an_input_may_bend_where_the_input_itself_does_not(plan):
    inputs = plan(
        prompting__platform_cost=100,
        tuning__call_price=0.01,  # 1,000 calls cost as much as prompting from $0.10 each
        hybrid__committed_spend=50,  # which the hybrid's calls reach at $0.05 each
    )
    found = {(item.input, item.comparison): item.switching_value for item in thresholds(inputs)}
    assert found["tuning.call_price", "tuning"] == pytest.approx(0.1)
    assert found["tuning.call_price", "hybrid"] == pytest.approx(0.1)


@pytest.mark.no_cover
@settings(deadline=None, max_examples=10)
@given(plans())
def test_a_season_has_no_steps_where_the_volume_has_none(inputs):
    nothing = nothing_in(inputs)
    by_season = [has_steps(inputs, season, nothing) for season in SEASONS]
    assert len(set(by_season)) == 1
    assert has_steps(inputs, VOLUME, nothing) or not any(by_season)


@pytest.mark.parametrize("volume", [3_000.0, 60_000.0, 900_000.0])
@pytest.mark.parametrize("name", ["conversation", "plain", "retirement", "two_way", "undone"])
def test_a_few_values_of_a_season_show_what_many_show(name, volume):
    text = (Path(__file__).parents[1] / "model" / "cases" / f"{name}.json").read_text()
    inputs = Inputs.model_validate(json.loads(text)["inputs"]).replace({VOLUME: volume})
    assert not has_steps(inputs, VOLUME, nothing_in(inputs))
    plan = project(inputs, draws=True)
    for season in sorted(SEASONS):
        entered = float(inputs.value(season))
        few, many = (
            worth_at(plan, {season: trial_values(FIELDS[season], entered, False, count)})[season]
            for count in (STEPS_OF_A_BEND, STEPS_TO_A_SIDE)
        )
        for comparison, column in few.items():
            assert changes_of_sign(column).size == changes_of_sign(many[comparison]).size
