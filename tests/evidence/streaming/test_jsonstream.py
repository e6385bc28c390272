"""JSON in a window: the same values as at once, however small the window."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.finding import Unreadable
from app.evidence.streaming import jsonstream
from app.evidence.streaming.jsonstream import CutOff, Window, paths_of, walk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def small(text, size):
    window = Window(io.StringIO(text))
    window.size = size
    return window


@settings(max_examples=40)
@given(rows=st.lists(JSON), size=st.integers(1, 9), indent=st.sampled_from([None, 0, 2]))
def test_the_items_of_an_array_are_those_that_json_reads(rows, size, indent):
    text = json.dumps(rows, indent=indent)
    assert [value for _, value in walk(small(text, size), {""})] == rows


def test_values_come_with_their_paths():
    document = {"a": 1, "results": {"version": 3, "rows": [{"b": 2}, 5]}, "c": []}
    values = list(walk(small(json.dumps(document), 1), {"", "results", "results.rows"}))
    assert values == [
        ("a", 1),
        ("results.version", 3),
        ("results.rows[]", {"b": 2}),
        ("results.rows[]", 5),
        ("c", []),
    ]


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a"', "[1, 2", '{"a": [1', "", '["x'])
def test_a_text_that_ends_in_the_middle_is_cut_off(text):
    with pytest.raises(CutOff):
        list(walk(small(text, 2), {"", "a"}))


@pytest.mark.parametrize("text", ["[1 2]", '{"a" 1}', "{1: 2}", '{"a": 1; "b": 2}'])
def test_a_text_that_is_no_json_is_unreadable(text):
    with pytest.raises((Unreadable, CutOff)):
        list(walk(small(text, 2), {""}))


def test_a_value_is_not_read_beyond_the_largest(monkeypatch):
    monkeypatch.setattr(jsonstream, "LARGEST", 100)
    with pytest.raises(Unreadable, match="more than 100 characters"):
        list(walk(small('["' + "x" * 1000 + '"]', 10), {""}))


def test_nesting_has_an_end():
    with pytest.raises(Unreadable, match="nested"):
        list(walk(small("[" * 200_000, 4096), {""}))


def test_the_paths_of_a_beginning_are_known():
    text = '{"data": [{"results": [{"amount": "1.0"}]}, {"resul'
    assert "data[].results[].amount" in paths_of(io.StringIO(text))
