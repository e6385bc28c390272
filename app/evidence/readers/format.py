"""What a format is: how it is recognised, and what reads it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import GeneratorType
from typing import Any, cast

from app.evidence.bills.bill import Charge, Charges
from app.evidence.evaluations.evaluation import Result
from app.evidence.finding import Kind, Remark, Reviewed, Skip, Variant
from app.evidence.streaming.source import Head, Options, Rule, Source
from app.evidence.training_sets.dataset import Example
from app.evidence.usage.calls import Call
from app.evidence.usage.columns import Calls
from app.evidence.values import BadValue

Record = Call | Calls | Charges | Example | Result | Charge | Variant | Skip | Remark | Reviewed
Read = Callable[[Source, Options], Iterator[Record]]
WRONG_SHAPE = "rows of another shape"
WRONG_NUMBER = "rows with a number that cannot be"


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format of files."""

    name: str
    title: str  # as a source begins: "LiteLLM log"
    kind: Kind
    matches: Callable[[Head], bool]
    read: Read
    rule: Rule | None = None  # where its input tokens have the cached ones; None: not asked
    aggregated: bool = False  # rows stand for all calls of a period


def converted(
    rows: Iterable[Any], convert: Callable[[Any], Record | Iterator[Record] | None]
) -> Iterator[Record]:
    """Yield what rows come to; of a row that is not what it should be only that it was there."""
    for row in rows:
        try:
            found = row if type(row) is Skip else convert(row)
            if type(found) is GeneratorType:
                yield from list(found)
            elif found is not None:
                yield cast(Record, found)
        except BadValue:
            yield Skip(WRONG_NUMBER)
        except (TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError):
            yield Skip(WRONG_SHAPE)
