"""The calculator's form: which field stands where, what it holds, and where that comes from."""

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.catalog import TokenCount, presets
from app.inputs import APPROACHES, FIELDS, PARTS, TITLES, InputField, Problem, entry
from app.plans.form import ABSENT, ENGLISH, FOLLOWING, TEXTS, TOGETHER, members, shown, written
from app.plans.plan import RANGES, Plan, considered
from app.words.numbers import number
from app.words.sources import dated
from app.words.units import FIT, PLAN_GROUPS, unit_of

PLAN_PARTS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("part-business", "Volume, money and time", ("workload", "finance")),
    ("part-people", "People and quality", ("labour", "quality")),
)
MONTHS = tuple(f"workload.{name.lower()}" for name in month_name[1:])
TAKING_PART = "Who takes part"  # in sight where an approach is left out
# What holds for every approach, and stands in a part of theirs: part -> heading, names.
BESIDE: dict[str, tuple[str, tuple[str, ...]]] = {
    "Conversations and agents": (
        "Every approach",
        ("workload.history_share", "workload.answer_cache_share"),
    ),
    "Timing": (
        "The calendar",
        ("finance.start_month", "finance.fiscal_year_start", "finance.discounting"),
    ),
}
ELSEWHERE = frozenset(MONTHS) | {name for _, names in BESIDE.values() for name in names}
# name -> the question, a hint, and what may be pasted instead of a number of tokens
ESSENTIALS: dict[str, tuple[str, str, str | None]] = {
    "workload.requests_per_month": (
        "How many requests a month?",
        "Every whole task: a ticket, a document, a conversation. 10000/day works, too.",
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
        "What the model writes back in one call; hidden reasoning has a field of its own.",
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
    follows: str  # what an empty field takes: fine-tuning's value, or ""
    error: str | None
    is_mine: bool  # neither the preset's value nor the catalogue's
    source: str | None
    said: str  # where the person has their own value from, in their words
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


@dataclass(frozen=True)
class Heading:
    """What is seen of a closed part of the form."""

    id: str
    title: str
    mine: int  # how many of the values in it are the person's own


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the form: sections of fields, rows over the three approaches, small fields."""

    id: str
    title: str
    sections: list[Section] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    small: list[FormField] = field(default_factory=list)  # many alike, side by side

    @property
    def fields(self) -> list[FormField]:
        """Every field in it."""
        cells = [cell for row in self.rows for cell in row.cells if cell]
        inner = [item for section in self.sections for item in section.fields]
        return [*cells, *inner, *self.small]

    @property
    def heading(self) -> Heading:
        """Its title, and how many of its values are the person's own."""
        mine = sum(item.is_mine for item in self.fields)
        return Heading(f"{self.id}-title", self.title, mine)

    @property
    def has_errors(self) -> bool:
        """Whether a field in it must be corrected."""
        return any(item.error or item.range_error for item in self.fields)


@dataclass(frozen=True)
class UseCase:
    """The question what it is for."""

    chosen: str
    description: str
    choices: tuple[tuple[str, str], ...]  # names and titles


@dataclass(frozen=True)
class Form:
    """The whole form: the essentials first, everything else in parts that open."""

    use_case: UseCase
    plan: str  # the query of the plan that it is made from
    style: str  # in which its numbers are written
    essentials: list[Essential]
    parts: list[Part]  # of what holds for every approach
    taking_part: Part
    approaches: list[Part]

    @property
    def every_part(self) -> list[Part]:
        """All parts, as they follow one another."""
        return [*self.parts, self.taking_part, *self.approaches]

    @property
    def leaves_out(self) -> bool:
        """Whether an approach takes no part, and so has no figures."""
        return any(item.text == "no" for item in self.taking_part.fields)


def build_form(
    plan: Plan,
    typed: Mapping[str, str] | None = None,
    problems: list[Problem] | None = None,
    counted: Mapping[str, TokenCount] | None = None,
) -> Form:
    """Return the form of a plan, or with what a person typed where it could not be read."""
    messages = {problem.input: problem.message for problem in reversed(problems or [])}
    resets = {} if typed else plan.resets
    texts = written(plan) | dict(typed or {})
    fields = {
        name: form_field(item, plan, texts, resets, messages) for name, item in FIELDS.items()
    }
    parts = {title: approach_part(title, names, fields) for title, names in PARTS.items()}
    return Form(
        use_case=use_case(texts["preset"], plan),
        plan=plan.query,
        style=ENGLISH,
        essentials=[
            essential(name, plan, fields, texts, messages, counted or {}) for name in ESSENTIALS
        ],
        parts=[fit_part(fields), *plan_parts(fields), seasons_part(fields)],
        taking_part=parts.pop(TAKING_PART),
        approaches=list(parts.values()),
    )


def use_case(chosen: str, plan: Plan) -> UseCase:
    """Return the question what it is for, with what was picked; the words are those of a plan."""
    choices = tuple((preset.name, preset.title) for preset in presets().values())
    return UseCase(chosen, plan.preset.description, choices)


def essential(
    name: str,
    plan: Plan,
    fields: Mapping[str, FormField],
    texts: Mapping[str, str],
    messages: Mapping[str, str],
    counted: Mapping[str, TokenCount],
) -> Essential:
    """Return one of the essential fields."""
    question, hint, paste = ESSENTIALS[name]
    shown, differing = fields.get(name), None
    if shown is None:
        shown, differing = shared_field(name, plan, fields, texts, messages)
    return Essential(
        question=question,
        hint=hint,
        field=shown,
        apart=differing,
        paste=paste,
        pasted=texts.get(f"{TEXTS}{name}", ""),
        counted=count_words(counted[name]) if name in counted else None,
    )


def shared_field(
    name: str,
    plan: Plan,
    fields: Mapping[str, FormField],
    texts: Mapping[str, str],
    messages: Mapping[str, str],
) -> tuple[FormField, str | None]:
    """Return a field for several inputs, and their values where they are not all the same."""
    inputs = members(plan, name)
    values = {FIELDS[item].group: entry(plan.inputs.value(item), "number") for item in inputs}
    field = replace(
        fields[inputs[0]],
        name=name,
        id=name.replace(".", "-"),
        text=texts[name],
        error=next((messages[item] for item in (name, *TOGETHER[name]) if item in messages), None),
        has_range=False,
    )
    if len(set(values.values())) == 1:
        return field, None
    return field, ", ".join(f"{TITLES[group]} {text}" for group, text in values.items())


def count_words(count: TokenCount) -> str:
    """Return what came of counting a text."""
    estimate = ", an estimate for this model" if count.is_estimate else ""
    return (
        f"Counted {number(count.tokens)} tokens in your {number(count.words)} words{estimate}. "
        "The text is not kept."
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
                        if FIELDS[name].group == group and name not in {*ESSENTIALS, *ELSEWHERE}
                    ],
                )
                for group in groups
            ],
        )
        for part_id, title, groups in PLAN_PARTS
    ]


def seasons_part(fields: Mapping[str, FormField]) -> Part:
    """Return the part with the twelve months of a year."""
    return Part(id="part-seasons", title="Seasons", small=[fields[name] for name in MONTHS])


def approach_part(title: str, names: Sequence[str], fields: Mapping[str, FormField]) -> Part:
    """Return a part of the approaches, a row for each input and a cell for each approach."""
    heading, beside = BESIDE.get(title, ("", ()))
    return Part(
        id=f"part-{title.split()[0].lower()}",
        title=title,
        sections=[Section(heading, [fields[name] for name in beside])],
        rows=[approach_row(name, fields) for name in names],
    )


def approach_row(name: str, fields: Mapping[str, FormField]) -> Row:
    """Return one input over the three approaches; what is among the essentials stands there."""
    members = [f"{approach}.{name}" for approach in APPROACHES]
    there = [fields[member] for member in members if member in fields]
    told = fields.get(f"tuning.{name}", there[0])  # prompting's help may be why it has no choice
    return Row(
        label=told.label,
        unit=told.unit,
        help=told.help,
        id=f"row-{name}",
        cells=[
            fields[member] if member in fields and member not in ESSENTIALS else None
            for member in members
        ],
        is_wide=FIELDS[told.name].kind in WIDE,
    )


def form_field(
    field: InputField,
    plan: Plan,
    texts: Mapping[str, str],
    resets: Mapping[str, str],
    messages: Mapping[str, str],
) -> FormField:
    """Return one field with its text, its range, where they come from and what is wrong."""
    value = plan.inputs.value(field.name)
    return FormField(
        name=field.name,
        id=field.name.replace(".", "-"),
        label=field.label,
        help=field.help,
        unit="" if field.unit == "month" else unit_of(field, plan.inputs.finance.currency),
        kind="model" if field.field == "model" else field.kind,
        text=texts[field.name],
        choices=choices(field),
        follows=followed(field, plan),
        error=messages.get(field.name),
        is_mine=field.name in resets,
        source=None if field.name in plan.inputs.follows else dated(plan.origin(field.name)),
        said=plan.sources.get(field.name, ""),
        reset_query=resets.get(field.name),
        reset_words=DO_NOT_KNOW if field.name in plan.preset.ranges else "Reset",
        approach=TITLES.get(field.group),
        has_range=field.is_number,
        range_text=texts[f"{RANGES}{field.name}"],
        range_words=range_words(field, plan),
        range_example=range_example(field, plan),
        range_error=messages.get(f"{RANGES}{field.name}"),
        words=f"about {number(round(value * WORDS_PER_TOKEN))} words"
        if field.unit == "tokens" and value
        else "",
    )


def choices(field: InputField) -> tuple[str, ...]:
    """Return what a field offers to choose from; nothing where one types."""
    if field.name == considered("prompting"):
        return ("yes",)  # it is what the others are measured against
    return ("yes", "no") if field.kind == "yes_no" else field.choices


def followed(field: InputField, plan: Plan) -> str:
    """Return what a field of the hybrid takes when it is left empty; "" for every other field."""
    if field.name not in FOLLOWING:
        return ""
    return entry(plan.inputs.value(f"tuning.{field.field}"), field.kind) or ABSENT


def range_words(field: InputField, plan: Plan) -> str:
    """Return the range in use."""
    ends = plan.ranges.get(field.name)
    if ends is None:
        return ""
    unit = " %" if field.kind == "fraction" else ""
    low, high = (entry(shown(plan, field, end), field.kind) for end in (ends.low, ends.high))
    return f"{low}{unit} and {high}{unit}"


def range_example(field: InputField, plan: Plan) -> str:
    """Return the range in use as the field takes it, or how one is written."""
    ends = plan.ranges.get(field.name)
    if ends is None:
        return "low..high, or none"
    low, high = (entry(shown(plan, field, end), field.kind) for end in (ends.low, ends.high))
    return f"{low}..{high}"
