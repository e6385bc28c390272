"""The file that moves the scenarios of one browser elsewhere, and files that are none."""

import html
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import NewDatabase, asking, serving
from tests.pages.test_my_scenarios import MakeVisitor, names
from tests.people import Ask, Visitor, key_on
from tests.stored import all_rows


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture
def owner(visitor: MakeVisitor) -> Visitor:
    return visitor()


@pytest.fixture
def exported(owner: Visitor) -> dict[str, Any]:
    """Two scenarios, the first with a history, a preview and an end."""
    page = owner.save(
        "Budget",
        "preset=customer-support&draws=256&workload.requests_per_month=123456"
        "&ranges.workload.requests_per_month=100k..150k",
        note="Line 1\nLine 2",
        author="Ada",
        expires="2100-01-31",
    )
    owner.edit(page, revision=1, query="preset=blank&draws=512&seed=7", note="No", name="Budget 2")
    owner.post(f"{page}/preview", data={"shows_figures": "yes"})
    owner.save("“Quoted” 💡", "preset=legal-drafting&draws=256")
    answer = owner.get("/scenarios/export.json")
    assert answer.headers["content-disposition"].endswith('"crossover-scenarios.json"')
    file: dict[str, Any] = answer.json()
    return file


def test_a_file_holds_every_scenario_and_no_key(
    owner: Visitor, exported: dict[str, Any], ask: Ask
) -> None:
    second, first = exported["scenarios"]  # the newest first
    assert [item["name"] for item in first["revisions"]] == ["Budget", "Budget 2"]
    assert [item["name"] for item in second["revisions"]] == ["“Quoted” 💡"]
    assert first["shows_figures"]
    assert first["expires_at"].startswith("2100-01-31T23:59:59")
    text = json.dumps(exported)
    for row in re.findall(r'href="/s/([^"/]+)"', owner.get("/scenarios").text):
        assert row not in text
        assert key_on(owner.get(f"/s/{row}").text) not in text


def test_the_history_may_be_left_out(owner: Visitor, exported: dict[str, Any]) -> None:
    latest = owner.get("/scenarios/export.json?history=no").json()["scenarios"]
    assert [len(item["revisions"]) for item in latest] == [1, 1]
    assert latest[1]["revisions"][0]["name"] == "Budget 2"


@pytest.fixture
def elsewhere(exported: dict[str, Any], migrated_url: str) -> Iterator[Visitor]:
    """A person on another server who has brought the file along."""
    with serving(migrated_url) as application:
        person = Visitor(asking(application))
        assert bring(person, exported, "uploaded").headers["location"] == "/scenarios"
        yield person


def bring(person: Visitor, file: object, how: str = "pasted") -> httpx.Response:
    """Import a file."""
    content = file if isinstance(file, str) else json.dumps(file)
    if how == "uploaded":
        upload = {"file": ("crossover-scenarios.json", content.encode(), "application/json")}
        return person.post("/scenarios/import", files=upload)
    return person.post("/scenarios/import", data={"text": content})


@pytest.mark.every_database
def test_everything_is_there_and_equal_elsewhere(
    owner: Visitor, elsewhere: Visitor, exported: dict[str, Any]
) -> None:
    assert elsewhere.get("/scenarios/export.json").json() == exported
    here, there = (owner.get("/scenarios").text, elsewhere.get("/scenarios").text)
    assert names(there) == names(here) == ["“Quoted” 💡", "Budget 2"]
    for old, new in zip(pages_in(here), pages_in(there), strict=True):
        assert new != old
        assert revisions(elsewhere, new) == revisions(owner, old)
        for number in (1, len(revisions(owner, old))):
            for feed in ("summary", "months", "inputs", "uncertainty", "thresholds", "verdict"):
                path = f"/revisions/{number}/{feed}"
                assert elsewhere.get(api(new) + path).content == owner.get(api(old) + path).content
        renamed = elsewhere.post(f"{new}/name", data={"name": "Mine here"})  # with a key of its own
        assert renamed.status_code == 303


def pages_in(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="(/s/[^"/]+)"', page)


def api(page: str) -> str:
    return page.replace("/s/", "/api/v1/scenarios/")


def revisions(person: Visitor, page: str) -> list[dict[str, Any]]:
    """Return the history with names, notes, authors, times and figures, without its links."""
    found = person.get(f"{api(page)}/revisions").json()
    assert len(found) == person.get(api(page)).json()["revision"]
    return [item | {"read_url": None} for item in found]


# Files that are none


@pytest.fixture(scope="module")
def fresh(new_database: NewDatabase) -> Iterator[FastAPI]:
    with new_database(migrated=True) as url, serving(url) as application:
        yield application


FILE: dict[str, Any] = {
    "format": "crossover-scenarios",
    "version": 1,
    "scenarios": [
        {
            "revisions": [
                {
                    "name": "Fine",
                    "preset": "blank",
                    "inputs": {},
                    "draws": 256,
                    "prices_as_of": "2026-11-23",
                    "created_at": "2026-11-24T15:04:00Z",
                }
            ]
        }
    ],
}
FINE = FILE["scenarios"][0]


def with_(**changes: Any) -> dict[str, Any]:
    """Return the file with another scenario, whose revision has some things changed."""
    file = deepcopy(FILE)
    file["scenarios"].append({"revisions": [FINE["revisions"][0] | changes]})
    return file


def text_with(name: str, literal: str) -> str:
    """Return the file with a value of another revision written as no Python would write it."""
    return json.dumps(with_(**{name: "@"})).replace('"@"', literal)


NONSENSE: dict[str, tuple[object, str]] = {
    "nothing": ("", "Choose a file"),
    "no JSON": ("{", "no JSON"),
    "an array": ("[]", "not a file that Crossover exported"),
    "a number": ("7", "not a file that Crossover exported"),
    "another format": (FILE | {"format": "other"}, "format"),
    "another version": (FILE | {"version": 2}, "version"),
    "a version in words": (FILE | {"version": "1"}, "version"),
    "no version": ({"format": "crossover-scenarios", "scenarios": []}, "version"),
    "scenarios that are none": (FILE | {"scenarios": {"a": 1}}, "scenarios"),
    "a scenario without revisions": (FILE | {"scenarios": [FINE, {"revisions": []}]}, "revisions"),
    "a revision without a time": (
        FILE | {"scenarios": [FINE, {"revisions": [{"name": "x", "preset": "blank"}]}]},
        "Field required",
    ),
    "a time without a zone": (with_(created_at="2026-11-24T15:04:00"), "created_at"),
    "a time before all times": (with_(created_at="0001-01-01T00:00:00+14:00"), "1900 to 2199"),
    "a time after all times": (with_(created_at="9999-12-31T23:59:59-14:00"), "1900 to 2199"),
    "a day that is none": (with_(prices_as_of="2026-02-30"), "prices_as_of"),
    "an unknown input": (with_(inputs={"tuning": {"colour": "red"}}), "tuning.colour"),
    "a value out of bounds": (with_(inputs={"tuning": {"retry_rate": 2}}), "at most 90 %"),
    "a value that is none": (with_(inputs={"tuning": {"epochs": "many"}}), "must be a number"),
    "a value in a value": (
        with_(inputs={"tuning": {"epochs": {"a": 1}}}),
        "must be a whole number",
    ),
    "NaN": (text_with("inputs", '{"tuning": {"build_cost": NaN}}'), "must be a number"),
    "infinity": (text_with("inputs", '{"tuning": {"build_cost": 1e999}}'), "must be a number"),
    "NaN in a range": (
        text_with("ranges", '{"tuning.build_cost": {"low": NaN, "high": 1}}'),
        "Every value in the range counts",
    ),
    "a huge integer": (text_with("inputs", f'{{"tuning": {{"epochs": {"9" * 5000}}}}}'), ""),
    "a range without its value": (
        with_(ranges={"workload.requests_per_month": {"low": 1, "high": 2}}),
        "must hold the entered value",
    ),
    "a range of nothing": (with_(ranges={"no.such": {"low": 1, "high": 2}}), "no input called"),
    "draws that are none": (with_(draws=257), "power of two"),
    "too many draws": (with_(draws=2**40), "power of two"),
    "a seed out of bounds": (with_(seed=-1), "The seed"),
    "no name": (with_(name=" "), "must not be empty"),
    "a name too long": (with_(name="x" * 121), "at most 120 characters"),
    "a name with a line break": (with_(name="a\nb"), "control characters"),
    "a name that turns the text around": (with_(name="a\u202eb"), "control characters"),
    "a name with a NUL": (with_(name="a\x00b"), "control characters"),
    "a name with half a character": (text_with("name", r'"\ud800"'), "half a character"),
    "a model with half a character": (
        text_with("inputs", r'{"tuning": {"model": "\ud800"}}'),
        "half a character",
    ),
    "an input with half a character": (text_with("inputs", r'{"\ud800": 1}'), "half a character"),
    "a range with half a character": (text_with("ranges", r'{"\ud800": 1}'), "half a character"),
    "a use case with half a character": (text_with("preset", r'"\ud800"'), "half a character"),
    "a name with a character that is none": (with_(name="a\ufffeb"), "control characters"),
    "a note too long": (with_(note="x" * 2001), "at most 2,000 characters"),
    "a preset that is a number": (with_(preset=7), "preset"),
    "prices that are none": (with_(catalogue_prices={"tuning.input_price": "x"}), "price"),
    "deep nesting": ("[" * 100_000, "no JSON"),
    "deep nesting in an input": (
        text_with("inputs", '{"a":' * 5000 + "1" + "}" * 5000),
        "no JSON",
    ),
    "more revisions than one may have": (
        FILE | {"scenarios": [{"revisions": FINE["revisions"] * 201}]},
        "at most 200",
    ),
    "prices of a time to come": (with_(prices_as_of="9999-12-31"), "still to come"),
    "a version without end": (with_(model_version="9" * 5000), "at most 32 characters"),
}


def is_ours(file: object) -> bool:
    """Tell whether a file is one of ours, of which one scenario is fine and the other is not."""
    try:
        read = json.loads(file) if isinstance(file, str) else file
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and len(read["scenarios"]) == 2


WHOLE = {what: item for what, item in NONSENSE.items() if not is_ours(item[0])}
PARTLY = {what: item for what, item in NONSENSE.items() if is_ours(item[0])}


@pytest.mark.parametrize(("file", "words"), PARTLY.values(), ids=PARTLY)
def test_of_a_file_what_can_be_stored_is_and_the_rest_is_told_with_its_reason(
    fresh: FastAPI, file: object, words: str
) -> None:
    person = Visitor(asking(fresh))

    partly = bring(person, file)
    content = file if isinstance(file, str) else json.dumps(file)
    by_api = person.post("/api/v1/scenarios/imports", content=content)

    assert (partly.status_code, by_api.status_code) == (200, 201)
    assert "1 scenario of the file was imported." in partly.text
    problems = html.unescape(partly.text.partition('role="alert"')[2].partition("</div>")[0])
    assert words in problems
    assert "Scenario 2" in problems
    assert names(person.get("/scenarios").text) == ["Fine"]
    answer = by_api.json()
    assert [made["name"] for made in answer["scenarios"]] == ["Fine"]
    [refused] = answer["refused"]
    assert refused["scenario"] == 2
    assert words in " ".join(error["message"] for error in refused["errors"])


@pytest.mark.parametrize(("file", "words"), WHOLE.values(), ids=WHOLE)
def test_a_file_that_is_none_stores_nothing_and_says_why(
    fresh: FastAPI, file: object, words: str
) -> None:
    before = all_rows(fresh.state.database)
    person = Visitor(asking(fresh))

    refused = bring(person, file)
    content = file if isinstance(file, str) else json.dumps(file)
    by_api = person.post("/api/v1/scenarios/imports", content=content)

    assert (refused.status_code, by_api.status_code) == (422, 422)
    problems = refused.text.partition('role="alert"')[2].partition("</div>")[0]
    assert words in html.unescape(problems), problems
    assert by_api.json()["errors"]
    assert all_rows(fresh.state.database) == before
    assert person.cookies == {}


def test_what_no_longer_fits_into_the_browser_is_refused(
    fresh: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pages.scenarios.my_scenarios.MOST_KEYS", 3)
    person = Visitor(asking(fresh))
    [revision] = FINE["revisions"]
    one, two, three, four, five = (
        {"revisions": [revision | {"name": f"Plan {number}"}]} for number in range(5)
    )
    assert bring(person, FILE | {"scenarios": [one, two]}).status_code == 303
    partly = bring(person, FILE | {"scenarios": [three, four]})
    assert partly.status_code == 200
    assert "Scenario 2: There is room for 1 of the file." in partly.text
    assert bring(person, FILE | {"scenarios": [five]}).status_code == 422


@pytest.mark.every_database
def test_hostile_words_in_a_file_are_only_words(fresh: FastAPI) -> None:
    name, note = (
        "<script>alert(1)</script>",
        "=HYPERLINK(1)\n{{ 7 * 7 }} %s'; DROP TABLE scenario",
    )
    person = Visitor(asking(fresh))
    model = "'\"><img src=x onerror=alert(1)>"
    inputs = {"tuning": {"model": model, "input_price": 1, "output_price": 1}}
    bring(person, with_(name=name, note=note, author="<i>", inputs=inputs, preset="<b>"))

    shown = person.get("/scenarios").text
    assert sorted(names(shown)) == [name, "Fine"]
    page = pages_in(shown)[names(shown).index(name)]
    assert note in html.unescape(person.get(page).text)
    for path in ("", "/revisions", "/brief", "/connect", "/outlook", "/edit", "/chart.svg"):
        text = person.get(page + path).text
        assert "<script>alert" not in text
        assert "<img" not in text
    assert person.get(f"{page}/chart.png").status_code == 200


@pytest.mark.every_database
def test_a_time_in_the_future_is_now_and_an_unknown_use_case_is_blank(fresh: FastAPI) -> None:
    person = Visitor(asking(fresh))
    file = with_(created_at="2190-01-01T00:00:00Z", preset="nonsense", name="Odd")
    assert bring(person, file).status_code == 303
    exported = person.get("/scenarios/export.json").json()
    [odd] = [
        item for s in exported["scenarios"] for item in s["revisions"] if item["name"] == "Odd"
    ]
    assert odd["preset"] == "blank"
    assert odd["created_at"] < "2190"


def test_an_import_without_any_file_says_so(fresh: FastAPI) -> None:
    person = Visitor(asking(fresh))
    assert person.post("/scenarios/import").status_code == 422
    assert person.post("/scenarios/import", data={"text": ""}).status_code == 422
    empty = {"file": ("empty.json", b"", "application/json")}
    assert person.post("/scenarios/import", files=empty).status_code == 422
    image = {"file": ("picture.png", b"\x89PNG\xff\xfe", "image/png")}
    assert person.post("/scenarios/import", files=image).status_code == 422
