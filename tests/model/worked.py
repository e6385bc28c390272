"""The worked cases, and plans as version 1 of the model meant them."""

import json
from pathlib import Path
from typing import Any

from app.inputs import APPROACHES, Inputs
from app.inputs.approaches import Hybrid

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(FOLDER.glob("*.json"))  # of version 2
OLD_CASES = sorted((FOLDER / "v1").glob("*.json"))  # of version 1
# What was not said of an approach then, and has another default now.
WAS_BLANK = {"batch_discount": 0.0, "cache_minimum_tokens": 0.0, "peak_factor": 1.0, "epochs": 1}


def inputs_of(path: Path) -> Inputs:
    """Return the inputs of a worked case."""
    groups = json.loads(path.read_text())["inputs"]
    return as_version_1(groups) if path in OLD_CASES else Inputs.model_validate(groups)


def as_version_1(groups: dict[str, dict[str, Any]]) -> Inputs:
    """Return inputs of which those left out are as version 1 had them: nothing follows."""
    spelled = {name: WAS_BLANK | groups.get(name, {}) for name in APPROACHES}
    spelled["hybrid"] = Hybrid().model_dump() | spelled["hybrid"]
    return Inputs.model_validate(groups | spelled)
