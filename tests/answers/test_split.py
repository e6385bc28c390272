"""npv by its straight lines and what bends them, against the whole model."""

import numpy as np
import pytest

from app.answers.split import split
from app.answers.trials import npvs
from app.answers.volumes import HIGHEST, LOWEST, TRIED, VOLUME, brackets_in, worth_trying
from app.catalog import find_preset
from app.inputs import APPROACHES, read_inputs
from app.model import project
from tests.model.plans import random_plans

EVERYWHERE = np.geomspace(LOWEST, HIGHEST, TRIED)
SOME = EVERYWHERE[::97]
COLD = {"cache_hit_rate": 0.9, "cache_lifetime_minutes": 5.0, "cached_input_price": 0.1}
STRAIGHT = {  # but for the caches
    "workload.maximum_requests_per_month": None,
    **{f"{name}.replica_requests_per_hour": None for name in APPROACHES},
    **{f"{name}.committed_spend": 0 for name in APPROACHES},
    **{f"{name}.{field}": value for name in APPROACHES for field, value in COLD.items()},
}
RANDOM = [inputs for inputs in random_plans(40, 5) if inputs.challengers]
PLANS = [
    *(
        read_inputs(find_preset(name).inputs.named())
        for name in ("customer-support", "internal-tools")
    ),
    *RANDOM,
    *(inputs.replace(STRAIGHT) for inputs in RANDOM),
]


@pytest.fixture(params=PLANS, ids=[str(number) for number in range(len(PLANS))])
def inputs(request):
    return request.param


@pytest.fixture
def parts(inputs):
    return split(project(inputs), VOLUME, (LOWEST, HIGHEST))


def test_it_is_the_npv_of_the_whole_model(inputs, parts):
    projection = project(inputs.replace({VOLUME: SOME[:, np.newaxis]}))
    costs = sum(projection.present_cost(name) for name in inputs.considered)
    for name, whole in npvs(project(inputs, draws=True), VOLUME, SOME).items():
        assert (np.abs(parts.npvs(SOME)[name] - whole) <= 1e-12 * costs).all()


def test_where_it_may_change_its_sign_is_tried_and_no_change_is_missed(inputs, parts):
    if parts.has_steps:
        assert worth_trying(parts) == pytest.approx(EVERYWHERE)
        return
    tried = worth_trying(parts)
    assert tried.size <= TRIED
    some, every = (brackets_in(volumes, parts.npvs(volumes)) for volumes in (tried, EVERYWHERE))
    assert some.low.tolist() == every.low.tolist()
    assert some.high.tolist() == every.high.tolist()


def test_what_is_between_two_volumes_is_between_its_bounds(parts):
    ends = np.geomspace(1, 1e7, 40)
    inside = np.geomspace(1, 1e7, 40 * 8 - 7)
    bent, at_ends = parts.bent(parts.at(inside)), parts.bent(parts.at(ends))
    for cost in parts.costs.values():
        amounts, (least, most) = cost.at(inside, bent), cost.between(ends, at_ends)
        within = np.stack(
            [amounts[k : amounts.size - 8 + k + 1 : 8][: least.size] for k in range(9)]
        )
        rounding = 1e-9 * np.abs(amounts).max()
        assert (within >= least - rounding).all()
        assert (within <= most + rounding).all()
