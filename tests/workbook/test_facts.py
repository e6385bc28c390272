"""A saved scenario's workbook says whose it is, and is called by its name."""

import io
import re
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl
import pytest

from app.plans.building import build_plan
from app.workbook import file_name
from app.workbook.book import SHEETS
from app.workbook.lines import HIGHEST, LINE_HEIGHT

SAVED = {
    "preset": "blank",
    "name": 'Évaluation: "R&D" 2027/28',
    "author": "Ada Lovelace",
    "note": "After the meeting of March",
}


@pytest.fixture
def answer(ask):
    made = ask("POST", "/api/v1/scenarios", json=SAVED)
    assert made.status_code == 201
    return ask("GET", f"/api/v1/scenarios/{made.json()['id']}/workbook.xlsx")


def test_the_file_is_called_by_the_scenarios_name(answer):
    header = answer.headers["content-disposition"]
    whole = unquote(header.rpartition("filename*=UTF-8''")[2])
    assert whole == "Crossover Évaluation R&D 2027 28.xlsx"  # without what no system allows
    assert 'filename="Crossover Evaluation R&D 2027 28.xlsx"' in header


def test_about_and_the_properties_say_scenario_revision_author_note_and_link(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = {row[0].value: row[1].value for row in book["About"].iter_rows(max_col=2)}
    assert rows["Scenario"] == SAVED["name"]
    assert (rows["Author"], rows["Note"]) == (SAVED["author"], SAVED["note"])
    assert rows["Revision"] == "1"
    assert "/s/" in str(rows["Link"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", str(rows["Generated at"]))
    properties = book.properties
    assert properties.title == f"Crossover: {SAVED['name']}"
    assert (properties.creator, properties.subject) == (SAVED["author"], "Revision 1")
    assert SAVED["note"] in properties.description
    assert rows["Link"] in properties.description
    assert book["Inputs"].oddHeader.left.text.replace("&&", "&").endswith(SAVED["name"])


def test_a_note_of_several_lines_has_as_many_and_none_of_another_kind(ask):
    note = "After the meeting\r\nof March\r\rwith Ada"
    made = ask("POST", "/api/v1/scenarios", json=SAVED | {"note": note})
    content = ask("GET", f"/api/v1/scenarios/{made.json()['id']}/workbook.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    notes = [
        (sheet.row_dimensions[cell.row].height, cell)
        for sheet in (book["About"], book["Log"])
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("After the meeting")
    ]
    assert len(notes) == 2
    for height, cell in notes:
        assert cell.value == "After the meeting\nof March\n\nwith Ada"
        assert cell.alignment.wrap_text
        assert height >= 4 * LINE_HEIGHT
    with ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if b"_x000D_" in parts.read(name)]


def test_a_row_is_no_higher_than_rows_may_be(ask):
    made = ask("POST", "/api/v1/scenarios", json=SAVED | {"note": "a\n" * 900})
    content = ask("GET", f"/api/v1/scenarios/{made.json()['id']}/workbook.xlsx").content
    with ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, len(SHEETS))]
    for sheet in sheets:
        highest = max(map(float, re.findall(r' ht="([\d.]+)"', sheet)))
        assert highest == pytest.approx(HIGHEST, abs=1)  # as pixels allow


def test_a_plan_that_is_not_saved_is_called_by_its_use_case_and_what_was_changed():
    assert file_name(build_plan("internal-tools", {})) == "Crossover internal-tools 24 months.xlsx"
    changes: list[dict[str, Any]] = [
        {"finance.currency": "EUR", "finance.horizon_months": 120},
        {"finance.currency": "EUR", "finance.horizon_months": 120, "hybrid.considered": False},
        {"workload.requests_per_month": 1234},
        {"workload.requests_per_month": 1235},
    ]
    names = [file_name(build_plan("internal-tools", item)) for item in changes]
    assert len({*names}) == len(names)
    assert all(re.fullmatch(r"Crossover [a-z0-9A-Z -]+ [0-9a-f]{4}\.xlsx", name) for name in names)
    assert names[0].startswith("Crossover internal-tools EUR 120 months ")
    assert names == [file_name(build_plan("internal-tools", item)) for item in changes]
