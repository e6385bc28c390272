"""Who takes part, and what of the hybrid follows tuning."""

import pytest

from app.inputs import CHALLENGERS, FIELDS, Inputs, InvalidInputs, read_inputs

NAMED = {"tuning.build_cost": 200, "tuning.error_rate": 0.1, "hybrid.error_rate": 0.2}


def test_prompting_always_takes_part():
    with pytest.raises(InvalidInputs, match="must be yes: every plan is measured against"):
        read_inputs({"prompting.considered": "no"})


def test_who_takes_part_stands_in_the_order_of_the_approaches():
    assert Inputs().considered == ("prompting", "tuning", "hybrid")
    assert Inputs().challengers == CHALLENGERS
    alone = read_inputs({"tuning.considered": "no"})
    assert alone.considered == ("prompting", "hybrid")
    assert alone.challengers == ("hybrid",)


def test_the_hybrid_follows_in_what_nobody_named():
    inputs = read_inputs(NAMED)
    assert (inputs.hybrid.build_cost, inputs.hybrid.error_rate) == (200, 0.2)
    assert "hybrid.build_cost" in inputs.follows
    assert inputs.follows.isdisjoint(
        {"hybrid.error_rate", "hybrid.considered", "hybrid.prompted_share"}
    )
    assert "hybrid.build_cost" not in inputs.named()
    assert inputs.values()["hybrid.build_cost"] == 200


def test_what_follows_moves_along_and_what_is_named_stays():
    moved = read_inputs(NAMED).replace({"tuning.build_cost": 300, "tuning.error_rate": 0.3})
    assert (moved.hybrid.build_cost, moved.hybrid.error_rate) == (300, 0.2)
    both = moved.replace({"tuning.build_cost": 400, "hybrid.build_cost": 500})
    assert (both.tuning.build_cost, both.hybrid.build_cost) == (400, 500)
    assert "hybrid.build_cost" not in both.follows


def test_a_change_moves_the_input_and_what_follows_it():
    inputs = read_inputs(NAMED)
    assert inputs.moved_by("tuning.build_cost") == ("tuning.build_cost", "hybrid.build_cost")
    for alone in ("tuning.error_rate", "tuning.considered", "prompting.build_cost"):
        assert inputs.moved_by(alone) == (alone,)


@pytest.mark.parametrize(
    ("name", "left_out", "used"),
    [
        ("workload.request_tokens", ("tuning", "hybrid"), True),
        ("prompting.build_cost", ("tuning", "hybrid"), True),
        ("tuning.build_cost", (), True),
        ("tuning.build_cost", ("tuning",), True),  # the hybrid follows
        ("tuning.error_rate", ("tuning",), False),  # the hybrid has its own
        ("tuning.build_cost", ("tuning", "hybrid"), False),
        ("hybrid.error_rate", ("tuning",), True),
        ("hybrid.error_rate", ("hybrid",), False),
    ],
)
def test_an_input_is_used_by_who_takes_part(name, left_out, used):
    inputs = read_inputs(NAMED | {f"{approach}.considered": "no" for approach in left_out})
    assert inputs.is_used(name) is used


@pytest.mark.parametrize(
    ("name", "within", "beyond"),
    [
        ("finance.horizon_months", (1, 120), (0, 121)),
        ("tuning.error_rate", (0, 1), (-0.1, 1.1)),
        ("workload.requests_per_month", (0.1, 1e10), (0, 1.1e10)),  # more than 0
    ],
)
def test_a_field_holds_the_numbers_within_its_bounds(name, within, beyond):
    assert all(map(FIELDS[name].contains, within))
    assert not any(map(FIELDS[name].contains, beyond))
