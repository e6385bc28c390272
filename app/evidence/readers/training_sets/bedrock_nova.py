"""Amazon Nova on Bedrock: `system` and contents as lists of parts, with or without a version."""

from typing import Any

from app.evidence.readers.format import Format
from app.evidence.readers.training_sets import openai_chat
from app.evidence.streaming.source import Head, Row


def matches(head: Head) -> bool:
    """Tell whether rows carry Nova's version, or instructions as parts."""
    return head.every("messages") and all(map(is_nova, head.rows))


def is_nova(row: Row) -> bool:
    """Tell whether a row is Nova's."""
    version: Any = row.get("schemaVersion", "")
    named = isinstance(version, str) and version.startswith("bedrock-conversation")
    return named or isinstance(row.get("system"), list)


FORMAT = Format(
    name="bedrock-nova",
    title="Nova training set",
    kind="dataset",
    matches=matches,
    read=openai_chat.read,
)
