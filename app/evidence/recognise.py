"""Which format a file has: by its content, never by its name."""

from app.evidence.finding import Unreadable
from app.evidence.readers import FORMATS
from app.evidence.readers.format import Format
from app.evidence.streaming.source import Head

KNOWN = (
    "Expected a training set (JSON lines), an evaluation, a usage log, a bill, or a table with "
    "a header."
)
FOUND = {
    "lines": "JSON lines whose keys belong to no known format",
    "document": "JSON of no known format",
    "text": "text that is neither JSON nor a table",
    "archive": "a zip of several files; expected one file, or an inspect log",
}


def recognise(head: Head) -> Format:
    """Return the format of a file that begins like this; raises Unreadable."""
    for known in FORMATS:
        if known.matches(head):
            return known
    raise Unreadable(f"{KNOWN} Found {FOUND.get(head.layout, 'something else')}.")
