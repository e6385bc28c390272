"""vLLM's server log: throughput and hits every ten seconds, and nothing of single requests."""

import re
from collections.abc import Iterator

from app.evidence.finding import Remark
from app.evidence.readers.format import Format, Record
from app.evidence.streaming.source import Head, Options, Source, bounded_lines
from app.evidence.told import counted
from app.inputs import in_style

STATE = re.compile(
    r"Avg prompt throughput: ([\d.]+) tokens/s, Avg generation throughput: ([\d.]+) tokens/s"
    r"(?:.*Prefix cache hit rate: ([\d.]+)%)?"
)


def matches(head: Head) -> bool:
    """Tell whether a line is the server's."""
    return bool(STATE.search(head.text))


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield what the log says in a sentence: it counts no request's tokens."""
    states, rate = 0, ""
    with source.opened.text(source.encoding) as text:
        for line in bounded_lines(text):
            if match := STATE.search(line[:2_000]):
                states += 1
                rate = match[3] or rate
    last = (
        f" Its last running average of the prefix cache is {in_style(rate)} % of tokens."
        if rate
        else ""
    )
    yield Remark(
        f"A server's log: {counted(states)} averages of throughput, no tokens of single requests "
        f"and no full dates, so it holds nothing for a plan.{last}"
    )


FORMAT = Format(
    name="vllm-server", title="vLLM server log", kind="usage", matches=matches, read=read
)
