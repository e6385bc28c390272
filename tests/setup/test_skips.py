"""Where CI=true, a test that is skipped counts as failed: see tests/conftest.py."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
SKIPPED = "import pytest\n\ndef test_one():\n    pytest.skip('no browser')\n"
MODULE_SKIPPED = "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n"
EXPECTED_FAILURE = "import pytest\n\n@pytest.mark.xfail\ndef test_one():\n    assert False\n"


@pytest.mark.parametrize(
    ("test", "ci", "passes"),
    [
        (SKIPPED, "", True),
        (SKIPPED, "true", False),
        (MODULE_SKIPPED, "true", False),
        (EXPECTED_FAILURE, "true", True),
    ],
    ids=["skip", "skip in CI", "skip of a module in CI", "expected failure in CI"],
)
def test_a_skip_fails_in_ci_only(tmp_path: Path, test: str, ci: str, passes: bool) -> None:
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_it.py").write_text(test)

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode == 0) == passes, run.stdout
    assert ("CI=true lets no test be skipped" in run.stdout) == (not passes)
