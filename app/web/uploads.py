"""Files that people hand in: held while they are read, in no file that has a name, then forgotten.

What is small stays in memory; python-multipart puts the rest into a temporary file without a name,
which the system takes away with the last that has it open.
"""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.evidence.evaluations.evaluation import ThresholdWanted
from app.evidence.finding import Evidence, Unreadable
from app.evidence.measure import measure
from app.evidence.readers.usage.free_table import ColumnsWanted
from app.evidence.streaming.source import Options
from app.inputs import InvalidInputs, Problem
from app.web.posted import TABLE, check_length
from app.web.watching.logs import logger
from app.work.task import NobodyWaits, NoTurn
from app.work.turns import Turns

MULTIPART = "multipart/form-data"
MOST_FILES = 10
MOST_FIELDS = 1_000
LONGEST_FIELD = 1_000_000  # bytes
READING = Turns(at_once=2, share=1, begun=3, waiting=8, seconds=10)
KNOWN = (Unreadable, ThresholdWanted, ColumnsWanted, NobodyWaits, NoTurn)


@dataclass(frozen=True)
class Handed:
    """What a form with files sent."""

    fields: Sequence[tuple[str, str]]
    files: Sequence[UploadFile]

    def field(self, name: str) -> str | None:
        """Return a field's text; None if it was not sent, or left empty."""
        return next((text.strip() for key, text in self.fields if key == name), "") or None

    def texts(self, name: str) -> list[str]:
        """Return the texts of all fields of a name that were not left empty."""
        return [text.strip() for key, text in self.fields if key == name and text.strip()]


async def handed_in(request: Request) -> AsyncIterator[Handed]:
    """Give what the request hands in; its files are closed afterwards.

    Raises HTTPException where it is no form with files, InvalidInputs where it cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MULTIPART:
        raise HTTPException(415, f"The body must be a form with files: {MULTIPART}.")
    form = request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
    try:
        data = await form
    except HTTPException as error:
        if error.status_code != 400:
            raise
        message = f"The form cannot be read: {error.detail}"
        raise InvalidInputs([Problem("file", message)]) from None
    try:
        items = data.multi_items()
        files = [value for _, value in items if isinstance(value, UploadFile)]
        fields = [(name, value) for name, value in items if isinstance(value, str)]
        check_length((name, text) for name, text in fields if name != TABLE)
        yield Handed(
            fields=fields,
            files=[file for file in files if file.size or file.filename],
        )
    finally:
        await data.close()


Uploads = Annotated[Handed, Depends(handed_in)]


def measured(file: UploadFile, options: Options, seconds: float) -> Evidence:
    """Return what a file says, within so many seconds; raises what `measure` and a task raise.

    A failure of our own says nothing of the file, in no log either.
    """
    with READING.take():
        until = time.monotonic() + seconds
        try:
            return measure(file.file, file.filename or "", replace(options, until=until))
        except KNOWN:
            raise
        except Exception as error:
            kind = type(error).__name__
        logger("evidence").error("unread", kind=kind)
    raise Unreadable("The file could not be read to its end, by a mistake of ours.")


def threshold_of(text: str | None) -> float | None:
    """Return the threshold that was typed; raises InvalidInputs."""
    if text is None:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        message = "The score from which on an answer is right must be a number, such as 0.7."
        raise InvalidInputs([Problem("threshold", message)]) from None
