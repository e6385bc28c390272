"""Alpaca: instruction, input and output, with or without a system text and a history."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.training_sets.openai_chat import NO_ANSWER
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.training_sets.dataset import Example, Message


def matches(head: Head) -> bool:
    """Tell whether rows have an instruction and an output."""
    if head.layout == "table":
        return head.has("instruction", "output")
    return head.every("instruction", "output")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the examples."""
    rows: Iterable[Any] = source.rows() if source.head.layout == "table" else source.objects()
    yield from converted(rows, read_row)


def read_row(row: dict[str, Any]) -> Record:
    """Return the example of a row; the answers of its history are learned from, too."""
    if not row.get("output"):
        return Skip(NO_ANSWER)
    extra = row.get("input") or ""
    question = row["instruction"] + (f"\n{extra}" if extra else "")
    history = row.get("history") or []
    turns = json.loads(history) if isinstance(history, str) else history
    messages = [Message("system", row["system"])] if row.get("system") else []
    for asked, answered in turns:
        messages += [Message("user", asked), Message("assistant", answered)]
    messages += [Message("user", question), Message("assistant", row["output"])]
    if not all(isinstance(message.text, str) for message in messages):
        raise TypeError
    return Example(tuple(messages))


FORMAT = Format(
    name="alpaca",
    title="Alpaca training set",
    kind="dataset",
    matches=matches,
    read=read,
)
