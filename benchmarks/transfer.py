"""Memory and time of handing out 45 scenarios of 200 revisions, and of taking them in elsewhere."""

import hashlib
import json
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from app.plans.dialect import read_query
from app.scenarios.exported import exported
from app.scenarios.importing import import_scenarios
from app.scenarios.saved_plans import Wording, save_plan
from app.store import MOST_REVISIONS, Database, add_history, list_revisions, migrate

SCENARIOS = 45
QUERY = [("preset", "customer-support"), ("draws", "256")]
Step = Callable[[Path, Path], Any]


def main() -> None:
    """Print time and memory above idle of each step, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        links = measured("fill", fill, folder / "first.db", folder / "links.json")
        measured("export", export, folder / "first.db", folder / "file.json")
        size = (folder / "file.json").stat().st_size
        print(f"  {links} revisions, {size / 1e6:.1f} MB")
        measured("import", import_file, folder / "second.db", folder / "file.json")
        measured("export", export, folder / "second.db", folder / "again.json")
        same = inputs_of(folder / "file.json") == inputs_of(folder / "again.json")
        print("equal after" if same else "NOT equal after")


def measured(name: str, step: Step, database: Path, file: Path) -> Any:
    """Run a step in a process of its own; print what it took, and return what it returned."""
    with get_context("spawn").Pool(1) as pool:
        found, seconds, idle, peak = pool.apply(timed, (step, database, file))
    print(f"{name:8}{seconds:8.1f} s{peak - idle:8.0f} MB above idle ({idle:.0f} MB)", flush=True)
    return found


def timed(step: Step, database: Path, file: Path) -> tuple[Any, float, float, float]:
    """Return what a step returns, its seconds, and the memory before and at most, in MB."""
    migrate(f"sqlite:///{database}")
    _ = read_query(QUERY).uncertainty  # what loads late is loaded
    idle, started = memory(), time.perf_counter()
    found = step(database, file)
    return found, time.perf_counter() - started, idle, memory()


def memory() -> float:
    """Return the most that this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def fill(database: Path, file: Path) -> int:
    """Store the scenarios; write their links, and return how many revisions there are."""
    stored = Database(f"sqlite:///{database}")
    links = []
    for number in range(SCENARIOS):
        words = Wording(name=f"Scenario {number}", note="As it was")
        saved, key = save_plan(stored, plan=read_query(QUERY), wording=words)
        links.append(saved.id)
        with stored.writing() as session:
            later = [(saved.content, datetime.now(UTC))] * (MOST_REVISIONS - 1)
            add_history(session, saved.id, edit_key=key, history=later)
    file.write_text(json.dumps(links))
    return SCENARIOS * MOST_REVISIONS


def export(database: Path, file: Path) -> None:
    """Write the file of all scenarios."""
    links = json.loads((file.parent / "links.json").read_text())
    with file.open("w") as out:
        for piece in exported(Database(f"sqlite:///{database}"), links, with_history=True):
            out.write(piece)


def import_file(database: Path, file: Path) -> None:
    """Take the file in, and write the new links."""
    stored = Database(f"sqlite:///{database}")
    now = datetime.now(UTC)
    with file.open("rb") as opened:
        imported = import_scenarios(stored, opened, room=SCENARIOS, now=now)
    links = [saved.id for saved, _ in imported.made]
    (file.parent / "links.json").write_text(json.dumps(links))
    with stored.reading() as session:
        assert all(len(list_revisions(session, link)) == MOST_REVISIONS for link in links)


def inputs_of(file: Path) -> str:
    """Return a hash of what a file says of every revision."""
    scenarios = json.loads(file.read_text())["scenarios"]
    return hashlib.sha256(json.dumps(scenarios).encode()).hexdigest()


if __name__ == "__main__":
    main()
