"""Evidence: a file becomes findings. Nothing of it is kept."""

import math
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from app.api.described import problem
from app.api.evidence_shapes import EvidenceAnswer
from app.api.feeds import WRONG_INPUT
from app.evidence.evaluations.evaluation import ThresholdWanted
from app.evidence.finding import Evidence, Unreadable
from app.evidence.readers.usage.free_table import MEANINGS, ColumnsWanted
from app.evidence.streaming.source import Options
from app.feeds.evidence import evidence_payload
from app.inputs import APPROACHES, ApproachName, InvalidInputs, Problem
from app.inputs.problems import quote
from app.plans.dialect import read_query
from app.plans.evidence import options_of
from app.plans.trained import examples_in, findings_of_sizes, wrong_examples
from app.web.errors import problem_json
from app.web.shares.costs import FILES, costs
from app.web.uploads import Handed, Uploads, measured, threshold_of
from app.words.evidence import COLUMNS_WANTED, THRESHOLD_WANTED

router = APIRouter()

COLUMNS = "columns."  # what a field begins with that names a table's column
EXAMPLES = "examples."  # likewise, that says with how many a variant was trained
RULES = ("inside", "outside")
OWN = ("approach", "cached", "threshold", "short", "model")
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "One file."},
        "approach": {
            "type": "string",
            "enum": list(APPROACHES),
            "default": "prompting",
            "description": "Whom the findings hold for.",
        },
        "cached": {
            "type": "string",
            "enum": list(RULES),
            "description": "Whether input tokens include the cached ones, where the usual rule "
            "of the format is not meant.",
        },
        "threshold": {
            "type": "number",
            "description": "The score from which on an answer is right, where a file has scores.",
        },
        "short": {
            "type": "string",
            "enum": ["yes"],
            "description": "Take a month's requests from fewer than 14 days, too.",
        },
        "model": {
            "type": "string",
            "description": "Of a log: a model whose calls count, as its variants are labelled; the "
            "field may come several times. Without it, all calls count.",
        },
        **{
            f"{COLUMNS}{meaning}": {
                "type": "string",
                "description": f"Which column of a table of no known format is the {meaning}.",
            }
            for meaning in MEANINGS
        },
    },
    "patternProperties": {
        "^examples\\.": {
            "type": "string",
            "description": "Of an evaluation: with how many examples the variant was trained whose "
            "label stands behind the full stop. From two numbers follows how fast errors fall; "
            "from three, also how many stay.",
        }
    },
    "additionalProperties": {"type": "string"},
}
EXAMPLE = {  # a table of one's own, which is asked for what its columns mean
    "file": "When,Sent tokens,Got\n2026-09-01T10:00:00,1301,88\n2026-09-02T11:30:00,1290,94\n",
    "approach": "prompting",
    "columns.time": "When",
    "columns.input": "Sent tokens",
    "columns.output": "Got",
}


@router.post(
    "/evidence",
    summary="What a file says of a plan",
    operation_id="evidence",
    tags=["evidence"],
    responses=WRONG_INPUT
    | {200: {"model": EvidenceAnswer}, 415: problem("The body is no form with a file")},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": FORM, "example": EXAMPLE}},
        }
    },
)
@costs(FILES)
def evidence(request: Request, handed: Uploads) -> Response:
    """Read a training set, an evaluation, a usage log, a bill or a list of prices.

    Beside these fields the form, or the query, takes those of a plan, such as `preset`: what a file
    cannot tell is then taken from the plan. Nothing of the file is kept.
    """
    if len(handed.files) != 1:
        message = f"There must be one file; there are {len(handed.files)}."
        raise InvalidInputs([Problem("file", message)])
    sizes = read_sizes(handed)
    options = read_options(handed, request.query_params.multi_items())
    seconds = request.app.state.settings.file_seconds
    try:
        found = measured(handed.files[0], options, seconds)
    except Unreadable as error:
        raise InvalidInputs([Problem("file", str(error))]) from None
    except ThresholdWanted:
        raise InvalidInputs([Problem("threshold", THRESHOLD_WANTED)]) from None
    except ColumnsWanted as wanted:
        errors = [{"input": "columns", "message": COLUMNS_WANTED}]
        more = {"columns": list(wanted.columns), "guesses": wanted.guesses}
        return problem_json(422, COLUMNS_WANTED, errors, more)
    check_labels(found, sizes)
    found.measured.findings.extend(findings_of_sizes(found, sizes))
    return JSONResponse(finite(evidence_payload(found)))


def read_sizes(handed: Handed) -> dict[str, float]:
    """Return with how many examples variants were trained, by label; raises InvalidInputs."""
    sizes: dict[str, float] = {}
    problems: list[Problem] = []
    for name, text in handed.fields:
        if not name.startswith(EXAMPLES) or not text.strip():
            continue
        label, examples = name.removeprefix(EXAMPLES), examples_in(text)
        if examples is None:
            problems.append(wrong_examples(name, label, text))
        else:
            sizes[label] = examples
    if problems:
        raise InvalidInputs(problems)
    return sizes


def check_labels(found: Evidence, sizes: Mapping[str, float]) -> None:
    """Raise InvalidInputs where a size is of a variant that the evaluation has not."""
    labels = [item.label for item in found.measured.variants if found.kind == "evaluation"]
    problems = [
        Problem(f"{EXAMPLES}{label}", f"The file has no variant called {quote(label)}.")
        for label in sizes
        if label not in labels
    ]
    if problems:
        raise InvalidInputs(problems)


def read_options(handed: Handed, query: list[tuple[str, str]]) -> Options:
    """Return how the file is to be read; raises InvalidInputs."""
    approach: ApproachName = chosen(handed, "approach", APPROACHES) or "prompting"
    columns = {
        name.removeprefix(COLUMNS): text
        for name, text in handed.fields
        if name.startswith(COLUMNS) and text
    }
    unknown = columns.keys() - set(MEANINGS)
    if unknown:
        message = f"A column may be the {', '.join(MEANINGS)}."
        raise InvalidInputs([Problem("columns", message)])
    pairs = [
        (name, text)
        for name, text in handed.fields
        if name not in OWN and not name.startswith((COLUMNS, EXAMPLES))
    ]
    return options_of(
        read_query([*query, *pairs]),
        approach,
        cached=chosen(handed, "cached", RULES),
        threshold=threshold_of(handed.field("threshold")),
        short=chosen(handed, "short", ("yes", "no")) == "yes",
        columns=columns,
        of_models=frozenset(handed.texts("model")),
    )


def chosen(handed: Handed, name: str, allowed: tuple[str, ...]) -> Any:
    """Return one of the allowed texts, or None without any; raises InvalidInputs."""
    text = handed.field(name)
    if text is not None and text not in allowed:
        message = f"The {name} must be one of {', '.join(allowed)}."
        raise InvalidInputs([Problem(name, message)])
    return text


def finite(value: Any) -> Any:
    """Return JSON in which a number that is none is null."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
