"""An acknowledged save survives `kill -9` of the server at any moment."""

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

import pytest
from sqlmodel import col, select

from app.scenarios.snapshot import unpack
from app.store import Database, back_up
from app.store.tables import ReadLink, Revision, Scenario
from tests.conftest import is_long
from tests.durability.conftest import KilledServer
from tests.durability.saving import Answer, Said, Work, client_of, save_until_the_server_dies

KILLS = 6
KILLS_OF_MAKE_FUZZ = 50
WRITERS = 4
MOST_SAVES = 12  # acknowledged until the kill
LONGEST_PAUSE = 0.05  # seconds from the last of them
STARTING = 0.4  # seconds within which a kill hits a server that is just starting
KILLED_WHILE_STARTING = 5  # of the starts one in so many


def test_no_acknowledged_save_is_lost_when_the_server_is_killed_again_and_again_under_load(
    server: KilledServer,
    durable_database_url: str,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kills = KILLS_OF_MAKE_FUZZ if is_long(pytestconfig) else KILLS
    chance = random.Random(7)
    acknowledged: list[Answer] = []
    cut_off: list[Said] = []

    start(server, chance)
    for kill in range(1, kills + 1):
        works = kill_under_load(server, chance, kill)
        start(server, chance)
        new = [answer for work in works for answer in work.acknowledged]
        acknowledged += new
        cut_off += [work.cut_off for work in works if work.cut_off]
        check_each_is_read_as_it_was_acknowledged(server.base_url, new)
        check_the_database_holds(durable_database_url, acknowledged, cut_off)
    check_all_is_whole(durable_database_url, tmp_path)

    kind = durable_database_url.partition(":")[0].partition("+")[0]
    with capsys.disabled():
        print(f"\n{kind}: {kills} kills, {len(acknowledged)} acknowledged saves, 0 lost;", end=" ")
        print(f"{len(cut_off)} were cut off on the way", end=" ")
    assert len(acknowledged) > 2 * kills  # it was under load
    assert len(cut_off) > kills  # and the kills came in the midst of saving


def start(server: KilledServer, chance: random.Random) -> None:
    """Start the server; now and then it is killed while it starts, too."""
    if chance.randrange(KILLED_WHILE_STARTING) == 0:
        server.start()
        time.sleep(chance.uniform(0, STARTING))
        server.kill()
    server.start()
    server.wait_until_it_answers()


def kill_under_load(server: KilledServer, chance: random.Random, kill: int) -> list[Work]:
    """Let the writers save, kill the server at any moment, and return what they have done."""
    heard: SimpleQueue[Answer] = SimpleQueue()
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [
            pool.submit(save_until_the_server_dies, server.base_url, f"{kill}.{writer}", heard)
            for writer in range(WRITERS)
        ]
        try:
            for _ in range(chance.randint(0, MOST_SAVES)):
                heard.get(timeout=60)
            time.sleep(chance.uniform(0, LONGEST_PAUSE))
        finally:
            server.kill()  # otherwise the writers would save for ever
        return [future.result() for future in running]


def check_each_is_read_as_it_was_acknowledged(base_url: str, answers: Iterable[Answer]) -> None:
    with client_of(base_url) as client:
        for answer in answers:
            address = f"/api/v1/scenarios/{answer['id']}/revisions/{answer['revision']}"
            response = client.get(address)
            assert response.status_code == 200, f"lost: {answer}"
            assert without_links(response.json()) == without_links(answer)


def without_links(answer: Answer) -> Answer:
    """Return what an answer says of the revision itself."""
    return {
        name: value
        for name, value in answer.items()
        if name not in ("read_url", "edit_url", "edit_key")
    }


def check_the_database_holds(url: str, acknowledged: list[Answer], cut_off: list[Said]) -> None:
    """Check that all that was ever acknowledged is stored, and beside it only what was sent."""
    stored = {(link, number): row for link, number, row in rows_of(url)}
    for answer in acknowledged:
        row = stored.pop((answer["id"], answer["revision"]))
        assert (row.name, row.inputs) == (answer["name"], answer["inputs"])
    for row in stored.values():  # it was stored, and the answer did not arrive
        assert (row.name, row.inputs["tuning"]["build_cost"]) in cut_off


class Row(NamedTuple):
    """What of a revision is looked at."""

    name: str
    inputs: Mapping[str, Any]


def rows_of(url: str) -> Iterator[tuple[str, int, Row]]:
    """Yield each revision with the id of its read link and its number."""
    database = Database(url)
    with database.reading() as session:
        columns = (Revision.number, Revision.name, Revision.inputs)
        yield from (
            (link, number, Row(name, inputs))
            for link, number, name, inputs in session.exec(
                select(ReadLink.id, *columns).join(
                    Revision, col(Revision.scenario_id) == col(ReadLink.scenario_id)
                )
            )
        )
    database.close()


def check_all_is_whole(url: str, folder: Path) -> None:
    """Check that no scenario lacks a link or a revision, and no revision a figure."""
    database = Database(url)
    with database.reading() as session:
        scenarios = session.exec(select(Scenario)).all()
        linked = session.exec(select(ReadLink.scenario_id)).all()
        revisions = session.exec(select(Revision)).all()
        assert sorted(linked) == sorted(scenario.id for scenario in scenarios)
        assert sorted((row.scenario_id, row.number) for row in revisions) == sorted(
            (scenario.id, number)
            for scenario in scenarios
            for number in range(1, scenario.latest_revision + 1)
        )
        assert all(unpack(row.snapshot)["summary"] for row in revisions)
    database.close()
    if url.startswith("sqlite"):
        back_up(url, folder / "copy.db")  # checks each page and every reference
