"""The calculator's form: which field stands where, what it holds, and where that comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.calculator import APPROACHES, FIELDS, TITLES, ApproachName, InputField
from app.calculator.problems import Problem
from app.plan import Plan
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
        name: form_field(field, plan, (typed or {}).get(name), messages.get(name), resets)
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


def form_field(
    field: InputField,
    plan: Plan,
    typed: str | None,
    error: str | None,
    resets: Mapping[str, str],
) -> FormField:
    """Return one field with its value, or with what was typed into it."""
    value = plan.inputs.value(field.name)
    is_model = field.field == "model"
    origin = plan.origin(field.name)
    return FormField(
        name=field.name,
        id=field.name.replace(".", "-"),
        label=field.label,
        help=field.help,
        unit=unit_of(field, plan.inputs.finance.currency),
        kind="model" if is_model else field.kind,
        text=entry(value, field.kind) if typed is None else typed,
        choices=("yes", "no") if field.kind == "yes_no" else field.choices,
        error=error,
        is_mine=field.name in resets,
        source=dated(origin),
        reset_query=resets.get(field.name),
        approach=TITLES.get(field.group),
    )


def unit_of(field: InputField, currency: str) -> str:
    """Return the unit as the form shows it: shares in percent, the currency by its code."""
    return UNITS.get(field.unit, field.unit).replace(CURRENCY_UNIT, currency)
