"""The calculator's form: which field stands where, what it holds, and where that comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.catalog import TokenCount
from app.inputs import APPROACHES, FIELDS, PARTS, TITLES, InputField, Problem
from app.plans.dialect import TEXTS, TOGETHER, WAS
from app.plans.plan import NO_RANGE, RANGES, Plan
from app.words.numbers import entry, number
from app.words.sources import dated
from app.words.units import FIT, PLAN_GROUPS, unit_of

PLAN_PARTS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("part-business", "Volume, money and time", ("workload", "finance")),
    ("part-people", "People and quality", ("labour", "quality")),
)
# name -> the question, a hint, and what may be pasted instead of a number of tokens
ESSENTIALS: dict[str, tuple[str, str, str | None]] = {
    "workload.requests_per_month": (
        "How many requests a month?",
        "Every time the model answers: a ticket, a document, a message.",
        None,
    ),
    "prompting.prompt_tokens": (
        "How long is your prompt?",
        "The instructions and examples that go along with every request, in tokens: pieces of "
        "words, about four for every three words.",
        "Paste a typical prompt",
    ),
    "workload.request_tokens": (
        "How long is what people send?",
        "The question or document itself, with the context you add.",
        "Paste a typical request",
    ),
    "together.output_tokens": (
        "How long is an answer?",
        "What the model writes back, its reasoning included.",
        "Paste a typical answer",
    ),
    "prompting.model": (
        "Which model do you prompt?",
        "Type a few letters; its prices follow.",
        None,
    ),
    "together.dataset_examples": (
        "How many good examples would you train on?",
        "A request with the answer you want. 500 to 5,000 are usual.",
        None,
    ),
    "quality.error_cost": (
        "What does one wrong answer cost you?",
        "Time to repair it, a refund, a lost customer.",
        None,
    ),
    "together.upkeep_every_months": (
        "How often do things change?",
        "Months until new products or rules make another training necessary. 0: never.",
        None,
    ),
    "finance.horizon_months": ("How far ahead do you plan?", "Two or three years are usual.", None),
}
WIDE = ("text", "choice")  # kinds whose values are too long for a narrow cell
WORDS_PER_TOKEN = 0.75  # of English
DO_NOT_KNOW = "I do not know: take the usual"


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of the form, ready to be drawn."""

    name: str
    id: str
    label: str
    help: str
    unit: str
    kind: str  # as InputField.kind, or `model`
    text: str
    choices: tuple[str, ...]
    error: str | None
    is_mine: bool  # neither the preset's value nor the catalogue's
    source: str | None
    reset_query: str | None
    reset_words: str
    has_range: bool
    range_text: str  # the person's own range, as the field takes it
    range_words: str  # the range in use, whoever gave it
    range_error: str | None
    approach: str | None
    range_example: str  # the range in use as the field takes it, or how one is written
    words: str  # a number of tokens in words of English

    def described_by_with(self, help_id: str | None = None) -> str:
        """Return the ids of what explains the field, whose help may be that of several."""
        return (help_id or f"{self.id}-help") + (f" {self.id}-error" if self.error else "")


@dataclass(frozen=True, kw_only=True)
class Essential:
    """One of the few fields that suffice for a first answer, in the words of a manager."""

    question: str
    hint: str
    field: FormField
    was: str | None = None  # its text before, for a field that sets several inputs
    apart: str | None = None  # where the inputs that it sets are not all the same
    paste: str | None = None  # what to paste instead of a number of tokens
    pasted: str = ""
    counted: str | None = None  # what came of the text that was pasted


@dataclass(frozen=True)
class Section:
    """A group of fields under one heading."""

    title: str
    fields: list[FormField]


@dataclass(frozen=True, kw_only=True)
class Row:
    """An input that the approaches have in common, a cell for each; None where it has none."""

    label: str
    unit: str
    help: str
    id: str
    cells: list[FormField | None]
    is_wide: bool  # its values are too long for a narrow cell


@dataclass(frozen=True, kw_only=True)
class Part:
    """A collapsed part of the form: sections of fields, or rows over the three approaches."""

    id: str
    title: str
    sections: list[Section] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def fields(self) -> list[FormField]:
        """Every field in it."""
        cells = [cell for row in self.rows for cell in row.cells if cell]
        return cells + [item for section in self.sections for item in section.fields]

    @property
    def mine(self) -> int:
        """How many of its values are the person's own."""
        return sum(item.is_mine for item in self.fields)

    @property
    def has_errors(self) -> bool:
        """Whether a field in it must be corrected."""
        return any(item.error or item.range_error for item in self.fields)


@dataclass(frozen=True)
class Form:
    """The whole form: the essentials first, everything else in parts that open."""

    preset: str
    models: dict[str, str]  # approach -> the model that its prices came from
    essentials: list[Essential]
    parts: list[Part]


def build_form(
    plan: Plan,
    typed: Mapping[str, str] | None = None,
    problems: list[Problem] | None = None,
    counted: Mapping[str, TokenCount] | None = None,
) -> Form:
    """Return the form of a plan, or with what a person typed where it could not be read."""
    messages = {problem.input: problem.message for problem in reversed(problems or [])}
    resets = {} if typed else plan.resets
    fields = {
        name: with_typed(form_field(item, plan, resets), typed or {}, messages)
        for name, item in FIELDS.items()
    }
    values = plan.inputs.values()
    return Form(
        preset=plan.preset.name,
        models={name: values[f"{name}.model"] or "" for name in APPROACHES},
        essentials=[
            essential(name, fields, typed or {}, messages, counted or {}) for name in ESSENTIALS
        ],
        parts=[
            fit_part(fields),
            *plan_parts(fields),
            *(approach_part(title, names, fields) for title, names in PARTS.items()),
        ],
    )


def essential(
    name: str,
    fields: Mapping[str, FormField],
    typed: Mapping[str, str],
    messages: Mapping[str, str],
    counted: Mapping[str, TokenCount],
) -> Essential:
    """Return one of the essential fields."""
    question, hint, paste = ESSENTIALS[name]
    members = TOGETHER.get(name, (name,))
    shown = fields[members[0]]
    was = apart = None
    if name in TOGETHER:
        was = typed.get(f"{WAS}{name}", shown.text)
        shown = replace(
            shown,
            name=name,
            id=name.replace(".", "-"),
            text=typed.get(name, shown.text),
            error=next((messages[item] for item in (name, *members) if item in messages), None),
            has_range=False,
        )
        if len({fields[item].text for item in members}) > 1:
            apart = ", ".join(f"{fields[item].approach} {fields[item].text}" for item in members)
    return Essential(
        question=question,
        hint=hint,
        field=shown,
        was=was,
        apart=apart,
        paste=paste,
        pasted=typed.get(f"{TEXTS}{name}", ""),
        counted=count_words(counted[name]) if name in counted else None,
    )


def count_words(count: TokenCount) -> str:
    """Return what came of counting a text."""
    estimate = ", an estimate for this model" if count.is_estimate else ""
    return (
        f"Counted {number(count.tokens)} tokens in your {number(count.words)} words{estimate}. "
        "The text is not kept."
    )


def with_typed(
    field: FormField, typed: Mapping[str, str], messages: Mapping[str, str]
) -> FormField:
    """Return the field with what was typed into it and what is wrong with that."""
    return replace(
        field,
        text=typed.get(field.name, field.text),
        error=messages.get(field.name),
        range_text=typed.get(f"{RANGES}{field.name}", field.range_text),
        range_error=messages.get(f"{RANGES}{field.name}"),
    )


def fit_part(fields: Mapping[str, FormField]) -> Part:
    """Return the part with the eight questions on the task."""
    questions = [field for name, field in fields.items() if FIELDS[name].group == FIT]
    return Part(
        id="part-task",
        title="What suits the task: eight questions",
        sections=[Section("The task", questions)],
    )


def plan_parts(fields: Mapping[str, FormField]) -> list[Part]:
    """Return the parts with what holds for every approach."""
    return [
        Part(
            id=part_id,
            title=title,
            sections=[
                Section(
                    PLAN_GROUPS[group],
                    [
                        fields[name]
                        for name in FIELDS
                        if FIELDS[name].group == group and name not in ESSENTIALS
                    ],
                )
                for group in groups
            ],
        )
        for part_id, title, groups in PLAN_PARTS
    ]


def approach_part(title: str, names: Sequence[str], fields: Mapping[str, FormField]) -> Part:
    """Return a part of the approaches, a row for each input and a cell for each approach."""
    return Part(
        id=f"part-{title.split()[0].lower()}",
        title=title,
        rows=[approach_row(name, fields) for name in names],
    )


def approach_row(name: str, fields: Mapping[str, FormField]) -> Row:
    """Return one input over the three approaches; what is among the essentials stands there."""
    members = [f"{approach}.{name}" for approach in APPROACHES]
    there = [fields[member] for member in members if member in fields]
    return Row(
        label=there[0].label,
        unit=there[0].unit,
        help=there[0].help,
        id=f"row-{name}",
        cells=[
            fields[member] if member in fields and member not in ESSENTIALS else None
            for member in members
        ],
        is_wide=FIELDS[there[0].name].kind in WIDE,
    )


def form_field(field: InputField, plan: Plan, resets: Mapping[str, str]) -> FormField:
    """Return one field with its value, its range, and where they come from."""
    value = plan.inputs.value(field.name)
    return FormField(
        name=field.name,
        id=field.name.replace(".", "-"),
        label=field.label,
        help=field.help,
        unit=unit_of(field, plan.inputs.finance.currency),
        kind="model" if field.field == "model" else field.kind,
        text=entry(value, field.kind),
        choices=("yes", "no") if field.kind == "yes_no" else field.choices,
        error=None,
        is_mine=field.name in resets,
        source=dated(plan.origin(field.name)),
        reset_query=resets.get(field.name),
        reset_words=DO_NOT_KNOW if field.name in plan.preset.ranges else "Reset",
        approach=TITLES.get(field.group),
        has_range=field.is_number,
        range_text=range_text(field, plan),
        range_words=range_words(field, plan),
        range_example=range_example(field, plan),
        range_error=None,
        words=f"about {number(round(value * WORDS_PER_TOKEN))} words"
        if field.unit == "tokens" and value
        else "",
    )


def range_text(field: InputField, plan: Plan) -> str:
    """Return the person's own range as the form takes it; nothing for the preset's."""
    if f"{RANGES}{field.name}" not in plan.changes:
        return ""
    ends = plan.ranges.get(field.name)
    if ends is None:
        return NO_RANGE
    return f"{entry(ends.low, field.kind)}..{entry(ends.high, field.kind)}"


def range_words(field: InputField, plan: Plan) -> str:
    """Return the range in use."""
    ends = plan.ranges.get(field.name)
    if ends is None:
        return ""
    unit = " %" if field.kind == "fraction" else ""
    return f"{entry(ends.low, field.kind)}{unit} and {entry(ends.high, field.kind)}{unit}"


def range_example(field: InputField, plan: Plan) -> str:
    """Return the range in use as the field takes it, or how one is written."""
    ends = plan.ranges.get(field.name)
    if ends is None:
        return "low..high, or none"
    return f"{entry(ends.low, field.kind)}..{entry(ends.high, field.kind)}"
