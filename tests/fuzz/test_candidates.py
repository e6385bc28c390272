"""Any text for any field of an alternative is a candidate or a 422 that names it."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.candidates import compare, split_own
from app.feeds.candidates import candidates_payload
from app.inputs import FIELDS, InvalidInputs, Problem
from app.plans.dialect import read_query
from app.plans.plan import Plan
from tests.fuzz.test_dialect import QUERIES, TEXTS

FIELD = st.sampled_from([*{field.field for field in FIELDS.values() if field.group == "tuning"}])
NAME = st.one_of(FIELD, st.sampled_from(["name", "approach", "ranges.error_rate", "ranges.", ""]))
NUMBER = st.sampled_from(["1", "2", "20", "0", "21", "x", "٣", "1.1"])
OWN = st.lists(
    st.tuples(
        st.tuples(NUMBER, NAME).map("candidates.{0[0]}.{0[1]}".format),
        TEXTS | st.sampled_from(["prompting", "tuning", "2..3", "0.1"]),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs=QUERIES, own=OWN)
def test_any_alternative_in_any_plan_is_answered_or_named(pairs, own):
    try:
        plan = read_query(pairs)
    except InvalidInputs:
        return
    for problem in problems_of(plan, own):
        assert problem.input.startswith("candidates.")
        assert problem.message


def problems_of(plan: Plan, own: list[tuple[str, str]]) -> list[Problem]:
    """Return what is wrong with alternatives; nothing where they can be answered with."""
    try:
        rest, found = split_own(own)
        compared = compare(plan, ["tuning"], found)
    except InvalidInputs as error:
        return error.problems
    json.dumps(candidates_payload(plan, compared), allow_nan=False)
    return [Problem(name, "not taken") for name, _ in rest]
