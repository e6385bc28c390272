"""LibreOffice opens the workbook, recalculates it, and finds the server's numbers."""

import csv
import io
import re
import shutil
import subprocess
from datetime import date
from itertools import cycle, takewhile
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from app.answers.examples import measured_as_entered
from app.feeds.csv_text import csv_text
from app.feeds.rows import month_rows
from app.plans.building import build_plan
from app.plans.plan import Plan
from app.workbook.book import SHEETS
from app.workbook.cases import BASE, HIGH, LOW, inputs_by_case
from app.workbook.sheets.examples import POINTS
from app.workbook.sheets.inputs import CASE_ROW, input_places, spelled
from tests.workbook.conftest import (
    book_of,
    case_called,
    plan_of,
    preset_plan,
    shown_values,
    write_book,
)

# Every workbook has the same functions, which LibreOffice might read in another way than ironcalc:
# a few show that. The presets are those that ironcalc does not open.
OPENED = ("legal-drafting", "financial-reporting")
CHANGED = ("contract", "conversation", "exchange", "forecast", "hosting_steps")
HORIZONS = (45, 120, 7)
CHANGES: dict[str, dict[str, float]] = {  # by case
    case: {
        "workload.requests_per_month": 98_765,
        "finance.horizon_months": months,
        "prompting.prompt_tokens": 4321,
    }
    for case, months in zip(CHANGED, cycle(HORIZONS), strict=False)
}
# A case, and inputs that it does not set, an exponent among them for the curve over examples.
IN_A_CASE: dict[tuple[str, str], dict[str, float]] = {
    (preset, case): {
        "finance.horizon_months": 30,
        "finance.discount_rate": 0.11,
        "tuning.prompt_tokens": 777,
        "tuning.build_hours": 300,
        "quality.review_minutes": 7.5,
        "tuning.learning_exponent": 0.4,
    }
    for preset, case in (("customer-support", LOW), ("blog-writing", HIGH))
}
# Each sheet in a file of its own, the numbers unrounded: half the time that an .xlsx file takes.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"
Sheets = dict[str, list[list[str]]]  # the rows of each
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: NOTHING here was recalculated in it")
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    return folder


@pytest.fixture(scope="module")
def in_libreoffice(profile: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheets]:
    """Return what the changed cases and the presets show in LibreOffice, opened in one start."""
    folder = tmp_path_factory.mktemp("workbooks")
    contents = {
        name: with_changes(plan, CHANGES[name], book_of(plan))
        for name in CHANGED
        for plan in [case_called(name)]
    }
    contents |= {name: book_of(preset_plan(name)) for name in OPENED}
    for (preset, case), changes in IN_A_CASE.items():
        plan = build_plan(preset, {})
        contents[f"{preset} {case}"] = with_changes(plan, changes, write_book(plan), case=case)
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    files = [folder / f"{name}.xlsx" for name in contents]
    convert(profile, *("--convert-to", EVERY_SHEET, "--outdir", folder), *files)
    return {name: shown(folder, name) for name in contents}


def convert(profile: Path, *arguments: str | Path) -> None:
    """Run LibreOffice to its end."""
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", *arguments],
        check=True,
        capture_output=True,
        timeout=600,
    )


def shown(folder: Path, name: str) -> Sheets:
    """Return the rows of a workbook's sheets, as LibreOffice wrote them."""
    found = {}
    for sheet in SHEETS:
        text = (folder / f"{name}-{sheet}.csv").read_text(encoding="utf-8")
        found[sheet] = list(csv.reader(io.StringIO(text)))
    return found


def with_changes(
    plan: Plan, changes: dict[str, float], content: bytes, *, case: str = BASE
) -> bytes:
    """Return the workbook of a plan with other numbers in its inputs, as if typed in."""
    buffer, part = io.BytesIO(), f"xl/worksheets/sheet{SHEETS.index('Inputs') + 1}.xml"
    rows, _ = input_places(plan.inputs)
    with ZipFile(io.BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == part:
                for field, value in changes.items():
                    text = typed(text, rows[field] + 1, "", value)
                text = typed(text, CASE_ROW + 1, ' t="str"', case)
            new.writestr(name, text)
    return buffer.getvalue()


def typed(text: str, row: int, kind: str, value: Any) -> str:
    """Return a sheet with another value in column C of a row."""
    cell = rf'<c r="C{row}" (s="\d+")(?: t="s")?(?:/>|>.*?</c>)'
    text, found = re.subn(cell, rf'<c r="C{row}" \1{kind}><v>{value}</v></c>', text)
    assert found == 1
    return text


@pytest.mark.parametrize("name", CHANGED)
def test_a_case_says_what_the_server_says_after_three_changes(in_libreoffice, name):
    changed = plan_of(case_called(name).inputs.replace(CHANGES[name]))
    assert_figures(in_libreoffice[name], changed)
    assert_sound(in_libreoffice[name])


@pytest.mark.parametrize(("preset", "case"), IN_A_CASE)
def test_a_preset_in_another_case_with_six_changes_is_the_servers(in_libreoffice, preset, case):
    inputs = inputs_by_case(build_plan(preset, {}))[case]
    changed = plan_of(inputs.replace(IN_A_CASE[preset, case]))
    assert_figures(in_libreoffice[f"{preset} {case}"], changed)
    assert_curve(in_libreoffice[f"{preset} {case}"], changed)
    assert_sound(in_libreoffice[f"{preset} {case}"])


def number(text: str) -> float:
    """Return a number that LibreOffice wrote: shares in percent with every digit, or a date."""
    if "/" in text:
        month, day, year = map(int, text.split("/"))
        return (date(year, month, day) - date(1899, 12, 30)).days
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def assert_figures(found: Sheets, changed: Plan) -> None:
    """Hold every figure of Outputs to the server's."""
    expected = shown_values(changed)
    largest = max(item.total_cost for item in changed.summary.approaches.values())
    figures = {row[1]: row[3] for row in takewhile(lambda row: row[1], found["Outputs"][4:])}
    assert figures.keys() >= {f"{name}.npv" for name in changed.inputs.challengers}
    for figure, value in figures.items():
        wanted = "" if expected[figure] is None else spelled(expected[figure])
        if isinstance(wanted, str):
            assert value == wanted, figure
        else:
            assert number(value) == pytest.approx(wanted, rel=1e-9, abs=1e-9 * largest), figure


def assert_curve(found: Sheets, changed: Plan) -> None:
    """Hold the cost over numbers of examples to what the server makes of so many."""
    rows = {row[2]: row[3 : 4 + POINTS] for row in found["Examples"] if len(row) > 2 and row[2]}
    assert len(changed.inputs.challengers) > 0
    for name in changed.inputs.challengers:
        for examples, cost in zip(
            rows[f"curve.{name}.examples"], rows[f"curve.{name}.present_cost"], strict=True
        ):
            values = {f"{name}.dataset_examples": float(examples)}
            there = changed.projection.at(measured_as_entered(changed.inputs, name) | values)
            assert number(cost) == pytest.approx(float(there.present_cost(name)), rel=1e-9)


@pytest.mark.parametrize("name", OPENED)
def test_a_preset_opens_without_an_error(in_libreoffice, name):
    assert_sound(in_libreoffice[name])


def assert_sound(found: Sheets) -> None:
    """Hold a workbook to having no error anywhere, and to its own checks."""
    texts = {text for rows in found.values() for row in rows for text in row}
    assert not {text for text in texts if text.startswith(("#", "Err:"))}
    checks = {row[0]: row[3] for row in found["Checks"]}
    assert checks["All checks hold"] == "1"


def test_a_feed_as_csv_keeps_its_numbers(profile, tmp_path):
    plan = preset_plan("internal-tools")
    rows = month_rows(plan)
    text = csv_text(rows, list(rows[0]))
    (tmp_path / "months.csv").write_text(text, encoding="utf-8", newline="")
    options = ("--infilter=CSV:44,34,76,1,,1033", "--convert-to", "xlsx", "--outdir", tmp_path)
    convert(profile, *options, tmp_path / "months.csv")
    sheet = openpyxl.load_workbook(tmp_path / "months.xlsx").active
    read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[4] for row in read] == pytest.approx([row["amount"] for row in rows], rel=1e-14)
    assert [row[3] for row in read] == [row["line"] for row in rows]
