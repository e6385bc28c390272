"""Files that people hand in are read for whoever waits, and for nobody else."""

import io
import threading
import time

import pytest
from starlette.datastructures import UploadFile

from app.evidence.finding import Unreadable
from app.evidence.streaming.source import Options
from app.web.uploads import READING, measured
from app.work import turns
from app.work.task import NobodyWaits, Task, timed, working_at

LINES = 30_000
MANY_ROUNDS = 2_000  # of two clients, while the third reads its file
LOG = b"start_time,input_tokens,output_tokens,num_model_requests\n" + (
    b"1788220800,100,10,1\n" * LINES
)


def handed(content: bytes) -> UploadFile:
    return UploadFile(io.BytesIO(content), filename="log.csv")


def test_whoever_has_gone_is_told_nothing_of_a_mistake_of_ours() -> None:
    task = Task("192.0.2.1")
    task.abandon()
    with working_at(task), pytest.raises(NobodyWaits):
        measured(handed(LOG), Options(), 60)


def test_a_file_may_be_read_for_so_many_seconds() -> None:
    with pytest.raises(Unreadable, match="takes too long"):
        measured(handed(LOG), Options(), -1)


def test_two_long_files_hand_their_turns_on_to_a_third(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clients read, and read again until the third, who came last, has been answered."""
    monkeypatch.setattr(turns, "LONGEST", 0.0)
    is_answered = threading.Event()
    rounds: list[str] = []

    def read_on(client: str) -> None:
        with working_at(Task(client)) as task, timed(), READING.take():
            while not is_answered.is_set() and len(rounds) < MANY_ROUNDS:
                rounds.append(client)
                task.step()
                until = time.thread_time() + 0.005  # whoever uses no processor goes first for ever
                while time.thread_time() < until:
                    pass

    busy = [threading.Thread(target=read_on, args=(f"192.0.2.{n}",)) for n in (1, 2)]
    for thread in busy:
        thread.start()
    try:
        with working_at(Task("192.0.2.3")), timed():
            found = measured(handed(LOG), Options(), 60)
    finally:
        is_answered.set()
        for thread in busy:
            thread.join()
    assert found.rows == LINES
    assert len(rounds) < MANY_ROUNDS
