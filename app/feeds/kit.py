"""The kit for testing before deciding: promptfoo's configuration, and a sheet to judge by hand."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from xlsxwriter.utility import xl_rowcol_to_cell

from app.candidates import Own, Tried, plan_with
from app.catalog import UnknownModel, find_model
from app.evidence.evaluations.checked import Checked, of_approach, of_candidate
from app.evidence.readers.evaluations.hand_sheet import (
    MARK,
    NUMBER,
    QUESTION,
    answer_column,
    mark,
    shuffled,
    verdict_column,
)
from app.inputs import ApproachName, InvalidInputs, Problem
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


@dataclass(frozen=True)
class Entry:
    """One whose answers are checked: how promptfoo calls its model, and where its prompt is."""

    checked: Checked
    provider: str
    file: str

    @property
    def label(self) -> str:
        """What its prompt is called, in promptfoo and in the key."""
        return self.checked.label


def kit(plan: Plan, picked: Sequence[Entry] = ()) -> dict[str, str]:
    """Return the files of the kit by name, with the candidates that were picked."""
    entries = [*(entry(plan, name) for name in to_test(plan)), *picked]
    answers, everyone = answers_to_check(plan), [item.checked for item in entries]
    return {
        "README.txt": readme(plan, entries, answers),
        "promptfooconfig.yaml": configuration(plan, entries),
        "tests.csv": table([QUESTION, EXPECTED], tests(answers)),
        **{item.file: PROMPT.format(who=item.label) for item in entries},
        "by-hand/collect.csv": collecting(plan, everyone, answers),
        "by-hand/sheet.csv": sheet(plan, everyone, answers),
        "by-hand/key.csv": key(plan, everyone, answers),
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


def entry(plan: Plan, name: ApproachName) -> Entry:
    """Return an approach of the plan; a tuned model's name only its owner knows."""
    checked = of_approach(name)
    model = plan.inputs.approach(name).model if name == "prompting" else None
    file = f"prompts/{checked.label.replace(' ', '-')}.txt"
    return Entry(checked, provider(model), file)


def candidates(
    plan: Plan, own: Sequence[Own], models: Sequence[str], approach: Tried
) -> list[Entry]:
    """Return alternatives of one's own, and models of the catalogue tried in an approach.

    Raises InvalidInputs, naming what is wrong.
    """
    found: list[tuple[str, Tried, str | None]] = []
    for item in own:
        model = plan_with(plan, item).inputs.approach(item.approach).model
        found.append((item.name, item.approach, model))
    found += [(title(reference), approach, reference) for reference in models]
    return [
        Entry(
            of_candidate(number, name, way),
            provider(model if way == "prompting" else None),
            f"prompts/candidate-{number}.txt",
        )
        for number, (name, way, model) in enumerate(found, start=1)
    ]


def title(reference: str) -> str:
    """Return what a model of the catalogue is called; raises InvalidInputs."""
    try:
        return find_model(reference).title
    except UnknownModel:
        message = f"The catalogue has no model {reference[:60]}."
        raise InvalidInputs([Problem("beside", message)]) from None


def configuration(plan: Plan, entries: Sequence[Entry]) -> str:
    """Return promptfoo's configuration: one prompt and one model for each one tested."""
    content: dict[str, Any] = {
        "description": f"Crossover: {plan.preset.title}",
        "prompts": [{"id": f"file://{item.file}", "label": item.label} for item in entries],
        "providers": [
            {
                "id": item.provider,
                "label": f"the model of {item.label}",
                "prompts": [item.label],
            }
            for item in entries
        ],
        "tests": "file://tests.csv",
    }
    return HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


HEADER = """\
# npx promptfoo@latest eval --output results.json
# Then hand results.json in at /evidence. Everything else: README.txt
# A tuned model has a name of your own: put it in the place of echo, such as openai:chat:ft:…
"""


def provider(reference: str | None) -> str:
    """Return how promptfoo calls a model of the catalogue: as its maker calls it."""
    maker, _, model = (reference or "").partition("/")
    return f"{PROVIDERS[maker]}{model}" if maker in PROVIDERS else UNKNOWN


def tests(answers: int) -> list[list[str]]:
    """Return the questions of the test, to be written."""
    return [[f"QUESTION {number}", TO_WRITE] for number in range(1, answers + 1)]


def sheet(plan: Plan, everyone: Sequence[Checked], answers: int) -> str:
    """Return the sheet to judge by hand: answers in an order of its own in each row."""
    pairs, marked = columns(everyone), mark(plan.seed, everyone)
    blank = [""] * len(pairs)
    rows = ([number, "", *blank, marked] for number in range(1, answers + 1))
    return table([NUMBER, QUESTION, *pairs, MARK], rows)


def columns(everyone: Sequence[Checked]) -> list[str]:
    """Return the columns of the sheet that answers stand in, each beside that of its verdict."""
    places = range(1, len(everyone) + 1)
    return [column(place) for place in places for column in (answer_column, verdict_column)]


def collecting(plan: Plan, everyone: Sequence[Checked], answers: int) -> str:
    """Return where answers are pasted, a column for each one tested.

    Its formulas put them into the places of the sheet, whose columns stand beside.
    """
    labels = [item.label for item in everyone]
    rows = []
    for number in range(1, answers + 1):
        order = [everyone.index(item) for item in shuffled(plan.seed, number, everyone)]
        placed = [f'={xl_rowcol_to_cell(number, 1 + place)}&""' for place in order]
        rows.append([number, *[""] * len(labels), "", *(c for text in placed for c in (text, ""))])
    return table([NUMBER, *labels, QUESTION, *columns(everyone)], rows)


def key(plan: Plan, everyone: Sequence[Checked], answers: int) -> str:
    """Return whose answer belongs into which place of the sheet."""
    heading = [NUMBER, *(answer_column(place) for place in range(1, len(everyone) + 1))]
    rows = (
        [number, *(item.label for item in shuffled(plan.seed, number, everyone))]
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


def readme(plan: Plan, entries: Sequence[Entry], answers: int) -> str:
    """Return how to use the kit."""
    who = "; ".join(item.label for item in entries)
    return README.format(title=plan.preset.title, who=who, answers=answers)


README = """\
Crossover: what to test before you decide ({title})

Test: {who}.
Questions: {answers}, the same ones for each of them. Take real ones, as they come in.
Fine-tuning can be tested once there is a tuned model: train a first one on the examples that you
have. Until then, test prompting and what else needs no training.

With promptfoo (https://www.promptfoo.dev)
1. Write what you prompt with into the files of prompts/. Keep {{{{question}}}} where the question
   goes.
2. In promptfooconfig.yaml, put the name of your tuned model in the place of "echo". Candidates
   that you picked among the models stand there, too, each with a prompt of its own.
3. In tests.csv, put your questions into the column question, and into __expected what must hold of
   a right answer, such as contains:refund or llm-rubric:says that it takes five days.
4. npx promptfoo@latest eval --output results.json
5. Hand results.json in on Crossover's page Evidence.

By hand
1. One person opens by-hand/collect.csv in a spreadsheet (LibreOffice asks: tick "Evaluate
   formulas"), and pastes the questions into the column question and the answers into the column of
   whoever gave them. Beside, the answers come into an order of their own in each row: copy the
   columns from question to the last, and paste them as values into the same columns of
   by-hand/sheet.csv. Whose answer stands where is in key.csv.
2. Another one, who has seen neither collect.csv nor key.csv, writes right or wrong behind each
   answer of by-hand/sheet.csv. The order changes from row to row, so nobody can tell whose answer
   it is. Leave the column sheet as it is: it is how Crossover finds out. Rows that are left empty
   do not count, so begin with a hundred, and go on while it is worth it.
3. Hand sheet.csv in on Crossover's page Evidence.

Both say how often each is wrong, how sure that is, and how far they fail on the same questions.
"""
