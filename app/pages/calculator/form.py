"""The calculator's form: which field stands where; fields.py and questions.py draw each."""

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.catalog import TokenCount, presets
from app.inputs import APPROACHES, FIELDS, PARTS, Problem, current_style, in_style
from app.pages.calculator.fields import FormField, form_field
from app.pages.calculator.questions import ASKED, QUESTIONS, Essential, essential
from app.plans.form import written
from app.plans.plan import Plan
from app.plans.typed import holds_numbers
from app.words.units import FIT, PLAN_GROUPS

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
WIDE = ("text", "choice")  # kinds whose values are too long for a narrow cell


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
    above: list[str | None]  # the id of the field among the questions that stands for a cell
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
    mine = () if typed else plan.changes.keys()
    texts = {name: styled(name, text) for name, text in written(plan).items()} | dict(typed or {})
    fields = {name: form_field(item, plan, texts, mine, messages) for name, item in FIELDS.items()}
    parts = {title: approach_part(title, names, fields) for title, names in PARTS.items()}
    return Form(
        use_case=use_case(texts["preset"], plan),
        plan=plan.query,
        style=current_style().code,
        essentials=[
            essential(asked, plan, fields, texts, messages, counted or {}) for asked in QUESTIONS
        ],
        parts=[fit_part(fields), *plan_parts(fields), seasons_part(fields)],
        taking_part=parts.pop(TAKING_PART),
        approaches=list(parts.values()),
    )


def use_case(chosen: str, plan: Plan) -> UseCase:
    """Return the question what it is for, with what was picked; the words are those of a plan."""
    choices = tuple((preset.name, preset.title) for preset in presets().values())
    return UseCase(chosen, plan.preset.description, choices)


def styled(name: str, text: str) -> str:
    """Return what a form holds as its page shows it: numbers in the reader's style."""
    return in_style(text) if holds_numbers(name) else text


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
                        if FIELDS[name].group == group and name not in {*ASKED, *ELSEWHERE}
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
        help=in_style(told.help),
        id=f"row-{name}",
        cells=[
            fields[member] if member in fields and member not in ASKED else None
            for member in members
        ],
        above=[fields[member].id if member in ASKED else None for member in members],
        is_wide=FIELDS[told.name].kind in WIDE,
    )
