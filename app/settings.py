"""Settings, each read from an environment variable of the same name with CROSSOVER_ before it."""

from typing import Literal

from pydantic import Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.web.guards.proxies import networks
from app.web.shares.limits import rates


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
        "it, links follow the request. Crossover needs a host of its own: no path.",
    )
    maximum_body_bytes: int = Field(
        default=1_000_000,
        ge=1,
        description="A larger request body is answered with 413.",
    )
    maximum_file_bytes: int = Field(
        default=100_000_000,
        ge=1,
        description="A larger file, handed in as evidence or to import, is answered with 413.",
    )
    file_seconds: float = Field(
        default=300,
        gt=0,
        le=3600,
        description="A file that takes longer to arrive, or then to be read, is refused.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="The least severe messages the server logs.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="How a line of the log is written: to be read, or as JSON.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses and networks, with commas between, whose X-Forwarded-For, "
        "X-Forwarded-Proto and X-Request-ID are believed.",
    )
    body_seconds: float = Field(
        default=30,
        gt=0,
        le=3600,
        description="A request body that takes longer to arrive is answered with 408.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Whoever sends it as a bearer token may read /metrics, which is off without.",
    )
    write_limit: str = Field(
        default="120/minute",
        description="How often one client may write or post, such as 60/minute or 5/second; 0: no "
        "limit for whoever writes.",
    )
    simulation_limit: str = Field(
        default="240/minute",
        description="How often one client may ask for what takes long to calculate: simulations, "
        "thresholds, every model, workbooks, pictures; 0: no limit for whoever looks.",
    )
    processor_seconds: float = Field(
        default=30,
        ge=0,
        description="How many seconds of a processor one client may use in a minute for looking, "
        "and as many for writing, where it has a limit there; 0: as many as it wants.",
    )
    stored_bytes: int = Field(
        default=100_000_000,
        ge=0,
        description="How many bytes one client may store in a day, where it has a limit of "
        "writing: some 4,000 revisions; 0: as many as it wants.",
    )
    maximum_connections: int = Field(
        default=1000,
        ge=1,
        description="With more connections than these, in each process, a request is answered "
        "with 503.",
    )

    @field_validator("public_url")
    @classmethod
    def is_origin(cls, url: HttpUrl | None) -> HttpUrl | None:
        """Return the address as it is; raises ValueError if it has a path, query or user."""
        if url and (url.path != "/" or url.query or url.fragment or url.username):
            raise ValueError("Write only scheme, host and port: Crossover needs a host of its own")
        return url

    @field_validator("trusted_proxies")
    @classmethod
    def are_networks(cls, text: str) -> str:
        """Return the list as it is; raises ValueError if it holds anything but networks."""
        networks(text)
        return text

    @field_validator("write_limit", "simulation_limit")
    @classmethod
    def is_rate(cls, text: str) -> str:
        """Return the rate as it is; raises ValueError if it is none."""
        rates(text)
        return text

    @field_validator("metrics_token", mode="before")
    @classmethod
    def is_set(cls, value: object) -> object:
        """Return the token; None for an empty one, as an unset line of an env file gives."""
        return value or None
