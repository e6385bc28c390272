"""Prompt and completion: OpenAI's former JSONL, Cohere's, Titan's, distillation's; or a table."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.training_sets.openai_chat import NO_ANSWER
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.training_sets.dataset import Example, Message

NAMES = (("prompt", "completion"), ("prompt", "response"), ("input_text", "output_text"))


def matches(head: Head) -> bool:
    """Tell whether rows or columns have one of the pairs of names."""
    if head.layout == "table":
        return len(head.columns) <= 8 and any(head.has(*pair) for pair in NAMES)
    return any(head.every(*pair) for pair in NAMES) or (
        head.every("prompt") and all(isinstance(row.get("prompt", ""), str) for row in head.rows)
    )


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the examples."""
    rows: Iterable[Any] = source.rows() if source.head.layout == "table" else source.objects()
    yield from converted(rows, read_row)


def read_row(row: dict[str, Any]) -> Record:
    """Return the example of a row."""
    for asked, answered in NAMES:
        if asked in row and row.get(answered):
            texts = row[asked] or "", row[answered]
            if not all(isinstance(text, str) for text in texts):
                raise TypeError
            return Example((Message("user", texts[0]), Message("assistant", texts[1])))
    return Skip(NO_ANSWER)


FORMAT = Format(
    name="prompt-completion",
    title="Prompt-completion training set",
    kind="dataset",
    matches=matches,
    read=read,
)
