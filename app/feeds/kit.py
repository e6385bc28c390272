"""The kit for testing before deciding: promptfoo's configuration, and a sheet to judge by hand."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from app.evidence.evaluations.evaluation import LABELS
from app.evidence.readers.evaluations.hand_sheet import (
    MARK,
    NUMBER,
    QUESTION,
    answer_column,
    mark,
    shuffled,
    verdict_column,
)
from app.inputs import ApproachName
from app.plans.plan import Plan
from app.words.worth import answers_to_check, tested

DATE = (2026, 1, 1, 0, 0, 0)  # of every file: the same plan gives the same kit
# How promptfoo calls who offers a model of the catalogue.
PROVIDERS = {
    "openai": "openai:chat:",
    "anthropic": "anthropic:messages:",
    "google": "google:",
    "mistral": "mistral:",
    "deepseek": "deepseek:",
    "groq": "groq:",
    "openrouter": "openrouter:",
    "x-ai": "xai:",
    "aws": "bedrock:",
}
UNKNOWN = "echo"  # answers with the question: until a provider is put in its place
EXPECTED = "__expected"  # promptfoo's column of what must hold of an answer
TO_WRITE = "contains:WRITE WHAT A RIGHT ANSWER SAYS"
PROMPT = "Write the instructions of {who} here.\n\n{{{{question}}}}\n"


def kit(plan: Plan) -> dict[str, str]:
    """Return the files of the kit by name."""
    names, answers = to_test(plan), answers_to_check(plan)
    return {
        "README.txt": readme(plan, names, answers),
        "promptfooconfig.yaml": configuration(plan, names),
        "tests.csv": table([QUESTION, EXPECTED], tests(answers)),
        **{prompt_file(name): PROMPT.format(who=LABELS[name]) for name in names},
        "by-hand/sheet.csv": sheet(plan, names, answers),
        "by-hand/key.csv": key(plan, names, answers),
    }


def zipped(files: dict[str, str]) -> bytes:
    """Return files as an archive; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"crossover-kit/{name}", DATE), text)
    return content.getvalue()


def to_test(plan: Plan) -> list[ApproachName]:
    """Return the approaches whose answers are checked; all where no error rate has a range."""
    return tested(plan) or list(plan.inputs.considered)


def prompt_file(name: ApproachName) -> str:
    """Return the file that holds the prompt of an approach."""
    return f"prompts/{LABELS[name].replace(' ', '-')}.txt"


def configuration(plan: Plan, names: Sequence[ApproachName]) -> str:
    """Return promptfoo's configuration: one prompt and one model for each approach."""
    content: dict[str, Any] = {
        "description": f"Crossover: {plan.preset.title}",
        "prompts": [{"id": f"file://{prompt_file(name)}", "label": LABELS[name]} for name in names],
        "providers": [
            {
                "id": provider(plan, name),
                "label": f"the model of {LABELS[name]}",
                "prompts": [LABELS[name]],
            }
            for name in names
        ],
        "tests": "file://tests.csv",
    }
    return HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


HEADER = """\
# npx promptfoo@latest eval --output results.json
# Then hand results.json in at /evidence. Everything else: README.txt
# A tuned model has a name of your own: put it in the place of echo, such as openai:chat:ft:…
"""


def provider(plan: Plan, name: ApproachName) -> str:
    """Return how promptfoo calls the model of an approach; a tuned one's name only its owner knows.

    The prompted model is called as its maker calls it.
    """
    maker, _, model = (plan.inputs.approach(name).model or "").partition("/")
    if name != "prompting" or maker not in PROVIDERS:
        return UNKNOWN
    return f"{PROVIDERS[maker]}{model}"


def tests(answers: int) -> list[list[str]]:
    """Return the questions of the test, to be written."""
    return [[f"QUESTION {number}", TO_WRITE] for number in range(1, answers + 1)]


def sheet(plan: Plan, names: Sequence[ApproachName], answers: int) -> str:
    """Return the sheet to judge by hand: answers in an order of its own in each row."""
    places = range(1, len(names) + 1)
    pairs = [column(place) for place in places for column in (answer_column, verdict_column)]
    blank, marked = [""] * len(pairs), mark(plan.seed, names)
    rows = ([number, "", *blank, marked] for number in range(1, answers + 1))
    return table([NUMBER, QUESTION, *pairs, MARK], rows)


def key(plan: Plan, names: Sequence[ApproachName], answers: int) -> str:
    """Return whose answer belongs into which place of the sheet."""
    heading = [NUMBER, *(answer_column(place) for place in range(1, len(names) + 1))]
    rows = (
        [number, *(LABELS[name] for name in shuffled(plan.seed, number, names))]
        for number in range(1, answers + 1)
    )
    return table(heading, rows)


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV."""
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return content.getvalue()


def readme(plan: Plan, names: Sequence[ApproachName], answers: int) -> str:
    """Return how to use the kit."""
    who = ", ".join(LABELS[name] for name in names)
    return README.format(title=plan.preset.title, who=who, answers=answers)


README = """\
Crossover: what to test before you decide ({title})

Test: {who}.
Questions: {answers}, the same ones for each of them. Take real ones, as they come in.

With promptfoo (https://www.promptfoo.dev)
1. Write what you prompt with into the files of prompts/. Keep {{{{question}}}} where the question
   goes.
2. In promptfooconfig.yaml, put the name of your tuned model in the place of "echo".
3. In tests.csv, put your questions into the column question, and into __expected what must hold of
   a right answer, such as contains:refund or llm-rubric:says that it takes five days.
4. npx promptfoo@latest eval --output results.json
5. Hand results.json in on Crossover's page Evidence.

By hand
1. One person collects the answers, and puts each into the place that by-hand/key.csv says.
2. Another one, who has not seen key.csv, writes right or wrong behind each answer of
   by-hand/sheet.csv. The order changes from row to row, so nobody can tell whose answer it is.
   Leave the column sheet as it is: it is how Crossover finds out.
3. Hand sheet.csv in on Crossover's page Evidence.

Both say how often each is wrong, how sure that is, and how far they fail on the same questions.
"""
