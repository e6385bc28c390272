"""Asks pip-audit for known vulnerabilities in what is installed to serve.

Ends with 1 if there are any. Where pip-audit cannot reach its data, it says so and ends with 0.
"""

import json
import subprocess
import sys
from typing import Any

LOCK = "requirements.lock"
SECONDS = 120
COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--requirement", LOCK, "--no-deps", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off", "--timeout", "10"),
)


def main() -> int:
    """Print what was found and return the program's exit code."""
    dependencies = audited()
    if dependencies is None:
        print("pip-audit: SKIPPED, it cannot reach its data", file=sys.stderr)
        return 0
    found = [item for item in dependencies if item.get("vulns")]
    unknown = [item["name"] for item in dependencies if "skip_reason" in item]
    for item in found:
        names = ", ".join(entry["id"] for entry in item["vulns"])
        print(f"pip-audit: {item['name']} {item['version']} has {names}", file=sys.stderr)
    if unknown:
        count = f"{len(unknown)} of {len(dependencies)} packages"
        print(f"pip-audit: SKIPPED {count}, which the index here does not tell about")
    print(f"pip-audit: {len(found)} packages with known vulnerabilities")
    return 1 if found else 0


def audited() -> list[dict[str, Any]] | None:
    """Return what pip-audit knows of each package; None if it could not finish."""
    try:
        run = subprocess.run(COMMAND, capture_output=True, text=True, timeout=SECONDS, check=False)
        return list(json.loads(run.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None


if __name__ == "__main__":
    sys.exit(main())
