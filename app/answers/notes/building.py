"""Notes on what is built before go-live."""

from collections.abc import Iterator

from app.answers.notes.note import Note, note
from app.inputs import Inputs
from app.model import Challenger, Projection

FEWEST_EXAMPLES = 50  # below this, providers do not expect fine-tuning to work


def sunk_build(inputs: Inputs) -> Iterator[Note]:
    """Remark that prompting starts at nothing because its prompt is taken to exist."""
    prompting = inputs.prompting
    if prompting.already_live and (prompting.build_hours or prompting.build_cost):
        yield note("sunk_build", "prompting.already_live", hours=prompting.build_hours)


def needed_anyway(projection: Projection) -> Iterator[Note]:
    """Remark on a prompt that all approaches pay for: whether it exists makes no difference."""
    courses = projection.courses
    challengers = projection.inputs.challengers
    cost = float(courses["prompting"].quantity("built")[0])
    if cost and challengers and all(courses[name].flag("needs_prompt")[0] for name in challengers):
        yield note("prompt_needed_anyway", "prompting.already_live", cost=cost)


def longer_prompt(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on a tuned model's prompt that is longer than the one it replaces."""
    before, after = inputs.prompting.prompt_tokens, inputs.approach(name).prompt_tokens
    if 0 < before < after:
        names = (f"{name}.prompt_tokens", "prompting.prompt_tokens")
        yield note("longer_prompt", *names, before=before, after=after)


def free_building(projection: Projection, name: Challenger) -> Iterator[Note]:
    """Remark on a model whose building takes no work: only its training, if anything, is paid."""
    work = ("build_engineering", "build_dataset")
    is_free = not any(projection.courses[name].quantity(line).any() for line in work)
    if is_free and projection.inputs.approach(name).model:
        fields = (f"{name}.build_hours", "labour.engineer_rate", f"{name}.example_minutes")
        yield note("free_building", *fields)


def examples(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on a dataset too small to train on, or one that is never trained on."""
    approach = inputs.approach(name)
    count, field = approach.dataset_examples, f"{name}.dataset_examples"
    if approach.training_runs and count < FEWEST_EXAMPLES:
        yield note("few_examples", field, examples=count, fewest=FEWEST_EXAMPLES)
    if count and not approach.training_runs:
        yield note("untrained_dataset", f"{name}.training_runs", field)
