"""The calculator's form: which field stands where; fields.py and questions.py draw each."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.catalog import TokenCount, presets
from app.inputs import APPROACHES, FIELDS, Problem, current_style, in_style
from app.pages.calculator.fields import FormField, form_field
from app.pages.calculator.layout import TAKING_PART, Layout, cells, layouts, parts_holding
from app.pages.calculator.questions import ASKED, QUESTIONS, Essential, essential
from app.plans.form import text_written
from app.plans.plan import Plan
from app.plans.typed import holds_numbers

Made_ = TypeVar("Made_")
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
    """A part of the form: sections of fields, rows over the three approaches, small fields.

    It has none of them until it is opened.
    """

    name: str
    heading: Heading
    is_open: bool
    sections: list[Section] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    small: list[FormField] = field(default_factory=list)  # many alike, side by side

    @property
    def id(self) -> str:
        """The id of its element."""
        return f"part-{self.name}"

    @property
    def fields_id(self) -> str:
        """The id of the element with its fields."""
        return f"{self.id}-fields"


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
    parts: list[Part]

    @property
    def opened(self) -> list[str]:
        """The names of the parts that have their fields."""
        return [part.name for part in self.parts if part.is_open]


class Made(dict[str, Made_]):
    """What a form is drawn from, by names: each made when it is first asked for."""

    def __init__(self, make: Callable[[str], Made_], made: Mapping[str, Made_]) -> None:
        super().__init__(made)
        self.make = make

    def __missing__(self, name: str) -> Made_:
        """Make one, and keep it."""
        self[name] = self.make(name)
        return self[name]


def build_form(
    plan: Plan,
    typed: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    counted: Mapping[str, TokenCount] | None = None,
    *,
    opened: Collection[str] = (),
) -> Form:
    """Return the form of a plan, or with what a person typed where it could not be read.

    The parts `opened` have their fields; so have those with an error or with what was typed, and
    the one that says who takes part where an approach does not.
    """
    messages = {problem.input: problem.message for problem in reversed(problems)}
    mine = () if typed else plan.changes.keys()
    texts = Made(lambda name: styled(name, text_written(plan, name)), typed or {})
    fields = Made(lambda name: form_field(FIELDS[name], plan, texts, mine, messages), {})
    wanted = {*opened, *parts_holding([*messages, *(typed or {})]), *left_out(texts)}
    return Form(
        use_case=use_case(texts["preset"], plan),
        plan=plan.query,
        style=current_style().code,
        essentials=[
            essential(asked, plan, fields, texts, messages, counted or {}) for asked in QUESTIONS
        ],
        parts=[
            form_part(layout, fields, mine, is_open=name in wanted)
            for name, layout in layouts().items()
        ],
    )


def left_out(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the part that says who takes part, where an approach does not."""
    for name, layout in layouts().items():
        if layout.title == TAKING_PART and any(texts[field] == "no" for field in layout.inputs):
            yield name


def form_part(
    layout: Layout, fields: Mapping[str, FormField], mine: Collection[str], *, is_open: bool
) -> Part:
    """Return a part of the form; with its fields if it is open."""
    its_own = sum(name in mine for name in layout.inputs)
    heading = Heading(f"part-{layout.name}-title", layout.title, its_own)
    if not is_open:
        return Part(name=layout.name, heading=heading, is_open=False)
    return Part(
        name=layout.name,
        heading=heading,
        is_open=True,
        sections=[
            Section(title, [fields[name] for name in names]) for title, names in layout.sections
        ],
        rows=[approach_row(name, fields) for name in layout.rows],
        small=[fields[name] for name in layout.small],
    )


def use_case(chosen: str, plan: Plan) -> UseCase:
    """Return the question what it is for, with what was picked; the words are those of a plan."""
    choices = tuple((preset.name, preset.title) for preset in presets().values())
    return UseCase(chosen, plan.preset.description, choices)


def styled(name: str, text: str) -> str:
    """Return what a form holds as its page shows it: numbers in the reader's style."""
    return in_style(text) if holds_numbers(name) else text


def approach_row(name: str, fields: Mapping[str, FormField]) -> Row:
    """Return one input over the three approaches; what is among the essentials stands there."""
    members = [f"{approach}.{name}" for approach in APPROACHES]
    there = [member for member in members if member in FIELDS]
    own = f"tuning.{name}"  # prompting's help may be why it has no choice
    told = fields[own if own in there else there[0]]
    shown = cells(name)
    return Row(
        label=told.label,
        unit=told.unit,
        help=in_style(told.help),
        id=f"row-{name}",
        cells=[fields[member] if member in shown else None for member in members],
        above=[fields[member].id if member in ASKED else None for member in members],
        is_wide=FIELDS[told.name].kind in WIDE,
    )
