"""The sheet Values: what no formula finds, of the day, as the server says it."""

import io
import re
from typing import get_args
from zipfile import ZipFile

import pytest

from app.answers.verdict import Reason, Status
from app.feeds.payloads import verdict_payload
from app.inputs import TITLES
from app.plans.building import build_plan
from app.words.notes import remarks
from app.workbook.book import SHEETS
from app.workbook.cases import ends_of
from app.workbook.paper import LINES_A_PAGE
from app.workbook.sheets.values import NAMES
from tests.workbook.conftest import case_called, plan_of, rows_on, write_book


@pytest.fixture(scope="module")
def plan():
    return build_plan("customer-support", {"draws": 256})


@pytest.fixture(scope="module")
def content(plan):
    return write_book(plan)


@pytest.fixture(scope="module")
def rows(content):
    return [list(row) for row in rows_on(content, "Values", values=True)]


def starts_of(rows, title):
    """The rows with a section's title: one for each page that it begins."""
    return [n for n, row in enumerate(rows) if str(row[0]).startswith(title)]


def section(rows, title):
    """The rows of a section below its headings, on all its pages."""
    found = []
    for first in (start + 2 for start in starts_of(rows, title)):
        last = next((n for n in range(first, len(rows)) if rows[n][0] is None), len(rows))
        found += rows[first:last]
    return found


def test_it_says_of_when_and_of_what_it_is(rows):
    assert rows[1][0].startswith("As the server found them on 2026-11-24: values of Base in USD")


def test_the_verdict_is_the_feeds(plan, rows):
    payload = verdict_payload(plan)
    shown = {row[1]: row[2] for row in section(rows, "The verdict")}
    for name in ("headline", "words"):
        assert shown[name] == payload[name]
    for name in ("recommendation", "cheapest"):
        assert shown[name] == TITLES[payload[name]]
    for name in ("status", "reason"):
        assert shown[name] == NAMES[payload[name]]
    assert shown["tied"] == ", ".join(TITLES[name] for name in plan.verdict.tied)


def test_whatever_a_verdict_is_called_has_words():
    assert {*get_args(Status), *get_args(Reason)} <= NAMES.keys()
    assert all(words[0].isupper() for words in NAMES.values())


def test_notes_are_all_there(plan, rows):
    shown = [tuple(row[:3]) for row in section(rows, "Notes")]
    assert shown == [(item.severity, item.code, item.message) for item in remarks(plan)]


def test_ranges_say_which_end_is_worse(plan, rows):
    shown = {row[1]: row[3:8] for row in section(rows, "Ranges")}
    assert shown.keys() == plan.ranges.keys()
    for name, ends in ends_of(plan).items():
        given = plan.ranges[name]
        wanted = [given.low, plan.inputs.value(name), given.high, ends.worse, ends.better]
        assert shown[name] == pytest.approx(wanted)


def test_probabilities_and_percentiles_are_those_of_the_draws(plan, rows):
    found = section(rows, "Within the ranges: 256 draws, seed 1")
    shown = {(row[1], row[2]): row[3] for row in found}
    result = plan.uncertainty
    assert shown["probability_cheapest", "Prompting"] == result.probability_cheapest["prompting"]
    npv = result.comparisons["hybrid"].npv
    assert shown["npv_p10", "Hybrid"] == pytest.approx(npv.p10)
    assert shown["npv_mean", "Hybrid"] == pytest.approx(npv.mean)
    learning = result.value_of_learning[0]
    learnt = [row for row in found if row[1] == "value_of_learning"]
    assert learnt[0][3] == pytest.approx(learning.value)


def test_each_month_has_its_percentiles_in_a_row(plan, rows):
    bands = section(rows, "Within the ranges: what is saved so far")
    assert [row[2] for row in bands] == plan.projection.months.tolist()
    for first, name in ((3, "tuning"), (6, "hybrid")):
        band = plan.uncertainty.comparisons[name].cumulative_savings
        for column, amounts in enumerate((band.p10, band.p50, band.p90), start=first):
            assert [row[column] for row in bands] == pytest.approx(amounts.tolist())


def test_what_a_mistake_costs_and_how_much_to_test_have_tables_of_their_own(plan, rows):
    points = plan.uncertainty.acceptability
    shown = [row[3:7] for row in section(rows, "Within the ranges: how often each")]
    assert shown == [
        pytest.approx([point.cost, *point.probability_cheapest.values()]) for point in points
    ]
    tests = [row[3:7] for row in section(rows, "Within the ranges: what a test")]
    assert tests == [
        pytest.approx([item.answers, item.worth, item.cost, item.changes_mind])
        for item in plan.uncertainty.test_plan
    ]


def test_tornado_and_thresholds_are_the_feeds(plan, rows):
    shown = [row[1:8] for row in section(rows, "Tornado")]
    assert [row[0] for row in shown] == [bar.input for bar in plan.tornado]
    assert [row[5] for row in shown] == pytest.approx([bar.npv_high for bar in plan.tornado])
    flips = [item for item in plan.thresholds if item.switching_value is not None]
    shown = [row[1:5] for row in section(rows, "Thresholds")]
    assert [row[0] for row in shown] == [item.input for item in flips]
    assert [row[3] for row in shown] == pytest.approx([item.switching_value for item in flips])


def test_volumes_and_months_that_are_searched_for_are_the_summarys(plan, rows):
    shown = {(row[1], row[2]): row[3] for row in section(rows, "Volumes and months")}
    figures = plan.summary.comparisons["tuning"]
    key = ("break_even_requests_per_month", "Fine-tuning")
    assert shown[key] == pytest.approx(figures.break_even_requests_per_month)
    assert shown["best_build_month", "Fine-tuning"] == figures.best_build_month


def test_it_says_so_once_they_are_of_another_plan(content, recalculated):
    engine = recalculated(content)
    engine.model.evaluate()
    assert "no longer" not in engine.value("Values", 2, 1)
    engine.change("finance.discount_rate", 0.2)
    engine.model.evaluate()
    assert engine.value("Values", 2, 1).endswith("no longer those of what is in use.")


def test_a_forecast_without_ranges_says_what_there_is_not():
    plan = plan_of(case_called("forecast").inputs)
    rows = rows_on(write_book(plan), "Values")
    assert [row[0] for row in rows].count("No input has a range, so nothing is drawn.") == 5
    assert "A forecast of prompting alone" in [row[2] for row in rows]


def test_what_does_not_fit_on_a_page_goes_on_below_its_headings(content, rows):
    first, second = starts_of(rows, "Thresholds")
    assert rows[second][0] == f"{rows[first][0]}, continued"
    assert rows[second + 1] == rows[first + 1]

    with ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read(f"xl/worksheets/sheet{SHEETS.index('Values') + 1}.xml").decode()
    pages = [int(row) for row in re.findall(r'<brk id="(\d+)"', sheet)]
    assert {first, second} <= {*pages}
    ends = [*pages[1:], len(rows)]
    assert max(end - page for page, end in zip(pages, ends, strict=True)) <= LINES_A_PAGE
