"""Amounts as people read them."""

import pytest

from app.words.money import about, money


@pytest.mark.parametrize(
    ("amount", "words"),
    [(742.5, "$743"), (743.5, "$744"), (742.49, "$742"), (-742.5, "\u2212$743"), (12.3, "$12.30")],
)
def test_a_half_is_rounded_up_as_in_a_spreadsheet(amount: float, words: str) -> None:
    assert money(amount, "USD") == words


@pytest.mark.parametrize(
    ("amount", "words"), [(742.5, "$743"), (11_650.0, "$11,700"), (1_125_000.0, "$1.13 million")]
)
def test_so_it_is_in_a_sentence(amount: float, words: str) -> None:
    assert about(amount, "USD") == words
