"""LangSmith's experiments as a table: inputs, outputs and a column a feedback."""

from collections.abc import Iterator

from app.evidence.evaluations.evaluation import Result
from app.evidence.readers.evaluations.scored_tables import scored
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source

FEEDBACK = "feedback."


def matches(head: Head) -> bool:
    """Tell whether columns are feedback beside inputs or outputs."""
    begin = [name.split(".")[0] for name in head.columns]
    return "feedback" in begin and bool({"inputs", "outputs", "input", "output"} & set(begin))


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a run for every feedback of a row."""
    yield from converted(enumerate(source.rows()), lambda numbered: results(*numbered))


def results(number: int, row: dict[str, str]) -> Iterator[Record]:
    """Yield the runs of a row; one with an error failed."""
    test = row.get("example_id") or row.get("id") or str(number)
    for name, cell in row.items():
        if not name.startswith(FEEDBACK):
            continue
        label = name.removeprefix(FEEDBACK)
        if row.get("error", "").strip() not in ("", "None", "null"):
            yield Result(label, None, test, "failed")
        else:
            yield scored(label, None, test, cell)


FORMAT = Format(
    name="langsmith", title="LangSmith table", kind="evaluation", matches=matches, read=read
)
