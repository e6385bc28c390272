"""What a client that has an answer already is told."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.people import SMALL_PLAN, Ask, Kept, save_small_plan


@pytest.fixture
def kept(ask: Ask) -> Kept:
    return save_small_plan(ask)


@pytest.mark.parametrize("path", ["", "/summary", "/months.csv", "/workbook.xlsx"])
def test_a_save_within_the_same_second_is_seen_by_who_asks_with_a_date_alone(
    ask: Ask, kept: Kept, path: str
) -> None:
    first = ask("GET", kept.api + path)
    assert "last-modified" not in first.headers
    dearer = SMALL_PLAN | {"name": "Plan", "inputs": {"tuning": {"build_cost": 1001}}}
    assert ask("PUT", kept.api, json=dearer, headers=kept.at(1)).status_code == 200

    for seconds in (0, 1, 3600):
        since = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        again = ask("GET", kept.api + path, headers={"If-Modified-Since": since})
        assert again.status_code == 200
        assert again.content != first.content


def test_tags_count_and_a_date_beside_them_does_not(ask: Ask, kept: Kept) -> None:
    tag = ask("GET", kept.api).headers["etag"]
    old = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert ask("GET", kept.api, headers=old | {"If-None-Match": tag}).status_code == 304
    assert ask("GET", kept.api, headers=old | {"If-None-Match": '"other"'}).status_code == 200
