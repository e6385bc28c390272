"""The table as NumPy: both arrangements of its expressions, and the model made of them."""

import re
import traceback

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.catalog import presets
from app.inputs import APPROACHES, FIELDS, Inputs
from app.model import project
from app.model.arrays import DrawsPrinter, expression_of, gather, terms
from app.model.calculation import calculate, evaluate
from app.model.language import Key, keys, parse
from tests.model.noticing import readings
from tests.model.plans import random_plans

# Two arrangements


def plans() -> list[Inputs]:
    known = [preset.inputs for preset in presets().values()]
    return known + [reading.inputs for reading in readings()] + random_plans(200, seed=7)


@pytest.mark.no_cover
def test_both_arrangements_agree():
    for inputs in plans():
        one, arranged = calculate(inputs), calculate(inputs, draws=True)
        for name in APPROACHES:
            total = np.asarray(one.value(name, "total"))
            assert_allclose(arranged.value(name, "total"), total, rtol=1e-12)
            cost = one.value(name, "present_cost")
            assert_allclose(arranged.value(name, "present_cost"), cost, rtol=1e-12)
            monthly, own = arranged.value(name, "monthly"), one.value(name, "monthly")
            monthly, own = np.broadcast_arrays(monthly, own)
            assert_allclose(monthly, own, rtol=1e-12)


def test_only_a_sum_of_products_is_a_weighed_one():
    written = {
        operator: DrawsPrinter("tuning").text(parse(f"over_months(answered {operator} discount)"))
        for operator in "*/+-"
    }
    assert written["*"] == "weighed(m.tuning__answered, m.timeline__discount)"
    assert not any(written[operator].startswith("weighed") for operator in "/+-")


def test_draws_of_either_arrangement_are_what_each_would_be_alone():
    # Three of each input: rates, months and amounts, so that every factor varies by draw.
    base = presets()["customer-support"].inputs
    drawn: dict[str, list[float]] = {
        "workload.monthly_growth": [-0.1, 0.0, 0.2],
        "finance.horizon_months": [12, 5, 24],
        "finance.discount_rate": [0.0, 0.08, 0.3],
        "finance.wage_growth": [0.1, 0.0, -0.1],
        "prompting.prompt_growth": [0.0, 0.05, -0.02],
        "tuning.lead_time_months": [0, 2, 30],
        "tuning.upkeep_every_months": [1, 0, 5],
        "hybrid.prompted_share": [0.0, 0.4, 1.0],
        "labour.engineer_rate": [0.0, 80.0, 120.0],
    }
    together = base.replace({name: np.array(values)[:, None] for name, values in drawn.items()})
    for draws in (False, True):
        rows = project(together, draws=draws)
        for draw in range(3):
            alone = project(base.replace({name: values[draw] for name, values in drawn.items()}))
            for name in APPROACHES:
                total, row = alone.courses[name].total, rows.courses[name].total[draw]
                assert_allclose(row[: total.size], total, rtol=1e-12)
                assert not row[total.size :].any()  # nothing falls after the end of its plan
                cost = alone.present_cost(name)
                assert_allclose(rows.present_cost(name)[draw], cost, rtol=1e-12)


def test_what_varies_by_month_is_multiplied_last():
    calls = Key("tuning", "calls")
    assert expression_of(calls, draws=False) == (
        "m.tuning__called * m.inputs.tuning.calls_per_request / (1 - m.inputs.tuning.retry_rate)"
    )
    assert expression_of(calls, draws=True) == (
        "multiplied(m.inputs.tuning.calls_per_request / (1 - m.inputs.tuning.retry_rate), "
        "m.tuning__called)"
    )


def test_a_choice_says_whether_a_side_may_divide_by_zero():
    roi, own = Key("tuning", "roi"), Key("tuning", "busy")
    assert expression_of(roi, draws=False).endswith("lambda: nan, divides=True)")
    assert expression_of(own, draws=False).endswith("lambda: 0)")


@pytest.mark.parametrize(
    ("expression", "gathered"),
    [
        (
            "build_hours * wage + build_cost * wage + platform_cost",
            "added(m.inputs.tuning.platform_cost, multiplied(added(m.inputs.tuning.build_hours,"
            " m.inputs.tuning.build_cost), m.timeline__wage))",
        ),
        (
            "build_hours * wage + build_cost * price",
            "added(multiplied(m.inputs.tuning.build_hours, m.timeline__wage),"
            " multiplied(m.inputs.tuning.build_cost, m.tuning__price))",
        ),
        (
            "build_hours * epochs * wage + build_cost * epochs * wage",
            "multiplied(added(m.inputs.tuning.build_hours, m.inputs.tuning.build_cost),"
            " m.timeline__wage, m.inputs.tuning.epochs)",
        ),
        (
            # Three terms share the surcharge, which is mostly 1; the prompt grows.
            "prompt * surcharge + prompt * cached_rate + repeated * surcharge + wage * surcharge",
            "added(multiplied(added(m.tuning__surcharge, m.tuning__cached_rate),"
            " m.tuning__prompt), multiplied(added(m.tuning__repeated, m.timeline__wage),"
            " m.tuning__surcharge))",
        ),
        ("build_hours / wage", "m.inputs.tuning.build_hours / m.timeline__wage"),
        (
            "(build_hours + build_cost if upkeep else 0) * 2",
            "built_in(m, 0.0, m.tuning__upkeep, lambda m: added(m.inputs.tuning.build_hours * 2,"
            " m.inputs.tuning.build_cost * 2))",
        ),
    ],
)
def test_what_terms_share_is_multiplied_once(expression, gathered):
    assert gather(list(terms(parse(expression), "tuning"))) == gathered


# The model


def test_another_value_calculates_again_only_what_rests_on_it():
    inputs = presets()["internal-tools"].inputs
    model = calculate(inputs)
    for name in APPROACHES:
        model.value(name, "total")
    other = model.at({"tuning.output_tokens": 10.0})
    assert "tuning" not in {key.split("__")[0] for key in vars(other) if "output" in key}
    assert vars(other)["prompting__total"] is vars(model)["prompting__total"]
    alone = calculate(inputs.replace({"tuning.output_tokens": 10.0}))
    for name in APPROACHES:  # the hybrid follows, where nobody has said otherwise
        assert_array_equal(other.value(name, "total"), alone.value(name, "total"))
    assert model.value("tuning", "total") is vars(model)["tuning__total"]  # stays as it was


def test_a_plan_of_other_length_has_other_months():
    model = calculate(presets()["customer-support"].inputs)
    model.value("tuning", "npv")
    longer = model.at({"finance.horizon_months": 60})
    alone = calculate(model.inputs.replace({"finance.horizon_months": 60}))
    assert longer.value("tuning", "npv") == alone.value("tuning", "npv")
    assert longer.month.size == 61


@pytest.mark.no_cover
def test_every_input_alone_moves_what_it_would_move_in_a_plan_of_its_own():
    for preset in ("customer-support", "internal-tools"):
        inputs = presets()[preset].inputs
        model = calculate(inputs, draws=True)
        for name in APPROACHES:
            model.value(name, "present_cost")
        for field in FIELDS.values():
            value = inputs.value(field.name)
            if not field.is_number or value is None or field.kind == "whole":
                continue
            changed = {field.name: value * 0.9 + 0.01}
            alone = calculate(inputs.replace(changed), draws=True)
            for name in APPROACHES:
                expected = alone.value(name, "present_cost")
                assert_array_equal(model.at(changed).value(name, "present_cost"), expected)


def test_a_quantity_is_calculated_once_and_only_when_asked_for():
    model = calculate(readings()[0].inputs)
    assert "tuning__calls" not in vars(model)
    assert model.value("tuning", "calls") is model.value("tuning", "calls")
    assert "tuning__calls" in vars(model)
    assert "tuning__total" not in vars(model)


def test_what_is_given_is_not_calculated(plan):
    inputs = plan(tuning__output_tokens=1000, tuning__output_price=4)
    model = calculate(inputs, given={Key("tuning", "called"): np.full(13, 1e6)})
    # 1M calls × 1,000 tokens × $4 / 1M = $4,000
    assert_array_equal(model.value("tuning", "serving_output"), np.full(13, 4000.0))


def test_months_after_the_plan_cost_nothing():
    inputs = readings()[0].inputs
    longer = calculate(inputs, inputs.finance.horizon_months + 3)
    assert np.shape(longer.month) == (inputs.finance.horizon_months + 4,)
    assert not np.any(np.asarray(longer.value("tuning", "total"))[..., -3:])
    alone = calculate(inputs)
    assert_array_equal(longer.value("tuning", "npv"), alone.value("tuning", "npv"))


def test_a_scope_has_what_it_shares_under_its_own_name():
    model = calculate(readings()[0].inputs)
    assert model.value("tuning", "requests") is model.value("timeline", "requests")


def test_what_is_no_quantity_has_no_value():
    with pytest.raises(KeyError, match=r"tuning\.retry_rate is no quantity"):
        calculate(Inputs()).value("tuning", "retry_rate")


def test_a_condition_is_evaluated_in_a_scope(plan):
    model = calculate(plan(tuning__lead_time_months=2, tuning__build_cost=90))
    assert_array_equal(evaluate(model, parse("age >= 1 and not own"), "tuning"), False)
    assert_array_equal(evaluate(model, parse("age"), "tuning")[:4], [-2, -1, 0, 1])
    assert evaluate(model, parse("-build_cost"), "tuning") == -90
    assert (
        evaluate(model, parse("build_cost if given(maximum_prompt_tokens) else 1"), "tuning") == 1
    )


def test_every_quantity_of_every_scope_has_a_value():
    model = calculate(readings()[0].inputs)
    for key in keys():
        shape = np.broadcast_shapes(np.shape(model.value(*key)), model.month.shape)
        assert shape == model.month.shape, key


@pytest.mark.parametrize("draws", [False, True])
def test_a_traceback_through_a_broken_formula_shows_it(write, draws):
    write("calls", expression="served / (1 - minimum_replicas * 'x')")
    model = calculate(Inputs(), draws=draws)
    with pytest.raises(TypeError) as raised:
        model.value("tuning", "calls")
    text = "".join(traceback.format_exception(raised.value))
    name = "draws" if draws else "one plan"
    assert f'File "<the cost model, {name}>"' in text
    assert re.search(
        r"in tuning__calls\n +return .*m\.inputs\.tuning\.minimum_replicas \* 'x'", text
    )
