"""LibreOffice opens the workbook, recalculates it, and finds the server's numbers."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from app.feeds.csv_text import csv_text
from app.feeds.rows import month_rows, named_values
from app.plans.plan import Plan
from app.workbook.book import SHEETS
from app.workbook.inputs_sheet import input_places, spelled
from tests.model.worked import CASES
from tests.workbook.conftest import Cells, book_of, case_plan, plan_of, preset_plan, values

# With and without hosting, of few months and many; ironcalc opens every preset.
OPENED = ("blank", "internal-tools", "one-off-exploration")
CHANGES: dict[str, float] = {
    "workload.requests_per_month": 98_765,
    "finance.horizon_months": 45,
    "prompting.prompt_tokens": 4321,
}
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


def recalculate(profile: Path, folder: Path, contents: dict[str, bytes]) -> dict[str, bytes]:
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
    return {name: (done / f"{name}.xlsx").read_bytes() for name in contents}


def with_changes(plan: Plan, changes: dict[str, float]) -> bytes:
    """Return the workbook of a plan with other numbers in its inputs, as if typed in."""
    buffer, part = io.BytesIO(), f"xl/worksheets/sheet{SHEETS.index('Inputs') + 1}.xml"
    rows, _ = input_places(plan.inputs)
    with ZipFile(io.BytesIO(book_of(plan))) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == part:
                for field, value in changes.items():
                    cell = rf'<c r="C{rows[field] + 1}" (s="\d+")(?:/>|>.*?</c>)'
                    typed = rf'<c r="C{rows[field] + 1}" \1><v>{value}</v></c>'
                    text, found = re.subn(cell, typed, text)
                    assert found == 1
            new.writestr(name, text)
    return buffer.getvalue()


def test_the_cases_say_what_the_server_says_after_three_changes(profile, tmp_path):
    plans = {path.stem: case_plan(path) for path in CASES}
    contents = {name: with_changes(plan, CHANGES) for name, plan in plans.items()}
    for name, content in recalculate(profile, tmp_path, contents).items():
        found = values(content)
        changed = plan_of(plans[name].inputs.replace(CHANGES))
        expected = named_values(changed) | {"tied": ", ".join(changed.summary.tied)}
        largest = max(item.total_cost for item in changed.summary.approaches.values())
        for figure, value in outputs(found).items():
            wanted = "" if expected[figure] is None else spelled(expected[figure])
            if not isinstance(wanted, str):
                wanted = pytest.approx(wanted, rel=1e-9, abs=1e-9 * largest)
            assert value == wanted, (name, figure)
        assert_sound(found)


def test_a_preset_opens_without_an_error(profile, tmp_path):
    contents = {name: book_of(preset_plan(name)) for name in OPENED}
    for content in recalculate(profile, tmp_path, contents).values():
        assert_sound(values(content))


def outputs(found: Cells) -> dict[str, float | str]:
    """Return the figures of Outputs that have a formula of their own."""
    row, figures = 5, {}
    while name := found.get(("Outputs", f"A{row}")):
        figures[str(name)] = found.get(("Outputs", f"D{row}"), "")
        row += 1
    return figures


def assert_sound(found: Cells) -> None:
    """Hold a workbook to having no error anywhere, and to its own checks."""
    wrong = {place for place, value in found.items() if str(value).startswith(("#", "Err:"))}
    assert not wrong
    row = next(ref for (sheet, ref), value in found.items() if value == "All checks hold")
    assert found["Checks", row.replace("A", "D")] == 1


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
