"""Which tests run in one process, because they share what takes long to make, and in which order.

A process has a browser, a server, a PostgreSQL and the workbooks of the worked cases once it has
made them; each other process that needs one makes it anew.
"""

from xdist.scheduler import LoadScopeScheduling

# The longest first, so that no process is left with one at the end.
LONGEST = (
    "browser",
    "server",
    "workbook",
    "postgresql",
    "tests/fuzz/test_openapi.py",
    "tests/workbook/test_libreoffice.py",
    "tests/operations/test_serving.py",
    "tests/pages/test_styles.py",
    "tests/fuzz/test_hostile_names.py",
    "tests/scenarios/test_frozen.py",
    "tests/operations/test_abuse.py",
    "tests/fuzz/test_headers.py",
    "tests/pages/test_pieces.py",
    "tests/web/test_privacy.py",
    "tests/setup/test_wheel.py",
    "tests/setup/test_sbom.py",
)
# What needs a browser as well is enough for a process by itself.
WITH_A_SERVER = (
    "tests/browser/test_accessibility.py",
    "tests/browser/test_one_page.py",
    "tests/pages/test_connect.py",
    "tests/workbook/test_live_links.py",
    "tests/client/test_client.py",
)
ALONE = ("tests/workbook/test_libreoffice.py",)


def group_of(nodeid: str) -> str:
    """Return what a test shares with others, else its file."""
    file, _, test = nodeid.partition("::")
    if "postgresql" in test.partition("[")[2]:
        return "postgresql"
    if file in WITH_A_SERVER:
        return "server"
    whole = file.startswith(("tests/browser/", "tests/workbook/")) and file not in ALONE
    return file.split("/")[1] if whole else file


def place_of(nodeid: str) -> int:
    """Return the place of a test's group among those that begin."""
    group = group_of(nodeid)
    return LONGEST.index(group) if group in LONGEST else len(LONGEST)


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands a group at a time to the processes of pytest-xdist."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
