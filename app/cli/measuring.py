"""The command `crossover measure`: files of one's own machine, read where they lie."""

import webbrowser
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path

from app.evidence.evaluations.evaluation import ThresholdWanted
from app.evidence.finding import Evidence, Unreadable
from app.evidence.measure import measure
from app.evidence.readers.usage.free_table import MEANINGS, ColumnsWanted
from app.evidence.streaming.source import Options
from app.evidence.together import findings_together, remarks_together
from app.inputs import APPROACHES, InvalidInputs
from app.plans.building import build_plan
from app.plans.evidence import options_of, with_findings
from app.plans.plan import DEFAULT_PRESET, Plan
from app.settings import Settings
from app.words.evidence import COLUMNS_WANTED, THRESHOLD_WANTED, report

OWN_MACHINE = "http://127.0.0.1:8000"


def add_measure(command: ArgumentParser) -> None:
    """Add what the command takes."""
    command.add_argument("file", nargs="+", type=Path, help="what to read")
    command.add_argument("--preset", default=DEFAULT_PRESET, help="the use case (%(default)s)")
    command.add_argument(
        "--approach",
        default="prompting",
        choices=APPROACHES,
        help="whom it holds for (%(default)s)",
    )
    command.add_argument(
        "--cached",
        choices=("inside", "outside"),
        help="where cached tokens are: in the input or not",
    )
    command.add_argument(
        "--threshold", type=float, help="the score from which on an answer is right"
    )
    command.add_argument(
        "--column",
        action="append",
        default=[],
        type=column,
        metavar="MEANING=NAME",
        help=f"which column of a table is the {', '.join(MEANINGS)}",
    )
    command.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="NAME",
        help="of a log: count only the calls of this model; once for each",
    )
    command.add_argument(
        "--short", action="store_true", help="take a month's volume from fewer than 14 days, too"
    )
    command.add_argument("--open", action="store_true", help="open the plan in the browser")


def column(text: str) -> tuple[str, str]:
    """Return the meaning and the name of a column; raises ArgumentTypeError."""
    meaning, equals, name = text.partition("=")
    if not equals or meaning not in MEANINGS:
        raise ArgumentTypeError(f"must be MEANING=NAME, the meaning one of {', '.join(MEANINGS)}")
    return meaning, name


def measure_or_exit(given: Namespace, settings: Settings) -> None:
    """Print what files say, and the address of the plan; ends the program if one is not read."""
    try:
        plan = build_plan(given.preset, {})
        files = list(measured(given, plan))
        filled = with_findings(plan, findings_together(files))
    except InvalidInputs as error:
        raise SystemExit(" ".join(problem.message for problem in error.problems)) from None
    for remark in remarks_together(files):
        print(f"* {remark}")
    address = f"{str(settings.public_url or OWN_MACHINE).rstrip('/')}{filled.address('/')}"
    print(f"The plan: {address}")
    if given.open:
        webbrowser.open(address)


def measured(given: Namespace, plan: Plan) -> Iterator[Evidence]:
    """Yield what each file says, printing it; ends the program if one is not read."""
    options = options_of(
        plan,
        given.approach,
        cached=given.cached,
        threshold=given.threshold,
        short=given.short,
        columns=dict(given.column),
        of_models=frozenset(given.model),
    )
    for path in given.file:
        evidence = measured_or_exit(path, options)
        print(*report(evidence), "", sep="\n")
        yield evidence


def measured_or_exit(path: Path, options: Options) -> Evidence:
    """Return what a file says; ends the program if it is not read."""
    try:
        with path.open("rb") as file:
            return measure(file, path.name, options)
    except OSError as error:
        raise SystemExit(f"{path}: {error.strerror}") from None
    except Unreadable as error:
        raise SystemExit(f"{path}: {error}") from None
    except ThresholdWanted:
        raise SystemExit(f"{path}: {THRESHOLD_WANTED} --threshold 0.7, for example.") from None
    except ColumnsWanted as wanted:
        guesses = " ".join(f"--column {key}='{name}'" for key, name in wanted.guesses.items())
        raise SystemExit(
            f"{path}: {COLUMNS_WANTED}\nIts columns: {', '.join(wanted.columns[:40])}\n{guesses}"
        ) from None
