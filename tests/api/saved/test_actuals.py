"""Actuals in the API: six months of the worked example, entered, read, and looked back at.

Every answer is held to the OpenAPI document; the figures are those of docs/model.md.
"""

import csv
import io
from typing import Any

import httpx
import openpyxl
import pytest
from fastapi import FastAPI

from tests.answers.actuals.worked import MONTHS, PLAN
from tests.conftest import asking
from tests.people import Ask, Kept, save_small_plan
from tests.stored import all_rows

pytestmark = pytest.mark.every_database

Json = dict[str, Any]
START = "2026-12"
ENTERED: list[Json] = [
    {
        "month": f"2027-{item.month:02}",
        "approach": "tuning",
        "requests": item.requests,
        "amounts": dict(item.amounts),
        "prices": {"input_price": item.prices.input_price, "output_price": 12.0},
    }
    for item in MONTHS
    if item.prices
]


def saved(ask: Ask) -> Kept:
    values: dict[str, Json] = {"finance": {"start_month": START}}
    for name, value in PLAN.items():
        group, field = name.split("__")
        values.setdefault(group, {})[field] = value
    ranges = {"tuning.build_cost": {"low": 2000, "high": 2500}}
    return save_small_plan(ask, inputs=values, ranges=ranges)


def put(
    ask: Ask, kept: Kept, months: list[Json], number: int = 0, **said: object
) -> httpx.Response:
    return ask(
        "PUT",
        f"{kept.api}/actuals",
        json={"months": months} | said,
        headers=kept.authorised | {"If-Match": f'"{number}"'},
    )


@pytest.fixture(scope="module")
def looked_back(ask: Ask) -> Kept:
    """The worked example with its six months, which no test changes."""
    kept = saved(ask)
    assert put(ask, kept, ENTERED, note="Bill and log", author="Ada").status_code == 200
    return kept


def rows(response: httpx.Response) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff")))]


def test_before_anything_is_entered_there_is_nothing(ask: Ask) -> None:
    kept = saved(ask)

    answer = ask("GET", f"{kept.api}/actuals")
    assert answer.json() == {"currency": "USD", "number": 0, "months": [], "changes": []}
    assert answer.headers["etag"] == '"0"'
    variance = ask("GET", f"{kept.api}/variance").json()
    assert (variance["months"], variance["so_far"], variance["payback"]) == ([], None, None)
    assert rows(ask("GET", f"{kept.api}/actuals.csv")) == []
    assert ask("GET", f"{kept.api}/variance.csv").text.startswith("\ufeffmonth,date,approach,line")


def test_what_was_entered_is_answered_with_who_entered_it(ask: Ask, looked_back: Kept) -> None:
    answer = ask("GET", f"{looked_back.api}/actuals").json()

    assert answer["number"] == 1
    assert answer["months"][0]["amounts"] == {"input": 120.0, "output": 240.0}
    assert [(item["author"], item["note"], item["months"]) for item in answer["changes"]] == [
        ("Ada", "Bill and log", 6)
    ]


def test_the_read_link_says_how_it_stands_to_the_plan(ask: Ask, looked_back: Kept) -> None:
    found = ask("GET", f"{looked_back.api}/variance").json()

    assert [item["date"] for item in found["months"]] == [f"2027-0{n}" for n in range(1, 7)]
    assert found["so_far"] == pytest.approx(
        {
            "planned": 2700,
            "actual": 3349.5,
            "variance": 649.5,
            "volume": 405,
            "price": 91.5,
            "rest": 153,
        }
    )
    assert found["payback"] == pytest.approx(
        {"status": "paid back", "prompting_cost": 6900, "cost": 5849.5, "saved": 1050.5, "month": 5}
    )
    assert found["forecast"]["cost"] == pytest.approx(9776.5)


def test_rows_of_the_variance_add_up(ask: Ask, looked_back: Kept) -> None:
    found = rows(ask("GET", f"{looked_back.api}/variance.csv"))

    totals = [row for row in found if row["line"] == "total"]
    lines = [row for row in found if row["line"] in ("input", "output")]
    for part in ("planned", "actual", "variance", "volume", "price", "rest"):
        whole = sum(float(row[part]) for row in totals)
        assert whole == pytest.approx(sum(float(row[part]) for row in lines))
    requests = [row for row in found if row["line"] == "requests"]
    assert sum(float(row["actual"]) for row in requests) == 690_000
    assert sum(float(row["variance"]) for row in requests) == 90_000


def test_what_was_entered_comes_as_rows_too(ask: Ask, looked_back: Kept) -> None:
    text = ask("GET", f"{looked_back.api}/actuals.csv?sep=%3B&decimal=%2C&bom=0").text
    assert text.startswith("date;approach;line;amount\r\n2027-01;tuning;requests;80000,0\r\n")

    found = rows(ask("GET", f"{looked_back.api}/actuals.csv"))
    assert [(row["line"], float(row["amount"])) for row in found[:5]] == [
        ("requests", 80_000),
        ("input", 120),
        ("output", 240),
        ("input_price", 3),
        ("output_price", 12),
    ]


def revised(ask: Ask) -> Kept:
    """Return a plan that was revised after something was entered: it begins a month later."""
    kept = saved(ask)
    put(ask, kept, ENTERED[:1]).raise_for_status()
    inputs = {"tuning": {"platform_cost": 1}, "finance": {"start_month": "2027-01"}}
    dearer = {"preset": "blank", "name": "Dearer", "inputs": inputs}
    ask("PUT", kept.api, json=dearer, headers=kept.at(1)).raise_for_status()
    return kept


def compared(ask: Ask, address: str) -> tuple[int, int]:
    """Return the revision that what was paid is compared with, and what month it says it is."""
    found = ask("GET", f"{address}/variance").json()
    return found["revision"], found["months"][0]["month"]


def test_it_is_compared_with_the_plan_on_which_was_decided(ask: Ask) -> None:
    kept = revised(ask)

    assert compared(ask, kept.api) == (1, 1)
    assert compared(ask, f"{kept.api}/revisions/1") == (1, 1)
    assert compared(ask, f"{kept.api}/revisions/2") == (2, 0)
    assert ask("GET", f"{kept.api}/revisions/1/variance.csv").status_code == 200
    # Another month changes nothing of that; only who says so does.
    put(ask, kept, ENTERED[:2], number=1).raise_for_status()
    assert compared(ask, kept.api) == (1, 1)
    put(ask, kept, ENTERED[:2], number=2, revision=2).raise_for_status()
    assert compared(ask, kept.api) == (2, 0)


@pytest.mark.parametrize("revision", [0, 3, "1", True, 1.5, []])
def test_a_revision_that_is_none_is_refused(ask: Ask, revision: object) -> None:
    refused = put(ask, revised(ask), ENTERED[:1], number=1, revision=revision)

    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {
            "input": "revision",
            "message": "The revision must be one of the plan's, a whole number from 1 to 2.",
        }
    ]


def test_a_file_says_which_revision_it_is_compared_with(ask: Ask) -> None:
    kept = revised(ask)
    whole = ask("GET", f"{kept.api}/export").json()
    assert [change["revision"] for change in whole["scenarios"][0]["actuals"]] == [1]

    copy = ask("POST", "/api/v1/scenarios/imports", json=whole).json()["scenarios"][0]
    assert compared(ask, f"/api/v1/scenarios/{copy['id']}") == (1, 1)
    # Where the file has no such revision it is the newest.
    whole["scenarios"][0]["actuals"][0]["revision"] = 7
    copy = ask("POST", "/api/v1/scenarios/imports", json=whole).json()["scenarios"][0]
    assert compared(ask, f"/api/v1/scenarios/{copy['id']}") == (2, 0)


def test_two_who_enter_at_once_lose_nothing(ask: Ask) -> None:
    kept = saved(ask)
    assert put(ask, kept, ENTERED[:1]).headers["etag"] == '"1"'

    stale = put(ask, kept, ENTERED[1:2])

    assert stale.status_code == 412
    assert stale.headers["etag"] == '"1"'
    assert stale.json()["current"]["months"][0]["month"] == "2027-01"
    assert put(ask, kept, ENTERED[:2], number=1).json()["number"] == 2
    changes = ask("GET", f"{kept.api}/actuals").json()["changes"]
    assert [(item["number"], item["months"]) for item in changes] == [(2, 2), (1, 1)]


def test_each_change_keeps_what_it_left(ask: Ask) -> None:
    kept = saved(ask)
    put(ask, kept, ENTERED[:2], author="Ada", note="First")
    put(ask, kept, [], number=1)

    first = ask("GET", f"{kept.api}/actuals/1")
    assert first.json()["months"][0]["amounts"] == {"input": 120.0, "output": 240.0}
    assert [item["month"] for item in first.json()["months"]] == ["2027-01", "2027-02"]
    assert (first.json()["author"], first.json()["note"]) == ("Ada", "First")
    assert ask("GET", f"{kept.api}/actuals/2").json()["months"] == []
    assert ask("GET", f"{kept.api}/actuals/3").status_code == 404
    assert ask("GET", f"{kept.api}/actuals/0").status_code == 404


def test_only_the_key_changes_them(ask: Ask, looked_back: Kept) -> None:
    address = f"{looked_back.api}/actuals"
    body: Json = {"months": []}
    match = {"If-Match": '"1"'}

    assert ask("PUT", address, json=body, headers=match).status_code == 401
    other = {"Authorization": "Bearer another"}
    assert ask("PUT", address, json=body, headers=match | other).status_code == 403
    assert ask("PUT", address, json=body, headers=looked_back.authorised).status_code == 428
    unknown = "/api/v1/scenarios/" + "x" * 22
    assert ask("GET", f"{unknown}/actuals").status_code == 404
    assert ask("GET", f"{unknown}/variance").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "months"),
        ({}, "months"),
        ({"months": 5}, "months"),
        ({"months": [{"month": "2026-11"}]}, "months.0"),
        ({"months": [{"month": "2027-01", "requests": -1}]}, "months.0.requests"),
        ({"months": [{"month": "2027-12"}]}, "months"),  # has not begun
        ({"months": [], "colour": "red"}, "colour"),
        ({"months": [], "note": 5}, "note"),
        ({"months": [], "author": "x" * 121}, "author"),
    ],
)
def test_a_wrong_body_names_the_field_and_changes_nothing(
    ask: Ask, looked_back: Kept, shared_application: FastAPI, body: Any, field: str
) -> None:
    before = all_rows(shared_application.state.database)

    refused = ask("PUT", f"{looked_back.api}/actuals", json=body, headers=looked_back.at(1))

    assert refused.status_code == 422
    assert [error["input"] for error in refused.json()["errors"]] == [field]
    assert all_rows(shared_application.state.database) == before


def test_asking_again_costs_little(
    ask: Ask, looked_back: Kept, shared_application: FastAPI
) -> None:
    send = asking(shared_application)
    for feed in ("actuals", "variance", "variance.csv"):
        first = ask("GET", f"{looked_back.api}/{feed}")
        again = send(
            "GET",
            f"{looked_back.api}/{feed}",
            headers={"If-None-Match": first.headers["etag"]},
        )
        assert again.status_code == 304


# In a file


def test_a_file_takes_them_elsewhere_with_their_history(ask: Ask) -> None:
    kept = saved(ask)
    put(ask, kept, ENTERED[:3], note="First", author="Ada")
    put(ask, kept, ENTERED, number=1, note="Second")
    file = ask("GET", f"{kept.api}/export").json()
    assert [item["note"] for item in file["scenarios"][0]["actuals"]] == ["First", "Second"]

    copy = ask("POST", "/api/v1/scenarios/imports", json=file).json()["scenarios"][0]

    api = f"/api/v1/scenarios/{copy['id']}"
    first, second = (ask("GET", f"{address}/actuals").json() for address in (kept.api, api))
    assert first == second
    variance = ask("GET", f"{api}/variance").json()
    assert [item["line"] for item in variance["assumed"]] == ["engineering", "platform"]
    assert [item["amount"] for item in variance["assumed"]] == pytest.approx([2200, 300])
    assert variance["so_far"]["actual"] == pytest.approx(3349.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": [{"month": "soon"}]},
        {"months": [], "note": "a\x00"},
        {"months": [], "created_at": "2027-01-01T00:00:00"},  # without a zone
    ],
)
def test_a_file_with_wrong_ones_changes_nothing(
    ask: Ask, looked_back: Kept, shared_application: FastAPI, wrong: Json
) -> None:
    file = ask("GET", f"{looked_back.api}/export").json()
    file["scenarios"][0]["actuals"][0] |= wrong
    before = all_rows(shared_application.state.database)

    assert ask("POST", "/api/v1/scenarios/imports", json=file).status_code == 422
    assert all_rows(shared_application.state.database) == before


def test_the_workbook_of_the_scenario_has_them(ask: Ask, looked_back: Kept) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(ask("GET", f"{looked_back.api}/workbook.xlsx").content),
        read_only=True,
        data_only=True,
    )
    assert book["Actuals"]["F11"].value == pytest.approx(3349.5)
    frozen = ask("GET", f"{looked_back.api}/revisions/1/workbook.xlsx").content
    assert "Actuals" not in openpyxl.load_workbook(io.BytesIO(frozen), read_only=True).sheetnames
