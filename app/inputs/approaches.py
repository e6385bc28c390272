"""The inputs of the approaches: building, training, upkeep, and what each has of its own."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from app.inputs.quantity import Fraction, Number, OptionalNumber, Whole, quantity
from app.inputs.serving import Serving

ApproachName = Literal["prompting", "tuning", "hybrid"]
APPROACHES: tuple[ApproachName, ...] = ("prompting", "tuning", "hybrid")
Challenger = Literal["tuning", "hybrid"]
CHALLENGERS: tuple[Challenger, ...] = ("tuning", "hybrid")
TITLES: dict[str, str] = {
    "prompting": "Prompting",
    "tuning": "Fine-tuning",
    "hybrid": "Hybrid",
}


def _always(taken: bool) -> bool:
    if not taken:
        raise ValueError("must be yes: every plan is measured against prompting")
    return taken


class Approach(Serving):
    """One way of doing the task: its prices, sizes, effort and cadence."""

    build_hours: Number = quantity(
        0.0,
        "Engineering before go-live",
        "hours",
        "Engineer hours until the first live day.",
        ge=0,
        part="Building",
    )
    build_cost: Number = quantity(
        0.0,
        "Other one-off cost",
        "currency",
        "Anything else that is paid once, at the decision.",
        ge=0,
        part="Building",
    )
    evaluation_hours: Number = quantity(
        0.0,
        "Evaluation of a release",
        "hours per release",
        "Engineer hours to test one release against benchmarks.",
        ge=0,
        part="Building",
    )
    dataset_examples: Whole = quantity(
        0,
        "Examples in the dataset",
        "examples",
        "How many examples the model is trained on: from 50, usually 500 to 5,000.",
        ge=0,
        part="Dataset and training",
    )
    measured_examples: OptionalNumber = quantity(
        None,
        "Examples when errors were counted",
        "examples",
        "How many examples there were when the share of wrong answers was measured. "
        "Left empty: as many as the dataset has.",
        gt=0,
        part="Dataset and training",
    )
    learning_exponent: Number = quantity(
        0.0,
        "Would more examples help?",
        "ratio",
        "How fast wrong answers get fewer as examples get more. 0: not at all; 0.3: twice the "
        "examples leave four fifths of them, 1: half of them.",
        ge=0,
        le=2,
        part="Dataset and training",
    )
    error_floor: Fraction = quantity(
        0.0,
        "Errors that stay",
        "fraction",
        "Share of wrong answers that no number of examples removes.",
        ge=0,
        le=1,
        part="Dataset and training",
    )
    example_minutes: Number = quantity(
        0.0,
        "Preparing one example",
        "minutes per example",
        "Time to collect, clean, label and check one example.",
        ge=0,
        part="Dataset and training",
    )
    example_cost: Number = quantity(
        0.0,
        "Price of an example",
        "currency per example",
        "What an example costs beside the time: bought, or written by another model.",
        ge=0,
        part="Dataset and training",
    )
    example_tokens: Number = quantity(
        0.0,
        "Length of an example",
        "tokens per example",
        "Tokens of one training example.",
        ge=0,
        part="Dataset and training",
    )
    epochs: Whole = quantity(
        3,
        "Passes over the dataset",
        "passes",
        "How often training reads every example.",
        ge=1,
        part="Dataset and training",
    )
    validation_tokens: Number = quantity(
        0.0,
        "Validation tokens",
        "tokens per run",
        "Tokens of validation that a run bills, all evaluations together.",
        ge=0,
        part="Dataset and training",
    )
    training_price: Number = quantity(
        0.0,
        "Training price",
        "USD per 1M tokens",
        "Price of the tokens trained on.",
        ge=0,
        part="Dataset and training",
    )
    training_minimum: Number = quantity(
        0.0,
        "Least charge of a run",
        "USD per run",
        "The least that is billed for the tokens of one run.",
        ge=0,
        part="Dataset and training",
    )
    training_job_price: Number = quantity(
        0.0,
        "Flat price of a training run",
        "USD per run",
        "Flat charge, or rent of the GPUs, for one run.",
        ge=0,
        part="Dataset and training",
    )
    training_runs: Whole = quantity(
        0,
        "Training runs of a release",
        "runs per release",
        "Runs until one is good enough.",
        ge=0,
        part="Dataset and training",
    )
    build_month: Whole = quantity(
        0,
        "Build in month",
        "month",
        "Month in which the build is paid for. "
        "Later: the decision waits, and prompting serves until then.",
        ge=0,
        le=120,
        part="Timing",
    )
    lead_time_months: Whole = quantity(
        0,
        "Months until go-live",
        "months",
        "Months from the decision to go-live; until then prompting serves the requests.",
        ge=0,
        le=24,
        part="Building",
    )
    upkeep_every_months: Whole = quantity(
        0,
        "Maintenance every",
        "months",
        "Months between two rounds of maintenance. 0: never.",
        ge=0,
        le=120,
        part="Maintenance and retirement",
    )
    upkeep_hours: Number = quantity(
        0.0,
        "Engineering per maintenance",
        "engineer hours per upkeep",
        "Engineer hours of one round of maintenance.",
        ge=0,
        part="Maintenance and retirement",
    )
    refresh_share: Fraction = quantity(
        0.0,
        "Dataset renewed per maintenance",
        "fraction",
        "Share of the dataset that one round of maintenance renews.",
        ge=0,
        le=1,
        part="Maintenance and retirement",
    )
    upkeep_training_runs: Whole = quantity(
        0,
        "Training runs per maintenance",
        "runs per upkeep",
        "Training runs of one round of maintenance.",
        ge=0,
        part="Maintenance and retirement",
    )
    service_life_months: Whole = quantity(
        0,
        "Life of the base model",
        "months",
        "Months from go-live until the provider retires the base model. 0: no end.",
        ge=0,
        le=120,
        part="Maintenance and retirement",
    )
    on_retirement: Literal["rebuild", "prompting"] = quantity(
        "rebuild",
        "When the base model retires",
        "",
        "Train again on a new base model, or fall back to prompting for good.",
        part="Maintenance and retirement",
    )
    migration_hours: Number = quantity(
        0.0,
        "Engineering per retirement",
        "engineer hours",
        "Engineer hours to move to a new base model.",
        ge=0,
        part="Maintenance and retirement",
    )


class Prompting(Approach):
    """Prompt engineering: the baseline the others are measured against."""

    considered: Annotated[bool, AfterValidator(_always)] = quantity(
        True,
        "Takes part",
        "",
        "Always yes: every plan is measured against prompting.",
        part="Who takes part",
    )
    build_month: Whole = quantity(
        0,
        "Build in month",
        "month",
        "Always 0: prompting is what you have.",
        ge=0,
        le=0,
        part="Timing",
    )
    lead_time_months: Whole = quantity(
        0,
        "Months until go-live",
        "months",
        "Always 0: prompting serves from the first month.",
        ge=0,
        le=0,
        part="Building",
    )
    on_retirement: Literal["rebuild"] = quantity(
        "rebuild",
        "When the base model retires",
        "",
        "Always rebuild: prompting has nothing to fall back to.",
        part="Maintenance and retirement",
    )
    already_live: bool = quantity(
        False,
        "The prompt already exists",
        "",
        "Yes if the prompt is in use today: what it cost to build is spent and left out.",
        part="Building",
        before="build_hours",
    )


class Tuning(Approach):
    """Fine-tuning: a trained model with a short prompt."""


class Hybrid(Approach):
    """Both: a tuned model that still gets prompts, with a share left to the prompted model."""

    prompted_share: Fraction = quantity(
        0.0,
        "Share left to prompting",
        "fraction",
        "Share of the requests that still go to the prompted model.",
        ge=0,
        le=1,
        part="Building",
    )
    routing: Literal["split", "cascade"] = quantity(
        "split",
        "How requests are shared out",
        "",
        "Split: some requests go to the prompted model alone. Cascade: the tuned model tries every "
        "request, and passes those on.",
        part="Building",
        before="build_hours",
    )
    one_contract: bool = quantity(
        False,
        "One contract for both",
        "",
        "Both parts are billed under one commitment, the larger of the two.",
        part="Contract with the provider",
    )
