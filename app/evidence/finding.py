"""What a file says: findings with ranges and a source, and what was left out and why."""

from array import array
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

Kind = Literal["dataset", "evaluation", "usage", "bill", "prices"]
Number = int | float | None
SECONDS_PER_DAY = 86_400


class Unreadable(Exception):
    """A file cannot be read; the message is a whole sentence and holds nothing of the file."""


class Skip(NamedTuple):
    """A row that was left out."""

    reason: str
    rows: int = 1


class Remark(NamedTuple):
    """Something that a reader of the findings should know; a whole sentence."""

    text: str


class Reviewed(NamedTuple):
    """The traces whose answers people looked at, as hashes of their ids."""

    traces: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One input as a file has it: its value, the lowest and highest plausible one, and why.

    Values are in the input's own unit. `source` is what the plan keeps beside the value.
    """

    input: str  # group.field
    value: float
    low: float
    high: float
    n: int  # rows it rests on
    method: str  # a sentence
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days that a file covers, first and last included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One of several prompts, models or meters in a file."""

    label: str
    model: str | None
    figures: dict[str, Number]
    findings: list[Finding] = field(default_factory=list)


@dataclass(kw_only=True)
class Series:
    """What a picture shows: what stands on the axis below, and how much stands above it."""

    title: str
    unit: str
    labels: list[str]
    values: list[float]
    fitted: list[tuple[float, float, float]] = field(default_factory=list)  # value, low, high
    days: bool = False  # whether labels are days, YYYY-MM-DD


@dataclass(kw_only=True)
class MonthSum:
    """What a file says of one calendar month, UTC."""

    month: str  # YYYY-MM
    days: set[int] = field(default_factory=set)  # of the month, on which there is anything
    requests: float | None = None  # None: not said
    cost: float = 0.0  # all of it, in the file's currency
    costs: dict[str, float] = field(default_factory=dict)  # by side: input, cached, write, output
    tokens: dict[str, float] = field(default_factory=dict)  # likewise
    currencies: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class Measured:
    """What the rows of one file come to."""

    figures: dict[str, Number]
    subject: str  # what the source counts: "14,203 calls"
    findings: list[Finding] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)  # rows by reason
    period: Period | None = None
    pictures: list[Series] = field(default_factory=list)
    months: list[MonthSum] = field(default_factory=list)  # of bills and usage logs, in order
    used: int = 0  # rows
    left_out: dict[str, int] = field(default_factory=dict)  # calls of models nobody wanted
    requests: "array[int] | None" = None  # hashes of the ids of a log's calls; of this process
    reviewed: frozenset[int] = frozenset()  # of the traces that people scored; of this process
    fingerprints: frozenset[int] = frozenset()  # of a training set's questions; of this process


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One file, read: what it is, and what it says of a plan."""

    kind: Kind
    format: str
    title: str  # of the format
    name: str  # of the file, cut and cleaned
    size: int  # bytes
    sha256: str
    rows: int
    rule: str  # "inside" or "outside": what "input tokens" was taken to include; "" if not asked
    measured: Measured

    @property
    def findings(self) -> list[Finding]:
        """What can be put into a plan."""
        return self.measured.findings


def finding_of(name: str, found: tuple[float, float, float], n: int, method: str) -> Finding:
    """Return a value, its low and its high as a finding; who knows the file names the source."""
    value, low, high = found
    low, high = min(low, value), max(high, value)
    return Finding(input=name, value=value, low=low, high=high, n=n, method=method)


def month_of(months: dict[str, MonthSum], day: date, currency: str) -> MonthSum:
    """Return the sums of a day's month, and note that the day and the currency are there."""
    code = day.isoformat()[:7]
    month = months.setdefault(code, MonthSum(month=code))
    month.days.add(day.day)
    month.currencies.add(currency)
    return month


def day_of(seconds: float) -> date:
    """Return the day, UTC, of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date()


def spell_day(number: int) -> date:
    """Return the day, UTC, that is so many days after 1970-01-01."""
    return day_of(number * SECONDS_PER_DAY)
