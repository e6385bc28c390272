"""A client made from the OpenAPI document by somebody else's program, in its own environment."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import httpx
import pytest

HERE = Path(__file__).parent
TIMEOUT = 600  # seconds; a busy machine takes its time


@pytest.fixture(scope="module")
def environment() -> Path:
    """The programs of an environment that has the generator and nothing of ours.

    It stays, as `make sbom`'s does: pip looks for a second, where installing anew takes fifteen.
    """
    folder = HERE.parents[1] / ".venv" / "client"
    venv.create(folder, symlinks=True)
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    done = run(*pip, "install", "--quiet", "--requirement", HERE / "requirements.txt")
    if done.returncode:
        pytest.skip(f"No package index: NO client was made of the document\n{done.stderr[-500:]}")
    return folder / "bin"


def run(*command: str | Path, cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    """Run a program that finds no package of ours."""
    clean = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=cwd, env=clean, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )


@pytest.fixture(scope="module")
def met(environment: Path, server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the client met on its journey: it is made without a single warning."""
    folder = tmp_path_factory.mktemp("made")
    document = httpx.get(f"{server}/api/v1/openapi.json", trust_env=False, timeout=60)
    (folder / "openapi.json").write_bytes(document.content)
    made = run(
        *(environment / "openapi-python-client", "generate", "--path", folder / "openapi.json"),
        *("--output-path", folder / "client", "--meta", "none", "--fail-on-warning"),
        *("--config", HERE / "generator.yml"),
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "warning" not in (made.stdout + made.stderr).lower()
    (folder / "journey.py").write_text((HERE / "journey.py").read_text())
    went = run(environment / "python", "journey.py", server, cwd=folder)
    assert went.returncode == 0, went.stderr
    found: dict[str, Any] = json.loads(went.stdout)
    return found


def test_it_saves_changes_compares_and_deletes(met: dict[str, Any]) -> None:
    assert met["created"] == [201, True]
    assert met["changed"] == [200, 2, '"2"']
    assert met["late"] == [412, "Dearer"]
    assert met["compared"] == [200, 2]
    assert met["deleted"] == [204, 410]


def test_it_reads_every_feed(met: dict[str, Any]) -> None:
    assert len(met["plan"]) >= 28
    assert len(met["saved"]) >= 42
    answers = met["plan"] | met["saved"]
    assert {name: answer for name, answer in answers.items() if answer != [200, True]} == {}
