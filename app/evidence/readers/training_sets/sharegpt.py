"""ShareGPT: conversations of human and gpt, with preferences and verdicts in some."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.readers.training_sets.openai_chat import NO_ANSWER
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.training_sets.dataset import Example, Message
from app.evidence.training_sets.messages import ROLES, as_text, has_answer, read_message

OWN_ROLES = ROLES | {"function_call": "assistant"}
UNWANTED = "answers that are marked as unwanted"


def matches(head: Head) -> bool:
    """Tell whether rows have conversations."""
    return head.every("conversations")


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the examples."""
    yield from converted(source.objects(), read_row)


def read_row(row: dict[str, Any]) -> Record:
    """Return the example of a row."""
    messages = tuple(read_turn(turn) for turn in row["conversations"])
    if row.get("system"):
        messages = (Message("system", as_text(row["system"])), *messages)
    tools = as_text(row.get("tools"))
    if "chosen" in row and "rejected" in row:
        better, worse = read_turn(row["chosen"]), read_turn(row["rejected"])
        return Example((*messages, better), tools, (worse,))
    if row.get("kto_tag") is False:
        return Skip(UNWANTED)
    return Example(messages, tools) if has_answer(messages) else Skip(NO_ANSWER)


def read_turn(turn: Any) -> Message:
    """Return one turn, of this shape or of OpenAI's; raises TypeError where it is none."""
    if isinstance(turn, dict) and "role" in turn:
        return read_message(turn)
    role, text = turn["from"], turn["value"]
    if not isinstance(role, str) or not isinstance(text, str):
        raise TypeError
    return Message(OWN_ROLES.get(role, role), text)


FORMAT = Format(
    name="sharegpt",
    title="ShareGPT training set",
    kind="dataset",
    matches=matches,
    read=read,
)
