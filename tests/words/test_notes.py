"""Notes as people read them."""

from collections.abc import Mapping

import pytest

from app.answers import Note
from app.answers.notes import KINDS, note
from app.plans.building import build_plan
from app.words.notes import MESSAGES, Remark, note_words, remarks

SPAN = {"from_month": 4, "to_month": 12}


def test_every_note_has_its_words():
    assert MESSAGES.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("code", "figures", "words"),
    [
        (
            "context_window",
            {"longest": 305_657.4, "window": 200_000, "model": "Claude"} | SPAN,
            "Fine-tuning: a call of 305,657 tokens, its answer included, does not fit into the "
            "200,000 tokens of Claude in months 4 to 12.",
        ),
        (
            "price_tier",
            {"longest": 200_001, "threshold": 200_000, "model": "Gemini"}
            | SPAN
            | {"from_month": 12},
            "Fine-tuning: a call sends 200,001 tokens; above 200,000 tokens Gemini costs more, so "
            "its price is understated in month 12.",
        ),
        (
            "caching_costs_more",
            {"rate": 0.1, "pays": 0.75 / 3.45, "extra": 26.73},
            "Fine-tuning: at a hit rate of 10 % caching costs €26.73 more than none, since what is "
            "not read from the cache is written to it. It pays above a hit rate of 21.7 %.",
        ),
        (
            "cold_cache",
            {"minutes": 5, "per_hour": 1.37, "warm": 0.108, "month": 3},
            "Fine-tuning: the cache keeps a prompt for 5 minutes, and 1.4 requests an hour find it "
            "there only 10.8 % of the time (month 3).",
        ),
        (
            "unused_commitment",
            {"unused": 562.5, "committed": 1350.0, "share": 0.41667, "months": 2},
            "Fine-tuning: €563 of the €1,350 that the contract commits to is paid for and not used "
            "(41.7 %), in 2 months.",
        ),
        (
            "short_prompt",
            {"minimum": 1024, "short_months": 3, "own_months": 12, "month": 1, "tokens": 1000.0},
            "Fine-tuning: the prompt is shorter than the 1,024 tokens that can be cached in 3 of "
            "12 months (month 1: 1,000 tokens), so the first call of a request pays the full input "
            "price.",
        ),
        (
            "unknown_model",
            {"model": "acme/{one}"},
            "Fine-tuning: the catalogue has no model acme/{one}; its prices stay as they were "
            "entered.",
        ),
    ],
)
def test_a_note_in_words(code: str, figures: Mapping[str, float | str], words: str) -> None:
    assert note_words(note(code, "tuning.model", **figures), "EUR") == words


def test_a_note_on_the_volume_names_no_approach():
    words = note_words(note("season_level", "workload.december", mean=1.25), "USD")
    assert words.startswith("The season's twelve factors average 1.25,")


def test_a_note_that_was_saved_keeps_its_words():
    old = Note("information", "note", ("tuning.model",), {"message": "Said {then}."})
    assert note_words(old, "USD") == "Said {then}."


def test_the_remarks_of_a_plan_are_its_notes_warnings_first():
    plan = build_plan(
        "blank",
        {
            "prompting.prompt_tokens": 1023,
            "prompting.cache_hit_rate": 0.5,
            "prompting.batch_share": 0.5,
            "prompting.batch_discount": 0,
        },
    )
    warning, information = remarks(plan)
    assert warning == Remark(
        severity="warning",
        code="batch_without_discount",
        message="Prompting: a share of the calls is sent in batches, at no discount.",
        inputs=("prompting.batch_discount", "prompting.batch_share"),
    )
    assert (information.severity, information.code) == ("information", "short_prompt")
    assert "can be cached in every month (month 1: 1,023 tokens)" in information.message
