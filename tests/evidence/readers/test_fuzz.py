"""Files as they come: whatever is done to one, it is read or refused in words, never more."""

import io
import json
import random
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.evaluations.evaluation import ThresholdWanted
from app.evidence.finding import Unreadable
from app.evidence.measure import measure
from app.evidence.readers import FORMATS
from app.evidence.readers.usage.free_table import ColumnsWanted
from app.evidence.streaming.source import Options
from app.feeds.evidence import evidence_payload
from app.inputs import FIELDS
from tests.evidence.files import SAMPLES, json_lines
from tests.evidence.readers import small_files

REFUSALS = (Unreadable, ThresholdWanted, ColumnsWanted)
MOST = 6_000  # characters of a sample that is mangled
STRANGE = (
    "null", "NaN", "-Infinity", "1e999", "-1", "9" * 400, '"x"', "[]", "{}", "true", '"\\ud800"',
    '""', "[[[[]]]]", "0.5", "1e15",
)  # fmt: skip
STRANGE_CELLS = ("", "NaN", "-1", "1e999", "NULL", "9" * 400, "'", "\x00", "=1+1", "٣", "inf")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "latin-1")


@cache
def contents():
    """Return a file of every format, short enough to be mangled often."""
    found = {path.name: path.read_text()[:MOST] for path in sorted(SAMPLES.iterdir())}
    for group in (small_files.DATASETS, small_files.USAGE):
        found |= {f"{name}, small": content for name, content in group.items()}
    found |= {f"{name}, small": content for name, (content, _) in small_files.BILLS.items()}
    found["litellm-prices"] = '{"gpt": {"input_cost_per_token": 1e-6, "litellm_provider": "o"}}'
    found["langsmith"] = "inputs.q,outputs.a,feedback.correct,example_id\nq,a,1,e\nq,a,0,f\n"
    found["hand-sheet"] = (
        "number,answer_1,right_or_wrong_1,answer_2,right_or_wrong_2,sheet\n"
        "1,a,right,b,wrong,1:prompting+tuning\n2,a,wrong,b,wrong,1:prompting+tuning\n"
    )
    cases = [{"name": "a", "success": False}, {"name": "b", "success": True}]
    found["deepeval"] = json.dumps({"testCases": cases, "conversationalTestCases": cases})
    return found


def read_or_refuse(data, **options):
    """Read a file; return its evidence, whose findings can be put into a plan, or None."""
    given = Options(**{"threshold": 0.5} | options)
    try:
        evidence = measure(io.BytesIO(data), "file", given)
    except REFUSALS:
        return None
    json.dumps(evidence_payload(evidence))
    for finding in evidence.findings:
        field = FIELDS[finding.input]
        assert finding.low <= finding.value <= finding.high, finding
        assert field.minimum is None or finding.low >= field.minimum, finding
        assert field.maximum is None or finding.high <= field.maximum, finding
    return evidence


def test_a_file_of_every_format_is_there_to_be_mangled():
    there = {
        evidence.format
        for content in contents().values()
        if (evidence := read_or_refuse(content.encode()))
    }
    in_archives = {"inspect", "table"}
    assert there | in_archives >= {known.name for known in FORMATS}


@pytest.mark.parametrize("name", sorted(contents()))
@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), encoding=st.sampled_from(ENCODINGS))
def test_a_mangled_file_is_read_or_refused(name, seed, encoding):
    generator = random.Random(seed)
    text = contents()[name]
    for _ in range(generator.randrange(1, 4)):
        text = generator.choice(MANGLING)(text, generator)
    read_or_refuse(text.encode(encoding, errors="replace"))


def cut(text, generator):
    return text[: generator.randrange(len(text) + 1)]


def shuffle(text, generator):
    lines = text.splitlines(keepends=True)
    generator.shuffle(lines)
    return "".join(lines)


def repeat(text, generator):
    return text + generator.choice(("", "\n", ",")) + text


def windows(text, generator):
    return text.replace("\n", "\r\n")


def strange_values(text, generator):
    """Put other values behind some colons, or into some cells."""
    mark = ":" if text.lstrip()[:1] in "{[" else ","
    parts = text.split(mark)
    for _ in range(generator.randrange(1, 6)):
        place = generator.randrange(len(parts))
        kinds = STRANGE if mark == ":" else STRANGE_CELLS
        rest = parts[place].lstrip(" -0123456789.eE")
        parts[place] = generator.choice(kinds) + (rest if rest[:1] in ",}]\n" else "")
    return mark.join(parts)


def double_keys(text, generator):
    return text.replace("{", '{"usage": 1, "messages": 2, "model": {}, ', 3)


def noise(text, generator):
    place = generator.randrange(len(text) + 1)
    characters = "".join(chr(generator.randrange(1, 0xD800)) for _ in range(5))
    return text[:place] + characters + text[place + generator.randrange(9) :]


MANGLING = (cut, shuffle, repeat, windows, strange_values, strange_values, double_keys, noise)


@settings(max_examples=60)
@given(data=st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(data):
    read_or_refuse(data)


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(
                "messages conversations contents prompt completion usage response timestamp "
                "resourceSpans custom_id success provider promptIdx spend startTime prompt_tokens "
                "completion_tokens traceId type usageDetails instruction output data results "
                "testCases samples eval preferred_output non_preferred_output modelId operation "
                "input sample_id event_id name dataType value".split()
            ),
            st.recursive(
                st.none() | st.integers() | st.text(max_size=5) | st.booleans(),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(
                        st.sampled_from(["role", "content", "usage", "messages", "value", "id"]),
                        inner,
                        max_size=3,
                    )
                ),
                max_leaves=6,
            ),
            max_size=5,
        ),
        max_size=4,
    )
)
def test_objects_with_the_right_keys_and_wrong_values_are_read_or_refused(rows):
    read_or_refuse(json_lines(rows).encode())
    read_or_refuse(json.dumps(rows).encode())
    for row in rows:
        read_or_refuse(json.dumps(row, indent=1).encode())


@settings(max_examples=30)
@given(
    header=st.lists(st.text(max_size=8), min_size=2, max_size=6),
    cells=st.lists(st.lists(st.text(max_size=8), max_size=8), max_size=5),
)
def test_tables_of_any_columns_ask_which_is_which(header, cells):
    lines = [",".join(row) for row in [header, *cells]]
    columns = {"time": header[0], "input": header[1], "output": header[-1]}
    read_or_refuse("\n".join(lines).encode(errors="replace"), columns=columns)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_a_mangled_archive_is_read_or_refused(seed):
    generator = random.Random(seed)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", '{"eval": {"model": "m", "task": "t"}}')
        archive.writestr("samples/1.json", '{"id": 1, "scores": {"a": {"value": "C"}}}')
    mangled = bytearray(data.getvalue())
    for _ in range(generator.randrange(4)):
        mangled[generator.randrange(len(mangled))] = generator.randrange(256)
    read_or_refuse(bytes(mangled[: generator.randrange(10, len(mangled) + 1)]))
