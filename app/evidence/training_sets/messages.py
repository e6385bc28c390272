"""Messages of a training example, out of the shapes that makers write them in."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.evidence.training_sets.dataset import Message

IMAGE = "[image]"  # stands for what has no text
ROLES = {"human": "user", "gpt": "assistant", "model": "assistant", "observation": "tool"}


def read_message(message: Any) -> Message:
    """Return a message of OpenAI's shape or its kin; raises TypeError where it is none."""
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        raise TypeError
    named = str(message["role"])
    role = ROLES.get(named, named)
    weight = message.get("weight", message.get("loss_weight", 1))
    text = text_of(message.get("content")) + "".join(calls_of(message))
    return Message(role, text, weight != 0)


def read_messages(messages: Any) -> tuple[Message, ...]:
    """Return all messages of a list; raises TypeError where it is none."""
    if not isinstance(messages, list):
        raise TypeError
    return tuple(read_message(message) for message in messages)


def text_of(content: Any) -> str:
    """Return a message's text: a text, parts, or nothing; raises TypeError for anything else."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return part_text(content)
    if isinstance(content, list):
        return "".join(part_text(item) for item in content)
    raise TypeError


def part_text(item: Any) -> str:
    """Return the text of one part of a message; an image has none of its own."""
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        raise TypeError
    for key in ("text", "value", "refusal"):
        if isinstance(item.get(key), str):
            return str(item[key])
    if "toolUse" in item or "toolResult" in item or "tool_use" in item:
        return json.dumps(item, ensure_ascii=False)
    if item.get("type") in ("tool_use", "tool_result"):
        return json.dumps(item, ensure_ascii=False)
    return IMAGE


def calls_of(message: dict[str, Any]) -> Iterator[str]:
    """Yield the names and arguments of the tools that a message calls."""
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        raise TypeError
    functions = [call.get("function") for call in calls if isinstance(call, dict)]
    for function in [*functions, message.get("function_call")]:
        if isinstance(function, dict):
            yield str(function.get("name") or "")
            yield as_text(function.get("arguments"))


def as_text(value: Any) -> str:
    """Return a text as it is, anything else as its JSON; nothing for None."""
    if value is None or value == [] or value == {}:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def tools_of(row: dict[str, Any]) -> str:
    """Return the JSON of the tools that an example describes."""
    return (
        as_text(row.get("tools")) or as_text(row.get("functions")) or as_text(row.get("toolConfig"))
    )


def has_answer(messages: Iterable[Message]) -> bool:
    """Tell whether there is something to learn from."""
    return any(message.role == "assistant" for message in messages)
