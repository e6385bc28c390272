"""Claude on Bedrock: instructions as a text at the top, messages below."""

from app.evidence.readers.format import Format
from app.evidence.readers.training_sets import openai_chat
from app.evidence.streaming.source import Head


def matches(head: Head) -> bool:
    """Tell whether rows have instructions as a text beside their messages."""
    return openai_chat.matches(head) and all(
        isinstance(row.get("system"), str) for row in head.rows
    )


FORMAT = Format(
    name="bedrock-system-messages",
    title="Bedrock training set",
    kind="dataset",
    matches=matches,
    read=openai_chat.read,
)
