"""Models by their titles: what a list shows, and which one a person means who types a few words."""

import re
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from app.catalog.models import ModelPrice, makers, models, prices_as_of

WORD = re.compile(r"[a-z0-9]+(?:\.\d+)*")
VERSION = re.compile(r"\d(?:\.\d+)*")
VERSION_DASH = re.compile(r"(?<=\d)-(?=\d{1,2}(?!\d))")  # claude-haiku-4-5 is version 4.5
SAYS_LITTLE = frozenset({"fine", "tuned", "closing", "deprecated", "on", "at", "amazon"})
LIKENESS = 0.7  # of a word that is misspelt, as difflib measures it


@cache
def labels() -> Mapping[str, str]:
    """Return what every model is called in lists, by its reference: `GPT-5.4 mini · OpenAI`."""
    plain = {key: with_maker(model) for key, model in models().items()}
    uses = Counter(plain.values())
    return MappingProxyType(
        {
            key: label if uses[label] == 1 else f"{label} · {key.partition('/')[2]}"
            for key, label in plain.items()
        }
    )


def with_maker(model: ModelPrice) -> str:
    """Return a model's title and its maker's name, if the title does not say it already."""
    maker = makers()[model.maker]
    return (
        model.title
        if maker.split()[0] in model.title or maker.split()[-1] in model.title
        else f"{model.title} · {maker}"
    )


def label_of(reference: str) -> str:
    """Return what a model is called in lists; the reference of one that is not in the catalogue."""
    return labels().get(reference, reference)


def in_order(*, tuned: bool = False) -> list[ModelPrice]:
    """Return every model as a list shows them: current ones first, retired ones last.

    The tuned ones stand before or after the others of their kind.
    """
    found = sorted(models().values(), key=lambda model: model.title.lower())
    found.sort(key=version, reverse=True)
    return sorted(found, key=lambda model: (leaving(model), model.tuned != tuned, maker_of(model)))


def by_maker(*, tuned: bool = False) -> dict[str, list[ModelPrice]]:
    """Return every model under its maker's name, in the order of `in_order`."""
    groups: dict[str, list[ModelPrice]] = {}
    for model in in_order(tuned=tuned):
        groups.setdefault(makers()[model.maker], []).append(model)
    return groups


def maker_of(model: ModelPrice) -> str:
    """Return the name of who offers a model, in small letters."""
    return makers()[model.maker].lower()


def leaving(model: ModelPrice) -> int:
    """Return 0 for a current model, 1 for one that is to retire, 2 for one that should not be."""
    if "deprecated" in model.note or (model.retires and model.retires <= prices_as_of()):
        return 2
    return 1 if model.retires else 0


def version(model: ModelPrice) -> tuple[int, ...]:
    """Return the first version in a model's title, part by part; sizes and dates are none."""
    found = next((word for word in words(model.title) if VERSION.fullmatch(word)), "0")
    return tuple(map(int, found.split(".")))


def named(text: str, *, tuned: bool = False) -> list[str]:
    """Return the references of the models that a text may mean: one where that is clear.

    A reference and a label mean themselves. Else the models that hold every word, tuned ones where
    such a one is wanted: the one with the fewest other words in its title, if none of them is a
    number; or all of them, the nearest first.
    """
    if text in models():
        return [text]
    if same := [key for key, label in labels().items() if label.lower() == text.lower()]:
        return same
    asked = words(text)
    found = [model for model in in_order(tuned=tuned) if asked and holds(model, asked)]
    ranked = [
        (len(more), is_id(model), any(word[0].isdigit() for word in more), model.reference)
        for model in [model for model in found if model.tuned == tuned] or found
        for more in [unasked(model, asked)]
    ]
    ranked.sort(key=lambda rank: rank[:2])
    best = [rank for rank in ranked if rank[:2] == ranked[0][:2]]
    is_clear = len(ranked) == 1 or (len(best) == 1 and not best[0][2])
    return [rank[-1] for rank in (best if is_clear else ranked)]


def near(text: str) -> list[str]:
    """Return the references of models that a misspelt text may mean, the nearest first."""
    known = sorted({word for label in labels().values() for word in words(label)})
    meant = [(get_close_matches(word, known, 1, LIKENESS) or [word])[0] for word in words(text)]
    return named(" ".join(meant))


def unasked(model: ModelPrice, asked: list[str]) -> list[str]:
    """Return the words of a model's title that nobody typed, but for those that say little."""
    little = {*SAYS_LITTLE, *words(makers()[model.maker])}
    return [
        word
        for word in words(model.title)
        if word not in little and not any(fits(each, word) for each in asked)
    ]


def is_id(model: ModelPrice) -> bool:
    """Tell whether a model has no title but its id."""
    return model.title == model.reference.partition("/")[2]


def holds(model: ModelPrice, asked: list[str]) -> bool:
    """Tell whether a model has every word asked for."""
    own = words(f"{labels()[model.reference]} {model.reference}")
    return all(any(fits(word, each) for each in own) for word in asked)


def fits(asked: str, word: str) -> bool:
    """Tell whether a word is the one asked for, or begins with it; numbers are whole."""
    return word == asked or (not asked[0].isdigit() and word.startswith(asked))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in small letters; 4-5 is 4.5."""
    return WORD.findall(VERSION_DASH.sub(".", text.lower()))
