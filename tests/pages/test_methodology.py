"""The methodology page says the whole model, and works a plan through."""

import html
import re

import pytest

from app.catalog import presets
from app.inputs import APPROACHES, FIELDS, Inputs
from app.model import LINES, project
from app.model.table import EVENT_QUANTITIES
from app.pages.explain.definitions import RESULTS
from app.pages.methodology.view import (
    formula_groups,
    input_groups,
    result_groups,
    worked_example,
)
from app.plans.building import build_plan
from tests.pages.test_formulas import PLANS, calculated


@pytest.fixture
def page(get):
    return html.unescape(get("/methodology").text)


def test_every_input_is_there_with_label_unit_bounds_and_help(page):
    rows = {name: row for group in input_groups() for row in group.rows for name in row.names}
    assert set(rows) == set(FIELDS)
    for name, row in rows.items():
        field = FIELDS[name]
        assert f'id="{name}"' in page
        assert (row.label, row.unit, row.help) == (field.label, field.unit, field.help)
        assert field.bounds in row.bounds
        for text in (row.label, row.unit, row.bounds, row.default, row.help):
            assert text in page, (name, text)


def test_an_input_that_differs_between_approaches_has_rows_of_its_own():
    rows = {row.shown_as: row for group in input_groups() for row in group.rows}
    assert rows["A.input_price"].names == tuple(f"{name}.input_price" for name in APPROACHES)
    assert rows["prompting.lead_time_months"].bounds == "0"
    assert rows["tuning.lead_time_months, hybrid.lead_time_months"].bounds.endswith("at most 24")
    assert rows["finance.horizon_months"].default == str(Inputs().finance.horizon_months)
    assert rows["A.maximum_prompt_tokens"].bounds.endswith("may be left out")


def test_every_formula_is_there(page):
    for group in (*formula_groups(), *result_groups()):
        for formula in group.formulas:
            assert f"<code>{formula.text}</code>" in page, formula
            assert formula.words in page
    lines = {line for quantities in EVENT_QUANTITIES.values() for line in quantities}
    assert lines == set(LINES)


def test_every_name_in_a_formula_is_an_input_a_formula_or_explained(page):
    formulas = [item for group in (*formula_groups(), *result_groups()) for item in group.formulas]
    explained = {"month", "month_before", "before", "after", "monthly_return", "right"}
    explained |= {"requests_before", "share_of_month", "requests_of_month"}
    explained |= {formula.text.partition(" = ")[0] for formula in formulas}
    explained |= set(re.findall(r"<code>(\w+)</code>", page))
    known = explained | {field.field for field in FIELDS.values()} | {"rebuild"}
    known |= {f"{other}.{name}" for other in ("prompting", "hybrid", "routed") for name in known}
    known |= {choice for field in FIELDS.values() for choice in field.choices}
    words = {"if", "else", "and", "or", "not", "is", "in", "any", "given", "sum", "over", "all"}
    words |= {"so", "far", "of", "the", "last", "max", "min", "ceil", "months", "volume", "from"}
    words |= {"which", "stays", "at", "above", "up", "to", "requests", "floor", "exp", "that"}
    words |= {"among", "calendar", "after", "with", "highest", "earliest", "equals"}
    words |= {"lowest", "fewest", "wrong"}
    for formula in formulas:
        assert set(re.findall(r"[a-z][a-z_.]*", formula.text)) <= known | words, formula


@pytest.mark.parametrize("name", [*presets(), "everything"])
def test_the_worked_example_shows_the_numbers_of_the_projection(name):
    plan = PLANS[name]
    projection = project(plan.inputs)
    month = plan.inputs.finance.horizon_months
    considered = plan.inputs.considered
    for approach, worked in zip(considered, worked_example(plan, month), strict=True):
        course = projection.courses[approach]
        for shown, t in zip(worked.months, (0, month), strict=True):
            amounts = [calculated(link.text) for link in shown.amounts]
            expected = [float(course.lines[line][t]) for line in LINES]
            assert amounts == [shown_as(value) for value in (*expected, float(course.total[t]))]
            lines = [step for served in shown.served for step in served.lines]
            total = sum(calculated(step.result) for step in lines)
            assert total == pytest.approx(float(course.total[t]), rel=1e-4)
        assert len(worked.results) == sum(result.startswith(approach) for result in RESULTS)


def shown_as(amount):
    """Return what a page may show of an amount: to six digits, from 100 on to the cent."""
    cent = 0.00501 if abs(amount) >= 100 else 0
    return pytest.approx(amount, rel=1e-5, abs=cent)


@pytest.mark.parametrize("name", list(presets()))
def test_every_preset_has_its_example(get, name):
    page = get(f"/methodology?preset={name}")
    assert page.status_code == 200
    assert f'<option value="{name}" selected>' in page.text


def test_the_example_is_of_the_plan_and_the_month_in_the_query(get):
    query = "preset=blank&tuning.build_cost=1234&month=5"
    page = html.unescape(get(f"/methodology?{query}").text)
    assert "with 1 of its values changed" in page
    assert "Fine-tuning, month 5 (May 2027)" in page
    assert "0 × $0 × 1 + $1,234" in page
    assert "Hybrid, month 5" not in page


def test_a_build_that_waits_is_worked_through_in_its_month(get):
    page = html.unescape(get("/methodology?preset=customer-support&tuning.build_month=4").text)
    for month in ("0 (December 2026)", "4 (April 2027)", "8 (August 2027)"):
        assert f"Fine-tuning, month {month}" in page


def test_a_forecast_works_prompting_through(get):
    page = html.unescape(get("/methodology?preset=blank").text)
    assert "Prompting, month 1 (January 2027)" in page
    assert "Fine-tuning, month" not in page


def test_without_a_month_the_first_one_with_fine_tuning_live_is_shown(get):
    plan = build_plan("customer-support", {})
    first = plan.inputs.tuning.lead_time_months + 1
    assert f"month {first} of " in get("/methodology?preset=customer-support").text


@pytest.mark.parametrize("month", ["0", "25", "x", "-1", "99999999"])
def test_a_month_outside_the_plan_is_refused_by_name(get, month):
    page = get(f"/methodology?preset=customer-support&month={month}")
    assert page.status_code == 422
    assert "The month must be from 1 to 24" in page.text


def test_every_explanation_linked_from_the_page_is_there(get):
    page = get("/methodology?preset=legal-drafting").text
    addresses = set(re.findall(r'href="(/explain[^"]*)"', page))
    assert len(addresses) > 100
    for address in sorted(addresses)[::12]:
        assert get(html.unescape(address)).status_code == 200, address
