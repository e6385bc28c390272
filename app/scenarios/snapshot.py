"""All that was calculated from a plan, packed, so that a saved plan never changes.

Neither a new price file, nor another version of the cost model or of NumPy, nor the passing of time
changes what a revision shows: it is read from here instead of being calculated again.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import numpy as np
from pydantic import TypeAdapter

from app.answers import (
    ApproachFigures,
    Band,
    Bar,
    Comparison,
    Note,
    Spread,
    Summary,
    Threshold,
    Uncertainty,
    Verdict,
)
from app.answers.fit import FitScore
from app.answers.mistakes import Acceptance
from app.answers.planned_tests import PlannedTest
from app.answers.simulation import BreakEvenSpread, Learning, Outlook
from app.catalog import Origin
from app.inputs import CHALLENGERS, ENGLISH, ApproachName, Challenger, Inputs, writing_in
from app.model import LINES, MODEL_VERSION, Crossing, Projection, recorded
from app.model.operations import Amount
from app.plans.plan import Plan
from app.plans.spelling import spell
from app.scenarios.versions import read_today
from app.store import Saved
from app.words.notes import remarks
from app.work.lazy import lazy

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json = dict[str, Any]
OLDER_THAN_IT = Origin(assumption="the plan was saved before this input existed; it has no effect")
UNCODED = "note"  # the code of a note that was saved before notes had codes
LARGEST = 20_000_000  # bytes unpacked; a plan of 120 months takes 0.2 MB


def take_snapshot(plan: Plan) -> bytes:
    """Return the plan's results, packed."""
    return zlib.compress(json.dumps(record_of(plan), allow_nan=False).encode())


def record_of(plan: Plan) -> Json:
    """Return the plan's results as JSON can hold them."""
    return {
        "draws": plan.draws,
        "seed": plan.seed,
        "requests": plan.projection.requests.tolist(),
        "courses": {name: course_record(plan.projection, name) for name in plan.inputs.considered},
        "summary": asdict(plan.summary),
        "verdict": asdict(plan.verdict),
        "thresholds": [asdict(item) for item in plan.thresholds],
        "notes": notes_record(plan),
        "tornado": [asdict(bar) for bar in plan.tornado],
        "uncertainty": uncertainty_record(plan.uncertainty) if plan.ranges else None,
        "savings_bands": {name: band_record(band) for name, band in plan.savings_bands.items()},
        "origins": {name: origin_record(plan.origin(name)) for name in plan.inputs.values()},
        "changes": plan.changes,
        "usual": named_inputs(plan.usual),
    }


def notes_record(plan: Plan) -> list[Json]:
    """Return the notes in words, in English whoever saves them: programs read them, too."""
    with writing_in(ENGLISH):
        return [asdict(remark) for remark in remarks(plan)]


def named_inputs(inputs: Inputs) -> Json:
    """Return inputs by group without those that follow: `Inputs` reads the same from them."""
    following = {name.removeprefix("hybrid.") for name in inputs.follows}
    return inputs.model_dump(exclude={"hybrid": following})


def course_record(projection: Projection, name: ApproachName) -> Json:
    """Return one approach's months; a line without any cost is left out."""
    course = projection.courses[name]
    return {
        "lines": {line: course.lines[line].tolist() for line in LINES if course.lines[line].any()},
        "own": course.own.tolist(),
        "right_answers": course.right_answers.tolist(),
    }


def uncertainty_record(uncertainty: Uncertainty) -> Json:
    """Return a simulation's figures, its bands as lists."""
    record = asdict(uncertainty)
    for name, outlook in uncertainty.comparisons.items():
        record["comparisons"][name]["cumulative_savings"] = band_record(outlook.cumulative_savings)
    record["value_of_learning"] = [list(item) for item in uncertainty.value_of_learning]
    return record


def band_record(band: Band) -> Json:
    """Return a band as lists of amounts, month 0 first."""
    return {name: amounts.tolist() for name, amounts in vars(band).items()}


def origin_record(origin: Origin | None) -> Json | None:
    """Return an origin without what it does not say."""
    if origin is None:
        return None
    return {name: value for name, value in asdict(origin).items() if value}


def unpack(snapshot: bytes) -> Json:
    """Return what was packed; raises ValueError if it is more than any plan comes to."""
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(snapshot, LARGEST)
    if unpacker.unconsumed_tail:
        raise ValueError("the snapshot is too large")
    record: Json = json.loads(content)
    return record


@dataclass(frozen=True, kw_only=True)
class SavedPlan(Plan):
    """A plan as it was when it was saved: its results are read, not calculated."""

    saved: Saved
    home: str  # what its addresses begin with, after /s/ and /api/v1/scenarios/

    @property
    def is_recorded(self) -> bool:
        """Whether its results were kept: not where it is older than that, or just imported."""
        return self.saved.content.snapshot is not None

    @lazy
    def record(self) -> Json:
        """The results; all of them calculated where they were not kept."""
        packed = self.saved.content.snapshot
        return record_of(self.live) if packed is None else unpack(packed)

    @lazy
    def usual(self) -> Inputs:
        """The use case's own inputs when the plan was saved."""
        return Inputs.model_validate(self.record["usual"])

    @lazy
    def projection(self) -> Projection:
        """Every cost line by month and approach."""
        if not self.is_recorded:
            return self.live.projection
        recorded_courses = self.record["courses"]
        courses = {name: quantities(recorded_courses[name]) for name in self.inputs.considered}
        return recorded(self.inputs, np.array(self.record["requests"]), courses)

    @lazy
    def summary(self) -> Summary:
        """The figures of the projection."""
        return summary(self.record["summary"]) if self.is_recorded else self.live.summary

    @lazy
    def verdict(self) -> Verdict:
        """What to do."""
        return verdict(self.record["verdict"]) if self.is_recorded else self.live.verdict

    @lazy
    def thresholds(self) -> list[Threshold]:
        """What would have to be true for the answer to flip."""
        return THRESHOLDS.validate_python(self.record["thresholds"])

    @lazy
    def notes(self) -> list[Note]:
        """What a reader should know of the inputs and of the models picked."""
        return [recorded_note(record) for record in self.record["notes"]]

    @lazy
    def uncertainty(self) -> Uncertainty:
        """What may come of the plan within its ranges; raises InvalidInputs without any."""
        record = self.record["uncertainty"]
        return super().uncertainty if record is None else uncertainty(record)

    @lazy
    def savings_bands(self) -> Mapping[Challenger, Band]:
        """What is saved so far, over the draws; of what was saved before bands were kept, today's.

        It is empty where another version calculated that.
        """
        if (record := self.record.get("savings_bands")) is not None:
            return {name: band(record[name]) for name in CHALLENGERS if name in record}
        return super().savings_bands if self.model_version == MODEL_VERSION else {}

    @lazy
    def tornado(self) -> list[Bar]:
        """How far each ranged input alone moves the result."""
        return [Bar(**bar) for bar in self.record["tornado"]]

    @lazy
    def changes(self) -> dict[str, Any]:
        """What the person had set when the plan was saved."""
        return dict(self.record["changes"])

    @property
    def prices_as_of(self) -> str:
        """The ISO date of the catalogue that filled its prices."""
        return self.saved.content.prices_as_of

    @property
    def model_version(self) -> str:
        """The version of the cost model that calculated it."""
        return self.saved.content.model_version

    def origin(self, name: str) -> Origin | None:
        """Return where an input's value came from; None if it was the person's own."""
        if name not in self.record["origins"]:
            return OLDER_THAN_IT
        record = self.record["origins"][name]
        return None if record is None else Origin(**record)

    @lazy
    def live(self) -> Plan:
        """The same inputs and ranges, to be calculated by today's model and catalogue."""
        named = self.changes if self.is_recorded else ()
        inputs = read_today(
            self.model_version, self.preset.name, self.inputs, self.ranges.keys(), named
        )
        return Plan(
            preset=self.preset,
            inputs=inputs,
            ranges=self.ranges,
            draws=self.draws,
            seed=self.seed,
            sources=self.sources,
        )

    def address(self, path: str, extra: str = "") -> str:
        """Return the address of something made of this plan; the calculator opens a copy."""
        query = f"?{extra}" if extra else ""
        if path.startswith("/api/v1/"):
            return path.replace("/api/v1/", f"/api/v1/scenarios/{self.home}/", 1) + query
        return f"/s/{self.home}{'/copy' if path == '/' else path}{query}"

    def address_with(self, name: str, value: Any) -> str:
        """Return the address of a copy in which one input has another value."""
        return self.address("/", urlencode({name: spell(value)}))


THRESHOLDS = TypeAdapter(list[Threshold])
T = TypeVar("T", bound="DataclassInstance")


def filled(kind: type[T], record: Mapping[str, Any], **values: Any) -> T:
    """Return recorded figures; None for each that the version which recorded them did not have."""
    found = {item.name: record.get(item.name) for item in fields(kind)}
    # What is a tuple in the figures is a list in JSON.
    same = {name: tuple(v) if isinstance(v, list) else v for name, v in found.items()}
    return kind(**same | values)


def summary(record: Mapping[str, Any]) -> Summary:
    """Return the figures of a plan."""
    approaches, comparisons = record["approaches"], record["comparisons"]
    return filled(
        Summary,
        record,
        approaches={name: filled(ApproachFigures, approaches[name]) for name in approaches},
        comparisons={name: comparison(comparisons[name]) for name in comparisons},
        tied=tuple(record.get("tied", ())),
    )


def comparison(record: Mapping[str, Any]) -> Comparison:
    """Return what one approach brings against prompting."""
    return filled(
        Comparison,
        record,
        crossings=tuple(Crossing(**item) for item in record["crossings"]),
    )


def verdict(record: Mapping[str, Any]) -> Verdict:
    """Return what to do."""
    return filled(Verdict, record, fit=filled(FitScore, record["fit"]))


def recorded_note(record: Mapping[str, Any]) -> Note:
    """Return a note with its words of then; before version 2 it had no code, and one input."""
    inputs = tuple(record["inputs"]) if "inputs" in record else (record["input"],)
    severity = record.get("severity", "information")
    code = record.get("code", UNCODED)
    return Note(severity, code, inputs, {"message": record["message"]})


def quantities(record: Mapping[str, Any]) -> dict[str, Amount]:
    """Return what was recorded of one approach's months, by the names of the model."""
    lines = {line: np.array(values) for line, values in record["lines"].items()}
    own = np.array(record["own"], dtype=bool)
    return {**lines, "own": own, "right": np.array(record["right_answers"])}


def uncertainty(record: Mapping[str, Any]) -> Uncertainty:
    """Return a simulation's figures."""
    return Uncertainty(
        draws=record["draws"],
        seed=record["seed"],
        probability_cheapest=record["probability_cheapest"],
        comparisons={
            name: outlook(record["comparisons"][name])
            for name in CHALLENGERS
            if name in record["comparisons"]
        },
        expected_value_of_perfect_information=record["expected_value_of_perfect_information"],
        value_of_learning=tuple(Learning(*item) for item in record["value_of_learning"]),
        acceptability=several(Acceptance, record.get("acceptability")),
        test_plan=several(PlannedTest, record.get("test_plan")),
        best_test=record.get("best_test"),
    )


def several(kind: type[T], records: list[Json] | None) -> tuple[T, ...] | None:
    """Return recorded figures of a kind; None where the version that recorded had none."""
    return None if records is None else tuple(kind(**record) for record in records)


def outlook(record: Mapping[str, Any]) -> Outlook:
    """Return what one approach may bring."""
    return Outlook(
        probability_cheaper=record["probability_cheaper"],
        npv=Spread(**record["npv"]),
        break_even_month=BreakEvenSpread(**record["break_even_month"]),
        cumulative_savings=band(record["cumulative_savings"]),
    )


def band(record: Mapping[str, Any]) -> Band:
    """Return percentiles month by month."""
    return Band(**{name: np.array(amounts) for name, amounts in record.items()})
