"""Settings come from the environment, and from nowhere else."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from app.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CROSSOVER_{name.upper()}", raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = Settings()

    assert settings.database_url == "sqlite:///var/crossover.db"
    assert settings.public_url is None
    assert settings.maximum_body_bytes == 1_000_000
    assert (settings.maximum_file_bytes, settings.file_seconds) == (100_000_000, 300)
    assert settings.log_level == "info"
    assert settings.log_format == "text"
    assert settings.trusted_proxies == ""
    assert settings.metrics_token is None
    assert (settings.write_limit, settings.simulation_limit) == ("120/minute", "240/minute")
    assert (settings.body_seconds, settings.maximum_connections) == (30, 1_000)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("database_url", "postgresql+psycopg://db/crossover", "postgresql+psycopg://db/crossover"),
        ("public_url", "https://crossover.example/", "https://crossover.example/"),
        ("maximum_body_bytes", "1", "1"),
        ("maximum_file_bytes", "5", "5"),
        ("file_seconds", "1.5", "1.5"),
        ("log_level", "debug", "debug"),
        ("log_format", "json", "json"),
        ("trusted_proxies", "10.0.0.0/8, ::1", "10.0.0.0/8, ::1"),
        ("metrics_token", "0123456789abcdef", "**********"),
        ("metrics_token", "", "None"),
        ("write_limit", "5/second; 60/minute", "5/second; 60/minute"),
        ("simulation_limit", "0", "0"),
        ("body_seconds", "2.5", "2.5"),
        ("maximum_connections", "50", "50"),
    ],
)
def test_each_setting_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: str
) -> None:
    monkeypatch.setenv(f"CROSSOVER_{name.upper()}", text)

    assert str(getattr(Settings(), name)) == value


def test_a_file_called_env_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CROSSOVER_LOG_LEVEL=debug\n")
    monkeypatch.chdir(tmp_path)

    assert Settings().log_level == "info"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("public_url", "crossover"),
        ("public_url", "https://example.com/crossover"),
        ("maximum_body_bytes", "0"),
        ("maximum_file_bytes", "0"),
        ("file_seconds", "0"),
        ("log_level", "loud"),
        ("log_format", "xml"),
        ("trusted_proxies", "proxy.example"),
        ("metrics_token", "short"),
        ("write_limit", "often"),
        ("simulation_limit", "1/fortnight"),
        ("body_seconds", "0"),
        ("maximum_connections", "0"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(f"CROSSOVER_{name.upper()}", text)

    with pytest.raises(ValidationError, match=name):
        Settings()


def test_the_database_address_is_never_printed() -> None:
    settings = Settings(database_url="postgresql+psycopg://crossover:secret@db/crossover")

    assert "secret" not in repr(settings)
    assert "secret" not in str(settings)


def test_the_metrics_token_is_never_printed() -> None:
    settings = Settings(metrics_token=SecretStr("a-token-of-the-operator"))

    assert "a-token" not in repr(settings) + str(settings)
