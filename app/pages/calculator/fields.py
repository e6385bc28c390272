"""One field of the form: what it holds, what its value is, and how sure that is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_currency_name

from app.catalog import DOLLAR, FILLED, Origin, label_of, rates
from app.inputs import TITLES, InputField, in_style, shown_entry
from app.inputs.currencies import CURRENCIES
from app.plans.building import FOLLOWING
from app.plans.currency import AMOUNTS, CURRENCY, EXCHANGE_RATE
from app.plans.form import ABSENT, MODEL
from app.plans.plan import NEUTRAL, Plan
from app.plans.spelling import NO_RANGE, RANGES, considered
from app.plans.sure import about_now
from app.words.numbers import LOCALE, number
from app.words.sources import dated
from app.words.units import unit_of

WORDS_PER_TOKEN = 0.75  # of English
AS_TUNING = "as fine-tuning"
OWN = "yours"
SURE = {True: "about", False: "exact"}


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of the form, ready to be drawn."""

    name: str
    id: str
    label: str
    help: str
    unit: str
    kind: str  # as InputField.kind, or `model` or `currency`
    text: str
    choices: tuple[tuple[str, str], ...]  # values, and what they are called
    follows: str  # what an empty field takes: fine-tuning's value, or ""
    error: str | None
    is_mine: bool  # neither the preset's value nor the catalogue's
    state: str  # what the value is, in a word or two, and how sure
    source: str | None  # where it comes from, as a sentence
    buttons: tuple[str, ...]  # what else may be said of it: `about`, `exact`, `usual`
    has_range: bool
    range_text: str  # the range in use, as the field takes it
    range_error: str | None
    approach: str | None
    words: str  # a number of tokens in words of English

    def described_by_with(self, help_id: str | None = None) -> str:
        """Return the ids of what explains the field, whose help may be that of several, or none."""
        own = f"{self.id}-help" if help_id is None else help_id
        return " ".join(filter(None, (own, f"{self.id}-error" if self.error else "")))

    @property
    def spoken(self) -> str:
        """The label as it is said where fields of several approaches stand."""
        return f"{self.approach}: {self.label}" if self.approach else self.label


def form_field(
    field: InputField,
    plan: Plan,
    texts: Mapping[str, str],
    mine: Collection[str],
    messages: Mapping[str, str],
) -> FormField:
    """Return one field with its text, its range, where they come from and what is wrong."""
    value = plan.inputs.value(field.name)
    follows = field.name in plan.inputs.follows
    return FormField(
        name=field.name,
        id=field.name.replace(".", "-"),
        label=field.label,
        help=in_style(field.help),
        unit="" if field.unit == "month" else unit_of(field, plan.inputs.finance.currency),
        kind="model" if field.field == MODEL else field.kind,
        text=texts[field.name],
        choices=choices(field),
        follows=followed(field, plan),
        error=messages.get(field.name),
        is_mine=field.name in mine,
        state=state(field, plan, is_mine=field.name in mine),
        source=source(field, plan),
        buttons=tuple(buttons(field, plan)),
        has_range=field.is_number and value is not None and not follows,
        range_text=texts[f"{RANGES}{field.name}"],
        range_error=messages.get(f"{RANGES}{field.name}"),
        approach=TITLES.get(field.group),
        words=f"≈ {number(round(value * WORDS_PER_TOKEN))} words"
        if field.unit == "tokens" and value
        else "",
    )


def state(field: InputField, plan: Plan, *, is_mine: bool) -> str:
    """Return what a value is, in a word or two: whose it is, and how sure."""
    if field.name in plan.inputs.follows:
        return AS_TUNING
    ranged = field.name in plan.ranges
    origin = None if is_mine else plan.origin(field.name)
    if is_mine or origin is None:
        return f"{OWN} · {SURE[ranged]}" if has_number(field, plan) else OWN
    if plan.changes.get(f"{RANGES}{field.name}") == NO_RANGE:
        return f"usual · {SURE[False]}"
    value = plan.inputs.value(field.name)
    if value is None or origin == NEUTRAL:
        return "not set"
    return said_of(field, origin, ranged=ranged)


def said_of(field: InputField, origin: Origin, *, ranged: bool) -> str:
    """Return what a value is that is not the person's."""
    if origin.source and (field.field in FILLED or field.name == EXCHANGE_RATE):
        return "published"
    return "guess" if ranged else "usual"


def has_number(field: InputField, plan: Plan) -> bool:
    """Tell whether a field holds a number of which one may be more or less sure."""
    return field.is_number and plan.inputs.value(field.name) is not None


def source(field: InputField, plan: Plan) -> str | None:
    """Return where a value comes from, as a sentence; what else is to be known of one's own."""
    if field.name in plan.inputs.follows:
        return "Fine-tuning's value, until you type another one."
    if field.name in plan.sources:
        return f"Yours, from {plan.sources[field.name]}."
    if field.name in plan.changes:
        return f"Typed by you.{kept(field, plan)}"
    return dated(plan.origin(field.name))


def kept(field: InputField, plan: Plan) -> str:
    """Return that an amount stays the number that was typed, where that is not plain."""
    currency = plan.inputs.finance.currency
    if field.name not in AMOUNTS or currency == DOLLAR:
        return ""
    name = get_currency_name(currency, count=2, locale=LOCALE)
    return f" Kept as you typed it: now in {name}."


def buttons(field: InputField, plan: Plan) -> list[str]:
    """Return what else may be said of a value by pressing a button."""
    if field.name in plan.inputs.follows:
        return ["usual"] if field.name in plan.changes else []
    is_mine = field.name in plan.changes or f"{RANGES}{field.name}" in plan.changes
    about, ends = about_now(field.name, plan), plan.ranges.get(field.name)
    offered = {
        "about": is_mine and about is not None and ends != about,
        "exact": ends is not None,
        "usual": is_mine,
    }
    return [button for button, is_offered in offered.items() if is_offered]


def choices(field: InputField) -> tuple[tuple[str, str], ...]:
    """Return what a field offers to choose from, and what it is called; nothing to type in."""
    if field.name == CURRENCY:
        return currencies()
    if field.name == considered("prompting"):
        return (("yes", "yes"),)  # it is what the others are measured against
    values = ("yes", "no") if field.kind == "yes_no" else field.choices
    return tuple((value, value) for value in values)


@cache
def currencies() -> tuple[tuple[str, str], ...]:
    """Return every currency with its name: those with a published rate first."""
    named = {code: f"{get_currency_name(code, locale=LOCALE)} ({code})" for code in CURRENCIES}
    published = {DOLLAR, *rates()}
    return tuple(sorted(named.items(), key=lambda item: (item[0] not in published, item[1])))


def followed(field: InputField, plan: Plan) -> str:
    """Return what a field of the hybrid takes when it is left empty; "" for every other field."""
    if field.name not in FOLLOWING:
        return ""
    value = plan.inputs.value(f"tuning.{field.field}")
    named = label_of(value) if field.field == MODEL and value else value
    return shown_entry(named, field.kind) or ABSENT
