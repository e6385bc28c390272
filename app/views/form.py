"""The calculator's form: which field stands where, what it holds, and where that comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.calculator import APPROACHES, FIELDS, TITLES, ApproachName, InputField
from app.calculator.problems import Problem
from app.plan import NO_RANGE, RANGES, Plan
from app.views.sources import dated
from app.views.words import entry

APPROACH_GROUPS: dict[str, Sequence[str]] = {
    "Prices": (
        "model input_price cached_input_price cache_write_price output_price batch_share "
        "batch_discount"
    ).split(),
    "Prompt and answer": (
        "prompt_tokens prompt_growth maximum_prompt_tokens cache_hit_rate cache_minimum_tokens "
        "output_tokens"
    ).split(),
    "Quality": "retry_rate error_rate review_rate".split(),
    "Hosting and platform": (
        "hosting_price minimum_replicas replica_requests_per_hour peak_factor platform_cost"
    ).split(),
    "Building": (
        "already_live build_hours build_cost evaluation_hours lead_time_months prompted_share"
    ).split(),
    "Dataset and training": (
        "dataset_examples example_minutes example_tokens epochs training_price "
        "training_job_price training_runs"
    ).split(),
    "Maintenance and retirement": (
        "upkeep_every_months upkeep_hours refresh_share upkeep_training_runs "
        "service_life_months on_retirement migration_hours"
    ).split(),
}
ESSENTIAL_ROWS: dict[str, Sequence[str]] = {
    "Volume and length": (
        "workload.requests_per_month workload.monthly_growth workload.request_tokens "
        "finance.horizon_months"
    ).split(),
    "Model": tuple(f"{name}.model" for name in APPROACHES),
    "Prompt length": tuple(f"{name}.prompt_tokens" for name in APPROACHES),
    "Answer length": tuple(f"{name}.output_tokens" for name in APPROACHES),
    "Dataset preparation": (
        "tuning.dataset_examples tuning.example_minutes hybrid.dataset_examples "
        "hybrid.example_minutes"
    ).split(),
    "Maintenance cadence": ("tuning.upkeep_every_months", "hybrid.upkeep_every_months"),
}
ESSENTIALS = frozenset(name for names in ESSENTIAL_ROWS.values() for name in names)
PLAN_GROUPS = {
    "workload": "Volume",
    "finance": "Money and time",
    "labour": "People",
    "quality": "Right and wrong answers",
}
FIT = "fit"
UNITS = {
    "fraction": "%",
    "fraction per month": "% per month",
    "fraction per year": "% per year",
    "fraction per year, effective": "% per year",
}
CURRENCY_UNIT = "currency"
DO_NOT_KNOW = "I do not know: take the usual value and range"


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

    @property
    def described_by(self) -> str:
        """The ids of what explains the field."""
        return f"{self.id}-help" + (f" {self.id}-error" if self.error else "")


@dataclass(frozen=True)
class Section:
    """A group of fields under one heading."""

    title: str
    fields: list[FormField]


@dataclass(frozen=True)
class Part:
    """A collapsed part of the form with its sections."""

    title: str
    sections: list[Section]

    @property
    def mine(self) -> int:
        """How many of its values are the person's own."""
        return sum(field.is_mine for section in self.sections for field in section.fields)

    @property
    def has_errors(self) -> bool:
        """Whether a field in it must be corrected."""
        return any(field.error for section in self.sections for field in section.fields)


@dataclass(frozen=True)
class Form:
    """The whole form: the essentials first, everything else in parts that open."""

    preset: str
    models: dict[str, str]  # approach -> the model that its prices came from
    essentials: list[Section]
    parts: list[Part]


def build_form(
    plan: Plan, typed: Mapping[str, str] | None = None, problems: list[Problem] | None = None
) -> Form:
    """Return the form of a plan, or with what a person typed where it could not be read."""
    messages = {problem.input: problem.message for problem in problems or []}
    resets = {} if typed else plan.resets
    fields = {
        name: with_typed(form_field(field, plan, resets), typed or {}, messages)
        for name, field in FIELDS.items()
    }
    values = plan.inputs.values()
    essentials = [
        Section(title, [fields[name] for name in names]) for title, names in ESSENTIAL_ROWS.items()
    ]
    return Form(
        preset=plan.preset.name,
        models={name: values[f"{name}.model"] or "" for name in APPROACHES},
        essentials=essentials,
        parts=[
            fit_part(fields),
            plan_part(fields),
            *(approach_part(name, fields) for name in APPROACHES),
        ],
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
    return Part("What suits the task: eight questions", [Section("The task", questions)])


def plan_part(fields: Mapping[str, FormField]) -> Part:
    """Return the part with what holds for every approach."""
    return Part(
        "The business",
        [
            Section(
                title,
                [
                    fields[name]
                    for name in FIELDS
                    if FIELDS[name].group == group and name not in ESSENTIALS
                ],
            )
            for group, title in PLAN_GROUPS.items()
        ],
    )


def approach_part(approach: ApproachName, fields: Mapping[str, FormField]) -> Part:
    """Return the part of one approach."""
    return Part(
        TITLES[approach],
        [
            Section(
                title,
                [
                    fields[f"{approach}.{field}"]
                    for field in names
                    if f"{approach}.{field}" in fields and f"{approach}.{field}" not in ESSENTIALS
                ],
            )
            for title, names in APPROACH_GROUPS.items()
        ],
    )


def form_field(field: InputField, plan: Plan, resets: Mapping[str, str]) -> FormField:
    """Return one field with its value, its range, and where they come from."""
    return FormField(
        name=field.name,
        id=field.name.replace(".", "-"),
        label=field.label,
        help=field.help,
        unit=unit_of(field, plan.inputs.finance.currency),
        kind="model" if field.field == "model" else field.kind,
        text=entry(plan.inputs.value(field.name), field.kind),
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
        range_error=None,
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


def unit_of(field: InputField, currency: str) -> str:
    """Return the unit as the form shows it: shares in percent, the currency by its code."""
    return UNITS.get(field.unit, field.unit).replace(CURRENCY_UNIT, currency)
