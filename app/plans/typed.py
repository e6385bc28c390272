"""The numbers of a form, in the style in which its page wrote them and a person types them."""

from collections.abc import Mapping

from app.inputs import ENGLISH, FIELDS, STYLES, Problem, in_english
from app.inputs.problems import misread
from app.plans.form import STYLE, TOGETHER
from app.plans.spelling import RANGES


def english(values: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return a form's texts with numbers as English writes them, and what is wrong with others.

    A text that the form's own style leaves open is left out, as if it had not been changed.
    """
    style = STYLES.get(values.get(STYLE, ENGLISH.code), ENGLISH)
    texts, problems = dict(values), []
    for name in filter(holds_numbers, values):
        try:
            texts[name] = in_english(values[name], style)
        except ValueError as error:
            field = FIELDS[input_of(name)]
            problems.append(Problem(name, misread(field, values[name], str(error))))
            del texts[name]
    return texts, problems


def holds_numbers(name: str) -> bool:
    """Tell whether a field of the form takes a number or a range of them."""
    field = FIELDS.get(input_of(name))
    return field is not None and field.is_number


def input_of(name: str) -> str:
    """Return the input that a field of the form sets, or the first of several."""
    bare = name.removeprefix(RANGES)
    return TOGETHER.get(bare, (bare,))[0]
