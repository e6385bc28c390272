"""A database comes to the newest form of the tables, from wherever it is, and back."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, inspect, text
from sqlmodel import SQLModel

from app.store import (
    Content,
    Database,
    NotMigrated,
    Saved,
    check_key,
    create_scenario,
    current_revision,
    find_scenario,
    migrate,
    migrations,
    new_secret,
    newest_revision,
)
from app.store.engine import build_engine
from app.store.store import hash_key

pytestmark = pytest.mark.every_database

ROOT = Path(__file__).resolve().parents[2]
MIGRATE = """
import sys
from app.store import migrate
print("starts", flush=True)
migrate(sys.argv[1])
"""


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_the_tables_that_the_code_expects(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_migrated_database_is_at_the_newest_revision(database: Database) -> None:
    assert current_revision(database) == newest_revision() is not None


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    assert newest_revision() == migrations.scripts().get_current_head()


def test_without_migrations_nothing_passes_for_migrated(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(migrations, "folder", lambda name: tmp_path / name)

    with pytest.raises(ValueError, match="empty"):
        migrate(database_url)


def test_what_is_up_to_date_is_told_without_alembic(migrated_url: str) -> None:
    code = f"{MIGRATE}\nassert 'alembic' not in sys.modules"

    subprocess.run([sys.executable, "-c", code, migrated_url], cwd=ROOT, check=True)


def test_a_database_at_two_revisions_at_once_is_refused(migrated_url: str) -> None:
    engine = build_engine(migrated_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    engine.dispose()

    with pytest.raises(NotMigrated, match="2 revisions at once"):
        migrate(migrated_url)


def test_an_empty_database_is_at_none(database_url: str) -> None:
    database = Database(database_url)
    assert current_revision(database) is None
    assert tables(database) == set()
    database.close()


def test_rows_survive_another_migration_to_the_same_revision(
    database: Database, migrated_url: str, created: tuple[Saved, str]
) -> None:
    scenario, _ = created
    migrate(migrated_url)

    with database.reading() as session:
        assert find_scenario(session, scenario.id) == scenario


def test_down_removes_every_table_and_up_again_makes_them_anew(
    database: Database,
    migrated_url: str,
    created: tuple[Saved, str],
    content: Callable[..., Content],
    now: datetime,
) -> None:
    migrate(migrated_url, to="base")
    assert tables(database) == set()
    assert current_revision(database) is None

    migrate(migrated_url)
    assert tables(database) == {*SQLModel.metadata.tables}
    with database.writing() as session:
        scenario, _ = create_scenario(session, content=content(), now=now)
    with database.reading() as session:
        assert find_scenario(session, scenario.id) == scenario
        assert session.execute(text("SELECT count(*) FROM scenario")).scalar_one() == 1


def test_each_migration_goes_up_down_and_up_again(database_url: str) -> None:
    steps = [script.revision for script in migrations.scripts().walk_revisions()][::-1]
    database = Database(database_url)
    for before, step in zip(["base", *steps], steps, strict=False):
        for target in (step, before, step):
            migrate(database_url, to=target)
            assert current_revision(database) == (None if target == "base" else target)
    database.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError("in the last moment")

    monkeypatch.setattr(migrations, "check_foreign_keys", fail)
    with pytest.raises(RuntimeError, match="in the last moment"):
        migrate(database_url)

    database = Database(database_url)
    assert tables(database) == set()
    assert current_revision(database) is None
    database.close()


def test_a_migration_may_not_orphan_a_row(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crossover.db'}"
    migrate(url)
    engine = build_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("revision")]
        values = ", ".join(["'1'"] * len(columns))
        connection.execute(text(f"INSERT INTO revision ({', '.join(columns)}) VALUES ({values})"))
    engine.dispose()

    with pytest.raises(RuntimeError, match="would orphan 1 rows"):
        migrate(url)


def test_a_process_waits_while_another_migrates(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated, go_on = Event(), Event()

    def pause(_connection: object) -> None:
        migrated.set()
        assert go_on.wait(timeout=60)

    monkeypatch.setattr(migrations, "check_foreign_keys", pause)  # the last step before COMMIT
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(migrate, database_url)
        assert migrated.wait(timeout=60)
        second = subprocess.Popen(
            [sys.executable, "-c", MIGRATE, database_url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stdout is not None
        assert second.stdout.readline() == "starts\n"
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=0.5)
        go_on.set()
        first.result(timeout=60)

    assert second.communicate(timeout=60) == ("", "")
    assert second.returncode == 0


def test_a_new_migration_is_written_from_the_tables(tmp_path: Path) -> None:
    for folder in ("app", "migrations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    tables_module = tmp_path / "app" / "store" / "tables.py"
    tables_module.write_text(
        tables_module.read_text().replace(
            "    latest_revision: int\n", "    latest_revision: int\n    color: str | None\n"
        )
    )
    number = f"{int(newest_revision() or 0) + 1:04d}"

    subprocess.run(
        [sys.executable, "-m", "migrations", "Give scenarios a color"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    written = tmp_path / "migrations" / "versions" / f"{number}_give_scenarios_a_color.py"
    assert "Give scenarios a color." in written.read_text()
    assert "sa.Column('color'" in written.read_text()


def test_a_scenario_of_the_first_revision_keeps_its_address_and_its_key(
    database_url: str, now: datetime
) -> None:
    migrate(database_url, to="0001")
    database = Database(database_url)
    key = new_secret()
    moment = now.strftime("%Y-%m-%d %H:%M:%S")
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO scenario (id, edit_key_hash, latest_revision, created_at, updated_at) "
                "VALUES (:id, :hash, 1, :at, :at)"
            ),
            {"id": "abcdefghijklmnopqrstuv", "hash": hash_key(key), "at": moment},
        )
        session.execute(
            text(
                "INSERT INTO revision VALUES (:id, 1, 'Old', 'blank', '{}', '{}', '{}', '', '', "
                "'2026-02-11', '1', :at)"
            ),
            {"id": "abcdefghijklmnopqrstuv", "at": moment},
        )
    migrate(database_url)

    with database.reading() as session:
        found = check_key(session, "abcdefghijklmnopqrstuv", key)
    assert (found.content.name, found.content.snapshot) == ("Old", None)
    migrate(database_url, to="0001")
    migrate(database_url)
    with database.reading() as session:
        assert check_key(session, "abcdefghijklmnopqrstuv", key) == found
    database.close()


REVISIONS = [script.revision for script in migrations.scripts().walk_revisions()][::-1]
STORED: dict[str, dict[str, Any]] = {  # what each column held, in whichever revision it was there
    "scenario": {"edit_key_hash": "", "latest_revision": 1, "shows_figures": False},
    "revision": {
        "number": 1,
        "name": "Old",
        "preset": "blank",
        "inputs": {"workload": {"requests_per_month": 5000}},
        "ranges": {},
        "results": {},
        "catalogue_prices": {},
        "note": "",
        "author": "",
        "prices_as_of": "2026-02-11",
        "model_version": "1",
    },
    "read_link": {},
    "secret": {"name": "keyring", "value": "kept"},
}


def fill(database: Database, **common: Any) -> None:
    """Store a row in every table that there is, as a Crossover of that revision did."""
    reflected = MetaData()
    reflected.reflect(database.engine)
    with database.writing() as session:
        for table in reflected.sorted_tables:
            values = STORED.get(table.name, {}) | common
            if table.name in STORED:
                known = {name: value for name, value in values.items() if name in table.columns}
                session.execute(table.insert().values(known))


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_every_revision_stored_can_be_read_and_opened_by_its_key(
    database_url: str, now: datetime, revision: str
) -> None:
    migrate(database_url, to=revision)
    database = Database(database_url)
    key, home = new_secret(), new_secret()
    STORED["scenario"]["edit_key_hash"] = hash_key(key)
    fill(database, id=home, scenario_id=home, created_at=now, updated_at=now)

    migrate(database_url)

    with database.reading() as session:
        found = check_key(session, home, key)
    assert (found.content.name, found.revision) == ("Old", 1)
    assert found.content.inputs == {"workload": {"requests_per_month": 5000}}
    assert found.updated_at == now
    database.close()
