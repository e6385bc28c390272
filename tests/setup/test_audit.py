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
KEPT = {"metadata": {"name": "fine", "version": "1"}, "is_yanked": False}
WITHDRAWN = {"metadata": {"name": "broken", "version": "3"}, "is_yanked": True}
NOTHING_WRONG = json.dumps({"dependencies": [SOUND]})
NOTHING_WITHDRAWN = json.dumps({"install": [KEPT]})


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the audit over what pip-audit and pip print; return the exit code and what was said."""

    def run(audited: str = NOTHING_WRONG, asked: str = NOTHING_WITHDRAWN) -> tuple[int, str]:
        def answer(command, **_options):
            printed = audited if "pip_audit" in command else asked
            return subprocess.CompletedProcess(command, 0, stdout=printed, stderr="")

        monkeypatch.setattr(subprocess, "run", answer)
        monkeypatch.chdir(ROOT)
        code = AUDIT["main"]()
        return code, "".join(capsys.readouterr())

    return run


def test_a_known_vulnerability_fails(audit) -> None:
    code, said = audit(json.dumps({"dependencies": [SOUND, KNOWN]}))

    assert code == 1
    assert "holey 2 has PYSEC-2026-1" in said


def test_a_version_that_was_withdrawn_fails(audit) -> None:
    code, said = audit(asked=json.dumps({"install": [KEPT, WITHDRAWN]}))

    assert code == 1
    assert "broken 3 was withdrawn" in said


def test_nothing_wrong_is_said_in_one_line(audit) -> None:
    assert audit() == (0, "audit: 0 packages with known vulnerabilities or withdrawn\n")


@pytest.mark.parametrize("printed", ["", "Connection refused", "{}"])
def test_without_its_data_it_says_of_which_packages_nothing_is_known(audit, printed: str) -> None:
    for answers, about in (((printed,), "vulnerabilities"), ((NOTHING_WRONG, printed), "withdraw")):
        code, said = audit(*answers)

        assert code == 0
        assert f"NOT CHECKED for {about}" in said
        assert "fastapi==" in said


def test_a_package_that_nobody_knows_is_named(audit) -> None:
    code, said = audit(json.dumps({"dependencies": [SOUND, UNKNOWN]}))

    assert code == 0
    assert "NOT CHECKED for vulnerabilities: the index here does not tell about 1 of 2: own" in said


def test_each_package_of_the_lock_is_asked_about() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert len(AUDIT["PIN"].findall("\n".join(lines))) == sum(
        "==" in line[:60] for line in lines if line[:1].isalnum()
    )


def test_it_is_part_of_the_check() -> None:
    assert "\t$(BIN)/python .ci/audit.py" in (ROOT / "Makefile").read_text()
