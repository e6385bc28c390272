"""Gemini on Vertex: `systemInstruction` and `contents` of parts."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.training_sets.openai_chat import NO_ANSWER
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.training_sets.dataset import Example, Message
from app.evidence.training_sets.messages import has_answer, text_of, tools_of


def matches(head: Head) -> bool:
    """Tell whether rows have contents."""
    return head.every("contents")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the examples."""
    yield from converted(source.objects(), read_row)


def read_row(row: dict[str, Any]) -> Record:
    """Return the example of a row."""
    instruction = row.get("systemInstruction") or row.get("system_instruction")
    messages = [Message("system", text_of(instruction["parts"]))] if instruction else []
    for content in row["contents"]:
        role = "assistant" if content.get("role") == "model" else "user"
        messages.append(Message(role, text_of(content["parts"])))
    return Example(tuple(messages), tools_of(row)) if has_answer(messages) else Skip(NO_ANSWER)


FORMAT = Format(
    name="gemini-tuning",
    title="Gemini training set",
    kind="dataset",
    matches=matches,
    read=read,
)
