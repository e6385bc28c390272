"""The sheet Changes: every input that differs from the use case."""

from app.catalog import find_preset, find_rate
from app.plans.building import build_plan
from tests.workbook.conftest import rows_on, write_book


def rows_of(plan):
    rows = rows_on(write_book(plan), "Changes", values=True)
    return rows[1][0], {row[1]: row[2:4] for row in rows[4:] if row[1]}


def test_every_input_that_differs_is_listed_the_exchange_rate_among_them():
    plan = build_plan(
        "customer-support", {"finance.currency": "EUR", "workload.requests_per_month": 90_000}
    )
    usual = find_preset("customer-support").inputs
    words, rows = rows_of(plan)
    assert "the use case's dollars at the plan's exchange rate" in words
    assert rows == {
        "finance.currency": ("USD", "EUR"),
        "finance.exchange_rate": (1, find_rate("EUR").rate),
        "workload.requests_per_month": (usual.workload.requests_per_month, 90_000),
    }


def test_in_dollars_nothing_is_said_of_a_rate():
    words, rows = rows_of(build_plan("customer-support", {"tuning.build_hours": 7}))
    assert words.endswith("Money in USD.")
    assert list(rows) == ["tuning.build_hours"]


def test_a_use_case_as_it_is_has_none():
    rows = rows_on(write_book(build_plan("customer-support", {})), "Changes", values=True)
    assert rows[4][0] == "None: every input was that of the use case."
