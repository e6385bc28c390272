"""What a file said, in words: findings with their ranges, what was read and what was left out."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from app.evidence.finding import Evidence, Finding
from app.evidence.readers.usage.free_table import NEEDED
from app.evidence.told import counted
from app.inputs import FIELDS, TITLES
from app.words.money import money
from app.words.numbers import in_groups, number, percent

RULES = {
    "inside": "“Input tokens” were taken to include the cached ones.",
    "outside": "“Input tokens” were taken to leave the cached ones out.",
}
THRESHOLD_WANTED = (
    "The file has scores and no verdicts: say from which score on an answer is right."
)
COLUMNS_WANTED = (
    "The table is of no known format: say which of its columns is which, at least the "
    f"{NEEDED[0]}, the {NEEDED[1]} tokens and the {NEEDED[2]} tokens."
)


def label_of(finding: Finding) -> str:
    """Return what an input is called, with whose it is."""
    field = FIELDS[finding.input]
    whose = TITLES.get(field.group)
    return f"{whose}: {field.label.lower()}" if whose else field.label


def spoken(name: str, value: Any) -> str:
    """Return a value of an input in few digits: shares in percent."""
    if value is None:
        return number(None)
    if FIELDS[name].kind == "fraction":
        return percent(value)
    if FIELDS[name].unit.startswith("USD per 1M"):
        return money(value, "USD")
    if FIELDS[name].kind == "whole" or abs(value) >= 100:
        return in_groups(round(value), "#,##0")
    digits = 2 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    return in_groups(round(value, digits), "#,##0." + "#" * max(digits, 1))


def range_words(finding: Finding) -> str:
    """Return the ends of a finding; nothing where it was counted."""
    if finding.low == finding.high:
        return ""
    return f"{spoken(finding.input, finding.low)} to {spoken(finding.input, finding.high)}"


def read_words(evidence: Evidence) -> str:
    """Return in a sentence what was read of a file and what was left out."""
    used = f"{counted(evidence.measured.used)} of {counted(evidence.rows)} rows used."
    left_out = [f"{reason} ({counted(rows)})" for reason, rows in evidence.measured.skipped.items()]
    return f"{used} Left out: {'; '.join(left_out)}." if left_out else used


def report(evidence: Evidence) -> Iterator[str]:
    """Yield the lines of a report on one file, for a terminal."""
    yield f"{evidence.name}: {evidence.title}, {counted(evidence.size)} bytes"
    yield f"  {read_words(evidence)}"
    if evidence.rule:
        yield f"  {RULES[evidence.rule]}"
    yield from finding_lines(evidence.findings)
    for variant in evidence.measured.variants:
        rates = [item for item in variant.findings if item.input.endswith(".error_rate")]
        for rate in rates:
            ends = range_words(rate)
            yield f"  {variant.label}: {percent(rate.value)} wrong, {ends}, n {counted(rate.n)}"
    for note in evidence.measured.notes:
        yield f"  * {note}"


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line a finding, in columns."""
    rows = [
        (label_of(item), spoken(item.input, item.value), range_words(item), item.method)
        for item in findings
    ]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(3)]
    for label, value, ends, method in rows:
        yield f"  {label:<{widths[0]}}  {value:>{widths[1]}}  {ends:<{widths[2]}}  {method}"
