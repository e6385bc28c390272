"""Names made to break what shows them: each is refused, or shown as nothing but a text."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from functools import cache, partial
from html.parser import HTMLParser
from itertools import cycle, islice
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from icalendar import Calendar

from app.feeds.csv_text import FORMULA_STARTS
from tests.conftest import asking
from tests.people import SMALL_PLAN, SMALL_QUERY, Ask, Visitor

# A cell with a formula, one that shares the formula of another, or a link.
FOLLOWED = "<c [^>]*><f(?:[^>/]*/>|[^>]*>.*?</f>)|<hyperlink [^>]*>"
SHOWN = {
    "a script": '<script>alert("x")</script>',
    "an attribute": '" onmouseover="alert(1)" x="',
    "an image": "<img src=x onerror=alert(1)>",
    "the end of a title": "</title></text></svg><script>alert(1)</script>",
    "an entity": "&lt;b&gt; &amp; &#x3c;",
    "a CDATA section": "<![CDATA[x]]> <!-- x --> <?php x ?>",
    "a link": "javascript:alert(1)",
    "a formula": '=HYPERLINK("https://evil.example","Click")',
    "a command": "=cmd|' /C calc'!A0",
    "a sum": "+1+2",
    "a difference": "-2+3",
    "a function": "@SUM(A1:A9)",
    "a template": "{{7*7}}{% for x in y %}",
    "a format": "%s%n {0} ${x} $(id) `id`",
    "SQL": "'; DROP TABLE scenario; --",
    "percent signs": "%00 %0d%0aSet-Cookie: a=b",
    "a path": "../../../../etc/passwd",
    "Arabic": "\u062e\u0637\u0629 \u0627\u0644\u062f\u0639\u0645",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1f3\U0001f1f5",
    "zero-width characters": "Pl\u200ban \ufeff\u200d",
    "accents without end": "Z" + "\u0335" * 100,
    "beyond the basic plane": "\U00020000\U0010fffd",
}
REFUSED = {
    "a NUL": "Plan\0",
    "a control character": "Plan\x1b[31m",
    "a header": "Plan\r\nSet-Cookie: a=b",
    "no character": "Plan \uffff",
    "a line separator": "Plan\u2028x",
    "reordering": "Plan \u202egpj.exe",
    "an isolate": "Plan \u2067x\u2069",
    "nothing to be seen": "\u200b\u2060\ufeff",
    "space": " \t ",
    "a megabyte": "x" * 1_000_000,
    "121 characters": "x" * 121,
}
# Inputs that may be 1, each with another source.
GIVEN = [
    f"{approach}.{field}"
    for approach in ("prompting", "tuning")
    for field in (
        *("input_price", "output_price", "prompt_tokens", "error_rate", "review_rate"),
        *("build_hours", "build_cost", "evaluation_hours", "storage_price", "platform_cost"),
        *("upkeep_hours", "migration_hours"),
    )
]
PAGES_OF_A_PLAN = ("", "/revisions", "/brief", "/revisions/1", "/actuals")
# What a workbook's writer could take for a formula or a link, or its reader for XML.
FORMULA_LIKE = {
    what: name
    for what, name in SHOWN.items()
    if name.startswith(FORMULA_STARTS) or {*"<&:"} & {*name}
}
PAIRS = list(zip(list(SHOWN.values())[::2], list(SHOWN.values())[1::2], strict=True))
# One each as a scenario's name, its note and its author.
THREES = [tuple(islice(cycle(SHOWN.values()), at, at + 3)) for at in range(0, len(SHOWN), 3)]
Keep = Callable[[str], dict[str, Any]]
named = pytest.mark.parametrize("name", SHOWN.values(), ids=SHOWN)
refused = pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)


@pytest.fixture(scope="module")
def ask(application: FastAPI) -> Ask:
    return asking(application)


class Elements(HTMLParser):
    """What of a page could run: its scripts' addresses, its handlers, its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def check_page(text: str) -> None:
    """Fail if anything in a page would run that is not our own file."""
    for tag, attributes in Elements(text).tags:
        assert tag != "script" or str(attributes.get("src")).startswith("/static/")
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("src") != "x"
        assert not str(attributes.get("href", "")).lower().startswith("javascript:")


@pytest.fixture(scope="module")
def keep(ask: Ask) -> Callable[[str], dict[str, Any]]:
    """Return what saves the small plan under a name that its note and its author have, too."""
    return cache(partial(keep_with, ask))


def keep_with(
    ask: Ask, name: str, note: str | None = None, author: str | None = None
) -> dict[str, Any]:
    body = SMALL_PLAN | {"name": name, "note": note or name, "author": author or name}
    answer = ask("POST", "/api/v1/scenarios", json=body)
    assert answer.status_code == 201, answer.text
    kept: dict[str, Any] = answer.json()
    settings = f"/api/v1/scenarios/{kept['id']}/settings"
    shown = {"shows_figures": True}
    key = {"Authorization": f"Bearer {kept['edit_key']}"}
    assert ask("PUT", settings, json=shown, headers=key).is_success
    return kept


@named
def test_a_hostile_name_is_a_text_on_every_page(ask: Ask, keep: Keep, name: str) -> None:
    kept = keep(name)

    pages = {path: ask("GET", f"/s/{kept['id']}{path}") for path in PAGES_OF_A_PLAN}
    for path, page in pages.items():
        assert page.status_code == 200, path
        check_page(page.text)
        assert name.strip() in html.unescape(page.text), path
        assert not any("\n" in value or "\r" in value for value in page.headers.values())
    compared = ask("GET", f"/compare?s={kept['id']}&s={kept['id']}/revisions/1")
    check_page(compared.text)
    check_preview(pages[""].text, name)


def check_preview(page: str, name: str) -> None:
    """Fail unless a page has one title for previews of its link, with the name in it."""
    titles = [
        attributes["content"]
        for tag, attributes in Elements(page).tags
        if tag == "meta" and attributes.get("property") == "og:title"
    ]
    assert len(titles) == 1
    assert name.strip() in str(titles[0])


@named
def test_a_hostile_name_is_a_text_in_calendar_and_feed(ask: Ask, keep: Keep, name: str) -> None:
    kept = keep(name)

    calendar = Calendar.from_ical(ask("GET", f"/s/{kept['id']}/calendar.ics").content)
    assert len(calendar.walk("VEVENT")) == 1
    [event] = calendar.walk("VEVENT")
    assert str(event["summary"]) == f"{name.strip()}: Enter what was paid last month"
    feed = ElementTree.fromstring(ask("GET", f"/s/{kept['id']}/news.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}title") == f"Crossover: {name.strip()}"
    assert feed.findtext(f"{atom}author/{atom}name") == name.strip()


@named
def test_a_hostile_name_is_a_text_in_a_drawing(ask: Ask, keep: Keep, name: str) -> None:
    kept = keep(name)

    svg = ask("GET", f"/s/{kept['id']}/chart.svg")
    drawn = ElementTree.fromstring(svg.text)
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert not tags & {"script", "foreignObject", "image", "a"}
    assert not any(key.startswith("on") for element in drawn.iter() for key in element.attrib)


@pytest.mark.parametrize("what", ["an image", "an entity", "emoji", "accents without end"])
def test_a_hostile_name_is_a_text_in_a_picture(ask: Ask, keep: Keep, what: str) -> None:
    kept = keep(SHOWN[what])

    for picture in ("chart.png", "preview.png"):
        answer = ask("GET", f"/s/{kept['id']}/{picture}")
        assert answer.content.startswith(b"\x89PNG"), picture
        assert answer.headers["content-disposition"] in (
            'attachment; filename="crossover-chart.png"',
        )


@pytest.mark.parametrize("name", FORMULA_LIKE.values(), ids=FORMULA_LIKE)
def test_a_hostile_name_is_no_formula_in_a_workbook(
    ask: Ask, keep: Keep, innocent: dict[str, list[str]], name: str
) -> None:
    assert sum(map(len, innocent.values())) > 10_000
    assert formulas(ask, keep(name)["id"]) == innocent


@pytest.fixture(scope="module")
def innocent(ask: Ask, keep: Keep) -> dict[str, list[str]]:
    return formulas(ask, keep("Plan")["id"])


def formulas(ask: Ask, scenario_id: str) -> dict[str, list[str]]:
    """Return what of each part of a workbook is calculated or followed, as it is stored."""
    answer = ask("GET", f"/api/v1/scenarios/{scenario_id}/workbook.xlsx")
    with ZipFile(io.BytesIO(answer.content)) as parts:
        return {
            part: re.findall(FOLLOWED, parts.read(part).decode())
            for part in parts.namelist()
            if part.endswith(".xml")
        }


@pytest.mark.parametrize("names", PAIRS)
def test_a_hostile_model_is_no_formula_in_a_feed_and_no_markup_on_a_page(
    ask: Ask, names: tuple[str, str]
) -> None:
    query = {"preset": "blank"}
    for approach, name in zip(("prompting", "tuning"), names, strict=True):
        query |= {f"{approach}.model": name}
        query |= dict.fromkeys((f"{approach}.input_price", f"{approach}.output_price"), "1")
    feed = ask("GET", "/api/v1/inputs.csv", params=query | {"bom": "0"})
    assert feed.status_code == 200, feed.text
    check_page(ask("GET", "/", params=query).text)
    check_page(ask("GET", "/brief", params=query).text)

    rows = list(csv.reader(io.StringIO(feed.text)))
    values = [cell for row in rows for cell in row]
    assert all(any(name.strip() in cell for cell in values) for name in names)
    assert not [cell for cell in values if cell.startswith(FORMULA_STARTS) and not number(cell)]


def test_hostile_sources_are_no_formulas_in_a_feed_and_no_markup_on_a_page(ask: Ask) -> None:
    names = dict(zip(GIVEN, SHOWN.values(), strict=False))
    assert len(names) == len(SHOWN)
    query = {"preset": "blank"} | dict.fromkeys(names, "1")
    query |= {f"sources.{field}": name for field, name in names.items()}
    feed = ask("GET", "/api/v1/inputs.csv", params=query | {"bom": "0"})
    assert feed.status_code == 200, feed.text
    page = ask("GET", "/", params=query | {"open": "all"})
    check_page(page.text)
    check_page(ask("GET", "/brief", params=query).text)

    rows = {row[0]: row for row in csv.reader(io.StringIO(feed.text))}
    for field, name in names.items():
        assert rows[field][3] in (name.strip(), f"'{name.strip()}")
        assert not rows[field][3].startswith(FORMULA_STARTS)
        assert name.strip() in html.unescape(page.text)


def number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d.]+(e-?\d+)?", text))


@pytest.mark.every_database
def test_hostile_names_are_the_same_after_export_and_import(ask: Ask, keep: Keep) -> None:
    kept = [keep(name) for name in SHOWN.values()]
    files = [ask("GET", f"/api/v1/scenarios/{saved['id']}/export").json() for saved in kept]
    scenarios = [scenario for file in files for scenario in file["scenarios"]]

    answer = ask("POST", "/api/v1/scenarios/imports", json=files[0] | {"scenarios": scenarios})

    names = [name.strip() for name in SHOWN.values()]
    assert [saved["name"] for saved in kept] == names
    assert [imported["name"] for imported in answer.json()["scenarios"]] == names


@pytest.mark.parametrize("names", THREES)
def test_hostile_names_are_in_no_line_of_the_log(
    ask: Ask,
    names: tuple[str, str, str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")
    kept = keep_with(ask, *names)
    ask("GET", f"/s/{kept['id']}")
    for name in names:
        ask("GET", "/", params={"preset": name, name: name})

    written = caplog.text + "".join(capfd.readouterr())
    assert written
    assert [name for name in names if name.strip() in written] == []


@refused
@pytest.mark.every_database
def test_a_name_that_is_no_text_is_refused_by_the_api(ask: Ask, name: str) -> None:
    answer = ask("POST", "/api/v1/scenarios", json=SMALL_PLAN | {"name": name})

    assert answer.status_code in (413, 422)
    assert len(answer.content) < 1_000
    assert len(name) > 500_000 or answer.json()["errors"][0]["input"] == "name"


@refused
def test_a_name_that_is_no_text_is_refused_by_the_page(ask: Ask, name: str) -> None:
    answer = Visitor(ask).post("/scenarios", data={"query": SMALL_QUERY, "name": name})

    assert answer.status_code in (413, 422)
    check_page(answer.text)


@pytest.mark.parametrize("name", ["\ud800", "Plan \udfff"])
@pytest.mark.every_database
def test_half_a_character_is_refused(ask: Ask, name: str) -> None:
    content = json.dumps(SMALL_PLAN | {"name": name}).encode()

    assert ask("POST", "/api/v1/scenarios", content=content).status_code == 422


@pytest.mark.parametrize("name", [name for name in REFUSED.values() if name.startswith("Plan")])
def test_a_model_that_is_no_text_is_refused(ask: Ask, name: str) -> None:
    inputs = {"tuning": {"model": name, "input_price": 1, "output_price": 1}}

    answer = ask("POST", "/api/v1/inputs", json={"preset": "blank", "inputs": inputs})

    assert answer.status_code in (413, 422)


@pytest.mark.parametrize("name", [name for name in SHOWN.values() if "<" in name or '"' in name])
def test_a_hostile_name_of_a_parameter_is_a_text_in_the_answer(ask: Ask, name: str) -> None:
    feed = ask("GET", "/api/v1/summary", params={name: "1"})
    assert feed.status_code == 422
    assert feed.headers["content-type"] == "application/problem+json"
    for path in ("/", "/brief", "/explain", "/compare", "/connect", "/prices"):
        check_page(ask("GET", path, params={name: "1", "q": name, "s": name}).text)
