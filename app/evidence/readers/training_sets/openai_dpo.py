"""Preferences of OpenAI's shape: a question, the better answer and the worse one."""

from collections.abc import Iterator
from typing import Any

from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.training_sets.dataset import Example
from app.evidence.training_sets.messages import read_messages, tools_of


def matches(head: Head) -> bool:
    """Tell whether rows have both answers."""
    return head.every("preferred_output", "non_preferred_output")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the examples."""
    yield from converted(source.objects(), read_row)


def read_row(row: dict[str, Any]) -> Record:
    """Return the pair of a row as one example."""
    asked = row["input"]
    messages = read_messages(asked["messages"] if isinstance(asked, dict) else asked)
    return Example(
        messages + read_messages(row["preferred_output"]),
        tools_of(asked) if isinstance(asked, dict) else "",
        read_messages(row["non_preferred_output"]),
    )


FORMAT = Format(
    name="openai-dpo",
    title="Preference training set",
    kind="dataset",
    matches=matches,
    read=read,
)
