"""The tables. SQLModel tables do not validate: whoever writes a row has checked it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
)
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: aware and in UTC on both sides, also where the database keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; raise ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time as an aware one in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Scenario(SQLModel, table=True):
    """What stays the same over all revisions of a scenario."""

    __tablename__ = "scenario"

    id: str = Field(sa_column=Column(String(32), primary_key=True))  # in no address
    edit_key_hash: str = Field(sa_column=Column(String(64), nullable=False, index=True))
    latest_revision: int
    shows_figures: bool = False  # in previews of its link
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, index=True))


class ReadLink(SQLModel, table=True):
    """An address that shows a scenario, or showed it: the row outlives the scenario."""

    __tablename__ = "read_link"

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    scenario_id: str | None = Field(
        sa_column=Column(ForeignKey("scenario.id", ondelete="SET NULL"), index=True)
    )
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Revision(SQLModel, table=True):
    """One save, never changed afterwards."""

    __tablename__ = "revision"

    scenario_id: str = Field(
        sa_column=Column(ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True)
    )
    number: int = Field(primary_key=True)
    name: str = Field(sa_column=Column(String(120), nullable=False))
    preset: str = Field(sa_column=Column(String(64), nullable=False))
    inputs: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    follows: list[str] = Field(sa_column=Column(JSON, nullable=False))
    ranges: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    sources: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    results: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    snapshot: bytes | None = Field(sa_column=Column(LargeBinary))
    catalogue_prices: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    note: str = Field(sa_column=Column(Text, nullable=False))
    author: str = Field(sa_column=Column(String(120), nullable=False))
    prices_as_of: str = Field(sa_column=Column(String(32), nullable=False))
    model_version: str = Field(sa_column=Column(String(32), nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class ActualsChange(SQLModel, table=True):
    """What was paid and served, as it was entered at a moment; never changed afterwards."""

    __tablename__ = "actuals_change"

    scenario_id: str = Field(
        sa_column=Column(ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True)
    )
    number: int = Field(primary_key=True)
    months: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    results: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # for lists
    note: str = Field(sa_column=Column(Text, nullable=False))
    author: str = Field(sa_column=Column(String(120), nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class HeldKey(SQLModel, table=True):
    """An edit key that a browser holds; see `held` for how it is sealed."""

    __tablename__ = "held_key"

    browser: str = Field(sa_column=Column(String(64), primary_key=True))  # the hash of its secret
    scenario_id: str = Field(
        sa_column=Column(
            ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True, index=True
        )
    )
    sealed: str = Field(sa_column=Column(String(22), nullable=False))


class Secret(SQLModel, table=True):
    """A random value that every process of an installation shares."""

    __tablename__ = "secret"

    name: str = Field(sa_column=Column(String(32), primary_key=True))
    value: str = Field(sa_column=Column(String(64), nullable=False))
