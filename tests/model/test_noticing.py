"""What benchmarks/mutants.py asks is answered rightly."""

import pytest

from tests.model.noticing import notices

pytestmark = pytest.mark.no_cover


def test_nothing_is_wrong_with_the_table():
    assert not notices()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("hit", {"expression": "cache_hit_rate * warm if prompt > cache_minimum_tokens else 0"}),
        ("roi", {"expression": "savings / investment if investment > 1 else none"}),
        ("longest_call", {"expression": "prompt + request_tokens + output_tokens"}),
        ("total", {"shortcut": "placed(0, monthly, operating)"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_in_the_table_is_noticed(write, name, changes):
    write(name, **changes)
    assert notices()
