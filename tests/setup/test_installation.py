"""What `make` installs: the same files for everybody, from whichever index they use."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
INDEX_ADDRESS = re.compile(r"://|--(index-url|extra-index-url|find-links|trusted-host)|^-i ", re.M)


def requirements(lock: str) -> dict[str, str]:
    """Return each requirement of a lock, with its hashes, by its name."""
    text = re.sub(r"^\s*#.*\n?", "", (ROOT / lock).read_text(), flags=re.M)
    lines = text.replace("\\\n", " ").splitlines()
    return {re.split(r"[=<>~!\[; ]", line)[0]: line for line in lines if line.strip()}


def names(requested: list[str]) -> set[str]:
    """Return the names of requirements, spelled as a lock spells them."""
    return {re.split(r"[=<>~!\[; ]", line)[0].lower().replace("_", "-") for line in requested}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_one_version_and_a_hash(lock: str) -> None:
    locked = requirements(lock)

    assert locked
    for name, line in locked.items():
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ ", line), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    assert INDEX_ADDRESS.search((ROOT / lock).read_text()) is None


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    runtime = names(project["project"]["dependencies"] + groups["build"])

    assert runtime <= set(requirements("requirements.lock"))
    assert runtime | names(groups["dev"]) <= set(requirements("requirements-dev.lock"))


def test_the_development_lock_adds_to_the_other_and_changes_nothing() -> None:
    development = requirements("requirements-dev.lock")

    for name, line in requirements("requirements.lock").items():
        assert without_marker(development[name]) == without_marker(line)


def without_marker(line: str) -> str:
    """Drop where a requirement holds: the other lock may need it in more places."""
    return re.sub(r" ; [^-]*?(?= +--hash)", "", line)


def test_what_one_machine_made_is_not_committed() -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no Git repository: it is NOT known what is committed")
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert "pyproject.toml" in files
    assert not {"uv.lock", ".env"} & {Path(file).name for file in files}
    assert not [file for file in files if re.search(r"^(\.venv|var)/|__pycache__|\.db$", file)]


def test_make_lists_every_command() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M)
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert phony is not None
    for command in set(phony[1].split()) - {"help"}:
        assert f"make {command}\t" in listed


def test_continuous_integration_checks_and_tests() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert {"make check", "make test"} <= set(script.read_text().splitlines())


def test_missing_programs_are_named_and_stop_nothing(tmp_path: Path) -> None:
    without_apt = subprocess.run(
        ["/bin/sh", ROOT / "tests" / "install_system_packages.sh"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert without_apt.stderr.startswith("MISSING for some tests: chromium ")
    assert "libreoffice-calc" in without_apt.stderr
