"""A saved scenario's workbook says whose it is, and is called by its name."""

import io
import re
from urllib.parse import unquote

import openpyxl
import pytest

from app.plans.building import build_plan
from app.workbook import file_name

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


def test_a_plan_that_is_not_saved_is_called_by_its_use_case():
    assert file_name(build_plan("internal-tools", {})) == "Crossover internal-tools.xlsx"
