"""The figures of a plan, with and without those that are found by trying others."""

from dataclasses import replace
from typing import Any

from app.answers import summarise
from app.catalog import find_preset
from app.model import project

LEARNS = {"tuning.learning_exponent": 0.4}


def test_without_searching_all_but_what_is_searched_for_is_there():
    plan = project(find_preset("customer-support").inputs.replace(LEARNS))
    whole, quick = summarise(plan), summarise(plan, searching=False)
    found: dict[str, Any] = {
        "break_even_requests_per_month": None,
        "crossing_requests_per_month": (),
        "best_build_month": None,
        "best_build_npv": None,
        "best_examples": None,
    }
    for name, comparison in whole.comparisons.items():
        assert quick.comparisons[name] == replace(comparison, **found)
    missing = {item: getattr(whole.comparisons["tuning"], item) for item in found}
    assert all(value not in (None, ()) for value in missing.values())
    assert replace(quick, comparisons=whole.comparisons) == whole
