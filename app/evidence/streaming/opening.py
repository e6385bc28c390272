"""Opens what a person hands in: plain, gzip or a zip of one file; in bounded memory."""

import gzip
import hashlib
import io
import lzma
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from app.evidence.finding import Unreadable
from app.evidence.told import counted
from app.inputs.texts import is_no_text
from app.work.task import step

LONGEST_NAME = 100  # characters of a file's name that are shown
CHUNK = 1 << 18  # bytes, after which somebody else may go on
HEAD = 1 << 18  # bytes that recognition looks at
MOST_EXPANDED = 4_000_000_000  # bytes that an archive may hold
MOST_RATIO = 250  # how many times longer than the archive its content may be, beyond HEAD
MOST_MEMBERS = 100_000  # files in an archive
TOO_LONG = "Reading the file takes too long here: read it with the command on your own machine."
GZIP, ZIP, PARQUET = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06"), b"PAR1"
# DeepSeek's export has its costs in a second file, which say nothing that amounts do not.
AMOUNTS = re.compile(r"(^|/)amount-[^/]*\.csv$")
OTHERS = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"SQLite f": "an SQLite database",
}
# Files that are a zip of several, by one of them.
PACKED = {"xl/workbook.xml": "an Excel workbook", "content.xml": "an OpenDocument file"}
DAMAGED = (
    gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError,
    NotImplementedError, RuntimeError, OSError, KeyError,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file that can be read as often as needed."""

    name: str
    size: int  # bytes
    sha256: str
    binary: Callable[[], BinaryIO]  # of the content, from its beginning
    members: tuple[str, ...] = ()  # of a zip that holds several files
    member: Callable[[str], BinaryIO] | None = None
    is_parquet: bool = False
    until: float | None = None  # time.monotonic() at which reading is given up

    def head(self) -> bytes:
        """Return the content's first bytes; none of a zip that holds several files."""
        if self.members:
            return b""
        with damage_told(), self.binary() as file:
            return file.read(HEAD)

    @contextmanager
    def text(self, encoding: str) -> Iterator[io.TextIOWrapper]:
        """Give the content as text, line ends as they are; what is no text becomes U+FFFD."""
        with damage_told(), self.binary() as file:
            yield io.TextIOWrapper(file, encoding, errors="replace", newline="")


def open_file(file: BinaryIO, name: str, until: float | None = None) -> Opened:
    """Return a seekable file, opened, to be read until a moment; raises Unreadable."""
    size, digest, beginning = weighed(file)
    if size == 0:
        raise Unreadable("The file is empty.")
    again = rewound(file, until)
    plain = Opened(
        name=shown(name),
        size=size,
        sha256=digest,
        binary=again,
        is_parquet=beginning.startswith(PARQUET),
        until=until,
    )
    if beginning.startswith(GZIP):
        return replace(plain, binary=lambda: bounded(gzip.open(again()), plain))
    if beginning.startswith(ZIP):
        with damage_told():
            return open_zip(zipfile.ZipFile(again()), plain)
    for magic, words in OTHERS.items():
        if beginning.startswith(magic):
            raise Unreadable(f"This is {words}; expected JSON, JSON lines, CSV, a .gz or a .zip.")
    return plain


def weighed(file: BinaryIO) -> tuple[int, str, bytes]:
    """Return a file's length in bytes, its SHA-256, and how it begins."""
    file.seek(0)
    digest, size, beginning = hashlib.sha256(), 0, b""
    while chunk := file.read(CHUNK):
        beginning = beginning or chunk[:16]
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest(), beginning


def rewound(file: BinaryIO, until: float | None) -> Callable[[], BinaryIO]:
    """Return what gives the file from its beginning, and leaves it open afterwards."""

    def again() -> BinaryIO:
        file.seek(0)
        return cast(BinaryIO, io.BufferedReader(Kept(file, until), CHUNK))

    return again


def part_read(until: float | None) -> None:
    """Say that a part of a file is read: somebody else may go on here.

    Raises NobodyWaits where whoever handed it in has gone, Unreadable once the time is over.
    """
    step()
    if until is not None and time.monotonic() > until:
        raise Unreadable(TOO_LONG)


class Kept(io.RawIOBase):
    """A file that stays open when this is closed; never more than `most` bytes of it."""

    def __init__(
        self, file: BinaryIO, until: float | None, most: int | None = None, owns: bool = False
    ) -> None:
        self.file = file
        self.until = until
        self.most = most
        self.owns = owns
        self.given = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Tell whether one may go back: not where bytes are counted."""
        return self.most is None

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file."""
        return self.file.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer; raises what `part_read` raises, and Unreadable beyond the most."""
        part_read(self.until)
        data = self.file.read(len(buffer))
        self.given += len(data)
        if self.most is not None and self.given > self.most:
            raise Unreadable(
                f"The archive holds more than {counted(self.most)} bytes, which is more than is "
                "read."
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file if it is this one's own."""
        if self.owns and not self.closed:
            self.file.close()
        super().close()


def bounded(file: object, archive: Opened) -> BinaryIO:
    """Return what an archive holds, no more of it than is plausible."""
    most = min(MOST_EXPANDED, HEAD + MOST_RATIO * archive.size)
    kept = Kept(cast(BinaryIO, file), archive.until, most, owns=True)
    return cast(BinaryIO, io.BufferedReader(kept, CHUNK))


def open_zip(archive: zipfile.ZipFile, plain: Opened) -> Opened:
    """Return the one file of a zip, or all of several."""
    names = [
        item.filename
        for item in archive.infolist()
        if not item.is_dir() and not item.filename.startswith("__MACOSX/")
    ]
    if not names or len(names) > MOST_MEMBERS:
        raise Unreadable(f"The zip holds {counted(len(names))} files; expected one.")

    for name in PACKED.keys() & set(names):
        raise Unreadable(f"This is {PACKED[name]}: save its sheet as CSV.")
    amounts = [name for name in names if AMOUNTS.search(name)]
    names = amounts if len(amounts) == 1 else names

    def member(name: str) -> BinaryIO:
        return bounded(archive.open(name), plain)

    several = tuple(names) if len(names) > 1 else ()
    return replace(plain, binary=lambda: member(names[0]), members=several, member=member)


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what a broken archive raises into Unreadable."""
    try:
        yield
    except DAMAGED as error:
        raise Unreadable(
            "The archive is damaged, encrypted, or packed in a way that is not read "
            f"({type(error).__name__})."
        ) from None


def shown(name: str) -> str:
    """Return a file's name as it may be shown: without its folders, cut, and with text alone."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join("·" if is_no_text(character) else character for character in last).strip()
    return clean[:LONGEST_NAME] or "file"


def encoding_of(head: bytes) -> str:
    """Return the encoding that a text begins like: UTF-8, or UTF-16 and -32 by mark or zeros."""
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return "utf-16-le"
    if head[:1] == b"\0" and head[2:3] == b"\0":
        return "utf-16-be"
    return "utf-8-sig"
