"""Months as people and spreadsheets write them: what each means, and what may be either."""

import pytest

from app.scenarios.actuals.dates import months_in

PLAN = [f"2026-{month:02}" for month in range(3, 13)]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2026-05", ["2026-05"]),
        ("2026-5-31", ["2026-05"]),
        ("2026-05-31T00:00:00Z", ["2026-05"]),
        ("2026-05-31 00:00:00", ["2026-05"]),
        ("2026/05/31", ["2026-05"]),
        ("5.2026", ["2026-05"]),
        ("05/2026", ["2026-05"]),
        ("May 2026", ["2026-05"]),
        ("January 2027", ["2027-01"]),
        ("Mar-26", ["2026-03"]),
        ("1-May-26", ["2026-05"]),
        ("31 May 2026", ["2026-05"]),
        ("May 31, 2026", ["2026-05"]),
        # The day stands first where dots are written.
        ("31.05.2026", ["2026-05"]),
        ("01.05.2026", ["2026-05"]),
        ("5.1.2026", ["2026-01"]),
        ("31.05.26", ["2026-05"]),
        # With strokes, only one of the two is a day, or the first of a month of the plan.
        ("31/05/2026", ["2026-05"]),
        ("5/31/2026", ["2026-05"]),
        ("05/31/26", ["2026-05"]),
        ("5/5/2026", ["2026-05"]),
        ("5/1/2026", ["2026-05"]),
        ("01/05/2026", ["2026-05"]),
        ("01-05-2026", ["2026-05"]),
        ("5/1/2026 0:00", ["2026-05"]),
        # 1 February is not in the plan, and neither is 2 January.
        ("2/1/2026", ["2026-01", "2026-02"]),
        ("5/6/2026", ["2026-06", "2026-05"]),
        ("2026-13", []),
        ("31/31/2026", []),
        ("26-05-01", []),
        ("May 3026", []),
        ("3800-05", []),
        ("5/2026/1", []),
        ("3800", []),
        ("", []),
    ],
)
def test_months_are_read_as_they_are_written(text: str, months: list[str]) -> None:
    assert months_in(text, PLAN) == months
