"""Content is checked before it is stored: a table would take anything."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from app.store import Content, InvalidContent

pytestmark = pytest.mark.every_database

MakeContent = Callable[..., Content]


@pytest.mark.parametrize(("field", "limit"), [("name", 120), ("author", 120), ("note", 2_000)])
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(
    content: MakeContent, field: str, limit: int
) -> None:
    assert getattr(content(**{field: "é" * limit}), field) == "é" * limit
    with pytest.raises(InvalidContent, match=f"at most {limit:,} characters") as caught:
        content(**{field: "é" * (limit + 1)})
    assert caught.value.field == field


def test_surrounding_space_does_not_count(content: MakeContent) -> None:
    padded = content(name="  " + "x" * 120 + "\n", note="\n note ", author=" Ada ")

    assert (padded.name, padded.note, padded.author) == ("x" * 120, "note", "Ada")


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_a_name_is_needed(content: MakeContent, name: str) -> None:
    with pytest.raises(InvalidContent, match="must not be empty") as caught:
        content(name=name)
    assert (caught.value.field, caught.value.message) == ("name", "must not be empty")


def test_note_and_author_may_be_missing(content: MakeContent) -> None:
    assert (content(note="", author="").note, content(note="", author="").author) == ("", "")


@pytest.mark.parametrize("field", ["name", "author", "note"])
@pytest.mark.parametrize(
    "character",
    ["\x00", "\x1b", "\x7f", "\u2028", "\u202e", "\u2066", "\ud800", "\ufffe", "\uffff"],
    ids="null escape delete line-separator override isolate surrogate fffe ffff".split(),
)
def test_a_character_that_is_no_text_is_refused(
    content: MakeContent, field: str, character: str
) -> None:
    with pytest.raises(InvalidContent, match="control characters") as caught:
        content(**{field: f"a{character}b"})
    assert caught.value.field == field


def test_only_a_note_has_lines(content: MakeContent) -> None:
    assert content(note="one\r\n\ttwo").note == "one\r\n\ttwo"
    for field in ("name", "author"):
        with pytest.raises(InvalidContent):
            content(**{field: "one\ntwo"})


@pytest.mark.parametrize("text", ["日本語", "Ça coûte 5 €", "👩‍👩‍👧", "שלום", "<b>&amp;'\";--"])
def test_every_script_is_text(content: MakeContent, text: str) -> None:
    assert content(name=text, author=text, note=text).name == text


def test_content_cannot_be_changed(content: MakeContent) -> None:
    with pytest.raises(FrozenInstanceError):
        content().name = "Another"  # type: ignore[misc]
