"""Months in sentences."""

import pytest

from app.words.months import months_named


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], ""),
        (["2026-09"], "September 2026"),
        (["2026-10", "2026-09"], "September and October 2026"),
        (["2026-12", "2027-01"], "December 2026 and January 2027"),
        (["2026-03", "2026-04", "2026-05"], "March to May 2026"),
        (["2026-11", "2026-12", "2027-01", "2027-03"], "November 2026 to January and March 2027"),
        (["2026-01", "2026-03", "2027-03"], "January, March 2026 and March 2027"),
    ],
)
def test_months_are_listed_with_each_year_once(codes: list[str], words: str) -> None:
    assert months_named(codes) == words
