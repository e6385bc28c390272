"""What the API answers to a file, for its OpenAPI description."""

from typing import Literal

from pydantic import BaseModel, Field

from app.evidence.finding import Kind


class SkippedRows(BaseModel):
    """Rows that were left out."""

    reason: str
    rows: int


class FileRead(BaseModel):
    """The file, which is not kept."""

    name: str
    bytes: int
    sha256: str
    rows: int
    used: int
    skipped: list[SkippedRows]


class Covered(BaseModel):
    """The days that it covers."""

    from_: str = Field(alias="from", description="YYYY-MM-DD")
    to: str = Field(description="YYYY-MM-DD")
    days: int


class FindingAnswer(BaseModel):
    """One input as the file has it, with the lowest and highest plausible value."""

    input: str = Field(description="`group.field`")
    value: float
    low: float
    high: float
    n: int = Field(description="Rows it rests on")
    method: str
    source: str


class VariantAnswer(BaseModel):
    """One of several prompts, models or meters in the file."""

    label: str
    model: str | None
    figures: dict[str, float | None]
    findings: list[FindingAnswer]


class Ends(BaseModel):
    """The ends of a range."""

    low: float
    high: float


class PlanPart(BaseModel):
    """The findings as a plan's body takes them."""

    inputs: dict[str, dict[str, float]]
    ranges: dict[str, Ends]
    sources: dict[str, str]


class EvidenceAnswer(BaseModel):
    """What a file says of a plan."""

    kind: Kind
    format: str
    file: FileRead
    period: Covered | None
    cached_tokens: Literal["inside", "outside"] | None = Field(
        description="Where the cached tokens were taken to be: in the input, or beside it"
    )
    figures: dict[str, float | None]
    variants: list[VariantAnswer]
    findings: list[FindingAnswer]
    notes: list[str]
    plan: PlanPart
