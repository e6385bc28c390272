"""The constants of the workbook, each with a cell that formulas name."""

from math import expm1

from app.answers.summary import OF_THE_CHEAPEST, OF_WHAT_CHANGES
from app.answers.windows import context_window
from app.inputs import ApproachName, Inputs
from app.model.arrays import CEILING_GUARD
from app.model.finance import HIGHEST_LOG_GROWTH, LOWEST_LOG_GROWTH
from app.model.table import CONSTANTS as MODEL_CONSTANTS

Constants = dict[str, tuple[float | None, str]]
CONSTANTS: dict[str, tuple[float, str]] = {
    **{name: (constant.value, constant.words) for name, constant in MODEL_CONSTANTS.items()},
    "ceiling_guard": (CEILING_GUARD, "replicas; float noise that starts no other one"),
    "of_what_changes": (OF_WHAT_CHANGES, "of all gains and losses; a smaller lead is no lead"),
    "of_the_cheapest": (OF_THE_CHEAPEST, "of the cheapest's present cost; a smaller lead is none"),
    "tolerance": (1e-9, "relative; what the checks allow"),
    "agreement": (1e-6, "relative; how near a figure must be to the server's"),
    "lowest_rate": (expm1(LOWEST_LOG_GROWTH), "per month; no rate of return is stated below"),
    "highest_rate": (expm1(HIGHEST_LOG_GROWTH), "per month; nor above: it would say nothing"),
}


def constants_of(inputs: Inputs) -> Constants:
    """Return the constants: of the cost model, and of the models picked."""
    words = "tokens that fit into the context window of its model, as generated; empty: not known"
    windows = {window(name): (context_window(inputs, name), words) for name in inputs.challengers}
    return {**CONSTANTS, **windows}


def window(name: ApproachName) -> str:
    """Return the name of the constant that holds the context window of an approach's model."""
    return f"{name}.context_window"
