"""Where a person's own values come from."""

import pytest

from app.inputs import LONGEST_SOURCE, InvalidInputs, read_sources

VOLUME = "workload.requests_per_month"


def refusal(sources: dict[str, object]) -> str:
    with pytest.raises(InvalidInputs) as caught:
        read_sources(sources)
    [problem] = caught.value.problems
    assert problem.input == f"sources.{next(iter(sources))}"
    return problem.message


def test_sources_stand_in_the_order_of_the_schema_without_space_around_them() -> None:
    read = read_sources({"tuning.epochs": "a colleague", VOLUME: "  help desk, October  "})

    assert list(read.items()) == [(VOLUME, "help desk, October"), ("tuning.epochs", "a colleague")]


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_empty_source_is_none(nothing: object) -> None:
    assert read_sources({VOLUME: nothing}) == {}


def test_a_source_has_at_most_200_characters() -> None:
    assert LONGEST_SOURCE == 200
    assert read_sources({VOLUME: "x" * 200}) == {VOLUME: "x" * 200}
    assert "at most 200 characters" in refusal({VOLUME: "x" * 201})


@pytest.mark.parametrize("value", [7, True, ["logs"], {"a": 1}])
def test_a_source_is_a_text(value: object) -> None:
    assert "must be a text" in refusal({VOLUME: value})


@pytest.mark.parametrize("text", ["logs\0", "logs\nof May", "a\x1b[31m", "x \u202egpj", "\u200b"])
def test_a_source_that_cannot_be_printed_is_refused(text: str) -> None:
    assert "cannot be printed" in refusal({VOLUME: text})


def test_an_input_that_there_is_not_has_no_source() -> None:
    assert "no input called tuning.colour" in refusal({"tuning.colour": "a guess"})


def test_every_bad_source_is_named() -> None:
    with pytest.raises(InvalidInputs) as caught:
        read_sources({VOLUME: 7, "tuning.colour": "a guess", "tuning.epochs": "fine"})

    assert [item.input for item in caught.value.problems] == [
        f"sources.{VOLUME}",
        "sources.tuning.colour",
    ]
