"""The ten questions that suffice for a first answer, in the words of a manager."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.catalog import TokenCount
from app.inputs import FIELDS, TITLES, in_prose, shown_entry
from app.pages.calculator.fields import FormField
from app.plans.form import TEXTS, TOGETHER, members
from app.plans.plan import Plan
from app.plans.spelling import RANGES
from app.words.numbers import number
from app.words.units import quantity


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, and which inputs the answer sets."""

    text: str
    names: tuple[str, ...]
    hint: str = ""
    units: tuple[str, ...] = ()  # said behind the fields; {} is the unit of the schema
    can_paste: bool = False  # a text instead of its length in tokens


QUESTIONS = (
    Question(
        text="How many requests a month?",
        names=("workload.requests_per_month",),
        hint="Every ticket, document or message. 10,000/day works, too.",
    ),
    Question(text="How long is your prompt?", names=("prompting.prompt_tokens",), can_paste=True),
    Question(
        text="How long is what people send?", names=("workload.request_tokens",), can_paste=True
    ),
    Question(text="How long is an answer?", names=("together.output_tokens",), can_paste=True),
    Question(
        text="Which model do you prompt?",
        names=("prompting.model",),
        hint="Type a few letters, such as haiku.",
    ),
    Question(
        text="How many answers are wrong, and what does one cost?",
        names=("prompting.error_rate", "quality.error_cost"),
        hint="This decides most. Not known? The answer says how many to check.",
        units=("% wrong", "{} each"),
    ),
    Question(
        text="How many answers does a person review?",
        names=("together.review_rate",),
        units=("% of answers",),
    ),
    Question(text="Which model would you fine-tune?", names=("tuning.model",)),
    Question(
        text="How many examples, and how long does one take?",
        names=("together.dataset_examples", "together.example_minutes"),
        hint="0 minutes if they are ready.",
        units=("examples", "minutes each"),
    ),
    Question(
        text="How often do things change?",
        names=("together.upkeep_every_months",),
        hint="With new products or rules, say. 0: never.",
        units=("months between trainings",),
    ),
)
# What an answer multiplies, and is worth nothing without: in a plan that starts from nothing.
NEEDED: dict[str, tuple[tuple[str, ...], str]] = {
    "together.review_rate": (
        ("labour.reviewer_rate", "quality.review_minutes"),
        "A review costs nothing yet: say how long one takes, and an hour's cost, below.",
    ),
    "together.example_minutes": (
        ("labour.labeller_rate",),
        "An hour of it costs nothing yet: say what it costs under People below.",
    ),
}
WRONG = "prompting.error_rate"
ASKED = frozenset(name for question in QUESTIONS for name in question.names)


@dataclass(frozen=True, kw_only=True)
class Essential:
    """A question with its fields, ready to be drawn."""

    question: str
    hint: str
    fields: tuple[FormField, ...]
    paste: str | None = None  # the field of the text to paste instead of a number of tokens
    pasted: str = ""
    counted: str | None = None  # what came of the text that was pasted

    @property
    def field(self) -> FormField:
        """The first of its fields, by whose id it is known."""
        return self.fields[0]

    @property
    def is_wrong(self) -> bool:
        """Whether one of its fields must be corrected."""
        return any(field.error for field in self.fields)

    @property
    def is_mine(self) -> bool:
        """Whether one of its values is the person's own."""
        return any(field.is_mine for field in self.fields)

    @property
    def state(self) -> str:
        """What its values are, said once where they are the same."""
        return ", ".join(dict.fromkeys(field.state for field in self.fields))


def essential(
    asked: Question,
    plan: Plan,
    fields: Mapping[str, FormField],
    texts: Mapping[str, str],
    messages: Mapping[str, str],
    counted: Mapping[str, TokenCount],
) -> Essential:
    """Return one question with its fields."""
    shown, apart = [], []
    for name in asked.names:
        if name in FIELDS:
            shown.append(fields[name])
            continue
        field, differing = shared_field(name, plan, fields, texts, messages)
        shown.append(field)
        apart += [differing] if differing else []
    for index, unit in enumerate(asked.units):
        own = shown[index].unit.split()[0] if shown[index].unit else ""
        shown[index] = replace(shown[index], unit=unit.format(own))
    first = asked.names[0]
    return Essential(
        question=asked.text,
        hint=hint(asked, plan, apart),
        fields=tuple(shown),
        paste=first if asked.can_paste else None,
        pasted=texts.get(f"{TEXTS}{first}", ""),
        counted=count_words(counted[first]) if first in counted else None,
    )


def hint(asked: Question, plan: Plan, apart: list[str]) -> str:
    """Return the line of help below a question: what it lacks, or what differs, comes first."""
    for name in asked.names:
        needed, words = NEEDED.get(name, ((), ""))
        is_worthless = not all(plan.inputs.value(other) for other in needed)
        if is_worthless and plan.inputs.value(members(plan, name)[0]):
            return words
    if apart:
        return f"Now: {'; '.join(apart)}. A number here holds for all."
    tuned = after_training(plan) if WRONG in asked.names else ""
    return in_prose(f"{asked.hint}{tuned}")


def after_training(plan: Plan) -> str:
    """Return how often fine-tuning is taken to be wrong, which none of the questions asks."""
    if not plan.inputs.tuning.considered or not plan.inputs.tuning.error_rate:
        return ""
    field = FIELDS["tuning.error_rate"]
    is_guess = "" if field.name in plan.changes else ", a guess"
    share = quantity(plan.inputs.tuning.error_rate, field, plan.inputs.finance.currency)
    return f" Fine-tuned: {share}{is_guess}. Change it under Quality."


def shared_field(
    name: str,
    plan: Plan,
    fields: Mapping[str, FormField],
    texts: Mapping[str, str],
    messages: Mapping[str, str],
) -> tuple[FormField, str]:
    """Return a field for several inputs, and their values where they are not all the same."""
    inputs = members(plan, name)
    first, kind = fields[inputs[0]], FIELDS[inputs[0]].kind
    values = {FIELDS[item].group: shown_entry(plan.inputs.value(item), kind) for item in inputs}
    found = [messages[item] for item in (name, *TOGETHER[name]) if item in messages]
    ranges = [messages[each] for item in (name, *inputs) if (each := f"{RANGES}{item}") in messages]
    field = replace(
        first,
        name=name,
        id=name.replace(".", "-"),
        text=texts[name],
        range_text=texts[f"{RANGES}{name}"],
        error=found[0] if found else None,
        range_error=ranges[0] if ranges else None,
        approach=None,
    )
    if len(set(values.values())) == 1:
        return field, ""
    unit = " %" if kind == "fraction" else ""
    return field, ", ".join(f"{TITLES[group]} {text}{unit}" for group, text in values.items())


def count_words(count: TokenCount) -> str:
    """Return what came of counting a text."""
    estimate = ", an estimate for this model" if count.is_estimate else ""
    return (
        f"Counted {number(count.tokens)} tokens in your {number(count.words)} words{estimate}. "
        "The text is not kept."
    )
