"""Plans in and out of the store of scenarios."""

from dataclasses import asdict
from datetime import UTC, datetime

from app.calculator import MODEL_VERSION, Inputs, InvalidInputs, Problem, Range
from app.catalog import find_preset, presets, prices_as_of
from app.plan import Plan
from app.scenarios import Content, Database, InvalidContent, Saved, create_scenario, find_scenario
from app.views.payloads import summary_payload


def save_plan(database: Database, *, plan: Plan, name: object) -> tuple[Saved, str]:
    """Store the plan under a name; return it with its edit key. Raises InvalidInputs."""
    if not isinstance(name, str):
        raise InvalidInputs([Problem("name", "The name must be a text.")])
    try:
        content = Content(
            name=name,
            preset=plan.preset.name,
            inputs=plan.inputs.model_dump(),
            ranges={name: asdict(ends) for name, ends in plan.ranges.items()},
            results=summary_payload(plan),
            prices_as_of=prices_as_of(),
            model_version=MODEL_VERSION,
        )
    except InvalidContent as error:
        raise InvalidInputs([Problem(error.field, f"The name {error.message}.")]) from None
    with database.writing() as session:
        return create_scenario(session, content=content, now=datetime.now(UTC))


def open_scenario(database: Database, scenario_id: str) -> tuple[Saved, Plan]:
    """Return a saved scenario and its plan; raises UnknownScenario."""
    with database.reading() as session:
        saved = find_scenario(session, scenario_id)
    preset = presets().get(saved.content.preset) or find_preset("blank")
    return saved, Plan(
        preset=preset,
        inputs=Inputs.model_validate(saved.content.inputs),
        ranges={name: Range(**ends) for name, ends in saved.content.ranges.items()},
    )
