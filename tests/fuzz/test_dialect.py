"""Any text for any parameter is a plan or a 422 that names what is wrong, never a failure."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.feeds.payloads import summary_payload
from app.inputs import FIELDS, InvalidInputs
from app.inputs.reading import parse_fraction, parse_number
from app.plans.dialect import read_body, read_query
from app.plans.plan import Plan
from app.plans.spelling import spell
from tests.conftest import asking, serving
from tests.people import Ask

NAMES = st.one_of(
    st.sampled_from([*FIELDS]),
    st.sampled_from([f"ranges.{name}" for name in FIELDS]),
    st.sampled_from([f"sources.{name}" for name in FIELDS]),
    st.sampled_from(["preset", "draws", "seed", "form", "together.output_tokens", "ranges."]),
    st.text(max_size=20),
)
PIECES = st.sampled_from(
    [*"0123456789.,-+ %$€kKmMbBeE_'\u2212\u00a0\u202f٣²", "..", "inf", "nan", "1e308", "none", "0x"]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=12).map("".join),
    st.floats().map(repr),
    st.integers().map(str),
    st.sampled_from(["", " ", "yes", "no", "unsure", "rebuild", "2026-12", "blank", "EUR"]),
    st.sampled_from(["openai/gpt-4.1", "30000..90000", "0..1", "256", "5e-324", "1e-15"]),
)


@st.composite
def fitting(draw: st.DrawFn) -> tuple[str, str]:
    """A number within its bounds, or its range, or a choice, in one of the ways to write it."""
    field = FIELDS[draw(st.sampled_from([*FIELDS]))]
    if field.choices:
        return field.name, draw(st.sampled_from(field.choices))
    if not field.is_number:
        return field.name, draw(TEXTS)
    low, high = field.minimum or field.above or 0, field.maximum or 1e15
    numbers = st.floats(low, high) if field.kind != "whole" else st.integers(int(low), int(high))
    forms = ["{!r}", "{:,.2f}", "${}", "{}k", "{:e}"]
    ends = sorted([draw(numbers), draw(numbers)])
    if draw(st.integers(0, 3)) == 0:
        return f"ranges.{field.name}", "..".join(map(repr, ends))
    return field.name, draw(st.sampled_from(forms)).format(ends[0])


ALONE = st.tuples(NAMES, TEXTS)
QUERIES = st.lists(fitting(), max_size=4) | st.lists(ALONE | fitting(), max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def looking(examples: int) -> Any:
    """Return how many examples a test takes; `make fuzz` takes its profile's instead."""
    chosen = settings.get_current_profile_name()
    few = settings(max_examples=examples, derandomize=True, database=None)
    return settings(
        settings.get_profile("long") if chosen == "long" else few,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    file = tmp_path_factory.mktemp("nothing") / "none.db"  # nothing here is stored
    with serving(f"sqlite:///{file}") as app:
        yield asking(app)


def plan_or_problems(pairs: list[tuple[str, str]]) -> Plan | list[str]:
    """Return the plan of a query, or the names of the inputs that are wrong."""
    try:
        return read_query(pairs)
    except InvalidInputs as error:
        return [problem.input for problem in error.problems]


@looking(200)
@given(QUERIES)
def test_a_query_is_a_plan_or_names_what_is_wrong(pairs: list[tuple[str, str]]) -> None:
    read = plan_or_problems(pairs)

    if isinstance(read, list):
        sent = " ".join(name for name, _ in pairs)
        assert read
        for name in read:
            # A field for several inputs means each of them; a range is named with its input.
            assert name in sent or name.split(".")[-1] in sent or name == "ranges", (name, sent)


@looking(200)
@given(QUERIES)
def test_what_is_accepted_and_spelled_again_is_the_same_plan(pairs: list[tuple[str, str]]) -> None:
    read = plan_or_problems(pairs)

    if isinstance(read, Plan):
        again = read_query(parse_qsl(read.query, keep_blank_values=True))
        assert again == read
        assert again.query == read.query


@looking(100)
@given(QUERIES)
def test_every_accepted_plan_has_finite_figures(pairs: list[tuple[str, str]]) -> None:
    read = plan_or_problems(pairs)

    if isinstance(read, Plan):
        json.dumps(summary_payload(read), allow_nan=False)


@looking(500)
@given(TEXTS)
def test_a_text_is_a_number_or_is_refused_in_words(text: str) -> None:
    for parse in (parse_number, parse_fraction):
        number = number_or_refusal(parse, text)
        if isinstance(number, str):
            assert number.startswith("must ")
        else:
            assert math.isinf(number) or parse(spell(number)) == number


def number_or_refusal(parse: Callable[[object], object], text: str) -> float | str:
    try:
        return cast(float, parse(text))
    except ValueError as error:
        return str(error)


@looking(40)
@given(pairs=QUERIES)
def test_page_and_api_take_and_refuse_the_same(ask: Ask, pairs: list[tuple[str, str]]) -> None:
    sent = [pair for pair in pairs if not pair[0].startswith(("text.", "view.", "form"))]

    feed = ask("GET", "/api/v1/inputs", params=sent)
    page = ask("GET", "/", params=sent)

    assert (feed.status_code, page.status_code) in ((200, 200), (422, 422)), feed.text
    if feed.status_code == 422:
        assert all(problem["message"] for problem in feed.json()["errors"])


@looking(100)
@given(body=JSON)
def test_any_json_for_a_plan_is_read_or_refused(ask: Ask, body: Any) -> None:
    for content in (body, {"inputs": body}, {"ranges": body}, {"preset": body}, {"draws": body}):
        answer = ask("POST", "/api/v1/inputs", content=json.dumps(content).encode())
        assert answer.status_code in (200, 422), answer.text


@looking(100)
@given(st.sampled_from([*FIELDS]), JSON)
def test_any_json_for_an_input_is_read_or_refused(name: str, value: Any) -> None:
    group, field = name.split(".")
    for body in ({"inputs": {group: {field: value}}}, {"ranges": {name: value}}):
        with suppress(InvalidInputs):
            json.dumps(summary_payload(read_body(body)), allow_nan=False)
