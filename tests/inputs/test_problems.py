"""What is wrong is said in bounded words, however much was sent."""

import pytest

from app.inputs import InvalidInputs, Problem, read_inputs
from app.inputs.problems import LONGEST_MESSAGE, LONGEST_NAME, MOST_PROBLEMS


def test_a_name_and_a_message_are_cut_where_they_are_too_long_to_send_back() -> None:
    problem = Problem("x" * 900_000, "y" * 900_000)
    assert problem.input == "x" * LONGEST_NAME + "…"
    assert problem.message == "y" * LONGEST_MESSAGE + "…"
    usual = Problem("tuning.epochs", "Too many.")
    assert (usual.input, usual.message) == ("tuning.epochs", "Too many.")


@pytest.mark.parametrize(("count", "told"), [(1, 1), (200, 200), (201, 201), (90_000, 201)])
def test_of_very_many_problems_the_first_are_told_and_that_there_are_more(
    count: int, told: int
) -> None:
    problems = InvalidInputs([Problem(str(number), "No.") for number in range(count)]).problems
    assert len(problems) == told
    assert [item.input for item in problems[:MOST_PROBLEMS]] == [
        str(number) for number in range(min(count, MOST_PROBLEMS))
    ]
    assert ("More is wrong" in problems[-1].message) == (count > MOST_PROBLEMS)


def test_problems_handed_on_are_told_alike() -> None:
    first = InvalidInputs([Problem(str(number), "No.") for number in range(1_000)])
    assert InvalidInputs(first.problems).problems == first.problems


def test_any_number_of_unknown_names_is_told_in_some_kilobytes() -> None:
    with pytest.raises(InvalidInputs) as caught:
        read_inputs({f"{number:05}": 1 for number in range(90_000)})
    assert len(str(caught.value)) < 20_000
