"""`make sbom` lists every package that is installed to serve, with its hashes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_it_lists_what_the_lock_names(tmp_path: Path) -> None:
    sbom = f"SBOM={tmp_path / 'sbom.cdx.json'}"
    made = subprocess.run(
        ["make", "sbom", f"BIN={Path(sys.executable).parent}", sbom],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if not (ROOT / ".venv" / "tools" / "bin" / "cyclonedx-py").exists():
        pytest.skip(f"No package index: NO list of packages was written\n{made.stderr[-500:]}")
    assert made.returncode == 0, made.stderr

    listed = json.loads((tmp_path / "sbom.cdx.json").read_text())
    locked = re.findall(r"(?m)^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text())
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "crossover"
    found = [(item["name"], item["version"]) for item in listed["components"]]
    assert sorted(found) == sorted(locked)
    for item in listed["components"]:
        assert item["purl"].startswith("pkg:pypi/"), item["name"]
        assert item["externalReferences"][0]["hashes"], item["name"]
