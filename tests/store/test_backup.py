"""Copies of a database in use, and databases put back from them."""

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from app import cli
from app.store import (
    Content,
    Database,
    Saved,
    add_revision,
    back_up,
    backup,
    create_scenario,
    current_revision,
    find_scenario,
    list_revisions,
    migrate,
    newest_revision,
    restore,
)
from app.store.backup import NoBackup, sqlite_file

pytestmark = pytest.mark.every_database

MakeContent = Callable[..., Content]


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'crossover.db'}"
    migrate(url)
    return url


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run a command over the database."""
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", url)
    return lambda *arguments: cli.main([str(argument) for argument in arguments])


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def save(url: str, content: Content, now: datetime) -> tuple[Saved, str]:
    with opened(url) as database, database.writing() as session:
        return create_scenario(session, content=content, now=now)


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a database holds."""
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in names
        }


def test_a_database_comes_back_as_it_was(
    url: str, run: Callable[..., None], tmp_path: Path, content: MakeContent, now: datetime
) -> None:
    scenario, _ = save(url, content(name="Before"), now)
    before = rows(tmp_path / "crossover.db")
    run("backup", tmp_path / "copy.db")
    save(url, content(name="After"), now)
    after = rows(tmp_path / "crossover.db")

    run("restore", tmp_path / "copy.db")

    assert rows(tmp_path / "crossover.db") == before != after
    (former,) = tmp_path.glob("crossover-before-*.db")
    assert rows(former) == after
    with opened(url) as database, database.reading() as session:
        assert find_scenario(session, scenario.id) == scenario


def test_a_copy_taken_under_load_holds_every_save_acknowledged_before_and_no_half_of_any(
    url: str, tmp_path: Path, content: MakeContent, now: datetime
) -> None:
    scenario, key = save(url, content(), now)
    add = partial(add_revision, edit_key=key, content=content(inputs={"long": "x" * 20_000}))
    acknowledged, stop = [1], threading.Event()

    def keep_saving() -> None:
        with opened(url) as database:
            while not stop.is_set():
                with database.writing() as session:
                    add(session, scenario.id, expected_revision=acknowledged[0], now=now)
                acknowledged[0] += 1

    writer = threading.Thread(target=keep_saving)
    writer.start()
    copies = []
    for number in range(5):
        until = acknowledged[0] + 3
        while acknowledged[0] < until:
            pass
        before = acknowledged[0]
        back_up(url, tmp_path / f"copy-{number}.db")
        copies.append((before, tmp_path / f"copy-{number}.db", acknowledged[0]))
    stop.set()
    writer.join()

    for before, file, after in copies:
        restored = tmp_path / "restored" / file.name
        restore(f"sqlite:///{restored}", file)
        with opened(f"sqlite:///{restored}") as database, database.reading() as session:
            found = find_scenario(session, scenario.id)
            history = list_revisions(session, scenario.id)
        assert before <= found.revision <= after + 1
        assert [line.revision for line in history] == list(range(found.revision, 0, -1))


def test_a_restored_database_can_be_used_by_whom_it_could_be_before(
    url: str, tmp_path: Path
) -> None:
    file = sqlite_file(url, "", tmp_path)
    file.chmod(0o640)
    back_up(url, tmp_path / "copy.db")

    restore(url, tmp_path / "copy.db")

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_of_another_user_is_left_where_it_is(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    back_up(url, tmp_path / "copy.db")
    before = sqlite_file(url, "", tmp_path).read_bytes()
    monkeypatch.setattr(os, "chown", refuse)

    with pytest.raises(NoBackup, match="belongs to another user"):
        restore(url, tmp_path / "copy.db")

    assert sqlite_file(url, "", tmp_path).read_bytes() == before


def test_a_copy_is_one_file_that_only_its_owner_reads(
    url: str, run: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copies").mkdir()
    with opened(url) as database, database.writing() as session:
        session.connection()  # not even a writer is in the way
        run("backup", tmp_path / "copies" / "copy.db")

    assert [file.name for file in (tmp_path / "copies").iterdir()] == ["copy.db"]
    assert stat.S_IMODE((tmp_path / "copies" / "copy.db").stat().st_mode) == 0o600
    assert "copy.db" in capsys.readouterr().out


def test_nothing_is_overwritten(run: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("last year's")

    with pytest.raises(SystemExit, match=r"copy\.db is there already"):
        run("backup", tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "last year's"


def test_a_database_that_is_not_there_is_not_made_to_be_copied(tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="there is no database"):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy.db")

    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_cannot_be_finished_leaves_nothing_behind(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_damage(_file: Path) -> None:
        raise NoBackup("the database is damaged")

    monkeypatch.setattr(backup, "check", find_damage)
    with pytest.raises(NoBackup):
        back_up(url, tmp_path / "copy.db")

    assert {file.suffix for file in tmp_path.iterdir()} <= {".db", ".db-wal", ".db-shm"}
    assert not list(tmp_path.glob("*copy*")) + list(tmp_path.glob(".*"))


def test_a_folder_that_is_not_there_is_named(run: Callable[..., None], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot write into"):
        run("backup", tmp_path / "nowhere" / "copy.db")


def test_a_database_in_use_is_not_replaced(
    url: str, run: Callable[..., None], tmp_path: Path, content: MakeContent, now: datetime
) -> None:
    run("backup", tmp_path / "copy.db")
    scenario, _ = save(url, content(), now)
    with opened(url) as database:
        database.open()  # as a server does when it starts
        with pytest.raises(SystemExit, match="is in use: stop Crossover first"):
            run("restore", tmp_path / "copy.db")
        with database.reading() as session:
            assert find_scenario(session, scenario.id) == scenario

    run("restore", tmp_path / "copy.db")


def test_a_copy_of_an_older_crossover_is_brought_up_to_date(
    url: str, run: Callable[..., None], tmp_path: Path
) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    migrate(old, to="0001")
    back_up(old, tmp_path / "copy.db")

    run("restore", tmp_path / "copy.db")

    with opened(url) as database:
        assert current_revision(database) == newest_revision()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:  # the copy stays as it is
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] == "0001"


def no_database(file: Path) -> None:
    file.write_text("A letter, not a database. " * 100)


def another_programs(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")


def of_the_future(file: Path) -> None:
    migrate(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def damaged(file: Path) -> None:
    migrate(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(file.read_bytes())
    content[2 * 4096 + 100 :: 3] = bytes(len(content[2 * 4096 + 100 :: 3]))
    file.write_bytes(content)


def orphaned(file: Path) -> None:
    migrate(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("INSERT INTO read_link VALUES ('a', 'nobody', '2026-01-01', NULL)")


@pytest.mark.parametrize("make", [no_database, another_programs, of_the_future, damaged, orphaned])
def test_what_is_no_copy_of_crossover_replaces_nothing(
    url: str, run: Callable[..., None], tmp_path: Path, make: Callable[[Path], None]
) -> None:
    before = rows(tmp_path / "crossover.db")
    make(tmp_path / "other.db")

    with pytest.raises(SystemExit, match="database"):
        run("restore", tmp_path / "other.db")

    assert rows(tmp_path / "crossover.db") == before
    assert not list(tmp_path.glob("crossover-before-*"))


def test_a_copy_that_is_not_there_and_the_database_itself_are_refused(
    run: Callable[..., None], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="there is no file"):
        run("restore", tmp_path / "none.db")
    with pytest.raises(SystemExit, match="is the database itself"):
        run("restore", tmp_path / "crossover.db")


def test_a_damaged_database_is_kept_beside_the_restored_one(
    url: str, run: Callable[..., None], tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db")
    no_database(tmp_path / "crossover.db")

    run("restore", tmp_path / "copy.db")

    (former,) = tmp_path.glob("crossover-before-*.db")
    assert former.read_text().startswith("A letter")
    with opened(url) as database:
        assert current_revision(database) == newest_revision()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("backup", ["pg_dump --format=custom", "--file=copy.dump"]),
        ("restore", ["pg_restore --clean", "copy.dump", "crossover migrate"]),
    ],
)
def test_postgresql_is_left_to_its_own_programs(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    words: list[str],
) -> None:
    address = "postgresql+psycopg://ada:secret@db:5433/plans?sslmode=require&sslpassword=secret"
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", address)

    with pytest.raises(SystemExit) as caught:
        cli.main([command, "copy.dump"])

    printed = capsys.readouterr().err
    assert caught.value.code == 2
    assert "postgresql://ada@db:5433/plans?sslmode=require" in printed
    assert "secret" not in printed
    assert all(word in printed for word in words)
