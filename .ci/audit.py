"""Asks what is known to be wrong with the packages that are installed to serve.

pip-audit tells of vulnerabilities, pip which versions were withdrawn ("yanked"). Ends with 1 if
there are any. What could not be asked is said, package by package, on the standard error; a machine
without a way out ends with 0 all the same.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = "requirements.lock"
SECONDS = 120
AUDIT = (
    *(sys.executable, "-m", "pip_audit", "--requirement", LOCK, "--no-deps", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off", "--timeout", "10"),
)
# The index is asked about each version; nothing is installed.
INSTALL = (
    *(sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed"),
    *("--quiet", "--report", "-"),
)
PIN = re.compile(r"(?m)^([\w.-]+==[^ ;\\]+(?: ;[^\\\n]+)?)")


def main() -> int:
    """Print what was found and what was not asked; return the program's exit code."""
    found = [*vulnerable(), *withdrawn()]
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"audit: {len(found)} packages with known vulnerabilities or withdrawn")
    return 1 if found else 0


def vulnerable() -> list[str]:
    """Return a line for each package with a known vulnerability."""
    try:
        dependencies = list(json.loads(printed(AUDIT))["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        not_asked("vulnerabilities", "pip-audit cannot reach its data", pins())
        return []
    unknown = [item["name"] for item in dependencies if "skip_reason" in item]
    if unknown:
        reason = f"the index here does not tell about {len(unknown)} of {len(dependencies)}"
        not_asked("vulnerabilities", reason, unknown)
    return [
        f"audit: {item['name']} {item['version']} has "
        f"{', '.join(entry['id'] for entry in item['vulns'])}"
        for item in dependencies
        if item.get("vulns")
    ]


def withdrawn() -> list[str]:
    """Return a line for each version that was withdrawn after its release."""
    try:
        versions: list[dict[str, Any]] = json.loads(printed((*INSTALL, *pins())))["install"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        not_asked("withdrawals", "pip cannot reach its index", pins())
        return []
    return [
        f"audit: {item['metadata']['name']} {item['metadata']['version']} was withdrawn"
        for item in versions
        if item["is_yanked"]
    ]


def pins() -> list[str]:
    """Return each package of the lock with its version and for which machines it is."""
    return [pin.strip() for pin in PIN.findall(Path(LOCK).read_text(encoding="utf-8"))]


def printed(command: tuple[str, ...]) -> str:
    """Return what a program prints."""
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    return run.stdout


def not_asked(about: str, reason: str, names: list[str]) -> None:
    """Say loudly what was not checked."""
    print(f"audit: NOT CHECKED for {about}: {reason}: {', '.join(names)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
