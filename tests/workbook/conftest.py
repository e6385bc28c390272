"""Workbooks of the presets and of the cases, and an engine that recalculates them."""

import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import ironcalc
import openpyxl
import pytest

from app.catalog import find_preset, presets
from app.feeds.rows import named_values
from app.inputs import CHALLENGERS, TITLES, Inputs
from app.model import LINES
from app.plans.plan import Plan
from app.workbook import workbook
from app.workbook.book import SHEETS
from app.workbook.figures import DATED
from app.workbook.sheets.inputs import CASE_ROW, CODE, FIRST_INPUT, VALUE
from app.workbook.sheets.years import YEARS
from tests.model.worked import CASES, OLD_CASES, inputs_of

FIRST_YEAR = 5  # of Years: its column, from 1
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def plan_of(inputs: Inputs) -> Plan:
    return Plan(preset=find_preset("blank"), inputs=inputs, ranges={})


def case_plan(path: Path) -> Plan:
    return plan_of(inputs_of(path))


def case_called(name: str) -> Plan:
    return case_plan(next(path for path in CASES if path.stem == name))


def book_of(plan: Plan) -> bytes:
    """Return a plan's workbook, written once for the tests that ask for it one after another."""
    assert not plan.ranges
    return book_with(plan.preset.name, plan.inputs, plan.inputs.follows)


@cache
def book_with(preset: str, inputs: Inputs, follows: frozenset[str]) -> bytes:
    assert inputs.follows == follows  # equal inputs may follow, or not
    return write_book(Plan(preset=find_preset(preset), inputs=inputs, ranges={}))


def write_book(plan: Plan) -> bytes:
    return workbook(plan, link="http://127.0.0.1:8000/?preset=blank", generated_at=NOW)


@lru_cache(maxsize=1)
def opened() -> openpyxl.Workbook:
    """Return a workbook in openpyxl, which takes seconds for it: one for all tests that only look.

    Its plan is in euros and has 36 months, of which quarters take two pages.
    """
    inputs = preset_plan("customer-support").inputs
    changes = {"finance.currency": "EUR", "finance.horizon_months": 36}
    return openpyxl.load_workbook(io.BytesIO(book_of(plan_of(inputs.replace(changes)))))


def rows_on(content: bytes, sheet: str, *, values: bool = False) -> list[tuple[Any, ...]]:
    """Return the rows of one sheet, its formulas or what they carry.

    openpyxl takes a tenth of a second for that, and seconds for a whole workbook with its styles.
    """
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    return list(book[sheet].iter_rows(values_only=True))


# In all that these others calculate, each quantity is zero, constant, varies or is negative as it
# is in a plan of PLANS, too; LibreOffice opens the presets among them.
LIKE_OTHERS = {
    *("legal-drafting", "financial-reporting", "blog-writing"),
    *("due_together", "hours_of_a_month", "life_of_a_month", "limits", "one_month"),
    "whole_replicas",
}
PLANS = {
    name: lambda name=name: preset_plan(name) for name in presets() if name not in LIKE_OTHERS
} | {
    path.stem: lambda path=path: case_plan(path)
    for path in (*OLD_CASES, *CASES)
    if path.stem not in LIKE_OTHERS
}


def preset_plan(name: str) -> Plan:
    preset = find_preset(name)
    return Plan(preset=preset, inputs=preset.inputs, ranges={})


@pytest.fixture(scope="module", params=list(PLANS))
def plan(request) -> Plan:
    return PLANS[request.param]()


@pytest.fixture(scope="module", params=CASES, ids=lambda path: path.stem)
def case(request) -> Plan:
    return case_plan(request.param)


@pytest.fixture
def one() -> Plan:
    """One plan, for what is the same in every workbook."""
    return preset_plan("customer-support")


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(content: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    """Yield the sheet and the XML of each cell: openpyxl takes ten times as long to read a file."""
    with ZipFile(io.BytesIO(content)) as parts:
        for number, sheet in enumerate(SHEETS, 1):
            root = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            for cell in root.iter(f"{MAIN}c"):
                yield sheet, cell


class Engine:
    """A workbook in ironcalc."""

    def __init__(self, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            file.write(content)
            file.flush()
            self.model = ironcalc.load_from_xlsx(file.name, "en", "UTC")
        self.replaced: dict[str, Any] = {}
        self.rows: dict[str, int] = {}  # of the inputs
        row = FIRST_INPUT + 1
        while name := self.value("Inputs", row, CODE + 1):
            self.rows[name] = row
            row += 1

    def value(self, sheet: str, row: int, column: int) -> Any:
        """The value of a cell, rows and columns counted from 1; an empty text for none."""
        value = self.model.get_cell_value(SHEETS.index(sheet), row, column)
        return "" if value is None else value

    @staticmethod
    def sheet(title: str) -> int:
        return SHEETS.index(title)

    def choose(self, case: str) -> None:
        self.model.update_cell_with_text(self.sheet("Inputs"), CASE_ROW + 1, VALUE + 1, case)

    def change(self, name: str, value: Any) -> None:
        self.replaced.setdefault(name, self.entered(name))
        self.enter(name, value)

    def change_all(self, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            self.change(name, value)

    def change_back(self) -> None:
        for name, value in self.replaced.items():
            self.enter(name, None if value == "" else value)
        self.replaced.clear()

    def entered(self, name: str) -> Any:
        """What stands in an input's cell: its formula, where it follows."""
        content = self.model.get_cell_content(SHEETS.index("Inputs"), self.rows[name], VALUE + 1)
        follows = content.startswith("=")
        return content if follows else self.value("Inputs", self.rows[name], VALUE + 1)

    def enter(self, name: str, value: Any) -> None:
        self.type((SHEETS.index("Inputs"), self.rows[name], VALUE + 1), value)

    def type(self, place: tuple[int, int, int], value: Any) -> None:
        if isinstance(value, str) and value.startswith("="):
            self.model.set_user_input(*place, value)
        elif isinstance(value, str):
            self.model.update_cell_with_text(*place, value)
        elif value is None:
            self.model.clear_cell_contents(*place)
        else:
            self.model.update_cell_with_number(*place, float(value))

    def outputs(self) -> dict[str, Any]:
        """The figures as they were calculated last."""
        found = {}
        row = 5
        while name := self.value("Outputs", row, 2):
            found[name] = self.value("Outputs", row, 4)
            row += 1
        return found


def shown_values(plan: Plan) -> dict[str, Any]:
    """The figures as Outputs has them: also who is tied, and months of break-even as dates."""
    dates = {
        f"{name}.{dated}": date_of(plan.inputs.finance.start_month, getattr(comparison, month))
        for name, comparison in plan.summary.comparisons.items()
        for month, dated in DATED.items()
    }
    summary = plan.summary
    words = {"cheapest": TITLES[summary.cheapest], "tied": ", ".join(map(TITLES.get, summary.tied))}
    return named_values(plan) | dates | words


def date_of(start_month: str, month: int | None) -> int | None:
    """The first day of a month as spreadsheets count days: it is so many after 1899-12-30."""
    if month is None:
        return None
    year, number = divmod(int(start_month[5:]) - 1 + month, 12)
    return (date(int(start_month[:4]) + year, number + 1, 1) - date(1899, 12, 30)).days


def assert_years(engine: Engine, plan: Plan) -> None:
    years = plan.years
    columns = range(FIRST_YEAR, FIRST_YEAR + YEARS.most)
    headings = [engine.value("Years", 4, column) for column in columns]
    assert headings == [year.year for year in years] + [""] * (YEARS.most - len(years))
    row = 6  # below the months
    for name in plan.inputs.considered:
        row += 1  # below the heading
        for line in (*LINES, "total", "requests", *(["savings"] * (name in CHALLENGERS))):
            assert engine.value("Years", row, 3) == f"{name}.{line}"
            for column, year in zip(columns, years, strict=False):
                expected = {
                    **year.amounts[name],
                    "requests": year.requests,
                    "savings": year.savings[name] if name in CHALLENGERS else None,
                }[line]
                found = engine.value("Years", row, column)
                assert found == pytest.approx(expected, rel=1e-9, abs=1e-6), (name, line, year.year)
            row += 1
        row += 3  # how it grew, and a line left free


@pytest.fixture
def recalculated() -> Iterator[Callable[[bytes], Engine]]:
    """Return what opens a workbook in ironcalc, once for all tests, with its own inputs."""
    opened = []

    def open_book(content: bytes) -> Engine:
        opened.append(open_engine(content))
        return opened[-1]

    yield open_book
    for engine in opened:
        engine.change_back()


# The last plans of PLANS are the cases, which most tests of test_workbook.py take next.
@lru_cache(maxsize=len(CASES))
def open_engine(content: bytes) -> Engine:
    return Engine(content)
