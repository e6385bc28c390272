"""OpenAI's chat JSONL, and Azure's, Together's, Fireworks', Mistral's: `messages`, `tools`."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.training_sets.dataset import Example, Message
from app.evidence.training_sets.messages import has_answer, read_messages, text_of, tools_of

NO_ANSWER = "examples without an answer"
NO_MESSAGES = "rows without messages"
GRADED = frozenset({"messages", "tools", "functions", "parallel_tool_calls", "metadata"})


def matches(head: Head) -> bool:
    """Tell whether rows have messages, and are no log of calls."""
    return head.every("messages") and not any(
        "usage" in row or "response" in row or "results" in row for row in head.rows
    )


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the examples."""
    yield from converted(source.objects(), read_row)


def read_row(row: dict[str, Any]) -> Record:
    """Return the example of a row; one for reinforcement has more keys and no answer."""
    if "messages" not in row:
        return Skip(NO_MESSAGES)
    messages = (*system_of(row), *read_messages(row["messages"]))
    if not messages:
        return Skip(NO_MESSAGES)
    if not has_answer(messages):
        if row.keys() - GRADED - {"system"}:
            return Example(messages, tools_of(row), graded=True)
        return Skip(NO_ANSWER)
    return Example(messages, tools_of(row))


def system_of(row: dict[str, Any]) -> Iterator[Message]:
    """Yield the instructions that stand beside the messages, as a text or as parts."""
    if row.get("system"):
        yield Message("system", text_of(row["system"]))


FORMAT = Format(
    name="openai-chat",
    title="Chat training set",
    kind="dataset",
    matches=matches,
    read=read,
)
