"""Ragas' tables: scores from 0 to 1, a column a metric."""

from collections.abc import Iterator

from app.evidence.readers.evaluations.scored_tables import scored
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source

TEXTS = frozenset(
    "user_input retrieved_contexts response reference question answer contexts ground_truth "
    "reference_contexts ground_truths rubrics rubric multi_responses reference_tool_calls "
    "retrieved_context_ids reference_context_ids persona_name query_style query_length "
    "synthesizer_name".split()
)


def matches(head: Head) -> bool:
    """Tell whether the columns are a question's and its answer's, with metrics behind."""
    new = head.has("user_input", "response")
    old = head.has("question", "answer", "contexts")
    return (new or old) and bool(metrics(head.columns))


def metrics(columns: tuple[str, ...] | list[str]) -> list[str]:
    """Return the columns that are metrics."""
    return [name for name in columns if name and name not in TEXTS and name != "Unnamed: 0"]


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield a run for every metric of a row."""
    yield from converted(enumerate(source.rows()), lambda numbered: results(*numbered))


def results(number: int, row: dict[str, str]) -> Iterator[Record]:
    """Yield the runs of a row."""
    for name in metrics(list(row)):
        yield scored(name, None, str(number), row[name])


FORMAT = Format(name="ragas", title="Ragas table", kind="evaluation", matches=matches, read=read)
