"""What tests of evidence read: samples, and files that they write themselves."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.evidence.finding import Evidence, Finding
from app.evidence.measure import measure
from app.evidence.streaming.source import Options
from app.work.task import Task

SAMPLES = Path(__file__).parent / "samples"


class Leaving(Task):
    """The task of a client that goes away in the middle."""

    def __init__(self, *, after: int) -> None:
        super().__init__(None)
        self.after = after
        self.steps = 0

    def check(self) -> None:
        """Go away at this step, if it is the one."""
        self.steps += 1
        if self.steps == self.after:
            self.abandon()
        super().check()


def read(content: str | bytes, **options: Any) -> Evidence:
    """Return what a file with this content says."""
    data = content.encode() if isinstance(content, str) else content
    return measure(io.BytesIO(data), "file", Options(**options))


def read_sample(name: str, **options: Any) -> Evidence:
    """Return what a sample says."""
    with (SAMPLES / name).open("rb") as file:
        return measure(file, name, Options(**options))


def json_lines(rows: Iterable[Any]) -> str:
    """Return rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def table(header: str, *rows: str) -> str:
    """Return a table of lines."""
    return "\n".join([header, *rows]) + "\n"


def found(evidence: Evidence, name: str) -> Finding:
    """Return the finding of an input, which must be there."""
    return next(finding for finding in evidence.findings if finding.input == name)


def names(evidence: Evidence) -> set[str]:
    """Return the inputs that were found."""
    return {finding.input for finding in evidence.findings}
