"""DeepEval's test runs."""

from collections.abc import Iterator
from typing import Any

from app.evidence.evaluations.evaluation import Outcome, Result
from app.evidence.finding import Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source

CASES = ("testCases[]", "conversationalTestCases[]")


def matches(head: Head) -> bool:
    """Tell whether it is a test run."""
    return any(path.startswith(("testCases[]", "testRunData.testCases[]")) for path in head.paths)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the runs."""
    yield from converted(cases(source), lambda numbered: result(*numbered))


def cases(source: Source) -> Iterator[Any]:
    """Yield the test cases with their numbers."""
    opened = ("", "testRunData", *(f"{prefix}{case[:-2]}" for prefix in ("", "testRunData.")
                                   for case in CASES))  # fmt: skip
    for number, (path, value) in enumerate(source.values(*opened)):
        if path.endswith(CASES):
            yield (number, value) if isinstance(value, dict) else Skip("items of another shape")


def result(number: int, case: dict[str, Any]) -> Result:
    """Return the run of a case; its tokens, if any, are not told apart from a judge's."""
    outcomes: dict[Any, Outcome] = {True: "right", False: "wrong"}
    test = f"{case.get('name')} {case.get('order', number)}"
    success = case.get("success")
    outcome = outcomes.get(success, "unscored") if isinstance(success, bool) else "unscored"
    return Result("DeepEval run", None, test, outcome)


FORMAT = Format(
    name="deepeval", title="DeepEval run", kind="evaluation", matches=matches, read=read
)
