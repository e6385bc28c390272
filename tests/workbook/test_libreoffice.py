"""LibreOffice opens the workbook, recalculates it, and finds the server's numbers."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from app.feeds.csv_text import csv_text
from app.feeds.payloads import month_rows
from app.feeds.rows import named_values
from app.workbook.inputs_sheet import VALUE
from tests.workbook.conftest import ROWS, book_of, case_plan, plan_of, preset_plan

# With and without hosting, of few months and many; ironcalc opens every preset.
OPENED = ("blank", "internal-tools", "one-off-exploration")
CASES = Path(__file__).parents[1] / "model" / "cases"
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


def recalculate(profile: Path, folder: Path, contents: dict[str, bytes]) -> dict[str, Path]:
    """Open each workbook in LibreOffice and save it again."""
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    done = folder / "done"
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{profile}"),
            *("--convert-to", "xlsx", "--outdir", done),
            *(folder / f"{name}.xlsx" for name in contents),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {name: done / f"{name}.xlsx" for name in contents}


def with_changes(content: bytes, changes: dict[str, float]) -> bytes:
    """Return the workbook with other inputs; openpyxl drops the values that formulas carry."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in changes.items():
        book["Inputs"].cell(ROWS[name] + 1, VALUE + 1).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_changed_workbooks_say_what_the_server_says(profile, tmp_path):
    plans = {
        "preset": preset_plan("customer-support"),
        "case": case_plan(CASES / "hosting_steps.json"),
    }
    changes: list[dict[str, float]] = [
        {"tuning.dataset_examples": 4321, "workload.requests_per_month": 98_765},
        {"finance.horizon_months": 7, "workload.requests_per_month": 345_678},
        {"finance.horizon_months": 120, "tuning.dataset_examples": 1234},
    ]
    made = {f"preset-{number}": (plans["preset"], change) for number, change in enumerate(changes)}
    made["case"] = plans["case"], changes[-1]
    contents = {key: with_changes(book_of(plan), change) for key, (plan, change) in made.items()}
    for key, path in recalculate(profile, tmp_path, contents).items():
        plan, change = made[key]
        expected = named_values(plan_of(plan.inputs.replace(change)))
        book = openpyxl.load_workbook(path, data_only=True)
        shown = {row[0].value: row[3].value for row in book["Outputs"].iter_rows(min_row=5)}
        for name in ("tuning", "hybrid"):
            assert shown[f"{name}.npv"] == pytest.approx(expected[f"{name}.npv"], abs=0.005)
            month = shown[f"{name}.break_even_month"]
            assert (month if month != "" else None) == expected[f"{name}.break_even_month"]
        assert no_errors(book)
        assert checks_hold(book)


def test_a_preset_opens_without_an_error(profile, tmp_path):
    contents = {name: book_of(preset_plan(name)) for name in OPENED}
    for name, path in recalculate(profile, tmp_path, contents).items():
        book = openpyxl.load_workbook(path, data_only=True)
        assert no_errors(book), name
        assert checks_hold(book), name


def no_errors(book) -> bool:
    return not [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]


def checks_hold(book) -> bool:
    checks = {row[0].value: row[3].value for row in book["Checks"].iter_rows(min_row=5)}
    return checks["All checks hold"] == 1


def test_a_feed_as_csv_keeps_its_numbers(profile, tmp_path):
    plan = preset_plan("internal-tools")
    rows = month_rows(plan)
    text = csv_text(rows, list(rows[0]))
    (tmp_path / "months.csv").write_text(text, encoding="utf-8", newline="")
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{profile}"),
            *("--infilter=CSV:44,34,76,1,,1033", "--convert-to", "xlsx"),
            *("--outdir", tmp_path, tmp_path / "months.csv"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    sheet = openpyxl.load_workbook(tmp_path / "months.xlsx").active
    read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[4] for row in read] == pytest.approx([row["amount"] for row in rows], rel=1e-14)
    assert [row[3] for row in read] == [row["line"] for row in rows]
