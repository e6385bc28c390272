"""Settings, each read from an environment variable of the same name with CROSSOVER_ before it."""

from typing import Literal

from pydantic import Field, HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What differs from one installation to the next."""

    model_config = SettingsConfigDict(env_prefix="CROSSOVER_", frozen=True)

    database_url: str = Field(
        default="sqlite:///var/crossover.db",
        repr=False,  # it may hold a password
        description="Where scenarios are stored, as an SQLAlchemy address. A relative SQLite path "
        "starts at the working directory.",
    )
    public_url: HttpUrl | None = Field(
        default=None,
        description="The address people reach Crossover at, for the links it hands out. Without "
        "it, links follow the request.",
    )
    maximum_body_bytes: int = Field(
        default=1_000_000,
        ge=1,
        description="A larger request body is answered with 413.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="The least severe messages the server logs.",
    )
