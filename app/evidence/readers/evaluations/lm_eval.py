"""Results of EleutherAI's lm-evaluation-harness."""

from collections.abc import Iterator
from typing import Any

from app.evidence.evaluations.evaluation import Result
from app.evidence.finding import Remark, Skip
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import LONGEST_LABEL, count, part

SHARES = ("exact_match", "acc", "pass@1", "acc_norm", "em")  # metrics that are shares of right


def matches(head: Head) -> bool:
    """Tell whether it is a result with numbers of samples or versions."""
    tops = {path.split(".")[0] for path in head.paths}
    return "results" in tops and bool(tops & {"n-samples", "n-shot", "higher_is_better"})


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield one summary a task and filter."""
    document = dict(source.values(""))
    results = document.get("results")
    model = model_of(document)
    if not isinstance(results, dict):
        return
    rows = [
        (str(task), name, figures, document.get("n-samples"), model)
        for task, figures in results.items()
        for name in chosen(figures)
    ]
    yield from converted(rows, lambda row: summary(*row))
    yield Remark("These are public tests: your own requests may be answered better or worse.")


def model_of(document: dict[str, Any]) -> str:
    """Return the model's name."""
    arguments = part(document.get("config"), "model_args")
    named = part(arguments, "model") or document.get("model_name")
    return str(named or part(document.get("config"), "model") or "model")


def chosen(figures: Any) -> Iterator[str]:
    """Yield one metric for each filter of a task: the first of those that are shares."""
    names = list(figures) if isinstance(figures, dict) else []
    filters = dict.fromkeys(name.partition(",")[2] for name in names if "," in name)
    for kind in filters:
        known = [name for share in SHARES if (name := f"{share},{kind}") in names]
        yield from known[:1]


def summary(task: str, name: str, figures: Any, samples: Any, model: str) -> Record:
    """Return a task's result; the number of its samples may stand beside it."""
    n = count(part(samples, task, "effective") or figures.get("sample_len"))
    right = figures[name]
    if n == 0 or not isinstance(right, int | float) or not 0 <= right <= 1:
        return Skip("tasks without a share or a number of samples")
    wrong = round(n * (1 - right), 6)
    whole = round(wrong) if abs(wrong - round(wrong)) < 0.05 else wrong
    kind = name.partition(",")[2]
    label = task if kind == "none" else f"{task}, {kind}"
    return Result(label[:LONGEST_LABEL], model, task, "wrong", weight=n, share=whole / n)


FORMAT = Format(
    name="lm-eval", title="lm-eval result", kind="evaluation", matches=matches, read=read
)
