"""What is handed in: plain, compressed, hostile, or nothing at all."""

import gzip
import io
import zipfile

import pytest

from app.evidence.finding import Unreadable
from app.evidence.streaming import parquet
from app.evidence.streaming.opening import CHUNK, shown
from app.work.task import NobodyWaits, working_at
from tests.evidence.files import Leaving, json_lines, read

EXAMPLE = {
    "messages": [{"role": "user", "content": "Äpfel?"}, {"role": "assistant", "content": "Ja."}]
}
LINES = json_lines([EXAMPLE, {**EXAMPLE, "id": 2}])


def zipped(*files, method=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        b"\xef\xbb\xbf" + LINES.encode(),
        LINES.replace("\n", "\r\n").encode(),
        (LINES + "\n\n").encode(),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        gzip.compress(LINES.encode(), mtime=0),
        zipped(("a.jsonl", LINES)),
        zipped(("a.jsonl", LINES), ("__MACOSX/a.jsonl", "x")),
        ("[" + LINES.strip().replace("\n", ",") + "]").encode(),
    ],
    ids="plain mark crlf blank utf16 utf16le gzip zip macos array".split(),
)
def test_the_same_rows_are_read_however_they_are_written(data):
    evidence = read(data)
    assert evidence.format == "openai-chat"
    assert evidence.measured.figures["rows"] == 2
    assert evidence.size == len(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b" \n \n", "nothing but blanks"),
        (b"%PDF-1.7", "This is a PDF"),
        (zipped(("[Content_Types].xml", ""), ("xl/workbook.xml", "")), "an Excel workbook: save"),
        (zipped(("mimetype", ""), ("content.xml", "")), "an OpenDocument file: save its sheet as"),
        (b"PAR1....", "Parquet"),
        (b"\x1f\x8b\x08broken", "damaged"),
        (b"PK\x03\x04broken", "damaged"),
        (gzip.compress(LINES.encode(), mtime=0)[:-20], "damaged"),
        (zipped(("a", LINES), ("b", LINES)), "several files"),
        (zipped(), "holds 0 files"),
        (b"just a sentence", "neither JSON nor a table"),
        (b'{"unknown": 1}', "no known format"),
        (b"\x00\x01\x02\x03" * 50, "Expected"),
    ],
)
def test_what_cannot_be_read_says_what_was_expected_and_found(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data)


def test_an_archive_that_grows_beyond_reason_is_refused():
    bomb = gzip.compress(LINES.encode() + b" " * 20_000_000, mtime=0)  # a thousand times as long
    with pytest.raises(Unreadable, match="more than is read"):
        read(bomb)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\logs\\a.csv", "a.csv"),
        ("a\x00b\nc.csv", "a·b·c.csv"),
        ("\u202egnp.exe", "·gnp.exe"),
        ("x" * 500, "x" * 100),
        ("", "file"),
        ("/", "file"),
    ],
)
def test_a_files_name_is_hostile_text(name, expected):
    assert shown(name) == expected


def test_where_nothing_reads_parquet_the_refusal_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    with pytest.raises(Unreadable, match=r"pip install 'crossover\[parquet\]'"):
        read(b"PAR1....PAR1")


def test_lines_that_are_too_long_are_no_rows(monkeypatch):
    monkeypatch.setattr("app.evidence.streaming.source.LARGEST", 400)
    long = json_lines([{**EXAMPLE, "id": "x" * 1000}])
    evidence = read(LINES + long + LINES.replace("Ja", "Nein"))
    assert evidence.measured.figures["rows"] == 4
    assert evidence.measured.skipped["lines that are no JSON object"] == 1


ROWS = "time,input,output\n" + "2026-09-01,1,2\n" * 100_000
MUCH = {
    "a table": ROWS.encode(),
    "blank lines": b"time,input,output\n" + b"\n" * 5 * CHUNK,
    "JSON lines": LINES.encode() * 10_000,
    "a document": f"[{','.join([LINES.splitlines()[0]] * 20_000)}]".encode(),
    "one value": f'{{"gpt": {{"input_cost_per_token": 1}}, "b": "{"x" * 5 * CHUNK}"}}'.encode(),
    "gzip": gzip.compress(ROWS.encode() * 5, mtime=0),
    "a zip": zipped(("a.csv", ROWS * 5)),
}


@pytest.mark.parametrize("name", MUCH)
def test_a_file_is_read_in_steps_and_no_further_once_nobody_waits(name):
    columns = {"time": "time", "input": "input", "output": "output"}
    task = Leaving(after=3)
    with working_at(task), pytest.raises(NobodyWaits):
        read(MUCH[name], columns=columns)
    assert task.steps == 3
