"""`make check` asks for known vulnerabilities, and does without where nobody can tell."""

import json
import runpy
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AUDIT = runpy.run_path(str(ROOT / ".ci" / "audit.py"))
SOUND = {"name": "fine", "version": "1", "vulns": []}
KNOWN = {"name": "holey", "version": "2", "vulns": [{"id": "PYSEC-2026-1"}]}
UNKNOWN = {"name": "own", "skip_reason": "not on the index"}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the audit over what pip-audit prints; return the exit code and what was said."""

    def run(printed: str) -> tuple[int, str]:
        answer = subprocess.CompletedProcess([], 1, stdout=printed, stderr="")
        monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_options: answer)
        code = AUDIT["main"]()
        return code, "".join(capsys.readouterr())

    return run


def test_a_known_vulnerability_fails(audit) -> None:
    code, said = audit(json.dumps({"dependencies": [SOUND, KNOWN]}))

    assert code == 1
    assert "holey 2 has PYSEC-2026-1" in said


@pytest.mark.parametrize("printed", ["", "Connection refused", "{}"])
def test_without_its_data_it_is_skipped_with_a_word(audit, printed: str) -> None:
    code, said = audit(printed)

    assert code == 0
    assert "SKIPPED" in said


def test_a_package_that_nobody_knows_is_said(audit) -> None:
    code, said = audit(json.dumps({"dependencies": [SOUND, UNKNOWN]}))

    assert code == 0
    assert "SKIPPED 1 of 2 packages" in said


def test_it_is_part_of_the_check() -> None:
    assert "\t$(BIN)/python .ci/audit.py" in (ROOT / "Makefile").read_text()
