"""Settings come from the environment, and from nowhere else."""

from pathlib import Path

import pytest
from pydantic import ValidationError

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
    assert settings.log_level == "info"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("database_url", "postgresql+psycopg://db/crossover", "postgresql+psycopg://db/crossover"),
        ("public_url", "https://crossover.example/", "https://crossover.example/"),
        ("maximum_body_bytes", "1", "1"),
        ("log_level", "debug", "debug"),
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
    [("public_url", "crossover"), ("maximum_body_bytes", "0"), ("log_level", "loud")],
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


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
