"""How fast files are read: rows a second of each reader, beside json.loads or csv.reader alone.

    python benchmarks/evidence.py [MEGABYTES] [--gigabyte]

Each reader reads a file of its own format, made of the calls of one log, and in the same run the
standard library parses the same file. `--gigabyte` also has `crossover measure` read a log of 1 GB
and quotes its time and its largest memory above that of the command that reads a small one.
"""

import csv
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.evidence.measure import measure
from app.evidence.streaming.source import Options

SAMPLES = Path(__file__).parents[1] / "tests" / "evidence" / "samples"
TURNS = 5
MEGABYTE = 1_000_000
GIGABYTE = 1_000 * MEGABYTE
READ = (
    "openai-chat-log.synthetic.jsonl",
    "litellm-spendlogs.synthetic.json",
    "langfuse-observations.synthetic.jsonl",
    "langfuse-observations.synthetic.csv",
    "helicone-export.synthetic.csv",
    "openrouter-activity-generations.synthetic.csv",
    "otel-genai-spans.synthetic.jsonl",
    "openai-batch-output.synthetic.jsonl",
    "openai-dashboard-usage.synthetic.csv",
    "anthropic-console-tokens.synthetic.csv",
    "openai-dashboard-cost.synthetic.csv",
    "promptfoo-v3_base-vs-tuned.synthetic.json",
    "openai-chat_validation-leak.synthetic.jsonl",
    "prompt-completion-legacy.synthetic.jsonl",
)


def main() -> None:
    megabytes = next((int(text) for text in sys.argv[1:] if text.isdecimal()), 20)
    print(f"{'format':42} {'rows/s':>9} {'alone':>9} {'times':>6}")
    for name in READ:
        content = enlarged(name, megabytes * MEGABYTE)
        rows, seconds, alone, times = compared(content, name)
        print(f"{name:42} {rows / seconds:9,.0f} {rows / alone:9,.0f} {times:6.1f}")
    if "--gigabyte" in sys.argv:
        gigabyte()


def enlarged(name: str, size: int) -> bytes:
    """Return a sample repeated until it is so long."""
    content = (SAMPLES / name).read_bytes()
    if name.endswith(".json"):
        return enlarged_document(json.loads(content), size // len(content) + 1)
    if name.endswith(".jsonl"):
        return content * (size // len(content) + 1)
    header, _, rows = content.partition(b"\n")
    return header + b"\n" + rows * (size // len(rows) + 1)


def enlarged_document(document: object, times: int) -> bytes:
    if isinstance(document, list):
        return json.dumps(document * times).encode()
    assert isinstance(document, dict)
    results = document["results"]
    results["results"] = results["results"] * times
    return json.dumps(document).encode()


def read(content: bytes) -> int:
    return measure(io.BytesIO(content), "file", Options()).rows


def parse(content: bytes, name: str) -> int:
    if name.endswith(".jsonl"):
        return sum(json.loads(line) is not None for line in io.BytesIO(content))
    if name.endswith(".json"):
        return len(json.loads(content))
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")
    return sum(1 for _ in csv.reader(text))


def compared(content: bytes, name: str) -> tuple[int, float, float, float]:
    """Return the rows, the seconds of the reader and of the library alone, and their ratio.

    In turn, so that whatever else the machine does slows down both; each is the median of its own.
    """
    turns = []
    for _ in range(TURNS):
        ours, rows = timed(lambda: read(content))
        alone, _ = timed(lambda: parse(content, name))
        turns.append((ours, alone, ours / alone))
    seconds, alone, times = (statistics.median(column) for column in zip(*turns, strict=True))
    return rows, seconds, alone, times


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return seconds of the processor, and what the work returned."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def gigabyte() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.jsonl", Path(folder) / "large.jsonl"
        write_log(small, MEGABYTE)
        write_log(large, GIGABYTE)
        (_, idle), (seconds, most) = command(small), command(large)
        print(f"crossover measure, {large.stat().st_size:,} bytes: {seconds:.0f} s, ", end="")
        print(f"{most:,} kB at most, {(most - idle) / 1024:,.0f} MB above a small file's")


def write_log(path: Path, size: int) -> None:
    """Write a log in which every call has an id and a moment of its own."""
    with path.open("w") as file:
        for line in calls():
            file.write(line)
            if file.tell() >= size:
                return


def calls() -> Iterator[str]:
    for number in range(10**9):
        usage = (
            f'{{"prompt_tokens": {1500 + number % 400}, "completion_tokens": {100 + number % 90}, '
            f'"prompt_tokens_details": {{"cached_tokens": {1408 * (number % 3 > 0)}}}}}'
        )
        at = 1_788_220_800 + number * 3
        yield (
            f'{{"timestamp": {at}, "trace_id": "trace-{number}-abcdefghijklmnop", "request": '
            f'{{"model": "gpt-4o-mini", "messages": [{{"role": "user", "content": "{"x" * 120}"}}]'
            f'}}, "response": {{"id": "c-{number}", "model": "gpt-4o-mini", "usage": {usage}}}}}\n'
        )


def command(path: Path) -> tuple[float, int]:
    """Return how long the command takes, seconds, and its largest memory, kB."""
    code = (
        "import resource, sys; from app.cli import main; main(['measure', sys.argv[1]]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    start = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, int(run.stderr.split()[-1])


if __name__ == "__main__":
    main()
