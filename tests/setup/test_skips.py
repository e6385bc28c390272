"""Where CI=true, a test that is skipped counts as failed: see tests/skips.py."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest, skips
from tests.skips import fail_if_skipped

SKIPPED = "import pytest\n\ndef test_one():\n    pytest.skip('no browser')\n"
MODULE_SKIPPED = "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n"
EXPECTED_FAILURE = "import pytest\n\n@pytest.mark.xfail\ndef test_one():\n    assert False\n"


FILES = {"skip": SKIPPED, "skip_module": MODULE_SKIPPED, "expect": EXPECTED_FAILURE}


def test_a_skip_fails_in_ci(tmp_path: Path) -> None:
    failing = {"skip", "skip_module"}
    shutil.copy(skips.__file__, tmp_path / "conftest.py")
    for name, test in FILES.items():
        (tmp_path / f"test_{name}.py").write_text(test)

    options = ["-rA", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path],
        cwd=tmp_path,
        env=os.environ | {"CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )

    failed = re.findall(r"^(?:FAILED|ERROR) test_(\w+)\.py", run.stdout, re.MULTILINE)
    assert set(failed) == failing, run.stdout
    assert run.returncode != 0, run.stdout
    assert run.stdout.count("CI=true lets no test be skipped: ") >= len(failing)


def test_so_do_ours() -> None:
    for hook in ("pytest_runtest_makereport", "pytest_make_collect_report"):
        assert getattr(conftest, hook) is getattr(skips, hook)


def test_elsewhere_it_stays_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    report = pytest.CollectReport("test_one.py", "skipped", None, [])
    fail_if_skipped(report)
    assert report.outcome == "skipped"
    monkeypatch.setenv("CI", "true")
    fail_if_skipped(report)
    assert report.outcome == "failed"
