"""A start loads what it needs to answer; the rest follows in the background."""

import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from app import main
from app.settings import Settings
from app.store import migrate

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
from app import catalog, cli, main
from app.settings import Settings

main.create_app(Settings(database_url=sys.argv[1]))
assert not {"scipy", "alembic"} & set(sys.modules)
assert catalog.presets.cache_info().currsize == 0
main.warm_up()
assert "scipy.stats" in sys.modules
assert catalog.presets.cache_info().currsize == 1
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'crossover.db'}"
    migrate(url)
    return Settings(database_url=url)


def test_what_takes_long_to_load_is_loaded_afterwards(settings: Settings) -> None:
    subprocess.run([sys.executable, "-c", START, settings.database_url], cwd=ROOT, check=True)


def test_a_server_that_has_started_warms_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = Event()
    monkeypatch.setattr(main, "WARM_UP_AFTER", 0)
    monkeypatch.setattr(main, "warm_up", warm.set)

    with TestClient(main.create_app(settings)) as client:
        assert warm.wait(timeout=60)
        assert client.get("/healthz").status_code == 200
